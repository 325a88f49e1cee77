"""The lines that stand above a list where words speak of somebody at risk: few, and calm.

Nothing of it is kept, it repeats nothing that was typed, and the results follow it as ever.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from resources.choices import Channel, ServiceStatus
from resources.content.emergency import Emergency
from resources.models import ContactRoute, Service
from resources.opening_hours import bank_holidays
from resources.presenters.contacts import ContactLine, contact_line

MOST_LINES: Final = 4
# Ways to reach somebody at once; the first asks least of a person.
AT_ONCE: Final = (Channel.PHONE, Channel.TEXT, Channel.WEBCHAT)


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A service with the best way to reach it now."""

    name: str
    url: str
    contact: ContactLine


@dataclass(frozen=True, slots=True)
class RiskPanel:
    """What to do in danger, and lines to talk to; `is_danger` puts the first before the second."""

    is_danger: bool
    danger: Emergency
    lines: tuple[RiskLine, ...]

    @property
    def is_open(self) -> bool:
        """Whether every line is free, and answers now."""
        return all(line.contact.is_open and line.contact.is_free for line in self.lines)


def risk_lines(
    routes: Iterable[ContactRoute], slugs: Sequence[str], moment: datetime
) -> tuple[RiskLine, ...]:
    """Return the lines of some services, in the order of their slugs, each with one way.

    `routes` come with their service and their hours. What is open comes before what is not.
    """
    ways: defaultdict[str, list[tuple[bool, int, int, ContactRoute, ContactLine]]]
    ways = defaultdict(list)
    holidays = bank_holidays.around(bank_holidays.NATIONS, moment.date())
    for route in routes:
        if route.service.status == ServiceStatus.ACTIVE and route.channel in AT_ONCE:
            line = contact_line(route, list(route.schedules.all()), "", moment, holidays)
            rank = AT_ONCE.index(Channel(route.channel))
            ways[route.service.slug].append((not line.is_open, rank, route.position, route, line))
    best = (min(ways[slug], key=lambda way: way[:3]) for slug in slugs if slug in ways)
    return tuple(_line(route.service, line) for *_order, route, line in best)[:MOST_LINES]


def _line(service: Service, contact: ContactLine) -> RiskLine:
    return RiskLine(service.name, service.get_absolute_url(), contact)
