"""The few services that the front page names for deaf people, and in other languages."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from resources.models import Service
from resources.search.current import current_index
from resources.search.index import DEAF, EVERYONE, Index

# English is on every page; signing has a list of its own.
NOT_ANOTHER: Final = frozenset({"en", "bfi"})
MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Picked:
    """A few services of each kind, as `for_listing()` has them."""

    deaf: list[Service]
    languages: list[Service]


def picked(most: int = MOST, index: Index | None = None) -> Picked:
    """Fetch some services for deaf people, and some in other languages or with interpreters.

    What is meant for deaf people comes before what is for everyone; then the widest reach first.
    """
    index = index or current_index()
    deaf, everyone = index.facets.get(DEAF, 0), index.facets.get(EVERYONE, 0)
    for_deaf = _first(index, (deaf & ~everyone, deaf & everyone), most)
    spoken = index.facets.get(("interpreter", "yes"), 0)
    for (name, code), bits in index.facets.items():
        if name == "language" and code not in NOT_ANOTHER:
            spoken |= bits
    in_languages = _first(index, (spoken,), most)
    rows = Service.objects.published().for_listing().in_bulk([*for_deaf, *in_languages])
    deaf_rows, spoken_rows = (
        [rows[key] for key in keys if key in rows] for keys in (for_deaf, in_languages)
    )
    return Picked(deaf_rows, spoken_rows)


def _first(index: Index, sets: tuple[int, ...], most: int) -> list[UUID]:
    """Return the first services of some sets: in each the widest reach first, then by name."""
    slots: list[int] = []
    for found in sets:
        for tier in index.by_reach([]):
            slots += index.by_name(found & tier, 0, most)
    return [index.services[slot] for slot in slots[:most]]
