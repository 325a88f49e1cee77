"""A typed text, understood: words, terms, people, places and risk. Pure; nothing typed is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from resources.language.numbers import written_numbers
from resources.language.people import People, people_in
from resources.language.phrases import Phrase
from resources.language.risk import Risk, RiskKind, risk_in
from resources.language.spelling import Words, english_words, likely
from resources.language.text import FAINT_WORDS, STOP_WORDS, typed_tokens, words_of
from resources.language.thesaurus import Concept, Thesaurus
from resources.language.voice import SUBJECTS, Voice, Voices
from resources.regions import RegionRecord
from resources.regions.mentions import Mention, mention_in, slip_in

_ABOUT_LIFE: Final = frozenset({RiskKind.SUICIDE, RiskKind.SELF_HARM, RiskKind.OVERDOSE})
# So likely is a subject that it counts, and so sure is one that could not be likelier.
LIKELY, HEARD = 0.6, 0.6
# Where somebody is so likely not to want to live, lines that listen come before any subject.
AT_RISK: Final = 0.5
# Fewer words are a need that is named, or say too little to sound like one.
ENOUGH_WORDS: Final = 3
# "Irish" alone may mean another country.
_LANDS: Final = {"scottish": "scotland", "welsh": "wales"}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What words may mean at one data revision.

    `vocabulary` holds what slips are read as: the words of English phrases and of the names of
    services; `country` is the ISO code
    of the country in which numbers are dialled.
    """

    thesaurus: Thesaurus
    vocabulary: Words
    country: str

    def knows(self, word: str) -> bool:
        """Tell whether a word is no slip of another."""
        everything = (self.vocabulary, self.thesaurus.vocabulary, english_words())
        return any(word in words for words in everything)


@dataclass(frozen=True, slots=True, repr=False)
class ParsedQuery:
    """What a person typed and how it was read.

    `words` are those that listings are looked for by, `spoken` all of them as they were read;
    `corrected` are the slips and what was read for each. `mention` is the place that the text
    names; `suggestion` has the places that a slip may mean: they are offered, never taken.
    `language` is the code of a language other than English.
    """

    typed: str
    spoken: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    concepts: tuple[Concept, ...] = ()
    people: People = field(default_factory=People)
    risk: Risk = field(default_factory=Risk)
    voice: Voice = field(default_factory=Voice)
    mention: Mention | None = None
    suggestion: Mention | None = None
    language: str = ""
    corrected: tuple[tuple[str, str], ...] = ()
    is_curated: bool = False
    has_other_words: bool = False
    is_literal: bool = False

    @property
    def is_only_place(self) -> bool:
        """Whether the text names a place and nothing else."""
        return self.mention is not None and not self.has_other_words

    @property
    def areas(self) -> tuple[RegionRecord, ...]:
        """The areas that the text names."""
        return self.mention.areas if self.mention else ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that could be looked for, such as a smile alone."""
        return not (self.words or self.numbers or self.concepts or self.mention)


def parse(text: str, lexicon: Lexicon, *, is_literal: bool = False) -> ParsedQuery:
    """Read a text; with `is_literal` its words alone count, as they stand."""
    tokens = typed_tokens(text)
    typed = words_of(" ".join(tokens))
    thesaurus = lexicon.thesaurus
    matches = thesaurus.matches(typed)
    language = "" if is_literal else thesaurus.language_of(matches)
    mention = None if language else _mention(tokens)
    suggestion = None if mention or language else slip_in(tokens, lexicon.knows)
    left = words_of(" ".join(_without(tokens, mention)))
    corrected = () if is_literal or language else tuple(_slips(left, lexicon))
    if suggestion:
        corrected = _but_for_a_place(corrected, _without(tokens, suggestion), thesaurus)
    read = tuple(chain.from_iterable(dict(corrected).get(word, word).split() for word in left))
    if list(read) != typed:
        matches = thesaurus.matches(read)
    meant = "" if is_literal else _sense([word for word in read if lexicon.knows(word)])
    concepts: Sequence[Concept] = thesaurus.concepts(matches, meant, language, read)
    risk, voice = risk_in(text), Voice()
    if not (is_literal or language):
        voice = Voices.load().read(text)
        concepts = _with_voice(concepts, voice, read)
    return ParsedQuery(
        typed=" ".join(text.split()),
        spoken=tuple(dict(corrected).get(word, word) for word in typed),
        words=_telling((*read, *words_of(" ".join(_named(tokens, mention))))),
        numbers=written_numbers(text, lexicon.country),
        concepts=_with_risk(concepts, risk),
        is_curated=thesaurus.holds(read),
        has_other_words=bool(left),
        people=people_in(text),
        risk=risk,
        voice=voice,
        mention=mention,
        suggestion=suggestion,
        language=language,
        corrected=corrected,
        is_literal=is_literal,
    )


def _but_for_a_place(
    corrected: Sequence[tuple[str, str]], others: Sequence[str], thesaurus: Thesaurus
) -> tuple[tuple[str, str], ...]:
    """Leave out slips outside of some words, unless they are read as a word for a need.

    What may be a slip in the name of a place is offered as one, and never read as another name.
    """
    elsewhere, needs = words_of(" ".join(others)), thesaurus.english_vocabulary
    return tuple(pair for pair in corrected if pair[0] in elsewhere or pair[1] in needs)


def _mention(words: Sequence[str]) -> Mention | None:
    """Return the place that is named, or the nation whose people are: "scottish"."""
    lands = _lands(words)
    return mention_in(words) or (mention_in(lands) if lands != list(words) else None)


def _lands(words: Sequence[str]) -> list[str]:
    """Return words with those of a nation in place of those for its people: "scottish"."""
    before = ("", *words)
    return [
        "ireland" if word == "irish" and last == "northern" else _LANDS.get(word, word)
        for last, word in zip(before, words, strict=False)
    ]


def _sense(known: Sequence[str]) -> str:
    """Return the text whose meaning is compared: known words, and more than one stop word."""
    is_enough = len(known) > 1 or any(word not in STOP_WORDS for word in known)
    return " ".join(known) if is_enough else ""


def _with_voice(
    concepts: Sequence[Concept], voice: Voice, words: Sequence[str]
) -> tuple[Concept, ...]:
    """Let a subject count that a whole text sounds like, in words that no phrase foresaw."""
    meant = {concept.term: concept for concept in concepts}
    is_heard = len(words) >= ENOUGH_WORDS and voice.life < AT_RISK
    heard_subjects = voice.subjects if is_heard else ()
    for term, share in zip(SUBJECTS, heard_subjects, strict=False):
        heard = Concept(term, HEARD * share, Phrase("", (term,)))
        is_surer = term not in meant or meant[term].confidence < heard.confidence
        if share >= LIKELY and is_surer:
            meant[term] = heard
    return tuple(sorted(meant.values(), key=lambda concept: -concept.confidence))


def _with_risk(concepts: Sequence[Concept], risk: Risk) -> tuple[Concept, ...]:
    """Let what somebody at risk says count as a phrase for it, in whatever words they say it."""
    if risk.kinds.isdisjoint(_ABOUT_LIFE):
        return tuple(concepts)
    terms = ("suicidal-thoughts", "crisis")
    at_risk = [Concept(term, 1.0, Phrase("", terms)) for term in terms]
    return (*at_risk, *(concept for concept in concepts if concept.term not in terms))


def _without(words: Sequence[str], mention: Mention | None) -> list[str]:
    """Return the words that do not name the place."""
    return [*words[: mention.start], *words[mention.stop :]] if mention else list(words)


def _named(words: Sequence[str], mention: Mention | None) -> Sequence[str]:
    """Return the words that name the place: names of services have them too."""
    return words[mention.start : mention.stop] if mention else ()


def _slips(words: Sequence[str], lexicon: Lexicon) -> list[tuple[str, str]]:
    """Return each word that nobody knows with the one that was probably meant."""
    unknown = (word for word in dict.fromkeys(words) if not lexicon.knows(word))
    pairs = ((word, likely(word, lexicon.vocabulary)) for word in unknown)
    return [(word, meant) for word, meant in pairs if meant]


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words by which listings differ; the faint ones only where no other is left."""
    said = [word for word in words if word not in STOP_WORDS and len(word) > 1]
    return tuple(word for word in said if word not in FAINT_WORDS) or tuple(said)
