"""Which services are open: the database's answer is that of the pure rule, at any moment."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from resources.models import Schedule, Service
from resources.opening_hours import DAY_CODES, BankHolidays, bank_holidays, is_open
from resources.presenters.contacts import nations_served
from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
DATES = st.none() | st.dates(date(2026, 3, 20), date(2026, 12, 31))
DAYS = st.sets(st.sampled_from(DAY_CODES), min_size=1)
# The week around both clock changes, and one with bank holidays that nations do not share.
STARTS = st.sampled_from(
    [
        datetime(2026, 3, 27, tzinfo=UTC),
        datetime(2026, 10, 23, tzinfo=UTC),
        datetime(2026, 12, 23, tzinfo=UTC),
        datetime(2025, 12, 30, tzinfo=UTC),
    ]
)
MOMENTS = st.builds(
    lambda start, minutes: start + timedelta(minutes=minutes), STARTS, st.integers(0, 5 * 24 * 60)
)
AREAS = st.sampled_from([("united-kingdom",), ("rotherham",), ("scotland", "wales"), ()])


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Draw hours that the database accepts."""
    first, last = sorted([draw(DATES), draw(DATES)], key=lambda day: day or date.min)
    return Schedule(
        byday=",".join(sorted(draw(DAYS), key=DAY_CODES.index)),
        opens_at=draw(CLOCKS),
        closes_at=draw(CLOCKS),
        valid_from=first,
        valid_to=last,
        bank_holidays=draw(st.sampled_from([one.value for one in BankHolidays])),
    )


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(schedules(), max_size=3), MOMENTS, AREAS)
def test_the_database_and_the_pure_rule_agree_on_who_is_open(
    drawn: list[Schedule], instant: datetime, areas: tuple[str, ...]
) -> None:
    service = ServiceFactory.make(areas=areas)
    for schedule in drawn:
        schedule.service = service
        schedule.save()
    moment = instant.astimezone(LONDON)

    holidays = bank_holidays.around(nations_served(service), moment.date())
    periods = [schedule.as_period() for schedule in drawn]
    expected = is_open(periods, moment, zone=LONDON, holidays=holidays)
    assert Service.objects.filter(pk=service.pk).open_at(moment).exists() is expected


def test_a_line_open_past_midnight_is_found_at_one_in_the_morning() -> None:
    night = ServiceFactory.make(hours=[("MO", "18:00", "02:00")])

    tuesday = datetime(2026, 11, 24, 1, 0, tzinfo=LONDON)
    assert list(Service.objects.open_at(tuesday)) == [night]
    assert not Service.objects.open_at(tuesday + timedelta(hours=1)).exists()


def test_a_service_of_unknown_hours_is_not_said_to_be_open() -> None:
    ServiceFactory.make()

    assert not Service.objects.open_at(datetime(2026, 11, 24, 12, 0, tzinfo=LONDON)).exists()


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Service.objects.open_at(datetime.fromisoformat("2026-11-24T12:00"))
