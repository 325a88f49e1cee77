"""What was asked, said back: each filter with a way to take it off."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from resources.filters import ServiceFilter, facet_value
from resources.presenters.list_urls import ListUrls

# How many services are found without a value of a filter; without all of them where it is None.
Remaining = Callable[[str, str | None], int]
# What puts services in order, or words in their place, and leaves no service out by itself.
ORDERS: Final = frozenset({"near", "reading"})
# Each has a link that repeats all others. Of more than these those of one parameter are one.
MOST_BY_THEMSELVES: Final = 20


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter that is on, and the address of the same list without it.

    `count` is how many services that list has, where somebody has counted. With `is_order` it
    leaves nothing out: taking it off finds nothing more. `is_quoted` marks what a person typed,
    where it is said back.
    """

    label: str
    remove_url: str
    count: int | None = None
    is_order: bool = False
    is_quoted: bool = False


def active_filters(
    filterset: ServiceFilter,
    addresses: ListUrls,
    place: str = "",
    remaining: Remaining | None = None,
    *,
    is_quiet: bool = False,
) -> list[ActiveFilter]:
    """Return each filter that is on, and the order, with the address of the list without it.

    All areas of a named place are one filter: a county is one thing to take away, not twelve. With
    `is_quiet` the words are not repeated.
    """
    pairs = filterset.chosen
    chosen = []
    if place and filterset.regions:
        elsewhere = [pair for pair in pairs if pair[0] != "region"]
        count = remaining("region", None) if remaining else None
        chosen.append(ActiveFilter(place, addresses.with_filters(elsewhere), count))
        pairs = elsewhere
    if len(pairs) > MOST_BY_THEMSELVES:
        return chosen + _by_parameter(filterset, addresses, remaining)
    for pair in pairs:
        name, value = pair
        is_order, is_typed = name in ORDERS, name == "words"
        count = remaining(name, facet_value(value)) if remaining and not is_order else None
        others = addresses.with_filters(other for other in filterset.chosen if other != pair)
        label = _("your words") if is_typed and is_quiet else value.name
        is_quoted = is_typed and not is_quiet
        chosen.append(ActiveFilter(label, others, count, is_order, is_quoted))
    return chosen


def _by_parameter(
    filterset: ServiceFilter, addresses: ListUrls, remaining: Remaining | None
) -> list[ActiveFilter]:
    """Return one filter for all values of a parameter, so that a page grows with their number."""
    chosen = []
    for name in dict.fromkeys(name for name, _value in filterset.chosen):
        others = [pair for pair in filterset.chosen if pair[0] != name]
        label = str(filterset.filters[name].label)
        is_order = name in ORDERS
        count = remaining(name, None) if remaining and not is_order else None
        chosen.append(
            ActiveFilter(
                label[:1].upper() + label[1:], addresses.with_filters(others), count, is_order
            )
        )
    return chosen
