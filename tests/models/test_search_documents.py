"""Services are found by what people type, the same on both databases, and gone when withdrawn."""

import logging
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from resources import language as search
from resources.choices import Channel, Publication
from resources.curation import workflow
from resources.models import SearchDocument, Service, search_document
from resources.models.search_engines import documents_holding
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def make(*services: Service) -> None:
    """Make the documents of services."""
    SearchDocument.objects.refresh(Service.objects.filter(pk__in=[one.pk for one in services]))


def found(text: str) -> list[Service]:
    """Return the public services that a text finds, the best first."""
    public = Service.objects.published()
    hits = SearchDocument.objects.matching(text).ranked(public)
    services = Service.objects.in_bulk([hit.key for hit in hits])
    return [services[hit.key] for hit in hits]


def test_a_name_that_has_changed_is_found_and_the_old_one_is_not() -> None:
    service = ServiceFactory.make(name="Zebra House")
    make(service)
    assert found("zebra") == [service]
    Service.objects.filter(pk=service.pk).update(name="Lion House")
    make(service)
    assert found("lion") == [service]
    assert found("zebra") == []
    assert SearchDocument.objects.count() == 1


def test_a_service_is_found_by_everything_public_that_its_page_says() -> None:
    service = ServiceFactory.make(
        name="Hope House",
        alternate_name="Casa Hoffnung",
        organization=OrganizationFactory.make(name="Quagga Trust"),
        summary="Tea and okapi.",
        description="Also tapirs.",
        eligibility_description="For wombats.",
        coverage_description="Quokkaland",
        curator_note="Internal: gnu.",
        terms=["counselling", "men"],
    )
    visits = ServiceAtLocationFactory.make(
        service=service, location=LocationFactory.make(city="Zorilla")
    )
    ContactRouteFactory.make(service=service, channel=Channel.WHATSAPP, value="07000 000000")
    make(service)
    for text in (
        "hope house",
        "casa hoffnung",
        "quagga",
        "okapi",
        "tapir",
        "wombats",
        "quokkaland",
        visits.location.city,
        "whatsapp",
        "therapist",
        "bloke",
    ):
        assert found(text) == [service], text
    for text in ("gnu", "07000", "000000"):
        assert found(text) == [], text


def test_making_documents_takes_the_same_queries_for_three_services_and_for_thirty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    services = [ServiceFactory.make(terms=["counselling", "men"]) for _ in range(30)]
    for some in (services[:3], services):
        asked = Service.objects.filter(pk__in=[one.pk for one in some])
        # The ids; the services and their terms, areas, visits, contacts; clearing and writing; and
        # a savepoint around it.
        with django_assert_num_queries(10):
            assert SearchDocument.objects.refresh(asked) == len(some)


@pytest.mark.parametrize("publication", [one for one in Publication if one != "published"])
def test_only_public_services_have_a_document(publication: Publication) -> None:
    service = ServiceFactory.make(name="Zebra")
    make(service)
    Service.objects.filter(pk=service.pk).update(publication=publication)
    make(service)
    assert not SearchDocument.objects.exists()


def test_a_service_that_is_withdrawn_is_gone_at_once_even_before_its_document() -> None:
    service, other = ServiceFactory.make(name="Zebra"), ServiceFactory.make(name="Zebra too")
    make(service, other)
    workflow.withdraw(service, UserFactory.make(), timezone.now(), "Closed.")
    assert found("zebra") == [other]
    assert [hit.key for hit in SearchDocument.objects.matching("zebra").ranked()] == [other.pk]
    make(service)
    assert SearchDocument.objects.get().service == other


def test_a_broker_is_never_found() -> None:
    service = ServiceFactory.make(name="Zebra")
    make(service)
    type(service.organization).objects.update(is_broker=True)
    assert found("zebra") == []
    make(service)
    assert not SearchDocument.objects.exists()


def test_a_removed_document_leaves_nothing_in_the_index() -> None:
    service = ServiceFactory.make(name="Zebra")
    make(service)
    SearchDocument.objects.all().delete()
    assert documents_holding(search.Token("zebra")) == []


def test_only_the_asked_services_are_narrowed_and_put_in_order() -> None:
    leeds = ServiceFactory.make(name="Zebra Two", areas=["leeds"])
    uk = ServiceFactory.make(name="Zebra One")
    ServiceFactory.make(name="Lion", areas=["leeds"])
    make(*Service.objects.all())
    zebra = SearchDocument.objects.matching("zebra")
    local = Service.objects.published().filter(areas__region__slug="leeds")
    assert list(zebra.among(Service.objects.published()).order_by("name")) == [uk, leeds]
    assert list(zebra.among(local)) == [leeds]
    assert [hit.key for hit in zebra.ranked(local)] == [leeds.pk]
    ordered: Any = zebra.ordered(Service.objects.published())
    assert list(ordered.order_by("relevance", "-name")) == [leeds, uk]
    assert [
        hit.key for hit in zebra.ranked_documents(documents_holding(search.Token("zebra")))
    ] == [uk.pk, leeds.pk]


def test_of_very_many_what_has_the_word_in_its_name_is_among_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = [ServiceFactory.make(name=f"House {n}", summary="For a zebra.") for n in range(5)]
    named = ServiceFactory.make(name="Zebra")
    make(*many)
    make(named)
    monkeypatch.setattr(search_document, "MOST_RANKED", 3)
    zebra = SearchDocument.objects.matching("zebra")
    assert zebra.ranked()[0].key == named.pk
    assert len(zebra.ranked()) == 3
    assert len(documents_holding(search.Token("zebra"))) == 6
    assert zebra.among(Service.objects.published()).count() == 6


def test_the_name_of_a_withdrawn_service_is_not_suggested() -> None:
    service = ServiceFactory.make(name="Quaggahouse")
    ServiceFactory.make(name="Lion")
    make(*Service.objects.all())
    assert SearchDocument.objects.matching("quagahouse").suggestion == "quaggahouse"
    workflow.withdraw(service, UserFactory.make(), timezone.now(), "Closed.")
    make(service)
    assert SearchDocument.objects.matching("quagahouse").suggestion == ""


def test_nothing_that_is_typed_is_logged_or_shown(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    make(ServiceFactory.make(name="Lion"))
    caplog.set_level(logging.INFO)
    answer = SearchDocument.objects.matching("sentinelword lion")
    answer.ranked()
    SearchDocument.objects.matching("sentinelwort").ranked()
    shown = f"{answer!r} {answer.question!r} {caplog.text} {capsys.readouterr()}"
    assert "sentinel" not in shown
