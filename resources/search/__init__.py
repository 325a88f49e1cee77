"""Lists and their counts from an index in memory: quick at 100,000 services, exact at any size."""

from resources.search.current import current_index, forget, make_ready
from resources.search.found import Found
from resources.search.index import Index
from resources.search.national import NationalLines, national_lines
from resources.search.picked import Picked, picked

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
