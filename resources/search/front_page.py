"""The few services that the front page names for deaf people, and in other languages."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from resources.models import Service
from resources.search.bitset import union
from resources.search.index import Index

# English is on every page; signing has a list of its own.
NOT_ANOTHER: Final = frozenset({"en", "bfi"})
MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Featured:
    """A few services of each kind, as `for_listing()` has them."""

    deaf: list[Service]
    languages: list[Service]


def featured(index: Index, most: int = MOST) -> Featured:
    """Fetch some services for deaf people, and some in other languages or with interpreters.

    What is meant for deaf people comes before what is for everyone; then the widest reach first.
    """
    deaf, everyone = index.marks.get("deaf", 0), index.marks.get("everyone", 0)
    for_deaf = [*_first(index, deaf & ~everyone, most), *_first(index, deaf & everyone, most)]
    spoken = union(
        services
        for (name, value), services in index.facets.items()
        if name == "language" and value not in NOT_ANOTHER
    )
    in_languages = _first(index, spoken | index.answering("interpreter", ["yes"]), most)
    rows = Service.objects.published().for_listing().in_bulk([*for_deaf[:most], *in_languages])
    deaf_rows, spoken_rows = (
        [rows[key] for key in keys if key in rows] for keys in (for_deaf[:most], in_languages)
    )
    return Featured(deaf_rows, spoken_rows)


def _first(index: Index, services: int, most: int) -> list[UUID]:
    """Return the first services of a set: the widest reach first, then by standing."""
    slots = [
        slot for tier in index.by_locality(()) for slot in index.by_standing(services & tier, most)
    ]
    return [index.services[slot] for slot in slots[:most]]
