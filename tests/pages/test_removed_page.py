"""The page of a service that was taken away: kind, honest, and no dead end."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resources.choices import Publication, TombstoneReason
from resources.curation import workflow
from resources.models import Service
from tests.factories import ServiceFactory, UserFactory
from tests.pages.reading import Page, read

pytestmark = pytest.mark.django_db

GONE = "This service is not listed here any more"
MOST = 8


def withdraw(service: Service) -> Service:
    """Take a service away from the public."""
    workflow.withdraw(service, UserFactory.make(), timezone.now(), "A wrong number.")
    return service


def opened(client: Client, service: Service) -> Page:
    return read(client, service.get_absolute_url())


def test_who_comes_back_to_a_service_that_has_gone_reads_so_and_what_may_be_wrong(
    client: Client,
) -> None:
    page = opened(client, withdraw(ServiceFactory.make(name="Zebra", summary="Giraffe.")))

    assert (page.status, page.heading) == (410, GONE)
    assert page.title == "No longer listed"
    assert "If you wrote down its number or address, it may be wrong now." in page.words
    assert not [word for word in ("Zebra", "Giraffe", "wrong number") if word in page.words]


def test_the_page_leads_to_other_services_and_to_a_free_line_that_is_open(client: Client) -> None:
    ServiceFactory.make(
        name="Open line",
        terms=["everyone", "helpline", "child-sexual-abuse"],
        hours=[("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")],
    )
    page = opened(client, withdraw(ServiceFactory.make()))

    assert {"/services/", "/", "/safety/"} <= set(page.one("main").hrefs)
    assert "Open line" in page.section("Free and open now, anywhere in the UK").words


@pytest.mark.parametrize("reason", [one for one in TombstoneReason if one != "merged_into"])
def test_the_page_says_the_same_whatever_the_reason(
    client: Client, reason: TombstoneReason
) -> None:
    """Whoever checks a device, or looks for an address, learns nothing from it."""
    plain = opened(client, withdraw(ServiceFactory.make()))
    service = ServiceFactory.make()
    workflow.recall(service, UserFactory.make(), timezone.now(), reason)

    assert opened(client, service).words == plain.words


def merged(into: Service) -> Service:
    """Make a public service and let it become part of another."""
    service: Service = ServiceFactory.make()
    reason = TombstoneReason.MERGED_INTO
    workflow.recall(service, UserFactory.make(), timezone.now(), reason, into.pk)
    return service


def test_the_address_of_a_service_that_is_part_of_another_now_leads_there(client: Client) -> None:
    kept = ServiceFactory.make(name="Both together")
    answer = client.get(merged(kept).get_absolute_url())
    # No browser remembers it: a merge can be taken back.
    assert (answer.status_code, answer["Location"]) == (302, kept.get_absolute_url())
    assert answer["Cache-Control"] == "no-store"


def test_merges_one_after_the_other_lead_to_the_last_and_a_withdrawn_one_leads_nowhere(
    client: Client,
) -> None:
    last = ServiceFactory.make(name="Both together")
    between = merged(last)
    # It was merged into the one between while that was public.
    first = merged(between)
    assert client.get(first.get_absolute_url())["Location"] == last.get_absolute_url()
    withdraw(last)
    page = opened(client, first)
    assert page.status == 410
    assert "Both together" not in page.words
    assert last.get_absolute_url() not in page.hrefs


def test_what_was_never_public_is_not_found(client: Client) -> None:
    draft = ServiceFactory.make(publication=Publication.DRAFT)
    dropped = withdraw(ServiceFactory.make(publication=Publication.DRAFT))

    assert [opened(client, one).status for one in (draft, dropped)] == [404, 404]


def test_a_service_that_is_published_again_has_its_page_again(client: Client) -> None:
    service = withdraw(ServiceFactory.make(name="Zebra"))
    author, colleague = UserFactory.make(), UserFactory.make()
    workflow.submit(service, author, timezone.now())
    workflow.publish(service, colleague, timezone.now())

    page = opened(client, service)
    assert (page.status, page.heading) == (200, "Zebra")


def test_the_page_costs_few_queries(client: Client) -> None:
    kept = ServiceFactory.make()
    gone = merged(kept)
    withdraw(kept)
    opened(client, gone)
    with CaptureQueriesContext(connection) as captured:
        opened(client, gone)
    assert len(captured) <= MOST
