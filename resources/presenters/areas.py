"""Where a service helps, in words, and how near that is to the person who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from resources.choices import RegionLevel
from resources.models import Region, Service, ServiceArea
from resources.page_language import page_language
from resources.presenters.sentences import joined
from resources.regions import RegionRecord

# More names than this do not fit on a card; the page of the service lists them all.
NAMES_ON_A_CARD = 3


class Scope(StrEnum):
    """How wide the area is by which a service was found."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"
    COUNTRY = "country"


SCOPES = {
    RegionLevel.DISTRICT: Scope.LOCAL,
    RegionLevel.REGION: Scope.REGIONAL,
    RegionLevel.NATION: Scope.NATIONAL,
    RegionLevel.CROWN_DEPENDENCY: Scope.NATIONAL,
    RegionLevel.COUNTRY: Scope.COUNTRY,
}


@dataclass(frozen=True, slots=True)
class AreaWords:
    """A scope and the nearest names for headings, words for a card, every name for the page."""

    scope: Scope
    near: tuple[str, ...]
    words: str
    names: tuple[str, ...]


def whole_country() -> str:
    """Say that a place does not matter."""
    return _whole_country(settings.COUNTRY_NAME, page_language())


# Said of most services of a list.
@lru_cache(maxsize=8)
def _whole_country(country: str, _language: str | None) -> str:
    return _("Anywhere in %(country)s") % {"country": country}


# An area that a service serves, and its region, which is looked up once.
_Served = tuple[ServiceArea, Region]


def _name(served: _Served) -> str:
    """Return the region's name, and say so when only a part of it is served."""
    area, region = served
    return _("part of %(area)s") % {"area": region.name} if area.is_partial else region.name


def _touches(served: str, asked: str) -> bool:
    """Tell whether a served area contains, equals or lies within a region, by their paths."""
    return asked.startswith(served) or served.startswith(asked)


def joined_areas(names: Sequence[str]) -> str:
    """Join names of areas; of many, the last are counted."""
    if len(names) <= NAMES_ON_A_CARD:
        return joined(names)
    return joined(names, _("%(names)s and %(count)d more areas"), NAMES_ON_A_CARD)


def _nearest(areas: Sequence[_Served], regions: Sequence[RegionRecord]) -> list[_Served]:
    """Return the areas by which a service counts as near: the deepest that touch the question.

    Without a question, the widest.
    """
    asked = [f"{region.path}/" for region in regions]
    touching = [
        (area, region)
        for area, region in areas
        if any(_touches(f"{region.path}/", path) for path in asked)
    ]
    if touching:
        deepest = max(region.depth for _area, region in touching)
        return [served for served in touching if served[1].depth == deepest]
    widest = min((region.depth for _area, region in areas), default=0)
    return [served for served in areas if served[1].depth == widest]


def area_words(service: Service, regions: Sequence[RegionRecord] = ()) -> AreaWords:
    """Say where a service helps; `regions` are those that were asked for."""
    served = ((area, area.region) for area in service.areas.all())
    areas = sorted(served, key=lambda one: (one[1].depth, one[1].name))
    near = _nearest(areas, regions)
    scope = SCOPES[RegionLevel(near[0][1].level)] if near else Scope.COUNTRY
    names = tuple(_name(one) for one in areas)
    if not near:
        words = _("Area not known")
    elif scope is Scope.COUNTRY:
        words = _name(near[0]) if near[0][0].is_partial else whole_country()
    else:
        words = joined_areas([_name(one) for one in near])
    return AreaWords(scope, tuple(region.name for _area, region in near), words, names)
