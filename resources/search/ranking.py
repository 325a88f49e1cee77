"""How well services fit a typed text.

Rules and figures follow the comparison in docs/adr/0015-one-answerer.md; they were set by hand on
the project's own table of questions (`make relevance`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.language import Concept, ParsedQuery
from resources.language.people import ADULT_FROM
from resources.language.text import word_set, words_of
from resources.regions import find_region
from resources.search.bitset import Mask, bitset, from_mask, to_mask
from resources.search.communities import of_others
from resources.search.dialled import dialled
from resources.search.facets import YOUNG
from resources.search.index import Index
from resources.search.names import PART
from resources.search.people import excluded, for_people, of_the_person
from resources.search.standing import OF_MOST_TOPICS, SPECIAL
from resources.search.voices import Voices
from resources.search.yielding import (
    ALL_CRIME,
    ASKED_FOR,
    HELPED,
    OF_FEW,
    about_all_crime,
    carrying,
    lost_by_general,
    of_most_topics,
)

Scores = NDArray[np.float64]
# The nations where a language is spoken beside English.
NATIONS: Final = {"cy": "wales"}
# Who asks for these may well ask for somebody else.
_HELPED: Final = frozenset({"parents-carers", "supporters", "family-support"})
# So sure is a subject or a kind of help that what is near, but not of it, gains nothing by that;
# a second subject counts with so much of the surest.
SUBJECT, SUBJECT_SHARE, KIND = 0.4, 0.6, 0.5
# At most so many texts of services are looked at.
MOST_TEXTS: Final = 400
STANDING_WEIGHT: Final = 1.5
TEXT_WEIGHT: Final = 0.05
# What a term of each taxonomy counts that the text means.
TERM_WEIGHTS: Final = {
    "topic": 1.0,
    "type": 1.0,
    "audience": 0.7,
    "by_and_for": 0.4,
    "channel": 0.6,
}
NUMBER: Final = 10.0
# What fits less than this, by itself or beside the best, is not found.
LEAST_FIT, LEAST_SHARE = 0.15, 0.1
# Where no term is surer than this, little was understood: general lines stand first then.
LITTLE: Final = 0.15
# What is left of a service for some people alone, if nobody asked for it; of one that only takes
# reports or pets; of one for everyone that was made for some; and what is gained by one for the
# very people.
NOT_ASKED_FOR: Final = 0.6
OTHER_PURPOSE, MONEY = 0.2, 0.6
MADE_FOR_OTHERS: Final = 0.7
VERY_PEOPLE: Final = 0.6
_OF_A_DEATH: Final = word_set(
    """
    died dead death deaths lost losing loss grief grieve grieving funeral funerals inquest coroner
    mourning passed widow widower killed took buried
    """
)
# Children are spoken of in the questions of many adults.
CHILD: Final = 0.35
# So surely are men meant, or people who are trans.
SURELY_MEN: Final = 0.4
TRANS, SURELY_TRANS = "trans-nonbinary", 0.4
# What a line for men loses that is about something else: after a rape, one for domestic abuse.
OFF_SUBJECT: Final = 0.5
# What is left of lines about addiction where somebody is hurt or at risk now, and of those for
# parents where the person is grown up.
BEHIND_HARM: Final = 0.25
FOR_PARENTS: Final = 0.4
# What is left of what serves a small part of the country, where nobody knows the place.
ELSEWHERE: Final = 0.65
# What is left of a line for parents and helpers, where nobody speaks of a child or of another.
FOR_HELPERS: Final = 0.6
# What a line gains that listens to anybody, beside the other general ones.
LISTENING: Final = 0.5
# How much more a rare term counts than one that most services carry.
RARE: Final = 0.5
# What services gain in the language of a question, or in the nation where it is spoken.
OWN_LANGUAGE: Final = 0.6
# How much it counts that a service is about few things: the power of one by their number.
FOCUS: Final = 0.1
# The same for topics that most lines for everyone carry beside others.
FOCUS_SPECIAL: Final = 0.2


@dataclass(frozen=True, slots=True, repr=False)
class Fit:
    """How well services fit a text: `scores` by slot, and the sets of those found.

    `general` are lines that are offered because little was understood; `named` are services that
    the text names or whose number it gives. `excluded` marks services whose ages or audience leave
    out the person in the question; `aside` those for some people, of whom nobody spoke.
    `is_unsure` says that the text may as well hint at suicide, in words that nobody foresaw.
    """

    scores: Scores
    found: int
    general: int
    named: int
    excluded: Mask
    aside: Mask
    is_unsure: bool


@dataclass(frozen=True, slots=True, repr=False)
class Weighed:
    """What a text counts for each service, wherever somebody is; `text` is as it was weighed."""

    text: ParsedQuery
    scores: Scores
    named: int
    excluded: Mask
    aside: Mask


def weigh(index: Index, text: ParsedQuery) -> Weighed:
    """Return what the words of a text, and the person in it, count for each service."""
    text = replace(text, concepts=of_the_person(text))
    scores = by_words(index, text.words) + _by_terms(index, text.concepts)
    named = _raise_named(index, text, scores)
    scores *= _asked_for(index, text)
    scores = for_people(index, text.people, scores)
    on_subject = _on_subject(index, text)
    scores[index.mask("men only") & ~on_subject] -= OFF_SUBJECT
    aside = _aside(index, text, on_subject) & ~to_mask(named, index.size)
    return Weighed(text, scores, named, excluded(index, text.people), aside)


def fit(index: Index, weighed: Weighed, *, has_areas: bool = False) -> Fit:
    """Return how well each service fits; what does not serve a place in the text is not found."""
    text, named = weighed.text, weighed.named
    scores, left_out = weighed.scores.copy(), weighed.excluded.copy()
    _weigh_by_language(index, text, scores, has_areas=bool(text.areas) or has_areas)
    scores[index.mask("general")] -= lost_by_general(text, has_areas=bool(text.areas) or has_areas)
    if text.areas or has_areas:
        scores[about_all_crime(index, text)] -= ALL_CRIME * max(of_most_topics(text), default=0.0)
    serving = _serving(index, text, named)
    inside = to_mask(serving, index.size)
    best = float(scores[inside].max(initial=0.0))
    found = from_mask(inside & (scores >= max(LEAST_FIT, LEAST_SHARE * best)))
    if text.areas and not text.concepts and not named:
        found |= serving
    is_answered = found and (named or _is_understood(text))
    general = 0 if is_answered else _for_anybody(index, text) & serving
    if general:
        scores[index.mask("listening")] += LISTENING
    voices = Voices.in_text(text, is_little_understood=bool(general)) if not named else Voices()
    beside = (general or serving) & ~from_mask(left_out)
    scores += STANDING_WEIGHT * index.standing
    found |= _raise_exact(index, text, scores, left_out)
    raised = voices.raised(index, scores, beside) & serving
    found |= raised
    general |= raised if general else 0
    is_unsure = voices.is_unsure
    return Fit(scores, found | general, general, named, left_out, weighed.aside, is_unsure)


def _weigh_by_language(index: Index, text: ParsedQuery, scores: Scores, *, has_areas: bool) -> None:
    """Let what serves most people, or speaks the language of the text, count more."""
    spoken = _of_language(index, text)
    if not has_areas:
        scores[~(index.mask("of most") | spoken)] *= ELSEWHERE
    scores[(scores > 0) & spoken] += OWN_LANGUAGE


def _asked_for(index: Index, text: ParsedQuery) -> Scores:
    """Return what is left of services that are for other purposes or other people."""
    asked = {concept.term for concept in text.concepts if concept.confidence >= ASKED_FOR}
    left = {
        "only reporting": 1.0 if "reporting" in asked else OTHER_PURPOSE,
        "only pets": 1.0 if "pets" in asked else OTHER_PURPOSE,
        "only about fgm": 1.0 if "fgm" in asked else OTHER_PURPOSE,
        "about money": 1.0 if "money" in asked else MONEY,
        "about addiction": BEHIND_HARM if _is_harmed(text) else 1.0,
        "men only": 1.0 if _may_be_a_man(text) else NOT_ASKED_FOR,
        "helpers only": 1.0 if _is_for_helpers(text) else FOR_HELPERS,
        "after a death": 1.0 if _speaks_of_a_death(text) else OTHER_PURPOSE,
        **{f"of {community}": OTHER_PURPOSE for community in of_others(text)},
    }
    factors = np.ones(index.size)
    for mark, factor in left.items():
        if factor != 1.0:
            factors[index.mask(mark)] *= factor
    if (text.people.age_low or 0) >= ADULT_FROM or _is_for_a_grown_up(text):
        factors[index.mask("helpers only") & index.mask("for parents")] *= FOR_PARENTS
    not_meant = _not_meant(index, text)
    for_all = index.mask("everyone")
    factors[index.mask("narrow") & not_meant] *= NOT_ASKED_FOR
    factors[index.mask("slanted") & not_meant & for_all] *= MADE_FOR_OTHERS
    factors[index.mask("slanted") & not_meant & ~for_all] *= NOT_ASKED_FOR
    return factors


def _speaks_of_a_death(text: ParsedQuery) -> bool:
    """Tell whether somebody died: else who thinks of suicide met those first whom it bereaved."""
    is_after = any(f"after {one}suicide" in " ".join(text.spoken) for one in ("", "a ", "the "))
    is_told = any(word in _OF_A_DEATH or word.startswith("bereave") for word in text.spoken)
    return is_told or is_after


def _is_for_helpers(text: ParsedQuery) -> bool:
    """Tell whether somebody may ask for a child or for another."""
    people = text.people
    helped = {one.term for one in text.concepts if one.confidence >= HELPED} & _HELPED
    is_other = people.is_child or people.for_somebody_else or bool(helped)
    return is_other and not people.was_long_ago


def _is_for_a_grown_up(text: ParsedQuery) -> bool:
    """Tell whether somebody asks for another, and nothing says that it is a child."""
    people = text.people
    of_children = YOUNG | {"parents-carers", "child-sexual-abuse", "child-sexual-exploitation"}
    surest = max((one.confidence for one in text.concepts if one.term in of_children), default=0)
    may_be_child = people.is_child or people.may_be_young or surest >= CHILD
    return people.for_somebody_else and not may_be_child


def _not_meant(index: Index, text: ParsedQuery) -> Mask:
    """Return for each slot whether it is for nobody that the text speaks of."""
    not_meant = np.ones(index.size, dtype=np.bool_)
    for concept in text.concepts:
        is_young = concept.term in YOUNG
        is_meant = concept.confidence >= (CHILD if is_young else ASKED_FOR)
        if concept.term in SPECIAL and (is_meant or (is_young and text.people.is_child)):
            not_meant[index.carriers("audience", concept.term)] = False
        if concept.term in OF_FEW and concept.confidence >= SURELY_MEN:
            not_meant[index.mask("slanted") & carrying(index, "topic", concept.term)] = False
    if text.people.is_older:
        not_meant[index.mask("for older people")] = False
    return not_meant


def _is_harmed(text: ParsedQuery) -> bool:
    """Tell whether somebody is hurt, or at risk: that comes before what anybody drinks or takes."""
    return text.people.is_harmed or bool(text.risk)


def _aside(index: Index, text: ParsedQuery, on_subject: Mask) -> Mask:
    """Return for each slot whether it is for some people of whom nobody spoke.

    It may be the right one, but does not come first because it is near.
    """
    people = text.people
    asked = {concept.term for concept in text.concepts if concept.confidence >= ASKED_FOR}
    aside = index.mask("narrow") | index.mask("led by some") | ~on_subject
    for term in asked & SPECIAL:
        aside[index.carriers("audience", term)] = False
    if people.is_lgbt:
        aside[index.mask("for lgbt")] = False
    if people.is_child:
        aside[index.mask("for the young")] = False
        if people.writer_is_child or not people.for_somebody_else:
            aside |= ~index.mask("for the young")
        aside |= index.mask("women only") | index.mask("men only")
    if people.is_older:
        aside[index.mask("for older people")] = False
    return aside | _for_others_alone(index, text)


def _for_others_alone(index: Index, text: ParsedQuery) -> Mask:
    """Return for each slot whether it is for women or for men alone, and not for who writes."""
    people = text.people
    others = np.zeros(index.size, dtype=np.bool_)
    if people.gender == "man" or (people.harmed_by == "woman" and not people.is_lgbt):
        others |= index.mask("women only")
    if any(one.term == TRANS and one.confidence >= SURELY_TRANS for one in text.concepts):
        # Some of these are for those alone who were born women.
        others |= index.mask("women only") & ~index.mask("for lgbt")
    if not _may_be_a_man(text):
        others |= index.mask("men only")
    return others


def _may_be_a_man(text: ParsedQuery) -> bool:
    """Tell whether a man is spoken of, or somebody whom a woman harms."""
    sure = any(one.term == "men" and one.confidence >= SURELY_MEN for one in text.concepts)
    return sure or text.people.gender == "man" or text.people.harmed_by == "woman"


def _on_subject(index: Index, text: ParsedQuery) -> Mask:
    """Return for each slot whether it is about what a text surely means, or of the kind asked."""
    about = [one for one in text.concepts if ("topic", one.term) in index.facets]
    surest = max((one.confidence for one in about), default=0.0)
    if surest < SUBJECT:
        return np.ones(index.size, dtype=np.bool_)
    on = np.zeros(index.size, dtype=np.bool_)
    for concept in about:
        if concept.confidence >= SUBJECT_SHARE * surest:
            on |= carrying(index, "topic", concept.term)
    for concept in text.concepts:
        if ("type", concept.term) in index.facets and concept.confidence >= KIND:
            on |= carrying(index, "type", concept.term)
    return on


def _of_language(index: Index, text: ParsedQuery) -> Mask:
    """Return for each slot whether it speaks the language of a text, or is where it is spoken."""
    if not text.language:
        return np.zeros(index.size, dtype=np.bool_)
    nation = find_region(NATIONS.get(text.language, ""))
    there = index.areas.get(nation.code, 0) if nation else 0
    there &= index.marks.get("of one small nation", 0)
    return to_mask(there | index.answering("language", [text.language]), index.size)


def _for_anybody(index: Index, text: ParsedQuery) -> int:
    """Return the lines that are offered where little is understood.

    Somebody who hints at suicide in words that nobody foresaw finds a line that listens among them.
    A line about children is there if one may be spoken of.
    """
    people, marks = text.people, index.marks
    general = marks.get("general", 0) & ~marks.get("slanted", 0)
    if not (people.may_be_young or people.for_somebody_else):
        general &= ~marks.get("helpers only", 0)
    return general | marks.get("listening", 0)


def _serving(index: Index, text: ParsedQuery, named: int) -> int:
    """Return what serves the place in a text, if it is one: a name may be that of a place too."""
    here = index.answering("region", (area.code for area in text.areas))
    is_a_name = named and not named & here
    return here if text.areas and not is_a_name else index.all


def _is_understood(text: ParsedQuery) -> bool:
    sure = any(concept.confidence > LITTLE for concept in text.concepts)
    return sure or (bool(text.areas) and not text.concepts)


def by_words(index: Index, words: Sequence[str]) -> Scores:
    """Return what the words of a text count for each service whose names or summary have them."""
    scores = np.zeros(index.size)
    slots, fits = index.texts.search(words, MOST_TEXTS)
    # A later index may share the texts, and have added some.
    known = slots < index.size
    scores[slots[known]] = TEXT_WEIGHT * fits[known]
    return scores


def _by_terms(index: Index, concepts: Sequence[Concept]) -> Scores:
    """A term finds what carries it or a term below it."""
    scores = np.zeros(index.size)
    alike, special = index.focused(FOCUS), index.focused(FOCUS_SPECIAL)
    for concept in concepts:
        few = alike if concept.term in OF_MOST_TOPICS else special
        for facet, weight in TERM_WEIGHTS.items():
            slots = index.carriers(facet, concept.term)
            if not len(slots):
                continue
            counts = concept.confidence * weight * index.rarity(facet, concept.term) ** RARE
            scores[slots] += counts * (few if facet == "topic" else alike)[slots]
        if concept.confidence >= (CHILD if concept.term in YOUNG else ASKED_FOR):
            own = carrying(index, "audience", concept.term)
            theirs = own & (index.mask("narrow") | index.mask("men only"))
            scores[theirs] += concept.confidence * VERY_PEOPLE * alike[theirs]
    return scores


def _raise_named(index: Index, text: ParsedQuery, scores: Scores) -> int:
    """Raise the services that are named or whose number is given; return them as a set."""
    counted = dict.fromkeys(dialled(index.numbers, text.numbers), NUMBER)
    for slot, counts in index.by_name.in_text(text.spoken):
        counted[slot] = max(counted.get(slot, 0.0), counts)
    parts = set(index.by_name.within(text.spoken))
    if not text.is_curated:
        parts |= index.by_name.with_all(text.words)
    for slot in parts:
        counted[slot] = max(counted.get(slot, 0.0), PART)
    for slot, counts in counted.items():
        scores[slot] += counts
    return bitset(counted, index.size) & index.all


def _raise_exact(index: Index, text: ParsedQuery, scores: Scores, left_out: Mask) -> int:
    """Bring first what bears a text as its own name, whatever its words mean; return the set."""
    exact = list(index.by_name.exactly(words_of(text.typed)))
    scores[exact] += NUMBER
    left_out[exact] = False
    return bitset(exact, index.size)
