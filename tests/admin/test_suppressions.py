"""What must not come back is refused in every form, file and step, with field and reason."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from resources.choices import Publication, SuppressedKind
from resources.models import Location, Organization, Service, Suppression
from tests.admin.forms import address, filled, publication, take_page_step
from tests.commands.listing_lines import (
    contact_line,
    load,
    organization_line,
    service,
    service_line,
)
from tests.factories import OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db

NUMBER, HOST, NAME = SuppressedKind
WHY = "The number belongs to somebody else."


def suppress(kind: SuppressedKind, value: str) -> Suppression:
    return Suppression.objects.create(
        kind=kind, value=value, reason=WHY, review_on=date(2027, 5, 28)
    )


def errors(response: Any) -> str:
    """Return what a form of the staff area says is wrong."""
    assert response.status_code == 200
    return str(response.context["errors"])


def draft() -> Service:
    return ServiceFactory.make(publication=Publication.DRAFT)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (NUMBER, "0114 496 0999", "+441144960999"),
        (NUMBER, "+44 (0)114 496 0999", "+441144960999"),
        (NUMBER, "85258", "85258"),
        (HOST, "https://www.Evil.example/start?x=1", "evil.example"),
        (HOST, "help@evil.example", "evil.example"),
        (NAME, "  Happy-Valley  LODGE ", "happy valley lodge"),
    ],
)
def test_a_curator_puts_a_value_on_the_list_in_any_spelling(
    staff: Client, curator: User, kind: SuppressedKind, typed: str, kept: str
) -> None:
    sent = {"kind": kind, "value": typed, "reason": WHY, "review_on": "2027-05-28"}
    assert staff.post(address(Suppression, "add"), sent).status_code == 302
    row = Suppression.objects.get()
    assert (row.value, row.added_by, row.reason) == (kept, curator, WHY)
    again = staff.post(address(Suppression, "add"), sent)
    assert "already exists" in errors(again)


@pytest.mark.parametrize(
    ("kind", "typed"), [(NUMBER, "none"), (NUMBER, "12"), (HOST, "no host"), (NAME, "--")]
)
def test_what_cannot_be_compared_is_not_put_on_the_list(
    staff: Client, kind: SuppressedKind, typed: str
) -> None:
    sent = {"kind": kind, "value": typed, "reason": WHY, "review_on": "2027-05-28"}
    assert errors(staff.post(address(Suppression, "add"), sent))
    assert not Suppression.objects.exists()


def test_the_list_shows_what_should_be_looked_at_again(staff: Client) -> None:
    suppress(HOST, "evil.example")
    old = suppress(HOST, "old.example")
    Suppression.objects.filter(pk=old.pk).update(review_on=date(2020, 1, 1))
    page = staff.get(address(Suppression, "changelist"), {"review": "due"})
    assert list(page.context["cl"].result_list) == [old]


@pytest.mark.parametrize(
    ("channel", "value"),
    [
        ("phone", "0114 496 0999"),
        ("text", "+44 114 496 0999"),
        ("website", "https://www.evil.example/us"),
        ("webchat", "https://chat.evil.example/"),
        ("email", "help@evil.example"),
    ],
)
def test_a_way_of_contact_that_must_not_come_back_is_refused_at_its_field(
    staff: Client, channel: str, value: str
) -> None:
    suppress(NUMBER, "+441144960999")
    suppress(HOST, "evil.example")
    listing = draft()
    where = address(Service, "change", listing)
    sent = filled(staff.get(where)) | {"contacts-0-channel": channel, "contacts-0-value": value}
    page = staff.post(where, sent)
    (form,) = [form for form in page.context["inline_admin_formsets"][0].formset if form.errors]
    assert form.errors == {"value": [f"This must not come back: {WHY}"]}
    assert listing.contacts.get().value == "0808 801 0331"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Happy Valley lodge"),
        ("alternate_name", "HAPPY VALLEY LODGE"),
        ("url", "https://evil.example/"),
        ("bsl_url", "https://www.evil.example/bsl"),
    ],
)
def test_a_name_or_a_link_of_a_listing_is_refused_at_its_field(
    staff: Client, field: str, value: str
) -> None:
    suppress(NAME, "happy valley lodge")
    suppress(HOST, "evil.example")
    where = address(Service, "change", draft())
    page = staff.post(where, filled(staff.get(where)) | {field: value})
    assert page.context["adminform"].form.errors == {field: [f"This must not come back: {WHY}"]}


def test_an_organisation_and_a_place_are_refused_too(staff: Client) -> None:
    suppress(NAME, "happy valley lodge")
    suppress(HOST, "evil.example")
    where = address(Organization, "change", OrganizationFactory.make())
    sent = filled(staff.get(where)) | {
        "name": "Happy Valley Lodge", "website": "https://evil.example", "email": "a@evil.example",
    }  # fmt: skip
    found = staff.post(where, sent).context["adminform"].form.errors
    assert set(found) == {"name", "website", "email"}
    page = staff.get(address(Location, "add"))
    sent = filled(page) | {"name": "Happy Valley Lodge", "address_visibility": "full"}
    assert set(staff.post(address(Location, "add"), sent).context["adminform"].form.errors) == {
        "name"
    }


def test_values_that_only_look_alike_pass(staff: Client) -> None:
    suppress(NUMBER, "+441144960999")
    suppress(HOST, "evil.example")
    suppress(NAME, "happy valley lodge")
    where = address(Service, "change", draft())
    sent = filled(staff.get(where)) | {
        "name": "Happy Valley Lodge Friends",
        "url": "https://devil.example/",
        "contacts-0-value": "0114 496 0998",
    }
    assert staff.post(where, sent).status_code == 302


def test_a_listing_that_has_such_a_value_already_is_not_published(
    staff: Client, second: Client
) -> None:
    listing = draft()
    take_page_step(staff, "submit", listing)
    suppress(NUMBER, "+448088010331")
    (refusal,) = take_page_step(second, "publish", listing)
    assert refusal == f"contacts: 0808 801 0331: This must not come back: {WHY}"
    assert publication(listing) == Publication.IN_REVIEW
    Suppression.objects.all().delete()
    take_page_step(second, "publish", listing)
    assert publication(listing) == Publication.PUBLISHED


def test_a_file_does_not_bring_it_back_and_the_other_lines_are_loaded(tmp_path: Path) -> None:
    suppress(NUMBER, "+441144960999")
    bad = contact_line("bad", value="(0114) 496 0999".replace("(", "").replace(")", ""))
    printed = load(tmp_path, organization_line(), service_line(1, contacts=[bad]), service_line(2))
    why = f"contacts.0.value: This must not come back: {WHY}"
    assert f"refuse service Listening 1, line 2 ({why})" in printed
    assert list(Service.objects.values_list("name", flat=True)) == ["Listening 2"]


def test_a_file_with_an_organisation_that_must_not_come_back_brings_none_of_its_services(
    tmp_path: Path,
) -> None:
    suppress(HOST, "helpers.example.org")
    printed = load(tmp_path, organization_line(), service_line(1))
    assert "refuse organization Helpers 1, line 1 (website: This must not come back" in printed
    assert "refuse service Listening 1, line 2 (its organization is refused)" in printed
    assert not Service.objects.exists()


def test_a_loaded_listing_stays_and_is_not_changed_by_a_file_any_more(tmp_path: Path) -> None:
    load(tmp_path, organization_line(), service_line(1))
    suppress(NUMBER, "+448088010331")
    assert "2 to leave, 0 to refuse" in load(tmp_path, organization_line(), service_line(1))
    printed = load(tmp_path, organization_line(), service_line(1, summary="New."))
    assert "1 to refuse" in printed
    assert service().summary == "Someone to talk to."
