"""Who can be reached, where: needs and people by nation and region, counted over what is public.

What counts is support with somebody to reach by phone, text or chat. A website alone, or a place
that only takes reports, helps nobody at night.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import Final

from resources.choices import RegionLevel
from resources.regions import RegionRecord, all_regions, children_of
from resources.search import FACETS
from resources.search.entry import Entry
from resources.search.facets import EVERYONE, UNDER_18, YOUNG, touched
from resources.search.reading import read_entries
from resources.search.standing import MARKS, REACHABLE

CHUNK: Final = 1_000
Holds = Callable[[Entry], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """A need or some people, in words, and what makes a service count for them."""

    name: str
    holds: Holds


def _about(*topics: str) -> Holds:
    return lambda entry: entry.carries("topic", *topics)


def _of(*types: str) -> Holds:
    return lambda entry: entry.carries("type", *types)


def _is_about_abuse(entry: Entry) -> bool:
    return MARKS["about abuse"](entry)


def _is_line(entry: Entry) -> bool:
    """Listens by phone, text or chat, and not only to what is no abuse."""
    return entry.carries("type", "helpline", "online-chat") and _is_about_abuse(entry)


def _leads_to_refuge(entry: Entry) -> bool:
    return entry.carries("topic", "domestic-abuse") and entry.carries("type", "housing")


def _takes_in(audience: str, entry: Entry) -> bool:
    return audience in FACETS["audience"](entry)


def _is_made_for(audience: str, entry: Entry) -> bool:
    return entry.carries("audience", audience)


def _takes_under_18(entry: Entry) -> bool:
    """For everyone or the young, and no age that is stated leaves all of them out."""
    return entry.carries("audience", EVERYONE, *YOUNG) and UNDER_18 in FACETS["age"](entry)


NEEDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "any": Kind("Any support after abuse", _is_about_abuse),
        "line": Kind("Someone to talk to about abuse", _is_line),
        "domestic-abuse": Kind("Domestic abuse", _about("domestic-abuse")),
        "refuge": Kind("A way to a refuge", _leads_to_refuge),
        "sexual-assault": Kind("Rape or sexual assault", _about("rape-sexual-assault")),
        "sarc": Kind("A sexual assault referral centre", _of("sarc")),
        "child-sexual-abuse": Kind("Sexual abuse in childhood", _about("child-sexual-abuse")),
        "exploitation": Kind(
            "Sexual exploitation of children", _about("child-sexual-exploitation")
        ),
        "stalking": Kind("Stalking or harassment", _about("stalking-harassment")),
        "forced-marriage": Kind(
            "Forced marriage or honour-based abuse", _about("forced-marriage-honour")
        ),
        "fgm": Kind("Female genital mutilation", _about("fgm")),
        "slavery": Kind("Trafficking or modern slavery", _about("trafficking-modern-slavery")),
        "suicidal-thoughts": Kind("Suicidal thoughts", _about("suicidal-thoughts")),
        "counselling": Kind("Counselling", _of("counselling")),
        "legal": Kind("Legal advice", _of("legal")),
    }
)
_MADE_FOR: Final = {
    "children": "Children",
    "young-people": "Young people",
    "lgbt": "LGBT+ people",
    "trans-nonbinary": "Trans and non-binary people",
    "older-people": "Older people",
    "disabled": "Disabled people",
    "deaf": "Deaf people",
    "black-minoritised": "Black and minoritised people",
    "faith": "People of faith",
    "care-experienced": "People who grew up in care",
    "migrants": "Migrants and refugees",
    "sex-workers": "Sex workers",
    "parents-carers": "Parents and carers",
    "supporters": "People who support somebody",
}
# People in general are welcome where everyone is; the others count what is made for them.
WELCOME: Final = ("women", "men", "under-18")
PEOPLE: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "women": Kind("Women", partial(_takes_in, "women")),
        "men": Kind("Men", partial(_takes_in, "men")),
        "under-18": Kind("Under 18", _takes_under_18),
        **{slug: Kind(name, partial(_is_made_for, slug)) for slug, name in _MADE_FOR.items()},
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Check:
    """A need that some people have, by their slugs."""

    need: str
    people: str

    def holds(self, entry: Entry) -> bool:
        """Tell whether a service counts for it."""
        return NEEDS[self.need].holds(entry) and PEOPLE[self.people].holds(entry)


CHECKS: Final = (
    *(Check(need, people) for need in NEEDS if need != "any" for people in WELCOME),
    *(Check(need, people) for people in _MADE_FOR for need in ("any", "line")),
)


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A need of some people that nobody can be reached for in an area, named by its slug."""

    check: Check
    area: str

    def __str__(self) -> str:
        need, people = NEEDS[self.check.need].name, PEOPLE[self.check.people].name
        return f"{need} ({people}) in {self.area}"


@dataclass(frozen=True, slots=True)
class Cell:
    """How many services serve all of an area, name it as their own, or serve a part of it only."""

    whole: int = 0
    own: int = 0
    partly: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The cells by check and slug of an area."""

    cells: Mapping[tuple[Check, str], Cell]

    def of(self, check: Check, area: RegionRecord) -> Cell:
        """Return the cell of a check in an area."""
        return self.cells[check, area.slug]

    def gaps(self) -> set[Gap]:
        """Return every gap: an area is covered as a whole, or by each of its regions."""
        return {
            Gap(check, area.slug)
            for check in CHECKS
            for area in areas()
            if not self._is_covered(check, area)
        }

    def _is_covered(self, check: Check, area: RegionRecord) -> bool:
        if self.of(check, area).whole:
            return True
        regions = [one for one in children_of(area.code) if one.level == RegionLevel.REGION]
        return bool(regions) and all(self._is_covered(check, region) for region in regions)


def areas() -> tuple[RegionRecord, ...]:
    """Return the nations, then the regions that one of them has."""
    levels = (RegionLevel.NATION, RegionLevel.REGION)
    return tuple(area for level in levels for area in all_regions() if area.level == level)


def counts(entry: Entry) -> bool:
    """Tell whether somebody can be reached there, for more than to take a report."""
    return entry.reached_by(*REACHABLE) and not MARKS["only reporting"](entry)


def measure(entries: Iterable[Entry]) -> Coverage:
    """Count services by check and area."""
    reached = [entry for entry in entries if counts(entry)]
    cells = {}
    for check in CHECKS:
        holding = [entry for entry in reached if check.holds(entry)]
        for area in areas():
            cells[check, area.slug] = _cell(holding, area)
    return Coverage(cells)


def _cell(entries: Iterable[Entry], area: RegionRecord) -> Cell:
    whole = own = partly = 0
    for entry in entries:
        full = entry.areas - entry.partly
        if not full.isdisjoint(area.lineage):
            whole += 1
            own += area.code in full
        elif not entry.areas.isdisjoint(touched(area.code)):
            partly += 1
    return Cell(whole, own, partly)


def public_coverage() -> Coverage:
    """Measure what is public now."""
    return measure(_public())


def _public() -> Iterator[Entry]:
    return chain.from_iterable(read_entries(None, CHUNK))
