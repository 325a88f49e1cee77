"""Lists and their counts from an index in memory: quick at 100,000 services, exact at any size."""

from resources.facets.current import current_index, forget
from resources.facets.found import Found
from resources.facets.national import NationalLines, national_lines

__all__ = ["Found", "NationalLines", "current_index", "forget", "national_lines"]
