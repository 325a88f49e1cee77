"""In which order found listings are shown: pure, over the tokens of their documents.

1. More of the asked things found beats fewer.
2. Where a place is named: what serves the place itself, then what serves a part of it, then what
   serves the region around it, then what serves the nation or the country.
3. A hit in a name beats one in a term, that one in the summary, that one in a place. What was typed
   beats a synonym of it; that the whole question is a name beats all.
4. Without a place, what helps more people; with one, what is for more kinds of people and made for
   fewer areas. Then the name, then the id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import UUID

from resources.language.questions import Group, Question
from resources.language.tokens import (
    EDGE,
    partly_served_token,
    served_token,
    term_token,
    token_of,
    within_token,
)

# The id of a service, or the key of a document.
Key = TypeVar("Key", bound=UUID | int)

# By the part of the document: names, terms, summary, places. A hit in a heavier part beats hits in
# all lighter ones together; a term adds to its own words in the same part.
_TYPED: Final = (12.0, 4.0, 2.0, 1.0)
_SCATTERED: Final = (3.0, 1.5, 1.0, 0.5)
_SYNONYM: Final = (2.0, 1.0, 0.75, 0.25)
_TERM: Final = 4.0
# A phrase may stand for several terms, as "suicide" does for the topic and for urgent support. What
# has them all comes first, even before a name: who types it may need somebody now.
_NEXT_TERM: Final = 14.0
# "help" and "support" stand nearly everywhere.
_FAINT: Final = 0.1
_OWN_NAME: Final = 30.0
_OTHER_NAME: Final = 24.0
_START_OF_NAME: Final = 18.0
_PART_OF_NAME: Final = 12.0

_SERVED: Final = 100
_WITHIN: Final = 90
_PARTLY: Final = 80
_REGION: Final = 40
_NATION: Final = 20
_PART_OF_AREA: Final = 5
_REGIONAL_DEPTH: Final = 2


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Key]):
    """A document that was found, by any key. The parts are tokens with single spaces."""

    key: Key
    title: str
    names: str
    terms: str
    summary: str
    places: str
    districts: int
    openness: int


@dataclass(frozen=True, slots=True)
class Hit(Generic[Key]):
    """A found listing: its key, how many asked things it has, how near it is, how well it fits."""

    key: Key
    found: int
    nearness: int
    score: float

    @property
    def fit(self) -> tuple[int, int, float]:
        """What is the same for those that fit equally well: a caller may order them further."""
        return self.found, self.nearness, self.score


@dataclass(frozen=True, slots=True, repr=False)
class _Asked:
    """A group, as the texts to look for: each with a space on both sides."""

    typed: str
    words: tuple[str, ...]
    synonyms: tuple[str, ...]
    terms: tuple[str, ...]
    faint: bool
    counts: bool


def rank(question: Question, candidates: Iterable[Candidate[Key]]) -> list[Hit[Key]]:
    """Return the candidates as hits, the best first."""
    asked = [_asked(group, group in question.wanted) for group in question.groups]
    near = _nearness_tokens(question)
    whole = _text(question.whole)
    looks_like_a_name = not all(group.understood or group.faint for group in question.groups)
    keyed = []
    for one in candidates:
        parts = (f" {one.names} ", f" {one.terms} ", f" {one.summary} ", f" {one.places} ")
        found, score = 0, _name_bonus(whole, parts[0], looks_like_a_name)
        for group in asked:
            fit = _score(group, parts)
            score += min(fit, _FAINT) if group.faint else fit
            found += fit > 0 and group.counts
        nearness = next((value for token, value in near if token in parts[3]), 0)
        hit = Hit(one.key, found, nearness, score)
        order = (-found, -nearness, -score, *_last_resort(one, bool(near)))
        keyed.append((order, hit))
    keyed.sort(key=lambda pair: pair[0])
    return [hit for _order, hit in keyed]


def _last_resort(one: Candidate[Key], has_place: bool) -> tuple[int, int, str, Key]:
    """Return what puts candidates in order that fit equally well."""
    if has_place:
        return -one.openness, one.districts, one.title.casefold(), one.key
    return -one.openness * one.districts, 0, one.title.casefold(), one.key


def _text(stems: Iterable[str]) -> str:
    """Return stems as they stand in a document, with a space on both sides."""
    return f" {' '.join(token_of(one) for one in stems)} "


def _asked(group: Group, counts: bool) -> _Asked:
    """Prepare a group for looking it up in many documents."""
    return _Asked(
        typed=_text(group.asked),
        words=tuple(_text([one]) for one in group.asked) if len(group.asked) > 1 else (),
        synonyms=tuple(_text(one) for one in sorted(group.synonyms)),
        terms=tuple(f" {term_token(code)} " for code in sorted(group.terms)),
        faint=group.faint,
        counts=counts,
    )


def _score(group: _Asked, parts: Sequence[str]) -> float:
    """Return how well a document has a group: the best hit of each part, added up; 0 for none."""
    terms = 0
    for token in group.terms:
        terms += token in parts[1]
    score = _TERM + _NEXT_TERM * (terms - 1) if terms else 0.0
    for index, part in enumerate(parts):
        if group.typed in part:
            score += _TYPED[index]
        elif group.words and _has_all(part, group.words):
            score += _SCATTERED[index]
        elif group.synonyms and _has_any(part, group.synonyms):
            score += _SYNONYM[index]
    if not score and group.words and _has_all("".join(parts), group.words):
        score = _SCATTERED[-1]
    return score


# Without a generator, which takes twice as long: these two run for each of hundreds of documents.
def _has_all(part: str, texts: Iterable[str]) -> bool:
    """Tell whether a part of a document has all texts."""
    return all(map(part.__contains__, texts))


def _has_any(part: str, texts: Iterable[str]) -> bool:
    """Tell whether a part of a document has one of the texts."""
    return any(map(part.__contains__, texts))


def _name_bonus(whole: str, names: str, looks_like_a_name: bool) -> float:
    """Return what it adds that the whole question is a name, or stands in one as it was typed.

    "counselling" is in many names and asks for none of them: a part of a name adds only where the
    question has a word that the directory has no other meaning for.
    """
    if not whole.strip() or whole not in names:
        return 0.0
    if names.startswith(f" {EDGE}{whole}{EDGE} "):
        return _OWN_NAME
    if f" {EDGE}{whole}{EDGE} " in names:
        return _OTHER_NAME
    if not looks_like_a_name:
        return 0.0
    return _START_OF_NAME if f" {EDGE}{whole}" in names else _PART_OF_NAME


def _nearness_tokens(question: Question) -> list[tuple[str, int]]:
    """Return what to look for to know how near a listing is, the nearest first."""
    near: dict[str, int] = {}
    for place in question.places:
        near[served_token(place.code)] = _SERVED
        near[within_token(place.code)] = _WITHIN
        near[partly_served_token(place.code)] = _PARTLY
    for place in question.places:
        for depth, code in enumerate(place.lineage[:-1]):
            value = _REGION if depth == _REGIONAL_DEPTH else _NATION
            near.setdefault(served_token(code), value)
            near.setdefault(partly_served_token(code), value - _PART_OF_AREA)
    found = ((f" {token} ", value) for token, value in near.items())
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
