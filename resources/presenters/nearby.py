"""Areas to look in when nothing was found in the one that was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from resources.filters import ServiceFilter
from resources.presenters.list_urls import ListUrls
from resources.regions import neighbours

AREAS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class AreaNearby:
    """An area next to the one asked for, and how many services the same question finds there."""

    label: str
    url: str
    count: int


def areas_nearby(
    filterset: ServiceFilter, urls: ListUrls, counts: Mapping[str, int]
) -> list[AreaNearby]:
    """Return the nearest areas where the same question finds something.

    `counts` are by GSS code: how many services each area would find, the other filters as they are.
    """
    if not filterset.regions:
        return []
    others = [pair for pair in filterset.chosen if pair[0] != "region"]
    return [
        AreaNearby(area.name, urls.with_filters([("region", area), *others]), counts[area.code])
        for area in neighbours(filterset.regions[0])
        if counts.get(area.code)
    ][:AREAS_SHOWN]
