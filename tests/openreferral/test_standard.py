"""The feed passes both levels of the standard, as shipped and with all that can be said."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils.timezone import localdate

from resources.models import Organization, Schedule, Service
from tests.cast import Cast
from tests.conftest import kept_rows
from tests.factories import LocationFactory, ServiceAtLocationFactory, ServiceFactory
from tests.openreferral.standard import (
    FEED,
    LISTS,
    blanks,
    by_ours,
    by_standard,
    every,
    level,
    pages,
    read,
)
from tests.shipped import load_share

SHAPES = {
    "/services": "service",
    "/service_at_locations": "service_at_location",
    "/organizations": "organization",
    "/taxonomies": "taxonomy",
    "/taxonomy_terms": "taxonomy_term",
}


def make_all() -> None:
    """Make one service with everything, and some beside it that say as little as they may."""
    words = (f"Word {number}" for number in count())
    cast = Cast(
        lambda: next(words),
        lambda number: f"https://example.org/{number}",
        email="help@example.org",
    )
    run_by = cast.organization(email="office@example.org")
    whole = cast.service(organization=run_by, terms=["crisis", "everyone", "men"])
    whole.contacts.update(languages="pl,ur")
    place = LocationFactory.make(name="The house", address_2="Floor 2", region_id="E08000018")
    place.latitude, place.longitude, place.hearing_loop = 53.43, -1.36, "no"
    place.save()
    visit = ServiceAtLocationFactory.make(service=whole, location=place, description="Ring twice.")
    hours = {"service": whole, "bank_holidays": "open"}
    for owner in ({"service_at_location": visit}, {"contact_route": whole.contacts.first()}, {}):
        Schedule.objects.create(
            byday="SA,SU", opens_at="22:00", closes_at="06:00", **hours, **owner
        )
    whole.areas.update(is_partial=True)
    Service.objects.filter(pk=whole.pk).update(
        status="active",
        police_report_needed="no",
        pre_trial_therapy="yes",
        referral_status_as_of=localdate(),
    )
    for number in range(8):
        ServiceFactory.make(organization=whole.organization, name=f"Small {number}")
    free = ServiceFactory.make(cost="free", fees_description="It costs nothing.")
    Organization.objects.filter(pk=free.organization_id).update(description="A charity.")


@pytest.fixture(scope="module", params=["shipped", "everything"])
def data(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What is shipped, or a set that says all that can be said, made once for the module."""
    write = load_share if request.param == "shipped" else make_all
    with kept_rows(django_db_blocker, write):
        yield request.param


@pytest.fixture
def feed(data: str, db: None, settings: LazySettings) -> str:
    settings.CONTACT_EMAIL = "directory@example.org"
    return data


def test_both_levels_find_nothing_wrong_with_any_list(feed: str, client: Client) -> None:
    assert by_standard("/", read(client, "")) == []
    for path in LISTS:
        for page in pages(client, path):
            assert by_standard(path, page) == [], path
            assert page["total_items"] > 0


@pytest.mark.long
def test_both_levels_find_nothing_wrong_with_any_record(feed: str, client: Client) -> None:
    """A list with `full` has the records that the addresses by id have, as the next test says."""
    described = read(client, "/openapi.json")
    assert [level(f"{path}/{{id}}") for path in LISTS] == [1, 2, 2, 2, 2]
    for path, shape in SHAPES.items():
        whole = "&full=true&per_page=500" if path not in {"/taxonomies", "/taxonomy_terms"} else ""
        for record in every(client, path, whole):
            assert by_standard(f"{path}/{{id}}", record) == []
            assert by_ours(described, shape, record) == []
            assert [*blanks(record)] == []
        for record in every(client, path):
            assert by_ours(described, shape, record) == []
            assert [*blanks(record)] == []


def test_every_id_of_a_list_has_its_own_address(feed: str, client: Client) -> None:
    for path in LISTS:
        whole = "&full=true&per_page=500" if "taxonom" not in path else ""
        records = every(client, path, whole)
        for record in records[:: max(1, len(records) // 10)]:
            alone = read(client, f"{path}/{record['id']}")
            assert by_standard(f"{path}/{{id}}", alone) == []
            assert [*blanks(alone)] == []
            assert alone.items() >= record.items()


def test_small_pages_follow_the_rules_and_lose_nobody(feed: str, client: Client) -> None:
    size = {"shipped": 60, "everything": 5}[feed]
    for path in LISTS:
        few = [record["id"] for record in every(client, path, f"&per_page={size}")]
        assert few == [record["id"] for record in every(client, path, "&per_page=500")]


def test_the_same_question_is_answered_with_the_same_ids(feed: str, client: Client) -> None:
    first, second = (client.get(f"{FEED}/services?full=true").content for _ in range(2))
    assert first == second


def test_everything_that_is_described_is_sent_by_somebody(client: Client, db: None) -> None:
    make_all()
    described = read(client, "/openapi.json")["components"]["schemas"]
    sent: dict[str, set[str]] = {}
    for path, shape in SHAPES.items():
        for record in every(client, path):
            _note(sent, described, shape, record)
            _note(sent, described, shape, read(client, f"{path}/{record['id']}"))
    del described["problem"], described["service_minimal"]
    _note(sent, described, "root", read(client, ""))
    unsent = {
        f"{shape}.{name}"
        for shape, schema in described.items()
        for name in set(schema["properties"]) - sent.get(shape, set())
    }
    # What needs a day of its own, or an address of ours (see the other tests).
    assert unsent <= {
        "service.assured_date",
        "service.assurer_email",
        "service.sd_last_checked",
        "service.sd_last_checked_precision",
        "service.sd_unconfirmed_since",
        "publisher.email",
    }


def _note(sent: dict[str, set[str]], described: Any, shape: str, record: dict[str, Any]) -> None:
    """Note which fields a record and its parts have."""
    sent.setdefault(shape, set()).update(record)
    for name, value in record.items():
        told = described[shape]["properties"][name]
        inner = told.get("items", told)
        reference = inner.get("$ref") or next((one["$ref"] for one in inner.get("anyOf", ())), "")
        for part in value if isinstance(value, list) else [value]:
            if reference and isinstance(part, dict):
                _note(sent, described, reference.rpartition("/")[2], part)
