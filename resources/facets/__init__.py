"""Lists and their counts from an index in memory: quick at 100,000 services, exact at any size."""

from resources.facets.current import current_index, forget
from resources.facets.found import Found
from resources.facets.national import NationalLines, national_lines
from resources.facets.picked import for_deaf_people, in_other_languages

__all__ = [
    "Found",
    "NationalLines",
    "current_index",
    "for_deaf_people",
    "forget",
    "in_other_languages",
    "national_lines",
]
