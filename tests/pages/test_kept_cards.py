"""What is kept of a list says the same as what is made anew, and is gone with the next change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from resources.choices import ReportKind
from resources.curation import workflow
from resources.curation.reports import receive
from resources.filters import ServiceFilter
from resources.models import Service, publish_revision
from resources.presenters import filter_markup, service_body, service_card
from resources.presenters.making import MOST
from resources.presenters.offered import offered_by
from resources.regions import find_region
from resources.search import Query, Results, current_index
from resources.search.kept_rows import KeptRows
from resources.views.pages import whole_page
from tests.factories import ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
SENTINEL = "qxsentinelqx"
HOURS = [
    [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")],
    [("MO,TU,WE,TH,FR", "09:30", "13:00"), ("MO,TU,WE,TH,FR", "14:00", "17:15")],
    [("FR,SA,SU", "21:00", "02:30")],
]


@pytest.fixture
def services() -> list[Service]:
    """Services of several hours, one with a warning that ends; all in one place."""
    made = [
        ServiceFactory.make(areas=["rotherham"], terms=["helpline", "everyone"], hours=hours)
        for hours in HOURS
    ]
    ends = datetime(2026, 3, 28, tzinfo=LONDON).date()
    Service.objects.filter(pk=made[1].pk).update(alert="Moved.", alert_until=ends)
    publish_revision(Service.objects.all())
    return made


def instants() -> Iterator[datetime]:
    """Yield the minutes of two days, one of them with the change to summer time."""
    first = datetime(2026, 3, 28, tzinfo=ZoneInfo("UTC"))
    for number in count(0, 15):
        moment = first + timedelta(minutes=number)
        if moment.day == 30:
            return
        yield moment.astimezone(LONDON)


def kept(services: list[Service]) -> list[Service]:
    index = current_index()
    wanted = {index.slots[one.pk]: one.pk for one in services}
    return list(index.rows.fetch(wanted).values())


def test_a_kept_card_says_at_every_time_what_a_new_one_says(services: list[Service]) -> None:
    fresh = {one.pk: one for one in Service.objects.published().for_listing()}
    regions = [find_region("rotherham")]
    asked = tuple(region for region in regions if region)
    made = set()
    for moment in instants():
        for row in kept(services):
            card = service_card(row, moment, asked)
            new = service_card(fresh[row.pk], moment, asked)
            assert (card, card.markup) == (new, new.markup)
            made.add((row.pk, id(card)))
    # It is the same card until something changes: hours, the day, the clock.
    assert len(services) * 2 < len(made) < 40


def test_a_kept_page_says_at_every_time_what_a_new_one_says(services: list[Service]) -> None:
    index = current_index()
    for fresh in Service.objects.published().for_detail():
        row = index.whole(fresh.pk)
        assert row is not None
        for moment in instants():
            told, new = (whole_page(one, moment, is_reported=False) for one in (row, fresh))
            assert told == new
            body = service_body(fresh, moment, is_reported=False)
            assert told.decode().count(body) == 1


def test_a_report_that_is_told_shows_on_a_page_looked_at_before(
    client: Client, services: list[Service]
) -> None:
    address = f"/services/{services[0].code}/"
    assert "told us of a problem" not in client.get(address).content.decode()
    receive(services[0], [ReportKind.ADDRESS_SHOWN], "", timezone.localdate())
    assert "told us of a problem" in client.get(address).content.decode()


def test_a_list_with_a_filter_is_in_the_order_that_it_would_have_alone(
    services: list[Service],
) -> None:
    index = current_index()
    for moment in instants():
        for values in ({}, {"type": ("helpline",)}, {"audience": ("women",)}):
            results = Results(index, Query(values=values, moment=moment))
            alone = [index.services[slot] for slot in results._sorted(results._found)]
            assert results.ids == alone


@pytest.fixture
def listed(client: Client, services: list[Service]) -> str:
    """The address of a list that was looked at before."""
    address = f"/services/?region={region_code()}"
    client.get(address)
    return address


def region_code() -> str:
    region = find_region("rotherham")
    assert region is not None
    return region.code


def test_a_list_looked_at_before_asks_for_no_row_again(
    client: Client, listed: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert client.get(listed).status_code == 200


def test_a_withdrawal_and_a_change_show_in_the_next_list(
    client: Client, listed: str, services: list[Service]
) -> None:
    gone, changed, _same = services
    workflow.withdraw(gone, UserFactory.make(), timezone.now(), "Closed.")
    Service.objects.filter(pk=changed.pk).update(name="Another name")
    publish_revision(Service.objects.filter(pk=changed.pk))
    page = client.get(listed).content.decode()
    assert gone.name not in page
    assert changed.name not in page
    assert "Another name" in page
    assert client.get(f"/services/{gone.code}/").status_code == 410
    assert "Another name" in client.get(f"/services/{changed.code}/").content.decode()


def test_a_page_looked_at_before_is_right_after_a_change(
    client: Client, services: list[Service]
) -> None:
    service = services[0]
    address = f"/services/{service.code}/"
    assert service.name in client.get(address).content.decode()
    service.contacts.update(value="0808 801 0327")
    publish_revision(Service.objects.filter(pk=service.pk))
    assert "0808 801 0327" in client.get(address).content.decode()


def lasting() -> dict[Any, Any]:
    """Return what is kept with the data, as it is now."""
    return {key: made for kept in current_index()._lasting.values() for key, made in kept.items()}


def test_nothing_that_somebody_typed_is_kept(client: Client, services: list[Service]) -> None:
    words = {"words": f"someone to talk to in Rotherham {SENTINEL}"}
    client.get("/services/")
    before = lasting()
    assert before
    answer = client.post("/find", words, follow=True).content.decode()
    assert services[0].name in answer
    assert "Shown because" in answer
    assert lasting() == before
    rows = kept(services)
    cards = [card for row in rows for card in (row.made or {}).values()]
    assert cards
    for card in cards:
        assert SENTINEL not in card.whole
        assert (card.why, card.speaks) == ((), "")
    assert SENTINEL not in str([row.made for row in rows])
    assert not any(row.miles for row in rows)


@pytest.mark.parametrize("asked", ["near=53.43,-1.36", "near=rotherham", f"words={SENTINEL}"])
def test_a_form_with_a_place_or_words_in_its_address_is_not_kept(
    client: Client, services: list[Service], asked: str
) -> None:
    assert client.get(f"/services/?{asked}&region={region_code()}").status_code == 200
    kept = lasting()
    assert "53.43" not in str(kept)
    assert SENTINEL not in str(kept)
    is_kept = asked.startswith("words")  # they are left out of a link, and the rest is a plain list
    # All that may be offered, whatever is asked, is kept for every form.
    offered = kept.pop(("offered", "en-gb"))
    kept.pop(("subjects",), None)
    assert bool(kept) == is_kept
    assert offered == offered_by(ServiceFilter(QueryDict("")))


def test_the_counts_of_a_kept_form_follow_who_opens_and_closes(services: list[Service]) -> None:
    told = set()
    for moment in instants():
        asked = ServiceFilter(QueryDict(""), lenient=True, moment=moment)
        form = filter_markup(asked, "", None, 0)
        reset = replace(asked.index)  # the same data, with nothing made of them
        alone = ServiceFilter(QueryDict(""), lenient=True, moment=moment)
        alone.index = reset
        assert form == filter_markup(alone, "", None, 0)
        told.add(form)
    assert len(told) > 1


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock of what is kept: a test sets it."""
    now = [1_000.0]
    monkeypatch.setattr("resources.search.kept_rows.clock", lambda: now[0])
    return now


def test_a_row_that_is_unchanged_is_kept_for_ten_minutes(
    services: list[Service],
    seconds: list[float],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = kept(services)
    with django_assert_num_queries(1):  # the data revision
        assert kept(services) == first
    for _minute in range(8):
        seconds[0] += 61
        with django_assert_num_queries(2):  # and whether the rows are as they were
            assert all(one is row for one, row in zip(kept(services), first, strict=True))
    seconds[0] += 200
    assert not any(one is row for one, row in zip(kept(services), first, strict=True))


def test_what_is_withdrawn_or_changed_past_the_product_shows_after_a_minute(
    services: list[Service], seconds: list[float]
) -> None:
    assert len(kept(services)) == 3
    gone, changed, _same = services
    Service.objects.filter(pk=gone.pk).update(publication="draft")
    Service.objects.filter(pk=changed.pk).update(name="New", last_modified=timezone.now())
    seconds[0] += 61
    told = {row.pk: row.name for row in kept(services)}
    assert gone.pk not in told
    assert told[changed.pk] == "New"
    assert len(told) == 2


def test_there_is_an_end_to_what_is_kept(services: list[Service]) -> None:
    small = KeptRows(lambda: Service.objects.published().for_listing(), room=2)
    wanted = dict(enumerate(one.pk for one in services))
    assert len(small.fetch(wanted)) == 3
    assert len(small) == 2
    row = kept(services)[0]
    for day in range(MOST + 2):
        service_card(row, datetime(2026, 3, 1 + day, 12, tzinfo=LONDON))
    assert len(row.made or {}) <= MOST
