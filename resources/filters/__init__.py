"""What can be asked of the list of services, and how a query string becomes a query."""

from resources.filters.linked import LINKED, linked_question
from resources.filters.lookups import Choice, FilterValue, facet_value
from resources.filters.removed import RemovedFilter
from resources.filters.service_filter import ServiceFilter
from resources.filters.slice_filter import SliceFilter
from resources.filters.starts import Start, find_start, start_in, start_of

__all__ = [
    "LINKED",
    "Choice",
    "FilterValue",
    "RemovedFilter",
    "ServiceFilter",
    "SliceFilter",
    "Start",
    "facet_value",
    "find_start",
    "linked_question",
    "start_in",
    "start_of",
]
