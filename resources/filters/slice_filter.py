"""The question by which a program follows a part of the directory: facts of listings alone."""

from typing import Final

from resources.filters.fields import Filters
from resources.filters.service_filter import ServiceFilter

# What is open now, and what fits words best, changes while no listing does.
MOVING: Final = frozenset({"open", "near", "words", "reading"})


class SliceFilter(ServiceFilter):
    """The filters of the list, without those that cannot be followed by changes."""

    @classmethod
    def get_filters(cls) -> Filters:
        """Return those of the list that tell of listings alone."""
        every = super().get_filters().items()
        return Filters({name: one for name, one in every if name not in MOVING})
