"""Lists and their counts from an index in memory: quick at 100,000 services, exact at any size."""

from resources.facets.current import current_index, forget, make_ready
from resources.facets.found import Found
from resources.facets.index import Index
from resources.facets.national import NationalLines, national_lines
from resources.facets.picked import Picked, picked

__all__ = [
    "Found",
    "Index",
    "NationalLines",
    "Picked",
    "current_index",
    "forget",
    "make_ready",
    "national_lines",
    "picked",
]
