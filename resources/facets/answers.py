"""The same sets as the filters' own words give, from what rows say.

What many services say alike is looked at once. To ask the database for each choice by itself takes
a minute at 100,000 services, and longer than all else where there are few. Each test here means
what the word of the QuerySet means; tests/facets holds both equal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final, TypeVar

from resources.choices import (
    SIGNED,
    Channel,
    KnownAnswer,
    ReferralRoutes,
    TraceAnswer,
    Wish,
    WithoutHearing,
)
from resources.facets.bits import either
from resources.facets.carried import Facts, Met, Term, Way
from resources.filters import Row
from resources.models import TaxonomyTerm

Said = TypeVar("Said")


def _speaks(said: Facts | Way, row: Row) -> bool:
    """As `given_in`: the service, or this way of contact."""
    return row.code in said.languages.split(",")


def _signs(said: Facts | Way, row: Row) -> bool:
    """As `without_hearing`: it is given in British Sign Language."""
    return row.code == WithoutHearing.BSL and SIGNED in said.languages.split(",")


def _signs_or_relays(way: Way, row: Row) -> bool:
    """As `without_hearing`: in British Sign Language, by video or by text relay."""
    channel = Channel.VIDEO_BSL if row.code == WithoutHearing.BSL else Channel.RELAY_UK
    return way.channel == channel or _signs(way, row)


def _is_known(field: str, wanted: KnownAnswer, facts: Facts, row: Row) -> bool:
    """As `_known`: the fact is as wanted; with "maybe", it is not known to be otherwise."""
    said = getattr(facts, field)
    if row.code != Wish.MAYBE:
        return bool(said == wanted)
    return bool(said != (KnownAnswer.NO if wanted is KnownAnswer.YES else KnownAnswer.YES))


def _leaves_none(field: str, way: Way, row: Row) -> bool:
    """As `_left_behind`: a direct way that leaves no trace; with "maybe", not known to leave it."""
    said = getattr(way, field)
    fits = said != TraceAnswer.YES if row.code == Wish.MAYBE else said == TraceAnswer.NO
    return fits and _is_direct(way)


def _is_direct(way: Way) -> bool:
    """As `direct`."""
    return way.channel != Channel.WEBSITE


def _with_any_term(term: Term, row: Row) -> bool:
    """As `with_any_term`: the term, or one below it."""
    return isinstance(row, TaxonomyTerm) and row.pk in {
        term.taxonomyterm,
        term.taxonomyterm__parent,
    }


def _open_to(term: Term, row: Row) -> bool:
    """As `open_to`: for the audience, or for everyone."""
    is_for_all = term.taxonomyterm__slug == "everyone"
    return is_for_all or (isinstance(row, TaxonomyTerm) and term.taxonomyterm == row.pk)


_OF_FACTS: Final[Mapping[str, Callable[[Facts, Row], bool]]] = {
    "costing": lambda facts, row: facts.cost == row.code,
    "referred_by": lambda facts, row: (
        facts.referral_routes in {row.code, ReferralRoutes.SELF_OR_PROFESSIONAL}
    ),
    "given_in": _speaks,
    "without_hearing": _signs,
    "without_report": partial(_is_known, "police_report_needed", KnownAnswer.NO),
    "before_trial": partial(_is_known, "pre_trial_therapy", KnownAnswer.YES),
    "with_interpreter": partial(_is_known, "interpreter", KnownAnswer.YES),
}
_TRACES: Final[Mapping[str, Callable[[Way, Row], bool]]] = {
    "off_the_bill": partial(_leaves_none, "on_itemised_bill"),
    "asking_no_name": partial(_leaves_none, "needs_name"),
    "asking_no_account": partial(_leaves_none, "needs_account"),
}
_OF_WAYS: Final[Mapping[str, Callable[[Way, Row], bool]]] = {
    "reached_by": lambda way, row: way.channel == row.code,
    "given_in": _speaks,
    "without_hearing": _signs_or_relays,
    **_TRACES,
}
_OF_TERMS: Final[Mapping[str, Callable[[Term, Row], bool]]] = {
    "with_any_term": _with_any_term,
    "open_to": _open_to,
}
_OF_PLACES: Final[Mapping[str, Callable[[Met, Row], bool]]] = {
    "accessible": lambda met, row: row.code in met,
}


@dataclass(frozen=True)
class Answers:
    """The sets of services that say the same, by what they say."""

    facts: Mapping[Facts, int]
    ways: Mapping[Way, int]
    terms: Mapping[Term, int]
    places: Mapping[Met, int]

    def to(self, word: str, row: Row) -> int | None:
        """Return the set that a word of the QuerySet finds with one row; None if not known here."""
        asked = [
            _passing(self.facts, _OF_FACTS.get(word), row),
            _passing(self.ways, _OF_WAYS.get(word), row),
            _passing(self.terms, _OF_TERMS.get(word), row),
            _passing(self.places, _OF_PLACES.get(word), row),
        ]
        if word in _TRACES and row.code == Wish.MAYBE:
            asked.append(self._without_ways)  # none is known to leave a trace
        known = [found for found in asked if found is not None]
        return either(known) if known else None

    def urgent(self) -> int:
        """Return the set of services with a way of contact that is meant for urgent need."""
        return either(bits for way, bits in self.ways.items() if way.is_crisis_line)

    def welcoming(self, audience: str) -> int:
        """Return the set of services for an audience: `welcoming`."""
        return either(
            bits for term, bits in self.terms.items() if term.taxonomyterm__slug == audience
        )

    @cached_property
    def _without_ways(self) -> int:
        """The set of services without a direct way of contact."""
        reached = either(bits for way, bits in self.ways.items() if _is_direct(way))
        return either(self.facts.values()) & ~reached


def _passing(
    sets: Mapping[Said, int], test: Callable[[Said, Row], bool] | None, row: Row
) -> int | None:
    """Return the union of the sets of what passes a test; None where there is no test."""
    return None if test is None else either(b for said, b in sets.items() if test(said, row))
