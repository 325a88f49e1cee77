"""Services beside the person in a question: which are for them, and which leave them out."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.language import Concept, ParsedQuery
from resources.language.people import ADULT_FROM, People
from resources.search.bitset import Mask, to_mask
from resources.search.facets import OLDEST, YOUNG
from resources.search.index import Index

# What a service for the very people gains, and what is left of one that is for others alone.
OWN, FOR_CHILDREN, FOR_WOMEN = 0.8, 1.0, 0.3
FOR_OTHERS, NOT_FOR_CHILDREN, FOR_CHILDREN_ALONE, NOBODY_YOUNG = 0.35, 0.45, 0.5, 0.7
PERHAPS_TOO_OLD: Final = 0.75
# Lines for young people go up to this age.
OLDEST_YOUNG: Final = 25
# Any year of childhood tells a line for grown-ups from one for children.
A_CHILD, OLDEST_CHILD = 12, 17

# Who tells of a wife or of a husband who harms is mostly a man or a woman; it is a hint alone.
LIKELY_MAN, LIKELY_WOMAN, LIKELY_NOT = 0.7, 0.3, 0.7
LGBT: Final = 0.8

# What is left of a meaning "for the young" where no rule for people says that somebody is young,
# and of one "for men" where nobody says that it is a man.
UNSAID, UNSAID_AT_HOME = 0.4, 0.9
UNSAID_MAN, ANOTHER = 0.5, 0.2

Scores = NDArray[np.float64]


def of_the_person(text: ParsedQuery) -> tuple[Concept, ...]:
    """Let words for the young, and for men, count less where nobody of them is spoken of."""
    left = dict.fromkeys(YOUNG, _left_for_the_young(text.people))
    left["men"] = _left_for_men(text.people)
    return tuple(
        replace(concept, confidence=concept.confidence * left.get(concept.term, 1.0))
        for concept in text.concepts
    )


def _left_for_the_young(people: People) -> float:
    if people.is_child:
        return 1.0
    is_grown = people.is_grown_up or people.has_partner or people.was_long_ago
    if is_grown or (people.age_low or 0) >= ADULT_FROM:
        return 0.0
    return UNSAID_AT_HOME if people.may_be_young and not people.harmed_by else UNSAID


def _left_for_men(people: People) -> float:
    if people.gender == "man" or (people.harmed_by == "woman" and not people.for_somebody_else):
        return 1.0
    return ANOTHER if people.gender or people.harmed_by or people.is_older else UNSAID_MAN


def for_people(index: Index, people: People, scores: Scores) -> Scores:
    """Return scores with what is known of the person taken into account; 0 stays 0."""
    fitted = scores.copy()
    fits = scores > 0
    _told(index, people, fitted, fits)
    if people.is_lgbt:
        fitted[fits & index.mask("for lgbt")] += LGBT
    elif not (people.gender or people.is_child or people.for_somebody_else):
        _likely(index, people, fitted, fits)
    _young(index, people, fitted, fits)
    if people.is_older:
        fitted[fits & index.mask("for older people")] += OWN
    if not people.is_child and (people.was_long_ago or (people.age_low or 0) > OLDEST_YOUNG):
        fitted[index.mask("young only")] *= FOR_CHILDREN_ALONE
    elif not (people.is_child or people.may_be_young):
        fitted[index.mask("young only")] *= NOBODY_YOUNG
    return fitted


def _young(index: Index, people: People, fitted: Scores, fits: Mask) -> None:
    """Move services where a child is spoken of, or may be the one who writes."""
    if people.is_child and people.for_somebody_else and not people.writer_is_child:
        # Whoever worries about a child is helped first by those who help parents and helpers.
        fitted[fits & index.mask("for helpers")] += OWN
        fitted[index.mask("young only")] *= FOR_CHILDREN_ALONE
    elif people.is_child:
        young = index.mask("for the young")
        fitted[~young] *= NOT_FOR_CHILDREN
        fitted[fits & young & ~index.mask("slanted")] += FOR_CHILDREN
    elif _may_be_a_child(people):
        # Nobody knows the age: what leaves out a child comes after what does not.
        fitted[~to_mask(index.answering("age", [str(A_CHILD)]), index.size)] *= PERHAPS_TOO_OLD


def _may_be_a_child(people: People) -> bool:
    """Tell whether the person may be a child, though nobody says an age."""
    is_grown = people.is_grown_up or people.has_partner or people.was_long_ago or people.is_older
    return people.may_be_young and not (is_grown or people.for_somebody_else or people.age_low)


def _told(index: Index, people: People, fitted: Scores, fits: Mask) -> None:
    """Move services by the gender that is said."""
    # Of somebody else the words may be those for the one who harms: "my son takes my money".
    is_sure = not people.for_somebody_else
    if people.gender == "man":
        fitted[fits & index.mask("for men")] += OWN * is_sure
        fitted[index.mask("women only")] *= FOR_OTHERS
    if people.gender == "woman":
        fitted[fits & index.mask("for women")] += FOR_WOMEN * is_sure
        fitted[index.mask("men only")] *= FOR_OTHERS


def _likely(index: Index, people: People, fitted: Scores, fits: Mask) -> None:
    """Move services by the gender of the one who harms: men first who tell of a wife."""
    if people.harmed_by == "woman":
        fitted[fits & index.mask("for men")] += LIKELY_MAN
        fitted[index.mask("women only")] *= LIKELY_NOT
    if people.harmed_by == "man":
        fitted[fits & index.mask("for women")] += LIKELY_WOMAN
        fitted[index.mask("men only")] *= LIKELY_NOT


def excluded(index: Index, people: People) -> Mask:
    """Return for each slot whether its ages or its audience leave the person out."""
    left_out = np.zeros(index.size, dtype=np.bool_)
    if people.gender == "man":
        left_out |= index.mask("women only")
    if people.gender == "woman":
        left_out |= index.mask("men only")
    if (people.age_low or 0) > OLDEST_YOUNG:
        left_out |= index.mask("young only")
    years = ages_of(people)
    if years:
        fitting = to_mask(index.answering("age", (str(age) for age in years)), index.size)
        if people.is_child and people.for_somebody_else and not people.writer_is_child:
            # Who worries about a child is grown up: lines for parents are theirs.
            fitting |= index.mask("for parents")
        left_out |= ~fitting
    return left_out


def ages_of(people: People) -> range:
    """Return the ages that the person may have; none where nothing is known.

    A child may be the youngest that the words allow: a line for 16 and over is not for year 11.
    """
    if people.age_low is None and people.age_high is None:
        return range(A_CHILD, A_CHILD + 1) if people.is_child else range(0)
    high = OLDEST if people.age_high is None else people.age_high
    if people.age_low is None:
        low = min(A_CHILD, high) if people.is_child else 0
    else:
        low = people.age_low
    return range(low, (low if low < ADULT_FROM else high) + 1)
