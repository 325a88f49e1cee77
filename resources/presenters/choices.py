"""The filter form and the list of what was chosen, as values that a template can show.

Pages emit neutral codes: an address in a browser's history names no kind of help.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resources.choices import RegionLevel
from resources.filters import Row, ServiceFilter
from resources.models import TaxonomyTerm
from resources.presenters.addresses import Addresses
from resources.presenters.areas import joined
from resources.regions import RegionRecord, all_regions, children_of


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a form."""

    value: str
    label: str
    selected: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """Areas under one heading of the menu."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """Emotional support or practical help, and the kinds of help in it."""

    name: str
    value: str
    checked: bool
    description: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on, and the address of the same list without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Further choices of one kind. `is_used` is true when one of them is on."""

    name: str
    label: str
    options: tuple[Option, ...]
    is_used: bool


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The filter form. `extra_regions` are further areas that a link asked for."""

    regions: tuple[RegionGroup, ...]
    extra_regions: tuple[Option, ...]
    types: tuple[Branch, ...]
    further: tuple[FilterGroup, ...]
    any_region: bool


def region_groups(selected: RegionRecord | None = None) -> tuple[RegionGroup, ...]:
    """Return every area for a menu: nations and regions first, then districts by region."""

    def option(region: RegionRecord) -> Option:
        return Option(region.code, region.name, region == selected)

    wide = [
        region
        for region in all_regions()
        if region.level not in {RegionLevel.COUNTRY, RegionLevel.DISTRICT}
    ]
    groups = [RegionGroup(_("Nations and regions"), tuple(option(region) for region in wide))]
    for region in wide:
        districts = [one for one in children_of(region.code) if one.level == RegionLevel.DISTRICT]
        if districts:
            groups.append(RegionGroup(region.name, tuple(option(one) for one in districts)))
    return tuple(groups)


def type_branches(terms: Iterable[TaxonomyTerm], chosen: Sequence[Row] = ()) -> tuple[Branch, ...]:
    """Return the kinds of help in their two branches."""
    everything = list(terms)
    return tuple(
        Branch(
            name=root.name,
            value=root.code,
            checked=root in chosen,
            description=root.description,
            options=tuple(
                Option(term.code, term.name, term in chosen, term.description)
                for term in everything
                if term.parent_id == root.pk
            ),
        )
        for root in everything
        if root.parent_id is None
    )


def _further(asked: ServiceFilter) -> tuple[FilterGroup, ...]:
    """Return the further filters, each with the choices that a person may tick."""
    labels = {
        "open": _("Open now"),
        "channel": _("How you want to get in touch"),
        "audience": _("Who it is for"),
        "topic": _("What it helps with"),
    }
    groups = []
    for name, label in labels.items():
        chosen = [row for parameter, row in asked.chosen if parameter == name]
        rows = asked.choices(name)
        options = tuple(Option(row.code, row.name, row in chosen) for row in rows)
        groups.append(FilterGroup(name, label, options, bool(chosen)))
    return tuple(groups)


def filter_form(asked: ServiceFilter, place: str = "") -> FilterForm:
    """Return the form with what was asked for filled in.

    The areas of a named place are not: the form keeps the name, and a new place replaces both.
    """
    regions = [] if place else asked.regions
    first = regions[0] if regions else None
    return FilterForm(
        regions=region_groups(first),
        extra_regions=tuple(Option(one.code, one.name, True) for one in regions[1:]),
        types=type_branches(
            (term for term in asked.terms if term.taxonomy.slug == "type"),
            [row for name, row in asked.chosen if name == "type"],
        ),
        further=_further(asked),
        any_region=first is None,
    )


def chosen_filters(asked: ServiceFilter, addresses: Addresses, place: str = "") -> list[Chosen]:
    """Return each filter that is on, with the address of the list without it.

    All areas of a named place are one filter: a county is one thing to take away, not twelve.
    """
    pairs = asked.chosen
    chosen = []
    if place and asked.regions:
        elsewhere = [pair for pair in pairs if pair[0] != "region"]
        chosen.append(Chosen(place, addresses.asking(elsewhere)))
    for pair in pairs:
        name, row = pair
        if not (place and name == "region"):
            chosen.append(
                Chosen(row.name, addresses.asking(other for other in pairs if other != pair))
            )
    return chosen


def list_heading(asked: ServiceFilter, count: int, filters: int, place: str = "") -> str:
    """Say how many services were found, where, and by how many filters."""
    parts = ngettext("%(count)d service", "%(count)d services", count) % {"count": count}
    if asked.regions:
        parts = _where(parts, place or joined([region.name for region in asked.regions]))
    if filters:
        parts += ", " + ngettext("%(count)d filter", "%(count)d filters", filters) % {
            "count": filters
        }
    return parts


def _where(services: str, area: str) -> str:
    """Say where services were found; a postcode's area is named by the town it is near."""
    near, _after = _("Near %(town)s").split("%(town)s")
    if area.startswith(near):
        return _("%(services)s near %(area)s") % {
            "services": services,
            "area": area.removeprefix(near),
        }
    return _("%(services)s in %(area)s") % {"services": services, "area": area}
