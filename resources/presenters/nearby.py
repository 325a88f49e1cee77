"""Areas to look in when nothing was found in the one that was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from resources.filters import ServiceFilter
from resources.presenters.addresses import Addresses
from resources.regions import neighbours

AREAS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class AreaNearby:
    """An area next to the one asked for, and how many services the same question finds there."""

    label: str
    url: str
    count: int


def areas_nearby(
    asked: ServiceFilter, addresses: Addresses, counts: Mapping[str, int]
) -> list[AreaNearby]:
    """Return the nearest areas where the same question finds something.

    `counts` are by GSS code: how many services each area would find, the other filters as they are.
    """
    if not asked.regions:
        return []
    others = [pair for pair in asked.chosen if pair[0] != "region"]
    return [
        AreaNearby(one.name, addresses.asking([("region", one), *others]), counts[one.code])
        for one in neighbours(asked.regions[0])
        if counts.get(one.code)
    ][:AREAS_SHOWN]
