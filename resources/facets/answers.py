"""The same sets as the filters' own words give, from what rows say.

To ask the database for each choice by itself takes a minute at 100,000 services, and longer than
all else where there are few. What each word of the QuerySet means is said here again, of columns;
tests/facets holds both equal.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

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
from resources.facets.carried import DIRECT, URGENT, Met, Said
from resources.filters import Row
from resources.models import TaxonomyTerm
from resources.models.taxonomy import ADULTS, NOT_ADULTS


@dataclass(frozen=True)
class Answers:
    """Some services: all of them, and those that say a thing, by what they say.

    `terms` are those that can be asked for; `places` is by all that one place is known to meet.
    """

    all: int
    said: Mapping[Said, int]
    places: Mapping[Met, int]
    terms: Sequence[TaxonomyTerm]

    def to(self, word: str, row: Row) -> int | None:
        """Return the set that a word of the QuerySet finds with one row; None if not known here."""
        answer = _WORDS.get(word)
        return None if answer is None else answer(self, row)

    def saying(self, what: str, *answers: Any) -> int:
        """Return the set of services that say any of some things."""
        return either(self.said.get((what, answer), 0) for answer in answers)

    def urgent(self) -> int:
        """Return the set of services with a way of contact that is meant for urgent need."""
        return self.saying(*URGENT)

    def welcoming(self, audience: str) -> int:
        """Return the set of services for an audience: `welcoming`."""
        return self.saying("term", *(term.pk for term in self.terms if term.slug == audience))


def _referred_by(known: Answers, row: Row) -> int:
    return known.saying("referral_routes", row.code, ReferralRoutes.SELF_OR_PROFESSIONAL.value)


def _without_hearing(known: Answers, row: Row) -> int:
    """In British Sign Language, by video or as a language; or by text relay."""
    if row.code == WithoutHearing.BSL:
        return known.saying("channel", Channel.VIDEO_BSL.value) | known.saying("language", SIGNED)
    return known.saying("channel", Channel.RELAY_UK.value)


def _fact(what: str, wanted: KnownAnswer, known: Answers, row: Row) -> int:
    """The fact is as wanted; with "maybe", it is not known to be otherwise."""
    if row.code != Wish.MAYBE:
        return known.saying(what, wanted.value)
    other = KnownAnswer.NO if wanted is KnownAnswer.YES else KnownAnswer.YES
    return known.all & ~known.saying(what, other.value)


def _no_trace(what: str, known: Answers, row: Row) -> int:
    """A direct way leaves no trace; with "maybe", one does perhaps not, or there is none at all."""
    if row.code != Wish.MAYBE:
        return known.saying(what, TraceAnswer.NO.value)
    perhaps = known.saying(what, *(set(TraceAnswer.values) - {TraceAnswer.YES.value}))
    return perhaps | known.all & ~known.saying(*DIRECT)


def _with_any_term(known: Answers, row: Row) -> int:
    """The term, or one below it."""
    if not isinstance(row, TaxonomyTerm):
        return 0
    below = (term.pk for term in known.terms if term.parent_id == row.pk)
    return known.saying("term", row.pk, *below)


def _open_to(known: Answers, row: Row) -> int:
    """For the audience, for everyone, or for adults unless the audience is young."""
    if not isinstance(row, TaxonomyTerm):
        return known.welcoming("everyone")
    adults = 0 if row.slug in NOT_ADULTS else known.welcoming(ADULTS)
    return known.saying("term", row.pk) | adults | known.welcoming("everyone")


def _accessible(known: Answers, row: Row) -> int:
    return either(bits for met, bits in known.places.items() if row.code in met)


_WORDS: Final[Mapping[str, Callable[[Answers, Row], int]]] = {
    "with_any_term": _with_any_term,
    "open_to": _open_to,
    "reached_by": lambda known, row: known.saying("channel", row.code),
    "costing": lambda known, row: known.saying("cost", row.code),
    "referred_by": _referred_by,
    "given_in": lambda known, row: known.saying("language", row.code),
    "without_hearing": _without_hearing,
    "accessible": _accessible,
    "off_the_bill": partial(_no_trace, "on_itemised_bill"),
    "asking_no_name": partial(_no_trace, "needs_name"),
    "asking_no_account": partial(_no_trace, "needs_account"),
    "without_report": partial(_fact, "police_report_needed", KnownAnswer.NO),
    "before_trial": partial(_fact, "pre_trial_therapy", KnownAnswer.YES),
    "with_interpreter": partial(_fact, "interpreter", KnownAnswer.YES),
}
