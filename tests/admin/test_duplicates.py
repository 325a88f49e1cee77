"""Before a new listing is saved, those that it may be are offered; one tick goes on."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resources.choices import Publication, TombstoneReason
from resources.curation import workflow
from resources.models import Organization, OrganizationIdentifier, Service
from tests.admin.forms import address, filled
from tests.admin.test_importing import bring, csv_file, new_row
from tests.factories import ContactRouteFactory, OrganizationFactory, ServiceFactory, region

pytestmark = pytest.mark.django_db


def new(staff: Client, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends for a new listing with a number, in Rotherham."""
    organization = OrganizationFactory.make(website="https://new.example/")
    page = staff.get(address(Service, "add"))
    sent = filled(page) | first_row(page, "contacts") | first_row(page, "areas")
    sent |= {"contacts-TOTAL_FORMS": "1", "areas-TOTAL_FORMS": "1"}
    return (
        sent
        | {
            "name": "Zebra House",
            "slug": "zebra-house",
            "summary": "Someone to talk to.",
            "organization": str(organization.pk),
            "contacts-0-channel": "phone",
            "contacts-0-value": "0114 496 0123",
            "areas-0-region": region("rotherham").pk,
        }
        | changes
    )


def first_row(page: Any, prefix: str) -> dict[str, str]:
    """Return what an empty row of a part of the listing sends."""
    (formset,) = [
        inline.formset
        for inline in page.context["inline_admin_formsets"]
        if inline.formset.prefix == prefix
    ]
    values = {bound.html_name: bound.value() for bound in formset.empty_form}
    return {
        name.replace("__prefix__", "0"): str(value)
        for name, value in values.items()
        if value is not None and value is not False and value != ""
    }


def offered(staff: Client, sent: dict[str, Any]) -> dict[str, str]:
    """Send a new listing; return the links to what it may be with their words, none if saved."""
    answer = staff.post(address(Service, "add"), sent)
    if answer.status_code == 302:
        return {}
    form = answer.context["adminform"].form
    assert set(form.errors) == {"is_another"}, answer.context["errors"]
    page = answer.content.decode()
    return {
        row.name: page.partition(f">{row.name}</a> (")[2].partition(")")[0]
        for row in Service.objects.all()
        if f'<a href="{address(Service, "change", row)}">{row.name}</a>' in page
    }


def with_number(value: str, name: str = "Old line", **more: Any) -> Service:
    service = ServiceFactory.make(name=name, **more)
    service.contacts.update(value=value)
    return service


@pytest.mark.parametrize("written", ["01144960123", "+44 114 496 0123", "0044 114 496 0123"])
def test_a_listing_with_the_same_number_in_another_spelling_is_offered(
    staff: Client, written: str
) -> None:
    with_number(written)
    with_number("0114 496 0124", "Other line")
    assert offered(staff, new(staff)) == {"Old line": "same number"}
    assert not Service.objects.filter(slug="zebra-house").exists()


def test_one_tick_says_that_it_is_another_one_and_goes_on(staff: Client) -> None:
    with_number("01144960123")
    sent = new(staff)
    page = staff.post(address(Service, "add"), sent).content.decode()
    assert "Is it one of these?" in page
    assert '<input type="checkbox" name="is_another"' in page
    # What was typed is still there.
    assert 'value="Zebra House"' in page
    assert offered(staff, sent | {"is_another": "on"}) == {}
    assert Service.objects.get(slug="zebra-house").publication == Publication.DRAFT


def test_nothing_is_asked_where_nothing_is_alike(staff: Client) -> None:
    with_number("0114 496 0124")
    page = staff.get(address(Service, "add")).content.decode()
    assert '<input type="hidden" name="is_another"' in page
    assert '<input type="checkbox" name="is_another"' not in page
    assert offered(staff, new(staff)) == {}
    assert Service.objects.filter(slug="zebra-house").exists()


@pytest.mark.parametrize("place", ["contact", "service", "organisation"])
def test_a_listing_on_the_same_website_is_offered(staff: Client, place: str) -> None:
    old = ServiceFactory.make(name="Old line")
    if place == "contact":
        ContactRouteFactory.make(
            service=old, channel="website", value="https://www.zebra.example/a"
        )
    elif place == "service":
        Service.objects.filter(pk=old.pk).update(url="http://zebra.example/b")
    else:
        Organization.objects.filter(pk=old.organization.pk).update(website="https://zebra.example")
    assert offered(staff, new(staff, url="https://zebra.example/c")) == {"Old line": "same website"}


def test_a_listing_of_an_organisation_with_the_same_register_number_is_offered(
    staff: Client,
) -> None:
    old = ServiceFactory.make(name="Old line")
    sent = new(staff)
    for organization in (old.organization_id, sent["organization"]):
        OrganizationIdentifier.objects.create(
            organization_id=organization, scheme="GB-CHC", identifier="1000001"
        )
    assert offered(staff, sent) == {"Old line": "same register number"}


@pytest.mark.parametrize(
    ("name", "areas", "is_offered"),
    [
        ("House, Zebra", ["rotherham"], True),
        ("Zebra Houses", ["rotherham"], True),
        ("Zebra Houses", ["leeds", "wales"], False),
        ("ZEBRA HOUSE", ["united-kingdom"], True),
        ("Zebra House", ["yorkshire-and-the-humber"], True),
        ("Zebra House", ["leeds"], False),
        ("Giraffe House", ["rotherham"], False),
    ],
)
def test_a_listing_with_almost_the_same_name_is_offered_if_it_serves_the_same_area(
    staff: Client, name: str, areas: list[str], is_offered: bool
) -> None:
    ServiceFactory.make(name=name, areas=areas)
    found = {name: "almost the same name, same area"} if is_offered else {}
    assert offered(staff, new(staff)) == found


def test_the_most_alike_comes_first_and_says_everything_that_is_the_same(staff: Client) -> None:
    with_number("01144960123", "Old line")
    with_number("01144960123", "Zebra House", areas=["rotherham"])
    found = offered(staff, new(staff))
    assert found["Zebra House"] == "same number; almost the same name, same area"
    page = staff.post(address(Service, "add"), new(staff)).content.decode()
    assert page.index(">Zebra House</a>") < page.index(">Old line</a>")


def test_a_draft_is_offered_and_a_recalled_listing_is_not(staff: Client, curator: User) -> None:
    with_number("01144960123", "Draft", publication=Publication.DRAFT)
    gone = with_number("01144960123", "Gone")
    workflow.recall(gone, curator, timezone.now(), TombstoneReason.CLOSED)
    assert offered(staff, new(staff)) == {"Draft": "same number"}


def test_a_listing_that_is_there_already_is_changed_without_being_asked(staff: Client) -> None:
    with_number("01144960123")
    draft = with_number("01144960123", "Draft", publication=Publication.DRAFT)
    where = address(Service, "change", draft)
    sent = filled(staff.get(where))
    assert "is_another" not in sent
    assert staff.post(where, sent | {"summary": "New."}).status_code == 302


def test_a_name_cannot_bring_markup_into_the_offer(staff: Client) -> None:
    with_number("01144960123", "<b>Old</b>")
    page = staff.post(address(Service, "add"), new(staff)).content.decode()
    assert "<b>Old</b>" not in page
    assert "&lt;b&gt;Old&lt;/b&gt;" in page


def test_looking_for_duplicates_costs_the_same_for_many_listings(staff: Client) -> None:
    costs = []
    for size in (2, 30):
        for number in range(size):
            with_number(f"0114 497 {number:04}")
        sent = new(staff) | {"name": ""}
        with CaptureQueriesContext(connection) as asked:
            staff.post(address(Service, "add"), sent)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_a_file_of_many_new_rows_is_compared_with_all_listings_as_cheaply_as_one_row(
    staff: Client,
) -> None:
    """Each row once read every listing there is."""
    with_number("0114 496 0001", "Old line")
    costs = []
    for size in (1, 2, 40):  # the first request reads more than the others
        content = csv_file(*(new_row(number) for number in range(1, size + 1)))
        with CaptureQueriesContext(connection) as asked:
            page = bring(staff, content).content.decode()
        assert "Old line" in page
        costs.append(len(asked))
    assert costs[1] == costs[2]
