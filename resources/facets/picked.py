"""The few services that the front page names for deaf people, and in other languages."""

from typing import Final

from resources.facets.current import current_index
from resources.facets.index import DEAF, EVERYONE, Index
from resources.models import Service

# English is on every page; signing has a list of its own.
NOT_ANOTHER: Final = frozenset({"en", "bfi"})
MOST: Final = 6


def for_deaf_people(most: int = MOST) -> list[Service]:
    """Fetch services for deaf people: what is meant for them first, then what is for everyone."""
    index = current_index()
    deaf, everyone = index.facets.get(DEAF, 0), index.facets.get(EVERYONE, 0)
    return _fetched(index, (deaf & ~everyone, deaf & everyone), most)


def in_other_languages(most: int = MOST) -> list[Service]:
    """Fetch services in another language than English, or with interpreters; widest first."""
    index = current_index()
    found = index.facets.get(("interpreter", "yes"), 0)
    for (name, code), bits in index.facets.items():
        if name == "language" and code not in NOT_ANOTHER:
            found |= bits
    return _fetched(index, (found,), most)


def _fetched(index: Index, sets: tuple[int, ...], most: int) -> list[Service]:
    """Fetch the first of some sets: in each the widest reach first, then by name."""
    slots: list[int] = []
    for found in sets:
        for tier in index.by_reach([]):
            slots += index.by_name(found & tier, 0, most)
    keys = [index.services[slot] for slot in slots[:most]]
    rows = Service.objects.published().for_listing().in_bulk(keys)
    return [rows[key] for key in keys if key in rows]
