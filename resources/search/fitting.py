"""How well services fit words: the sets of those that fit equally well, the best first."""

from resources.models import Search
from resources.models.search_document import MOST_RANKED
from resources.search.bits import bits_of, first_in
from resources.search.index import Index


def found_by_words(index: Index, search: Search) -> int:
    """Return the set of services that words find."""
    return index.holding_words(search.asked)


def by_fit(index: Index, search: Search, found: int) -> list[int]:
    """Cut a set that words have found into those that fit equally well, as `Search.ordered` does.

    The first documents are looked at, up to 300, and before them those that are likely to come
    first where there are more. All that are left stand together at the end.
    """
    slots = first_in(found, MOST_RANKED)
    if len(slots) == MOST_RANKED:
        closest = first_in(found & index.holding_words(search.closest), MOST_RANKED)
        slots = list(dict.fromkeys((*closest, *slots)))[:MOST_RANKED]
    texts = index.words.texts
    tiers = []
    for same in search.fits((slot, texts[slot].split("\n")) for slot in slots):
        tier = bits_of(same, len(index.services))
        tiers.append(tier)
        found &= ~tier
    return [*tiers, found]
