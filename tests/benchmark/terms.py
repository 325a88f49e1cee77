"""Which terms stand together on a service: those of a shipped one, now and then with a change."""

from collections import Counter
from random import Random
from typing import Final
from uuid import UUID

from resources.listings.reference import term_id
from resources.listings.rows import ServiceRow
from tests.benchmark.lots import Lot, falling, happens
from tests.benchmark.shipped import is_local, shipped_services

CHANGED: Final = 0.15
LED_BY: Final = 0.05  # no shipped service says so yet
COMMUNITIES: Final = falling(
    [
        "led-by-women",
        "led-by-black-minoritised",
        "led-by-survivors",
        "led-by-lgbt",
        "led-by-disabled",
        "led-by-migrants",
        "led-by-faith",
        "led-by-men",
        "led-by-deaf",
        "led-by-older-people",
    ]
)


class Terms:
    """The combinations of the shipped services, wide and local ones apart."""

    def __init__(self) -> None:
        """Read them, and how often each term stands in its taxonomy."""
        rows = shipped_services()
        self._together = {
            local: Lot((slugs_of(row), 1.0) for row in rows if is_local(row) is local)
            for local in (True, False)
        }
        counts = Counter(slug for row in rows for slug in slugs_of(row))
        self._taxonomies = {
            name: Lot((slug, counts[slug]) for slug in sorted(slugs))
            for name, slugs in _by_taxonomy(rows).items()
        }
        self._ids = {slug: term_id(slug) for slug in (*counts, *COMMUNITIES.values)}

    def draw(self, local: bool, random: Random) -> list[UUID]:
        """Return the ids of a service's terms, each once."""
        slugs = list(self._together[local].draw(random))
        if happens(random, CHANGED):
            slugs.append(self._taxonomies[random.choice(sorted(self._taxonomies))].draw(random))
        if happens(random, LED_BY):
            slugs.append(COMMUNITIES.draw(random))
        return [self._ids[slug] for slug in dict.fromkeys(slugs)]


def slugs_of(row: ServiceRow) -> tuple[str, ...]:
    """Return the slugs of a shipped service's terms."""
    return (*row.terms.type, *row.terms.topic, *row.terms.audience)


def _by_taxonomy(rows: tuple[ServiceRow, ...]) -> dict[str, set[str]]:
    """Return the slugs that stand on any service, by taxonomy."""
    return {
        "type": {slug for row in rows for slug in row.terms.type},
        "topic": {slug for row in rows for slug in row.terms.topic},
        "audience": {slug for row in rows for slug in row.terms.audience},
    }
