"""The set of each choice, read from what rows say, is the one that the filter's own word finds."""

import pytest

from resources.choices import Channel, KnownAnswer, TraceAnswer
from resources.facets import current_index
from resources.facets.building import NOT_LISTED, answering, build
from resources.filters import Choice, ServiceFilter
from resources.models import DataRevision, Service, announce
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]

TRACES = ("on_itemised_bill", "needs_name", "needs_account")


def _odd_ones() -> None:
    """Add services that say what hardly any other says."""
    silent = ServiceFactory.make(terms=["deaf", "everyone", "helpline"])
    silent.contacts.all().delete()
    read = ServiceFactory.make(languages="cy,ur", referral_routes="self_or_professional")
    read.contacts.all().delete()
    site = ContactRouteFactory.make(
        service=read, channel=Channel.WEBSITE, value="https://example.org", languages="pl,bfi"
    )
    for trace in TRACES:
        setattr(site, trace, TraceAnswer.NO)
    site.save()
    leaving = ServiceFactory.make(interpreter=KnownAnswer.NO, police_report_needed=KnownAnswer.YES)
    leaving.contacts.update(**dict.fromkeys(TRACES, TraceAnswer.YES))
    visited = ServiceFactory.make(pre_trial_therapy=KnownAnswer.NO)
    for facts in ({"step_free": "yes"}, {"parking": "yes", "step_free": "no"}):
        ServiceAtLocationFactory.make(service=visited, location=LocationFactory.make(**facts))
    ServiceFactory.make(terms=["adults"])
    announce(Service.objects.all())


@pytest.mark.parametrize("made", ["at once", "as it changed"])
def test_every_choice_of_every_filter_finds_what_the_database_finds(made: str) -> None:
    before = current_index()
    _odd_ones()
    index = build(DataRevision.objects.current()) if made == "at once" else current_index()
    assert index.all.bit_count() == before.all.bit_count() + 5
    asked = ServiceFilter({}, lenient=True)
    telling = set()
    for name in asked.filters.keys() - NOT_LISTED:
        for row in asked.choices(name):
            found = index.facets[name, row.code]
            assert found == answering(index, asked, name, [row]), (name, row.code)
            telling |= {name} if 0 < found.bit_count() < index.all.bit_count() else set()
    # Age has no closed list.
    assert telling == asked.filters.keys() - NOT_LISTED - {"age"}


@pytest.mark.parametrize("age", ["15", "16", "40"])
def test_an_age_finds_what_the_database_finds(age: str) -> None:
    _odd_ones()
    index, rows = current_index(), [Choice(age, age)]
    services = Service.objects.published().fitting_age(rows)
    keys = list(services.values_list("search_document__pk", flat=True))
    assert index.of_ages(rows) == index.holding(keys)


def test_what_no_parameter_asks_for_is_what_the_database_finds() -> None:
    _odd_ones()
    index, public = current_index(), Service.objects.published()
    wanted = {
        "urgent": public.filter(contacts__is_crisis_line=True),
        "deaf": public.welcoming("deaf"),
        "everyone": public.welcoming("everyone"),
    }
    for name, services in wanted.items():
        keys = list(services.values_list("search_document__pk", flat=True))
        assert keys, name
        assert index.facets["", name] == index.holding(keys)
