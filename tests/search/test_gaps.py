"""Where the services of a group have nobody to reach, the next wider one that answers is known."""

from datetime import datetime

import pytest

from resources.choices import Channel
from resources.models import Service
from resources.regions import Point
from resources.search import Gap
from tests.factories import ServiceFactory
from tests.search.asking import asked

pytestmark = pytest.mark.django_db

ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
NEVER_ON_TUESDAY = [("SU", "09:00", "10:00")]
ABUSE = ["domestic-abuse", "helpline"]


def line(name: str, *areas: str, hours: object = (), terms: object = ABUSE) -> Service:
    """Return a service that answers the phone."""
    made: Service = ServiceFactory.make(name=name, areas=areas, hours=hours, terms=terms)
    return made


def site(name: str, *areas: str) -> Service:
    """Return a service with a website alone."""
    made = line(name, *areas)
    made.contacts.update(channel=Channel.WEBSITE, value="https://example.org")
    return made


def nearest(moment: datetime, *areas: str) -> str:
    """Return the name of the next wider service of the first group."""
    results = asked("", *(areas or ("rotherham",)), moment=moment)
    place = results.gaps[0].next_wider
    assert results.gaps[0].at == 0
    assert place is not None
    return results[place].name


def test_where_somebody_answers_nearby_there_is_no_gap(a_tuesday: datetime) -> None:
    site("Site", "rotherham")
    line("Town", "rotherham")
    line("Region", "yorkshire-and-the-humber")
    assert asked("", "rotherham", moment=a_tuesday).gaps == ()


def test_where_only_sites_are_near_the_nearest_who_answers_is_next(a_tuesday: datetime) -> None:
    site("Site", "rotherham")
    line("Country", "united-kingdom")
    line("Region", "yorkshire-and-the-humber")
    assert nearest(a_tuesday) == "Region"


def test_what_is_open_now_is_next_before_what_is_nearer_and_closed(a_tuesday: datetime) -> None:
    site("Site", "rotherham")
    line("Region", "yorkshire-and-the-humber", hours=NEVER_ON_TUESDAY)
    line("Nation", "england", hours=ALWAYS)
    line("Country", "united-kingdom", hours=ALWAYS)
    assert nearest(a_tuesday) == "Nation"


def test_a_place_to_report_or_a_line_for_addiction_is_not_the_next(a_tuesday: datetime) -> None:
    site("Site", "rotherham")
    line("Council", "rotherham", terms=["reporting"])
    line("Drinking", "england", terms=["addiction", "helpline"])
    line("Country", "united-kingdom")
    assert nearest(a_tuesday) == "Country"


def test_every_group_without_anybody_names_the_next_one_wider_than_itself(
    a_tuesday: datetime,
) -> None:
    line("Town", "rotherham")
    site("Region", "yorkshire-and-the-humber")
    site("Nation", "england")
    line("Country", "united-kingdom")
    results = asked("", "rotherham", moment=a_tuesday)
    assert [row.name for row in results] == ["Town", "Region", "Nation", "Country"]
    assert results.gaps == (Gap(1, 3), Gap(2, 3))


def test_a_last_group_without_anybody_has_no_next(a_tuesday: datetime) -> None:
    line("Town", "rotherham")
    site("Country", "united-kingdom")
    assert asked("", "rotherham", moment=a_tuesday).gaps == (Gap(1, None),)


def test_where_nobody_answers_anywhere_that_is_known_too(a_tuesday: datetime) -> None:
    site("Site", "rotherham")
    site("Wide", "england")
    assert asked("", "rotherham", moment=a_tuesday).gaps == (Gap(0, None, is_everywhere=True),)


def test_in_a_list_without_groups_there_is_no_gap(a_tuesday: datetime) -> None:
    site("Site", "rotherham")
    line("Country", "united-kingdom")
    assert asked("", moment=a_tuesday).gaps == ()
    assert asked("helpline", "rotherham", moment=a_tuesday).gaps == ()
    near = asked("", "rotherham", start=Point(53.43, -1.36), moment=a_tuesday)
    assert near.gaps == ()
    assert asked("", "leeds", moment=a_tuesday).gaps == (), "nothing is near"
