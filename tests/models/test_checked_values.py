"""A check belongs to the value that was checked: a changed value is unchecked, however changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from resources.choices import ProviderRole, Publication, VerificationMethod
from resources.curation.checks import Checking, facts_to_check, verify
from resources.filters import ServiceFilter
from resources.models import ContactRoute, Location, Service, Verification
from resources.models.facts import digest_of, kind_of, present_digest
from resources.search import reset_index
from resources.search.entry import Entry
from tests.admin.forms import address, filled
from tests.commands.listing_lines import contact_line, load, organization_line, service_line
from tests.factories import (
    ContactRouteFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
    region,
    term,
)
from tests.pages.reading import Page
from tests.proposing import a_new_number, approve

pytestmark = pytest.mark.django_db

NEW = "0114 496 0777"


def confirmed(service: Service) -> Service:
    """Let the office of a service confirm its number today; return the service."""
    whole = Service.objects.for_detail().get(pk=service.pk)
    keys = [fact.key for fact in facts_to_check(whole) if fact.fact == "contact"]
    called = Checking(VerificationMethod.OFFICE_LINE, ProviderRole.MANAGER)
    verify(service, keys, called, UserFactory.make(), timezone.localtime())
    return service


def told(client: Client, service: Service) -> tuple[str, str, bool, bool, bool]:
    """Return what a list and a page say of a check, and what the API says in a list and alone.

    That is a minute later, for what was changed past the product.
    """
    reset_index()
    answer = client.get(f"/api/v1/services/{service.pk}/").json()
    (row,) = client.get("/api/v1/services/").json()["results"]
    assert row["checked"] == answer["checked"]
    page = Page(client.get(service.get_absolute_url()).content.decode()).one("main").words
    cards = Page(client.get("/services/").content.decode()).one("main").words
    return (
        "confirmed" if "Confirmed with the service" in page else "not",
        "confirmed" if "Checked with the service in" in cards else "not",
        answer["checked"]["is_checked"],
        answer["checked"]["is_confirmed_with_service"],
        all(not check["value_has_changed"] for check in answer["verifications"]),
    )


CONFIRMED = ("confirmed", "confirmed", True, True, True)
NOT_CHECKED = ("not", "not", False, False, False)


def by_form(service: Service) -> None:
    staff = Client()
    staff.force_login(UserFactory.make())
    Service.objects.filter(pk=service.pk).update(publication=Publication.DRAFT)
    where = address(Service, "change", service)
    sent = filled(staff.get(where)) | {"contacts-0-value": NEW}
    assert staff.post(where, sent).status_code == 302
    Service.objects.filter(pk=service.pk).update(publication=Publication.PUBLISHED)


def by_shell(service: Service) -> None:
    route = service.contacts.get()
    route.value = NEW
    route.save()


def by_bulk(service: Service) -> None:
    ContactRoute.objects.filter(service=service).update(value=NEW)


def by_channel(service: Service) -> None:
    ContactRoute.objects.filter(service=service).update(channel="text")


def by_proposal(service: Service) -> None:
    approve(a_new_number(service, UserFactory.make(), NEW), UserFactory.make())


@pytest.mark.parametrize("change", [by_form, by_proposal, by_shell, by_bulk, by_channel])
def test_a_changed_number_is_unchecked_until_the_new_one_is_checked(
    change: Callable[[Service], None], client: Client
) -> None:
    service = confirmed(ServiceFactory.make())
    assert told(client, service) == CONFIRMED
    change(service)
    assert told(client, service) == NOT_CHECKED
    page = client.get(service.get_absolute_url()).content.decode()
    assert "Not checked yet" in page
    confirmed(service)
    assert told(client, service) == (*CONFIRMED[:-1], False)  # the old check is still told of


def test_a_number_that_takes_the_place_of_another_is_unchecked(client: Client) -> None:
    service = confirmed(ServiceFactory.make())
    service.contacts.all().delete()
    ContactRouteFactory.make(service=service, channel="phone", value=NEW)
    assert told(client, service)[:4] == NOT_CHECKED[:4]


def test_a_listing_with_one_unchecked_number_is_not_called_checked(client: Client) -> None:
    service = confirmed(ServiceFactory.make())
    ContactRouteFactory.make(service=service, channel="phone", value=NEW, position=1)
    assert told(client, service)[1:4] == ("not", False, False)


def test_a_number_that_comes_back_is_the_number_that_was_checked(client: Client) -> None:
    service = confirmed(ServiceFactory.make())
    by_bulk(service)
    ContactRoute.objects.update(value="0808 801 0331")
    assert told(client, service) == CONFIRMED


def test_a_loaded_file_changes_a_number_and_its_sources_state_the_new_one(
    tmp_path: Any, client: Client
) -> None:
    one_number = {"contacts": [contact_line("1")]}
    load(tmp_path, organization_line(), service_line(1, publication="draft", **one_number))
    service = Service.objects.get()
    route = service.contacts.get()
    check = VerificationFactory.make(
        service=service, contact_route=route, method="phone", checked_by=UserFactory.make()
    )
    changed = [contact_line("1", value=NEW)]
    line = service_line(1, publication="draft", contacts=changed)
    load(tmp_path, organization_line(), line)
    whole = Service.objects.for_detail().get()
    assert whole.contacts.get().value == NEW
    assert whole.confirmed_on is None
    assert {one.pk for one in whole.verifications.all() if one.value_has_changed} == {check.pk}
    assert whole.last_checked_precision is not None


VALUES = {"eligibility_description": "Women.", "referral_status": "open", "cost": "free"}
FACTS: dict[str, Callable[[Service], object]] = {
    "eligibility_description": lambda service: Service.objects.update(
        eligibility_description="Men."
    ),
    "referral_status": lambda service: Service.objects.update(referral_status="closed"),
    "cost": lambda service: Service.objects.update(cost="paid"),
    "type": lambda service: service.terms.add(term("counselling")),
    "audience": lambda service: service.terms.remove(term("women")),
    "areas": lambda service: service.areas.create(region=region("wales")),
    "hours": lambda service: service.schedules.update(closes_at="18:00"),
    "location": lambda service: Location.objects.update(postcode="S60 1AF"),
    "step_free": lambda service: Location.objects.update(step_free="no"),
    "needs_name": lambda service: service.contacts.update(needs_name="yes"),
}


def a_service() -> Service:
    service = ServiceFactory.make(
        terms=["helpline", "women"],
        hours=[("MO", "09:00", "17:00")],
        referral_status_as_of=date(2026, 11, 1),
        **VALUES,
    )
    service.contacts.update(needs_name="no")
    service.schedules.update(contact_route=None)
    ServiceAtLocationFactory.make(service=service, location__step_free="yes")
    return service


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_is_unchecked_when_it_is_changed_and_only_then(fact: str) -> None:
    service = a_service()
    for name in FACTS:
        VerificationFactory.make(service=service, fact=name)
    FACTS[fact](service)
    checks = Service.objects.for_detail().get().verifications.all()
    changed = {check.fact for check in checks if check.value_has_changed}
    # The facts about getting into a place are those of its address.
    assert changed == ({"location", "step_free"} if fact == "location" else {fact})


@pytest.mark.parametrize("value", ["0808 801 0331", "helfa@exämple.org", "At “Lôn” 🏠", "a\nb"])
def test_the_database_and_the_program_make_the_same_digest(value: str) -> None:
    service = ServiceFactory.make()
    service.contacts.update(value=value)
    route = service.contacts.get()
    VerificationFactory.make(service=service, contact_route=route)
    assert Verification.objects.of_contacts().get().digest == present_digest(
        service, "contact", route.pk
    )


def test_a_check_counts_for_the_service_whose_number_it_was() -> None:
    check = VerificationFactory.make(contact_route=ContactRouteFactory.make())
    assert not Verification.objects.of_contacts().filter(pk=check.pk).exists()


def test_a_check_without_a_digest_counts_for_nothing() -> None:
    service = ServiceFactory.make()
    route = service.contacts.get()
    check = VerificationFactory.make(service=service, contact_route=route, digest="")
    assert check.value_has_changed
    assert not Verification.objects.of_contacts().exists()


def test_a_source_that_names_no_fact_has_nothing_that_could_change() -> None:
    assert not VerificationFactory.make().value_has_changed


def test_equal_values_of_two_facts_have_two_digests_and_no_fact_has_none() -> None:
    assert digest_of("name", "x") != digest_of("summary", "x")
    assert present_digest(ServiceFactory.make(), "no_such_fact") == ""
    assert kind_of("no_such_fact") == "description"


def test_an_urgent_line_that_a_form_saves_says_that_nobody_rings_it_to_test_it() -> None:
    route = ContactRoute(channel="phone", value="0808 801 0331", is_crisis_line=True)
    route.clean()
    assert route.do_not_test_call


def test_an_urgent_line_of_a_file_says_so_too(tmp_path: Any) -> None:
    urgent = contact_line("1", is_crisis_line=True)
    load(tmp_path, organization_line(), service_line(1, contacts=[urgent]))
    assert ContactRoute.objects.get().do_not_test_call


@pytest.mark.parametrize(("days", "status"), [(31, "open"), (32, "not_known")])
def test_whether_a_service_takes_new_people_is_known_for_a_month(
    days: int, status: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = date(2026, 11, 1)
    service = ServiceFactory.make(referral_status="open", referral_status_as_of=said)
    now = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=days)
    for view in ("resources.api.v1.views", "resources.views.pages"):
        monkeypatch.setattr(f"{view}.this_minute", lambda: now)
    page = Page(client.get(service.get_absolute_url()).content.decode()).one("main").words
    assert ("Taking new people (as of" in page) == (status == "open")
    answer = client.get(f"/api/v1/services/{service.pk}/").json()
    assert answer["referral_status"] == status == service.referral_status_on(now.date())
    assert answer["referral_status_as_of"] == ("2026-11-01" if status == "open" else None)
    assert answer["referral_status_precision"] == ("day" if status == "open" else None)
    monkeypatch.setattr("resources.views.pages.this_minute", lambda: now)
    page = client.get(service.get_absolute_url()).content.decode()
    assert ("Taking new people" in page) is (status == "open")
    # Nothing that is filtered or counted by knows it, so nothing there can be out of date.
    told = {*ServiceFilter.base_filters, *Entry.__annotations__}
    assert "referral" in told
    assert not [name for name in told if name.startswith("referral_status")]
