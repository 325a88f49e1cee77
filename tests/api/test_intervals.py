"""The intervals of a record say the same as the hours on a page, at each moment they speak of."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from resources.api.v1.serializers import clocked
from resources.models import Schedule, Service
from resources.opening_hours import Openness
from resources.presenters.contacts import contact_lines
from tests.factories import ServiceFactory

LONDON = ZoneInfo("Europe/London")
# Before Christmas, and before the clocks go forward.
MADE = [datetime(2026, 12, 22, 10, tzinfo=LONDON), datetime(2027, 3, 25, 10, tzinfo=LONDON)]
# Comes to every time of the day in the end.
STEP = timedelta(hours=31, minutes=30)


def read(intervals: list[dict[str, Any]] | None, at: datetime) -> Openness:
    """Read intervals as the guide tells a partner to."""
    if intervals is None:
        return Openness.NOT_KNOWN
    for times in intervals:
        opens, closes = (datetime.fromisoformat(times[end]) for end in ("opens", "closes"))
        if opens <= at < closes:
            return Openness.OPEN if times["is_sure"] else Openness.NOT_KNOWN
    return Openness.CLOSED


@pytest.mark.django_db
@pytest.mark.usefixtures("shipped_share_once")
@pytest.mark.parametrize("made", MADE, ids=["christmas", "clocks"])
def test_intervals_say_at_each_moment_what_the_page_says(made: datetime) -> None:
    services = list(Service.objects.published().for_listing())
    end, seen = clocked.intervals_until(made), set()
    assert end.date() - made.date() == timedelta(days=clocked.DAYS_TOLD)
    assert clocked.must_refresh_by(made) <= end.date()
    for service in services:
        told = clocked.opening_intervals(service, made)
        at = datetime.combine(made.date(), time.min, tzinfo=LONDON)
        while at < end:
            for route, line in zip(service.contacts.all(), contact_lines(service, at), strict=True):
                said = read(told[route.pk], at)
                assert said == line.openness, (service.name, route.value, at)
                seen.add(said)
            at += STEP
    assert len(services) > 50
    assert seen == set(Openness)


@pytest.mark.django_db
def test_hours_that_run_out_are_not_known_afterwards() -> None:
    made = MADE[1]
    service = ServiceFactory.make()
    route = service.contacts.all()[0]
    last = made.date() + timedelta(days=2)
    Schedule.objects.create(
        service=service,
        contact_route=route,
        byday="MO,TU,WE,TH,FR,SA,SU",
        opens_at=time(9),
        closes_at=time(17),
        valid_to=last,
    )
    service = Service.objects.published().for_listing().get(pk=service.pk)
    told = clocked.opening_intervals(service, made)[route.pk]
    seen = set()
    for hours in range(1, 24 * clocked.DAYS_TOLD, 5):
        at = datetime.combine(made.date(), time.min, tzinfo=LONDON)
        at += timedelta(hours=hours)
        (line, *_others) = contact_lines(service, at)
        assert read(told, at) == line.openness, at
        seen.add(line.openness)
    assert seen >= {Openness.NOT_KNOWN, Openness.CLOSED}


@pytest.mark.django_db
@pytest.mark.usefixtures("shipped_share_once")
def test_a_service_that_is_closed_for_now_has_no_interval() -> None:
    service = Service.objects.published().filter(schedules__contact_route__isnull=False)[0]
    service = Service.objects.published().for_listing().get(pk=service.pk)
    service.status = "temporarily closed"
    told = clocked.opening_intervals(service, MADE[0])
    assert set(map(bool, told.values())) == {False}
    assert [] in told.values()
