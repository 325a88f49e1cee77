"""Ways to start, each with its address of neutral codes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from resources.content.situations import Situation
from resources.models import TaxonomyTerm


@dataclass(frozen=True, slots=True)
class WayIn:
    """A sentence that a person may say of themselves, and the address that it leads to."""

    words: str
    url: str


def ways_in(situations: Iterable[Situation], terms: Iterable[TaxonomyTerm]) -> list[WayIn]:
    """Return the situations with their addresses, but for those of which no term is left."""
    codes = {(term.taxonomy.slug, term.slug): term.code for term in terms}
    taxonomies = {taxonomy for taxonomy, _slug in codes}
    ways = []
    for situation in situations:
        pairs = list(_pairs(situation, codes, taxonomies))
        if situation.page:
            ways.append(WayIn(_(situation.words), f"{reverse(situation.page)}#{situation.part}"))
        elif pairs:
            url = f"{reverse('service-list')}?{urlencode(pairs)}"
            ways.append(WayIn(_(situation.words), url))
    return ways


def _pairs(
    situation: Situation, codes: Mapping[tuple[str, str], str], taxonomies: set[str]
) -> Iterator[tuple[str, str]]:
    for name, values in situation.asks.items():
        for value in values:
            if name not in taxonomies:
                yield name, value
            elif (name, value) in codes:
                yield name, codes[name, value]
