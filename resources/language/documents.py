"""What is kept of a listing to find it by: its words as tokens, by how much they weigh.

Made in Python, so that every engine finds the same listings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from resources.language.lexicon import Place
from resources.language.stems import stem_of_listing
from resources.language.text import STOP_WORDS, words
from resources.language.tokens import (
    EDGE,
    name_token,
    partly_served_token,
    served_token,
    term_token,
    token_of,
    within_token,
)

# How large a part of all people an audience is, roughly: only to put what helps most people first
# where nothing else decides. What is not named here is for few.
_MANY: Final = frozenset({"women", "men"})
_SOME: Final = frozenset({"children", "young-people", "parents-carers", "supporters"})
EVERYONE: Final = "everyone"


@dataclass(frozen=True, slots=True)
class ServedArea:
    """An area that a listing serves, or serves a part of."""

    place: Place
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The facts of a listing that words may find it by.

    `term_codes` hold the terms it carries and the branches above them; `districts` is how many
    districts it serves.
    """

    names: Sequence[str]
    terms: Sequence[str]
    term_codes: Iterable[str]
    audiences: frozenset[str]
    texts: Sequence[str]
    places: Sequence[str]
    served: Sequence[ServedArea]
    districts: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """The document: tokens with single spaces, each part weighing less than the one before.

    After the places stand the tokens that say which tokens are in names: an index finds them
    without looking into documents. `districts` is how many districts it serves; `openness` how many
    of 100 people it is for.
    """

    names: str
    terms: str
    summary: str
    places: str
    districts: int
    openness: int


def tokens_of(listing: Listing) -> Tokens:
    """Make the document of a listing."""
    names = [EDGE]
    for name in dict.fromkeys(filter(None, listing.names)):
        names += [*_tokens([name]), EDGE]
    named = [name_token(token) for token in names if token != EDGE]
    terms = [EDGE]
    for name in listing.terms:
        terms += [*_tokens([name]), EDGE]
    terms += [term_token(code) for code in sorted(set(listing.term_codes))]
    areas = [token for area in listing.served for token in _area_tokens(area)]
    return Tokens(
        names=" ".join(names),
        terms=" ".join(terms),
        summary=" ".join([EDGE, *_tokens(listing.texts), EDGE]),
        places=" ".join(_once([*_tokens(listing.places), *areas, *named])),
        districts=listing.districts,
        openness=_openness(listing.audiences),
    )


def _tokens(texts: Iterable[str]) -> list[str]:
    """Return the tokens of texts, without the words that every sentence has."""
    return [
        token_of(stem_of_listing(word))
        for text in texts
        for word in words(text)
        if word not in STOP_WORDS
    ]


def _once(tokens: Iterable[str]) -> list[str]:
    """Leave out what is there already."""
    return list(dict.fromkeys(tokens))


def _area_tokens(area: ServedArea) -> list[str]:
    """Say an area by its code, and the areas around it by theirs."""
    own = partly_served_token if area.is_partial else served_token
    around = [within_token(code) for code in area.place.lineage if code != area.place.code]
    return [own(area.place.code), *around]


def _openness(audiences: frozenset[str]) -> int:
    """Return how many of 100 people a listing is for, roughly."""
    narrow = audiences - _MANY - _SOME - {EVERYONE}
    if EVERYONE in audiences or not audiences:
        return 50 if narrow else 100
    if narrow:
        return 10
    return 50 if audiences & _MANY else 30
