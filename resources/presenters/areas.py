"""Where a service helps, in words, and how near that is to the person who asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resources.choices import RegionLevel
from resources.models import Service, ServiceArea
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
    return _whole_country(settings.COUNTRY_NAME, get_language())


# Said of most services of a list.
@lru_cache(maxsize=8)
def _whole_country(country: str, _language: str | None) -> str:
    return _("Anywhere in %(country)s") % {"country": country}


def _name(area: ServiceArea) -> str:
    """Return the region's name, and say so when only a part of it is served."""
    return (
        _("part of %(area)s") % {"area": area.region.name} if area.is_partial else area.region.name
    )


def _touches(area: ServiceArea, region: RegionRecord) -> bool:
    """Tell whether a served area contains, equals or lies within a region."""
    served, asked = area.region.path + "/", region.path + "/"
    return asked.startswith(served) or served.startswith(asked)


def joined_areas(names: Sequence[str]) -> str:
    """Join names of areas; of many, the last are counted."""
    if len(names) <= NAMES_ON_A_CARD:
        return joined(names)
    return joined(names, _("%(names)s and %(count)d more areas"), NAMES_ON_A_CARD)


def _nearest(areas: Iterable[ServiceArea], regions: Sequence[RegionRecord]) -> list[ServiceArea]:
    """Return the areas by which a service counts as near: the deepest that touch the question.

    Without a question, the widest.
    """
    touching = [area for area in areas if any(_touches(area, region) for region in regions)]
    if touching:
        deepest = max(area.region.depth for area in touching)
        return [area for area in touching if area.region.depth == deepest]
    everything = list(areas)
    widest = min((area.region.depth for area in everything), default=0)
    return [area for area in everything if area.region.depth == widest]


def area_words(service: Service, regions: Sequence[RegionRecord] = ()) -> AreaWords:
    """Say where a service helps; `regions` are those that were asked for."""
    areas = sorted(service.areas.all(), key=lambda area: (area.region.depth, area.region.name))
    near = _nearest(areas, regions)
    scope = SCOPES[RegionLevel(near[0].region.level)] if near else Scope.COUNTRY
    names = tuple(_name(area) for area in areas)
    if not near:
        words = _("Area not known")
    elif scope is Scope.COUNTRY:
        words = _name(near[0]) if near[0].is_partial else whole_country()
    else:
        words = joined_areas([_name(area) for area in near])
    return AreaWords(scope, tuple(area.region.name for area in near), words, names)
