"""The question by which a program follows a part of the directory: facts of listings alone."""

from resources.filters.service_filter import ServiceFilter


class SliceFilter(ServiceFilter):
    """The filters of the list, without those whose answer changes while no listing does.

    What is open now, and what fits words best, cannot be followed by changes.
    """

    open = None
    near = None
    words = None
    reading = None
