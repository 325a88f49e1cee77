"""The invented listings: the same from the same seed, and as good as any that staff would enter."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from resources.choices import Channel, Publication, RegionLevel
from resources.models import (
    ContactRoute,
    Location,
    Organization,
    PublishedRecord,
    Schedule,
    Service,
    ServiceArea,
    TaxonomyTerm,
    Verification,
)
from tests.benchmark.listings import Inventor
from tests.benchmark.ways import Way, value_of
from tests.benchmark.writing import ORDER, Written, write

pytestmark = pytest.mark.django_db

SERVICES = 200
SAMPLE = 40


def rows_of(seed: int, services: int = 30) -> list[tuple[str, dict[str, Any]]]:
    return [
        (
            type(row).__name__,
            {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields},
        )
        for rows in Inventor(seed, curator=1).organizations(services)
        for row in rows
    ]


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: Any) -> Iterator[Written]:
    """A directory of two hundred services, in the database for as long as these tests run."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield write(SERVICES, seed=1)
        transaction.set_rollback(True)


def some_of_each_kind() -> Iterator[Model]:
    """Yield rows of each kind, evenly from all that were written."""
    for kind in ORDER:
        rows = list(kind._default_manager.order_by("pk"))
        yield from rows[:: max(len(rows) // SAMPLE, 1)]


def test_the_same_seed_invents_the_same_directory() -> None:
    assert rows_of(seed=7) == rows_of(seed=7)


def test_another_seed_invents_another_directory() -> None:
    assert rows_of(seed=7) != rows_of(seed=8)


def test_the_database_takes_every_row_and_a_document_for_every_public_service(
    written: Written,
) -> None:
    for kind in ORDER:
        assert kind._default_manager.count() == written.rows[kind._meta.model_name or ""]
    assert Service.objects.count() == SERVICES
    assert PublishedRecord.objects.count() == Service.objects.published().count()


def test_every_invented_row_is_one_that_staff_could_have_entered(written: Written) -> None:
    for row in some_of_each_kind():
        row.full_clean()


def test_most_services_are_public_and_local(written: Written) -> None:
    published = Service.objects.filter(publication=Publication.PUBLISHED).count()
    assert 0.9 < published / SERVICES < 1
    local = ServiceArea.objects.filter(region__level=RegionLevel.DISTRICT)
    assert local.values("service").distinct().count() > SERVICES * 0.8


def test_the_directory_has_what_filters_ask_for(written: Written) -> None:
    assert Service.terms.through.objects.values("taxonomyterm").distinct().count() > 30
    assert TaxonomyTerm.objects.filter(taxonomy__slug="by-and-for", services__isnull=False).exists()
    assert ContactRoute.objects.values("channel").distinct().count() > 5
    assert Location.objects.values("address_visibility").distinct().count() == 3
    assert Schedule.objects.filter(valid_from__isnull=False).exists()
    assert Verification.objects.values("method").distinct().count() == 4
    patterns = Counter(Schedule.objects.values_list("byday", "opens_at", "closes_at"))
    assert patterns.most_common(1)[0][1] > 10
    assert len(patterns) > 50


def test_organisations_run_from_one_to_forty_services(written: Written) -> None:
    counts = Counter(Service.objects.values_list("organization", flat=True))
    assert len(counts) == Organization.objects.count()
    assert min(counts.values()) == 1
    assert 3 < max(counts.values()) <= 40


def test_a_summary_says_enough_and_fits(written: Written) -> None:
    for summary in Service.objects.values_list("summary", flat=True):
        assert 60 <= len(summary) <= 240
        assert "<" not in summary


def test_no_invented_number_or_address_can_reach_anybody(written: Written) -> None:
    nobody = re.compile(
        r"(18001 )?01632 960\d{3}|0808 157 0\d{3}|07700 900\d{3}"  # kept for drama by Ofcom
        r"|https://s\d+\.example\.org/\d|help\d+-\d@example\.org"
        r"|Come to reception, door \d\.|Freepost \d+-\d|Sign video room \d+-\d"
    )
    for value in ContactRoute.objects.values_list("value", flat=True):
        assert nobody.fullmatch(value), value
    assert not nobody.fullmatch("0808 801 0331")


def test_two_ways_of_one_service_never_have_the_same_number() -> None:
    for channel in Channel:
        values = {value_of(Way(channel), 5, place) for place in range(12)}
        assert len(values) == 12, channel


def test_no_command_of_the_site_knows_of_the_benchmark() -> None:
    root = Path(__file__).parents[2]
    product = [*(root / "resources").rglob("*.py"), *(root / "directory").rglob("*.py")]
    assert product
    assert not [file for file in product if "benchmark import" in file.read_text("utf-8")]
