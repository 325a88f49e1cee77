"""Lists and their counts from an index in memory: quick at 100,000 services, exact at any size."""

from resources.facets.current import current_index, forget
from resources.facets.found import Found

__all__ = ["Found", "current_index", "forget"]
