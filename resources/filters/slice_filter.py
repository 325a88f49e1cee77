"""The question by which a program follows a part of the directory: facts of listings alone."""

from typing import Final

from resources.filters.service_filter import ServiceFilter

# What is open now, and what fits words best, changes while no listing does.
MOVING: Final = frozenset({"open", "near", "words", "reading"})


class SliceFilter(ServiceFilter):
    """The filters of the list, without those that cannot be followed by changes."""

    @classmethod
    def get_filters(cls) -> "dict[str, object]":
        """Return the filters by name; the library asks for them once, when the class is made."""
        every = super().get_filters().items()
        return {name: one for name, one in every if name not in MOVING}
