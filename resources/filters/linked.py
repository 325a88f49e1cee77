"""Questions that links ask: their values are read once, as long as the data stay as they are."""

from datetime import datetime
from typing import Final
from weakref import proxy

from django.http import QueryDict

from resources.filters.service_filter import ServiceFilter
from resources.search import answering_from, current_index

# Words of a person, or a place where one may be.
TYPED: Final = frozenset({"words", "reading", "near"})
# Which part of a list is asked for. Programs ask for the same first pages again and again.
OF_PAGES: Final = frozenset({"page", "page_size"})
# The parameters of lists of which answers, and what their values mean, may be kept for a while.
LINKED: Final = frozenset(ServiceFilter.base_filters) - TYPED | OF_PAGES


def linked_question(query: QueryDict, moment: datetime, *, lenient: bool) -> ServiceFilter:
    """Return what a query asks at a moment, as `ServiceFilter` reads it.

    It stays in memory only if every word of it is one of ours.
    """
    if not LINKED.issuperset(query):
        return ServiceFilter(query, lenient=lenient, moment=moment)
    values = [(name, *given) for name, given in query.lists() if name not in OF_PAGES]

    index = current_index()

    def made() -> ServiceFilter:
        asked = QueryDict(mutable=True)
        for name, *given in values:
            asked.setlist(name, given)
        # It is kept with the index, and must not keep it: an index has to go when another comes.
        with answering_from(proxy(index)):
            return ServiceFilter(asked, lenient=lenient)

    key = ("question", lenient, *values)
    return index.made_once(key, made, may_stay=_is_of_ours).at(moment, index)


def _is_of_ours(filterset: ServiceFilter) -> bool:
    """Tell whether all that was given is known, and read what is chosen."""
    return (
        filterset.is_valid() and not filterset.ignored_parameters and filterset.chosen is not None
    )
