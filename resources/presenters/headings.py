"""What a list is, in words: for which place, and how many services of which reach."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resources.filters import ServiceFilter
from resources.presenters.areas import joined_areas
from resources.presenters.sentences import joined
from resources.regions import RegionRecord, find_region
from resources.search import Results

COUNTRY, NATION = 0, 1


@dataclass(frozen=True, slots=True)
class ListHeading:
    """The heading of a list, and a sentence of how many services it holds, near and far."""

    title: str
    counts: str


def list_heading(filterset: ServiceFilter, place: str = "") -> ListHeading:
    """Say what a list is of; `place` is the name of the place that its areas stand for, if any."""
    results = filterset.results
    regions = () if filterset.is_mixed else filterset.regions
    where = place or joined_areas([region.name for region in filterset.regions])
    if not results.count():
        return ListHeading(_nothing(where), _looked_in(filterset.regions))
    if not where:
        title = _("Support anywhere in %(country)s") % {"country": settings.COUNTRY_NAME}
        return ListHeading(title, _found(results))
    counts = ", ".join(_by_reach(results, regions)) + "." if regions else _found(results)
    return ListHeading(_title(where), counts)


def page_title(
    number: int, pages: int, area: str = "", errors: str = "", *, is_search: bool = False
) -> str:
    """Return what the window and the history call a page of a list: it names no question.

    `area` is the area of which it is the page; `errors` is the heading of what has to be corrected,
    said on the first page alone.
    """
    which = {"number": number, "pages": pages}
    if area:
        title = _("Services in %(area)s, page %(number)d of %(pages)d") % {**which, "area": area}
    elif is_search:
        title = _("Search results, page %(number)d of %(pages)d") % which
    else:
        title = _("Services, page %(number)d of %(pages)d") % which
    return f"{errors}: {title}" if errors and number == 1 else title


def _title(where: str) -> str:
    near = _("Near %(town)s") % {"town": ""}
    if where.startswith(near):
        return _("Support near %(town)s") % {"town": where.removeprefix(near)}
    return _("Support for %(area)s") % {"area": where}


def _nothing(where: str) -> str:
    if not where:
        return _("No service for all of this")
    near = _("Near %(town)s") % {"town": ""}
    if where.startswith(near):
        town = where.removeprefix(near)
        return _("No service for all of this near %(town)s") % {"town": town}
    return _("No service for all of this in %(area)s") % {"area": where}


def _looked_in(regions: list[RegionRecord]) -> str:
    """Name every wider area that was looked in too."""
    codes = dict.fromkeys(code for region in regions for code in region.lineage)
    areas = [area for code in codes if (area := find_region(code))]
    names = [_name(area) for area in sorted(areas, key=lambda area: -area.depth)]
    return _("We looked in %(areas)s.") % {"areas": joined(names)} if names else ""


def _found(results: Results) -> str:
    """Say how many services were found where no place tells them apart."""
    count = results.count()
    if results.query.text is None:
        words = ngettext("%(count)d service.", "%(count)d services.", count)
    else:
        words = ngettext("%(count)d service may fit.", "%(count)d services may fit.", count)
        words += " " + _("What fits best comes first.") if count > 1 else ""
    return words % {"count": count}


def _by_reach(results: Results, regions: list[RegionRecord]) -> Iterator[str]:
    """Yield how many services are there, and how many serve each wider area."""
    counts = results.counts_by_depth()
    own, *wider = sorted(counts, reverse=True)
    yield _("%(count)d there") % {"count": counts[own]} if counts[own] else _("None there yet")
    for depth in wider:
        if counts[depth]:
            yield _wider(depth, regions) % {
                "count": counts[depth],
                "area": _names_at(depth, regions),
            }


def _wider(depth: int, regions: list[RegionRecord]) -> str:
    if depth == COUNTRY:
        return _("%(count)d for the whole of %(area)s")
    return _("%(count)d for all of %(area)s") if depth == NATION else _("%(count)d in %(area)s")


def _names_at(depth: int, regions: list[RegionRecord]) -> str:
    codes = dict.fromkeys(code for region in regions for code in region.lineage)
    areas = (find_region(code) for code in codes)
    return joined_areas([_name(area) for area in areas if area and area.depth == depth])


def _name(area: RegionRecord) -> str:
    return settings.COUNTRY_NAME if area.depth == COUNTRY else area.name
