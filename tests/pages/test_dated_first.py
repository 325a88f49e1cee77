"""What has no date is not put first, on pages and in the API, and a new check is seen at once."""

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from resources.choices import ProviderRole, VerificationMethod
from resources.curation.checks import Checking, facts_to_check, verify
from resources.models import Service
from tests.factories import ServiceFactory, UserFactory, VerificationFactory
from tests.pages.reading import Page
from tests.search.oracle import all_entries

pytestmark = pytest.mark.django_db


def listed(client: Client, question: str) -> list[str]:
    """Return the names on the page of a list; the API has to give the same."""
    codes = dict(Service.objects.values_list("code", "name"))
    page = Page(client.get(f"/services/?{question}").content.decode())
    on_page = [codes[code] for code in page.listed]
    answer = client.get(f"/api/v1/services/?{question}").json()
    assert [row["name"] for row in answer["results"]] == on_page
    return on_page


def check(service: Service, now: datetime, curator: User) -> None:
    """Record that the service was asked on the phone."""
    facts = facts_to_check(Service.objects.for_detail().get(pk=service.pk))
    keys = [fact.key for fact in facts if fact.fact == "contact"]
    verify(service, keys, Checking(VerificationMethod.PHONE, ProviderRole.OFFICE), curator, now)


@pytest.mark.parametrize("question", ["", "region=leeds", "type=helpline"])
def test_a_listing_whose_number_was_checked_of_late_comes_before_one_without_a_date(
    question: str, client: Client
) -> None:
    curator, now = UserFactory.make(), timezone.localtime()
    undated, dated = (
        ServiceFactory.make(name=name, areas=["leeds"], terms=["helpline"]) for name in "AB"
    )
    VerificationFactory.make(
        service=dated, contact_route=dated.contacts.get(), checked_on=now.date()
    )
    assert listed(client, question) == ["B", "A"]
    check(undated, now, curator)
    assert listed(client, question) == ["A", "B"]


@pytest.mark.usefixtures("shipped")
def test_lists_are_ordered_by_the_dates_that_cards_show() -> None:
    shown = {
        service.pk: service.last_checked for service in Service.objects.published().for_listing()
    }
    assert {entry.service: entry.checked_on for entry in all_entries()} == shown
    assert len(set(shown.values())) > 10
