"""Ways to get in touch, and what they leave behind. Every number is one that nobody has."""

from dataclasses import dataclass
from random import Random
from typing import Final
from uuid import UUID

from resources.choices import Channel, ContactCost, TraceAnswer
from resources.models import ContactRoute
from resources.models.contact import TRACE_FIELDS
from tests.benchmark.lots import Lot, happens, new_id
from tests.benchmark.shipped import is_local, shipped_services

# The shipped list hardly has these; a directory that has rung its services has more of them.
FURTHER: Final = (
    (Channel.EMAIL, 0.35),
    (Channel.WEB_FORM, 0.1),
    (Channel.IN_PERSON, 0.1),
    (Channel.WEBCHAT, 0.03),
    (Channel.TEXT, 0.03),
    (Channel.WHATSAPP, 0.03),
    (Channel.RELAY_UK, 0.02),
    (Channel.POST, 0.02),
    (Channel.VIDEO_BSL, 0.01),
)
LABELS: Final = Lot(
    [("", 0.8), ("Out of hours", 0.08), ("Children and young people", 0.06), ("Office", 0.06)]
)
NOTES: Final = Lot([("", 0.9), ("Press 2.", 0.05), ("Ask for the support team.", 0.05)])
ANSWERED: Final = 0.4  # share of routes of which any trace is known
TRACES: Final = Lot(
    [
        (TraceAnswer.NOT_KNOWN, 0.4),
        (TraceAnswer.NO, 0.3),
        (TraceAnswer.YES, 0.2),
        (TraceAnswer.DEPENDS, 0.1),
    ]
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to get in touch, without its number."""

    channel: Channel
    cost: ContactCost = ContactCost.NOT_KNOWN
    is_urgent: bool = False


class Ways:
    """The ways that services have together, as the shipped ones do."""

    def __init__(self) -> None:
        """Read the shipped ways: wide services have other ways than local ones."""
        rows = [row for row in shipped_services() if row.contacts]
        self._patterns = {
            local: Lot(
                (tuple(Way(c.channel, c.cost, c.is_crisis_line) for c in row.contacts), 1.0)
                for row in rows
                if is_local(row) is local
            )
            for local in (True, False)
        }

    def rows(self, service: UUID, number: int, local: bool, random: Random) -> list[ContactRoute]:
        further = [Way(channel) for channel, share in FURTHER if happens(random, share)]
        ways = [*self._patterns[local].draw(random), *further]
        return [_route(service, way, number, place, random) for place, way in enumerate(ways)]


def _route(service: UUID, way: Way, number: int, place: int, random: Random) -> ContactRoute:
    traces: dict[str, str] = {}
    if happens(random, ANSWERED):
        traces = {field: TRACES.draw(random) for field in TRACE_FIELDS}
    return ContactRoute(
        id=new_id(random),
        service_id=service,
        channel=way.channel,
        value=value_of(way, number, place),
        label=LABELS.draw(random) if place else "",
        note=NOTES.draw(random),
        cost=way.cost,
        is_crisis_line=way.is_urgent,
        do_not_test_call=way.is_urgent,
        position=place,
        **traces,
    )


def value_of(way: Way, number: int, place: int) -> str:
    """Return a number or an address that belongs to nobody, another one for each place."""
    last = (number * 7 + place) % 1_000
    numbers = {
        Channel.PHONE: f"01632 960{last:03}",
        Channel.RELAY_UK: f"18001 01632 960{last:03}",
        Channel.TEXT: f"07700 900{last:03}",
        Channel.WHATSAPP: f"07700 900{last:03}",
        Channel.EMAIL: f"help{number}-{place}@example.org",
        Channel.IN_PERSON: f"Come to reception, door {place + 1}.",
        Channel.POST: f"Freepost {number}-{place}",
        Channel.VIDEO_BSL: f"Sign video room {number}-{place}",
    }
    if way.channel is Channel.PHONE and way.cost is ContactCost.FREE:
        return f"0808 157 0{last:03}"
    return numbers.get(way.channel, f"https://s{number}.example.org/{place}")
