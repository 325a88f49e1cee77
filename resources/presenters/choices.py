"""The filter form and the list of what was chosen, as values that a template can show.

Pages emit neutral codes: an address in a browser's history names no kind of help.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resources.choices import RegionLevel
from resources.filters import Row, ServiceFilter
from resources.models import TaxonomyTerm
from resources.presenters.addresses import Addresses
from resources.presenters.areas import joined
from resources.regions import RegionRecord, all_regions


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
class FilterField:
    """The choices of one parameter; `legend` is empty where they say themselves what they are."""

    name: str
    legend: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Further choices about one thing. `is_used` is true when one of them is on."""

    label: str
    fields: tuple[FilterField, ...]
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
    """Return every area for a menu: nations and regions first, then council areas by name.

    By name, because a person knows where they live, and not always in which region that is.
    """

    def group(label: str, regions: Iterable[RegionRecord]) -> RegionGroup:
        options = (Option(one.code, one.name, one == selected) for one in regions)
        return RegionGroup(label, tuple(options))

    other = {RegionLevel.COUNTRY, RegionLevel.DISTRICT}
    wide = [one for one in all_regions() if one.level not in other]
    local = [one for one in all_regions() if one.level == RegionLevel.DISTRICT]
    return (
        group(_("Nations and regions"), wide),
        group(_("Council areas, A to Z"), sorted(local, key=lambda one: one.name)),
    )


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


def _groups() -> dict[str, dict[str, str]]:
    """Return the folded groups of the form: the parameters of each, with a legend or none."""
    return {
        _("Open now"): {"open": ""},
        _("How you want to get in touch"): {"channel": ""},
        # An age is never asked for. One that a link has brought is kept, and can be taken off.
        _("Who it is for"): {"audience": "", "by_and_for": _("Led by"), "age": _("Age")},
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


def _further(asked: ServiceFilter) -> tuple[FilterGroup, ...]:
    """Return the further filters, each with the choices that a person may tick."""
    groups = []
    for label, legends in _groups().items():
        fields = [_field(asked, name, legend) for name, legend in legends.items()]
        is_used = any(option.selected for field in fields for option in field.options)
        shown = tuple(field for field in fields if field.options)
        groups.append(FilterGroup(label, shown, is_used))
    return tuple(groups)


def _field(asked: ServiceFilter, name: str, legend: str) -> FilterField:
    """Return the choices of one parameter. What was asked for is always among them."""
    chosen = [row for parameter, row in asked.chosen if parameter == name]
    rows = [row for row in asked.choices(name) if row in chosen or not _is_own_language(name, row)]
    rows += [row for row in chosen if row not in rows]
    return FilterField(
        name, legend, tuple(Option(row.code, row.name, row in chosen) for row in rows)
    )


def _is_own_language(name: str, row: Row) -> bool:
    """Tell whether a choice is the language of the pages.

    Hardly any service says that it speaks it, so to choose it would leave nearly all of them out.
    """
    return name == "language" and row.code == settings.LANGUAGE_CODE.split("-")[0]


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
