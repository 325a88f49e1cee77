"""The filter form and the list of what was chosen, as values that a template can show.

Pages emit neutral codes: an address in a browser's history names no kind of help.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from resources.choices import RegionLevel
from resources.filters import FilterValue, ServiceFilter, facet_value
from resources.models import TaxonomyTerm
from resources.page_language import page_language
from resources.presenters.offered import Offered, kinds_of_help, offer, offered_by
from resources.private_search.form import FROM_PLACE
from resources.regions import RegionRecord, all_regions, find_region
from resources.search import Counts

# By the name of a parameter: how many services each of its values would find.
Finding = Callable[[str], Mapping[str, int]]
# There is an order where there are two.
ENOUGH_TO_ORDER: Final = 2
NOTHING_COUNTED: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a form. `count` is how many services it would find, where that is known."""

    value: str
    label: str
    selected: bool
    description: str = ""
    count: int | None = None

    @property
    def shown(self) -> str:
        return self.label if self.count is None else f"{self.label} ({self.count})"


def ticks(name: str, options: Iterable[Option]) -> SafeString:
    """Return options to tick, each under the name of its parameter.

    Sixty on nearly every page: a template would take half the time of a search.
    """
    return SafeString("\n".join(_tick(name, option) for option in options))


def _tick(name: str, option: Option) -> str:
    # What was chosen is nobody's to keep: an age may be among it.
    write = _until_count.__wrapped__ if option.selected else _until_count
    start = write(name, option.value, option.label, option.selected)
    counted = "" if option.count is None else f" ({option.count})"
    return f"{start}{counted}</label></p>"


# The few hundred choices that are offered.
@lru_cache(maxsize=1024)
def _until_count(name: str, value: str, label: str, selected: bool) -> str:
    return (
        f'<p class="tick"><label><input type="checkbox" name="{escape(name)}"'
        f' value="{escape(value)}"{" checked" if selected else ""}>{escape(label)}'
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """How many services each value of a parameter finds, of how many.

    `total` is None where nothing was counted: every choice is offered then.
    """

    finding: Mapping[str, int]
    total: int | None

    def of(self, value: str) -> int | None:
        """Return how many services a value finds; None where that is not known."""
        return None if self.total is None else self.finding.get(value, 0)

    def of_each(self, values: Sequence[str]) -> Sequence[int | None]:
        """Return how many services each of some values finds, as `of` does."""
        if self.total is None:
            return [None] * len(values)
        if isinstance(self.finding, Counts):
            # A form has sixty choices: looked up one by one they take as long as to search.
            return self.finding.of_each(values)
        return [self.finding.get(value, 0) for value in values]

    def tells_apart(self, count: int | None) -> bool:
        """Tell whether what finds so many leaves others out, and not all, as far as is known."""
        return count is None or self.total is None or 0 < count < self.total


NOT_COUNTED: Final = Counted(NOTHING_COUNTED, None)


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """Areas under one heading of the menu."""

    label: str
    options: tuple[Option, ...]

    @property
    def markup(self) -> SafeString:
        """The options of the menu: names, and how many each would find; the form sends both.

        Hundreds on nearly every page: a template would take a tenth of the time of the page.
        """
        written = (
            f"<option{' selected' if option.selected else ''}>{_escaped(option.label)}"
            f"{'' if option.count is None else f' ({option.count})'}</option>"
            for option in self.options
        )
        return SafeString("".join(written))


# The few hundred names of areas.
@lru_cache(maxsize=1024)
def _escaped(name: str) -> str:
    return escape(name)


@lru_cache(maxsize=1)
def _areas() -> tuple[tuple[RegionRecord, ...], tuple[RegionRecord, ...]]:
    other = {RegionLevel.COUNTRY, RegionLevel.DISTRICT}
    wide = (region for region in all_regions() if region.level not in other)
    local = (region for region in all_regions() if region.level == RegionLevel.DISTRICT)
    return tuple(wide), tuple(sorted(local, key=lambda region: region.name))


@dataclass(frozen=True, slots=True)
class Branch:
    """Emotional support or practical help, and the kinds of help in it."""

    name: str
    value: str
    checked: bool
    description: str
    options: tuple[Option, ...]
    count: int | None = None

    @property
    def ticks(self) -> SafeString:
        return ticks("type", self.options)


@dataclass(frozen=True, slots=True)
class FilterField:
    """The choices of one parameter; `legend` is empty where they say themselves what they are."""

    name: str
    legend: str
    options: tuple[Option, ...]

    @property
    def ticks(self) -> SafeString:
        return ticks(self.name, self.options)


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Further choices about one thing. `is_used` is true when one of them is on."""

    label: str
    fields: tuple[FilterField, ...]
    is_used: bool


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The filter form. `extra_regions` are further areas that a link asked for.

    `nearest` is there only where an order by distance would order something. Of the other choices
    those are left out that tell nothing apart in the list; areas are a menu to find one's own in.
    `words` is the free text asked for, or empty. With `is_quiet` it is not shown, and goes along.
    `literally` is the tick to take it as it stands, where that is on.
    """

    regions: tuple[RegionGroup, ...]
    extra_regions: tuple[Option, ...]
    types: tuple[Branch, ...]
    further: tuple[FilterGroup, ...]
    nearest: Option | None
    words: str = ""
    is_quiet: bool = False
    literally: Option | None = None


def region_groups(
    selected: RegionRecord | None = None, counts: Mapping[str, int] = NOTHING_COUNTED
) -> tuple[RegionGroup, ...]:
    """Return areas for a menu: nations and regions, then the council areas around the chosen one.

    All council areas would be a third of the page. Any of them can be typed; and who chooses a
    region finds its parts here next.
    """

    def group(label: str, regions: Iterable[RegionRecord]) -> RegionGroup:
        options = (
            Option(region.code, region.name, region == selected, count=counts.get(region.code))
            for region in regions
        )
        return RegionGroup(label, tuple(options))

    wide, local = _areas()
    groups = [group(_("Nations and regions"), wide)]
    if selected is not None:
        is_part = selected.level == RegionLevel.DISTRICT
        around = find_region(selected.parent_code) if is_part else selected
        parts = [region for region in local if around and region.parent_code == around.code]
        if around and parts:
            groups.append(group(_("Parts of %(area)s") % {"area": around.name}, parts))
    return tuple(groups)


def type_branches(
    terms: Iterable[TaxonomyTerm],
    chosen: Sequence[FilterValue] = (),
    counted: Counted = NOT_COUNTED,
) -> tuple[Branch, ...]:
    """Return the kinds of help in their two branches, as far as they tell services apart.

    A branch without a `value` is no choice itself.
    """
    everything = list(terms)
    branches = []
    for root in everything:
        if root.parent_id is not None:
            continue
        count = counted.of(facet_value(root))
        is_choice = root in chosen or counted.tells_apart(count)
        kinds = [term for term in everything if term.parent_id == root.pk]
        counts = counted.of_each([term.slug for term in kinds])
        options = tuple(
            Option(term.code, term.name, term in chosen, term.description, number)
            for term, number in zip(kinds, counts, strict=True)
            if term in chosen or counted.tells_apart(number)
        )
        if is_choice or options:
            branches.append(
                Branch(
                    name=root.name,
                    value=root.code if is_choice else "",
                    checked=root in chosen,
                    description=root.description,
                    options=options,
                    count=count,
                )
            )
    return tuple(branches)


@lru_cache(maxsize=8)
def _groups(_language: str | None) -> dict[str, dict[str, str]]:
    """Return the folded groups of the form: the parameters of each, with a legend or none."""
    return {
        _("Open now"): {"open": ""},
        _("How you want to get in touch"): {"channel": ""},
        # A number is never asked for. One that a link has brought is kept, and can be taken off.
        _("Who it is for"): {"audience": "", "age": "", "by_and_for": _("Led by")},
        _("What it helps with"): {"topic": "", "before_trial": _("Before a trial")},
        _("Privacy"): {"off_bill": "", "no_name": "", "no_account": "", "no_report": ""},
        _("Languages and signing"): {
            "sign": _("For deaf people"),
            "interpreter": _("Interpreters"),
            "language": _("Languages"),
        },
        _("Getting in"): {"access": _("You need all that you choose")},
        _("Cost and first contact"): {
            "cost": _("Cost"),
            "referral": _("First contact"),
        },
    }


def _further(
    filterset: ServiceFilter, counted: Callable[[str], Counted]
) -> tuple[FilterGroup, ...]:
    """Return the further filters, each with the choices that a person may tick."""
    groups = []
    offered = offered_by(filterset)
    for label, legends in _groups(page_language()).items():
        fields = [
            _field(filterset, name, legend, counted(name), offered[name])
            for name, legend in legends.items()
        ]
        is_used = any(option.selected for field in fields for option in field.options)
        shown = tuple(field for field in fields if field.options)
        if shown:
            groups.append(FilterGroup(label, shown, is_used))
    return tuple(groups)


def _field(
    filterset: ServiceFilter, name: str, legend: str, counted: Counted, offered: Sequence[Offered]
) -> FilterField:
    """Return the choices of one parameter that tell services apart.

    What was asked for is always among them.
    """
    chosen = [value for parameter, value in filterset.chosen if parameter == name]
    counts = counted.of_each([one.facet for one in offered])
    options = [
        Option(one.value.code, one.label, is_chosen, count=count)
        for one, count in zip(offered, counts, strict=True)
        if (is_chosen := bool(chosen) and one.value in chosen)
        or (counted.tells_apart(count) and not one.is_own_language)
    ]
    values = [one.value for one in offered] if chosen else []
    more = (offer(name, value) for value in chosen if value not in values)
    options += [
        Option(one.value.code, one.label, True, count=counted.of(one.facet)) for one in more
    ]
    return FilterField(name, legend, tuple(options))


def _nearest(filterset: ServiceFilter) -> Option | None:
    """Return the tick for an order by distance, where it is on or would order something.

    It keeps an area that a link brought, but never a point: that of a new place takes its turn.
    """
    start = filterset.start
    orders = filterset.regions and filterset.results.count_placed() >= ENOUGH_TO_ORDER
    if not (filterset.wants_nearest or orders):
        return None
    value = start.code if start and start.is_area else FROM_PLACE
    told = _("Only places with a public address have a distance. The others follow.")
    return Option(value, _("Nearest places first"), filterset.wants_nearest, told if start else "")


def _literally(filterset: ServiceFilter) -> Option | None:
    """Return the tick that takes words as they stand, if it is on."""
    ticked = [value for name, value in filterset.chosen if name == "reading"]
    return Option(ticked[0].code, ticked[0].name, selected=True) if ticked else None


def filter_form(
    filterset: ServiceFilter,
    place: str = "",
    counts: Finding | None = None,
    *,
    is_quiet: bool = False,
) -> FilterForm:
    """Return the form with what was asked for filled in, and how many each choice would find.

    The areas of a named place are not: the form keeps the name, and a new place replaces both.
    Where nothing is counted every choice is offered.
    """
    regions = [] if place else filterset.regions
    first = regions[0] if regions else None

    def counted(name: str) -> Counted:
        if counts is None:
            return NOT_COUNTED
        return Counted(counts(name), filterset.results.counted_among(name))

    return FilterForm(
        regions=region_groups(first, counts("region") if counts else NOTHING_COUNTED),
        extra_regions=tuple(Option(region.code, region.name, True) for region in regions[1:]),
        types=type_branches(
            kinds_of_help(filterset),
            [value for name, value in filterset.chosen if name == "type"],
            counted("type"),
        ),
        further=_further(filterset, counted),
        words=filterset.typed,
        nearest=_nearest(filterset),
        is_quiet=is_quiet,
        literally=_literally(filterset),
    )
