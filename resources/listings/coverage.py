"""Who can be reached, where: needs and people by nation and region, counted over what is public.

What counts is support with somebody to reach by phone, text or chat. A website alone, or a place
that only takes reports, helps nobody at night.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

from resources.choices import RegionLevel
from resources.models import ServiceArea
from resources.regions import RegionRecord, all_regions, children_of
from resources.search import current_index
from resources.search.bitset import bitset, union
from resources.search.facets import EVERYONE, UNDER_18, YOUNG, touched
from resources.search.index import Index, Sets
from resources.search.standing import REACHABLE

# A set of services of the index, as one integer.
Holds = Callable[[Index], int]


@dataclass(frozen=True, slots=True)
class Kind:
    """A need or some people, in words, and the services that count for them."""

    name: str
    holding: Holds


def _about(*topics: str) -> Holds:
    return lambda index: index.answering("topic", topics)


def _of(*types: str) -> Holds:
    return lambda index: index.answering("type", types)


def _marked(mark: str, index: Index) -> int:
    return index.marks.get(mark, 0)


_is_about_abuse: Final = partial(_marked, "about abuse")


def _is_line(index: Index) -> int:
    """Listens by phone, text or chat, and not only to what is no abuse."""
    return index.answering("type", ("helpline", "online-chat")) & _is_about_abuse(index)


def _leads_to_refuge(index: Index) -> int:
    return _about("domestic-abuse")(index) & _of("housing")(index)


def _takes_in(audience: str, index: Index) -> int:
    return index.answering("audience", (audience,))


def _is_made_for(audience: str, index: Index) -> int:
    return _named(index, audience)


def _named(index: Index, *audiences: str) -> int:
    """Those who are named as the audience, and not only welcome."""
    return index.answering("", audiences)


def _takes_under_18(index: Index) -> int:
    """For everyone or the young, and no age that is stated leaves all of them out."""
    return _named(index, EVERYONE, *YOUNG) & index.answering("age", (UNDER_18,))


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

    def holding(self, index: Index) -> int:
        """Return the set of services that count for it."""
        return NEEDS[self.need].holding(index) & PEOPLE[self.people].holding(index)


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


def counts(index: Index) -> int:
    """Return where somebody can be reached, for more than to take a report."""
    return index.answering("channel", REACHABLE) & ~_marked("only reporting", index)


def measure(index: Index, partly: Sets) -> Coverage:
    """Count services by check and area; `partly` are those that serve a part of it, by its code."""
    reached = counts(index)
    held = {check: check.holding(index) & reached for check in CHECKS}
    cells = {}
    for area in areas():
        whole = {code: _wholly(index, partly, code) for code in area.lineage}
        serving = union(whole.values())
        touching = union(index.areas.get(code, 0) for code in touched(area.code)) & ~serving
        for check, services in held.items():
            cells[check, area.slug] = Cell(
                whole=(services & serving).bit_count(),
                own=(services & whole[area.code]).bit_count(),
                partly=(services & touching).bit_count(),
            )
    return Coverage(cells)


def _wholly(index: Index, partly: Sets, code: str) -> int:
    return index.areas.get(code, 0) & ~partly.get(code, 0)


def public_coverage() -> Coverage:
    """Measure what is public now: from the index in memory, and one question of the database."""
    index = current_index()
    served: dict[str, set[int]] = defaultdict(set)
    rows = ServiceArea.objects.filter(is_partial=True).order_by()
    for service, code in rows.values_list("service", "region"):
        if service in index.slots:
            served[code].add(index.slots[service])
    return measure(index, {code: bitset(some, index.size) for code, some in served.items()})
