"""FACETS: the meaning of each filter, said once, as a function of one entry.

A function gives the values that the entry answers. Several values of one parameter mean any of
them. `NEEDS_ALL` names the one where they mean all at once: its values are whole combinations.
Moment, words and distance are no facets; they stand in `hours`, `ranking` and `distance`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from functools import cache, lru_cache, partial
from itertools import chain, combinations
from types import MappingProxyType
from typing import Final

from resources.choices import (
    SIGNED,
    Certainty,
    Channel,
    DeafAccess,
    KnownAnswer,
    ReferralRoutes,
    TraceAnswer,
)
from resources.regions import all_regions, find_region
from resources.search.entry import Contact, Entry

# The highest age that can be asked for.
OLDEST: Final = 120
# "Adults" without an age: sources say it of people from 16 on.
ADULT: Final = 16
# Who is younger may say so without a number.
GROWN_UP: Final = 18
UNDER_18: Final = "under-18"
EVERYONE: Final = "everyone"
ADULTS: Final = "adults"
YOUNG: Final = frozenset({"children", "young-people"})
KNOWN: Final = Certainty.KNOWN.value
NOT_RULED_OUT: Final = Certainty.NOT_RULED_OUT.value
# Parameters whose values have to be met together, at one and the same place.
NEEDS_ALL: Final = frozenset({"access"})

Facet = Callable[[Entry], Set[str]]


@lru_cache(maxsize=1024)
def touched(code: str) -> frozenset[str]:
    """Return the codes of the areas that contain, equal or lie within an area."""
    area = find_region(code)
    return frozenset(area.lineage if area else ()) | _within().get(code, frozenset())


@cache
def _within() -> Mapping[str, frozenset[str]]:
    """Return the codes of the areas that lie within each, its own among them."""
    within: defaultdict[str, set[str]] = defaultdict(set)
    for region in all_regions():
        for code in region.lineage:
            within[code].add(region.code)
    return {code: frozenset(codes) for code, codes in within.items()}


def _areas(entry: Entry) -> Set[str]:
    """A UK-wide line serves Rotherham; a Rotherham service is found from Yorkshire."""
    return _touched_by_any(entry.areas)


@lru_cache(maxsize=4096)
def _touched_by_any(codes: frozenset[str]) -> Set[str]:
    return frozenset(chain.from_iterable(touched(code) for code in codes))


def _terms(taxonomy: str, entry: Entry) -> Set[str]:
    return entry.terms.get(taxonomy, frozenset())


def _audiences(entry: Entry) -> Set[str]:
    """What is for everyone is for each; what is for adults is for all but the young."""
    own = entry.terms.get("audience", frozenset())
    if EVERYONE in own:
        return entry.all_audiences
    return own | (entry.all_audiences - YOUNG) if ADULTS in own else own


@lru_cache(maxsize=1024)
def _years(low: int, high: int, takes_young: bool) -> frozenset[str]:
    young = (UNDER_18,) if takes_young else ()
    return frozenset((*young, *(str(years) for years in range(low, high + 1))))


def _ages(entry: Entry) -> Set[str]:
    """A limit that is not stated is no limit, but for what is for adults alone.

    "Under 18" is answered by what takes anybody of that age, also by what states no ages. "Adults"
    without an age takes somebody who gives 16 or 17 as their age, but is not offered to children.
    """
    audiences = entry.terms.get("audience", frozenset())
    only_adults = ADULTS in audiences and EVERYONE not in audiences and not audiences & YOUNG
    low, high = entry.minimum_age, entry.maximum_age
    takes_young = not only_adults if low is None else low < GROWN_UP
    if low is None:
        low = ADULT if only_adults else 0
    return _years(low, OLDEST if high is None else high, takes_young)


def _referrers(entry: Entry) -> Set[str]:
    if entry.referral_routes == ReferralRoutes.SELF_OR_PROFESSIONAL:
        return frozenset({ReferralRoutes.SELF.value, ReferralRoutes.PROFESSIONAL.value})
    return frozenset({entry.referral_routes})


def _languages(entry: Entry) -> Set[str]:
    return entry.languages.union(*(contact.languages for contact in entry.contacts))


def _deaf_access(entry: Entry) -> Set[str]:
    """In British Sign Language, by video or as a language; or by text relay."""
    signed = SIGNED in entry.languages or any(
        contact.channel == Channel.VIDEO_BSL or SIGNED in contact.languages
        for contact in entry.contacts
    )
    relayed = entry.reached_by(Channel.RELAY_UK)
    return {value for value, met in ((DeafAccess.BSL, signed), (DeafAccess.RELAY, relayed)) if met}


def _access(entry: Entry) -> Set[str]:
    """Every combination of needs that one place is known to meet."""
    met = (sorted(place.needs_met) for place in entry.places)
    return {combination(some) for needs in met for some in _some_of(needs)}


def _some_of(needs: list[str]) -> Iterable[Iterable[str]]:
    return chain.from_iterable(combinations(needs, size) for size in range(1, len(needs) + 1))


def combination(values: Iterable[str]) -> str:
    """Return several values that are meant together as one, in any order."""
    return "+".join(sorted(values))


def _known(of: Callable[[Entry], str], wanted: KnownAnswer, entry: Entry) -> Set[str]:
    """A fact that is as wanted is known; one that nobody has read is not ruled out."""
    answer = of(entry)
    if answer == wanted:
        return frozenset({KNOWN, NOT_RULED_OUT})
    return frozenset({NOT_RULED_OUT} if answer == KnownAnswer.NOT_KNOWN else ())


def _leaves_no_trace(of: Callable[[Contact], str], entry: Entry) -> Set[str]:
    """One direct way that leaves no trace is enough; without direct ways nothing is ruled out."""
    answers = {of(contact) for contact in entry.contacts if contact.is_direct}
    if TraceAnswer.NO in answers:
        return frozenset({KNOWN, NOT_RULED_OUT})
    return frozenset({NOT_RULED_OUT} if answers != {TraceAnswer.YES} else ())


FACETS: Final[Mapping[str, Facet]] = MappingProxyType(
    {
        "region": _areas,
        "type": partial(_terms, "type"),
        "topic": partial(_terms, "topic"),
        "audience": _audiences,
        "by_and_for": partial(_terms, "by-and-for"),
        "channel": lambda entry: {contact.channel for contact in entry.contacts},
        "cost": lambda entry: {entry.cost},
        "referral": _referrers,
        "language": _languages,
        "sign": _deaf_access,
        "age": _ages,
        "access": _access,
        "off_bill": partial(_leaves_no_trace, lambda contact: contact.on_itemised_bill),
        "no_name": partial(_leaves_no_trace, lambda contact: contact.needs_name),
        "no_account": partial(_leaves_no_trace, lambda contact: contact.needs_account),
        "no_report": partial(_known, lambda entry: entry.police_report_needed, KnownAnswer.NO),
        "before_trial": partial(_known, lambda entry: entry.pre_trial_therapy, KnownAnswer.YES),
        "interpreter": partial(_known, lambda entry: entry.interpreter, KnownAnswer.YES),
    }
)
