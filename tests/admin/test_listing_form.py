"""The form of a listing: hours beside their way of contact, names that are typed, what is shown."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resources.choices import Publication
from resources.models import (
    ContactRoute,
    Organization,
    Proposal,
    Schedule,
    Service,
    TaxonomyTerm,
    Verification,
)
from resources.models.facts import CONTACT, HOURS, digest_of, present_value
from tests.admin.forms import address, filled
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    VerificationFactory,
    region,
    term,
)
from tests.proposing import approve

DRAFT = Publication.DRAFT
MONDAY = [("MO", "09:00", "17:00")]
A_CHAT = {
    "contacts-1-channel": "webchat",
    "contacts-1-value": "https://chat.example.org/",
    "contacts-1-hours": "Mon-Fri 9am-5pm; Sat 10am-noon, closed on bank holidays",
}


def open_form(client: Client, listing: Service) -> Any:
    return client.get(address(Service, "change", listing))


def send(client: Client, listing: Service, **changes: Any) -> Any:
    """Change some fields of a listing's form and send it."""
    sent = filled(open_form(client, listing)) | changes
    return client.post(address(Service, "change", listing), sent)


def hours_of(route: ContactRoute) -> list[str]:
    rows = Schedule.objects.filter(contact_route=route)
    return [f"{row} {row.bank_holidays}" for row in rows]


def test_a_new_way_of_contact_and_its_hours_are_saved_at_once(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    assert send(staff, draft, **A_CHAT).status_code == 302
    chat = draft.contacts.get(channel="webchat")
    assert hours_of(chat) == [
        "MO,TU,WE,TH,FR 09:00 to 17:00 not_known",
        "SA 10:00 to 12:00 closed",
    ]
    assert chat.position == 1
    assert not Schedule.objects.exclude(contact_route=chat).exists()


def test_so_they_are_of_a_listing_that_is_new_itself(staff: Client) -> None:
    page = staff.get(address(Service, "add"))
    sent = filled(page) | {
        "organization": OrganizationFactory.make(name="Rotherham Rise").name,
        "name": "Listening",
        "slug": "listening",
        "summary": "Someone to talk to.",
        "areas-0-region": "Rotherham",
        "hours": "daily 8am-8pm",
    }
    sent |= {name.replace("-1-", "-0-"): value for name, value in A_CHAT.items()}
    assert staff.post(address(Service, "add"), sent).status_code == 302
    made = Service.objects.get(slug="listening")
    assert made.organization.name == "Rotherham Rise"
    assert [area.region.name for area in made.areas.all()] == ["Rotherham"]
    assert len(hours_of(made.contacts.get())) == 2
    own = Schedule.objects.get(service=made, contact_route=None)
    assert str(own) == "MO,TU,WE,TH,FR,SA,SU 08:00 to 20:00"


def test_hours_come_back_as_they_are_typed_and_stay_when_nothing_is_changed(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT, hours=MONDAY)
    before = list(Schedule.objects.values())
    sent = filled(open_form(staff, draft))
    assert sent["contacts-0-hours"] == "Mon 9am-5pm"
    # The same hours in other words are no change either.
    name = "contacts-0-hours"
    assert send(staff, draft, **{name: "Monday 09:00 to 17:00"}).status_code == 302
    assert list(Schedule.objects.values()) == before
    assert send(staff, draft, **{name: ""}).status_code == 302
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("whenever", "are no hours"),
        ("Mon 9-5", "is no time"),
        ("Mon 9am-5pm, from 2026-12-02, until 2026-12-01", "this may not be before"),
    ],
)
def test_hours_that_cannot_be_read_stay_in_the_form_with_what_is_wrong(
    staff: Client, typed: str, told: str
) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    answer = send(staff, draft, **{"contacts-0-hours": typed})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert typed in page
    assert told in page
    assert '<a href="#id_contacts-0-hours">' in page
    assert 'tabindex="-1" aria-labelledby="error-summary" autofocus' in page
    assert not Schedule.objects.exists()


def test_hours_of_a_public_listing_are_proposed_and_checks_of_the_rest_stay(
    staff: Client, second: Client, colleague: Any
) -> None:
    listing = ServiceFactory.make()
    route = listing.contacts.get()
    send_hours = {"contacts-0-hours": "24/7"}
    VerificationFactory.make(service=listing, contact_route=route)
    why = {"change_reason": "They answer at night now.", "change_source": "Rang the office."}
    assert send(staff, listing, **send_hours, **A_CHAT, **why).status_code == 302
    assert not Schedule.objects.exists()
    proposal = Proposal.objects.get()
    assert "24 hours a day" in filled(open_form(staff, listing))["contacts-0-hours"]
    approve(proposal, colleague)
    assert hours_of(route) == ["MO,TU,WE,TH,FR,SA,SU 00:00 to 00:00 open"]
    assert len(hours_of(listing.contacts.get(channel="webchat"))) == 2
    whole = Service.objects.for_detail().get(pk=listing.pk)
    check = Verification.objects.get(fact=CONTACT)
    assert check.digest == digest_of(CONTACT, present_value(whole, CONTACT, route.pk) or "")


def test_a_check_of_hours_counts_on_when_another_line_gets_some(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    route = draft.contacts.get()
    other = ContactRouteFactory.make(service=draft, position=1)
    first = {"contacts-0-hours": "Mon 9am-5pm"}
    assert send(staff, draft, **first).status_code == 302
    whole = Service.objects.for_detail().get(pk=draft.pk)
    before = present_value(whole, HOURS, route.pk)
    assert send(staff, draft, **{"contacts-1-hours": "Tue 9am-5pm"}).status_code == 302
    whole = Service.objects.for_detail().get(pk=draft.pk)
    assert present_value(whole, HOURS, route.pk) == before
    assert hours_of(other) == ["TU 09:00 to 17:00 not_known"]


def test_hours_of_a_place_stand_beside_it(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    place = LocationFactory.make()
    new = {
        "service_at_locations-0-location": place.postcode,
        "service_at_locations-0-hours": "Wed 10am-noon",
    }
    assert send(staff, draft, **new).status_code == 302
    visit = draft.service_at_locations.get()
    assert visit.location == place
    assert Schedule.objects.get(service_at_location=visit).byday == "WE"
    assert filled(open_form(staff, draft))["service_at_locations-0-location"] == str(place)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("areas-0-region", "Rotheram", "Did you mean: Rotherham"),
        ("areas-0-region", "Nowhere at all", "There is none of this name."),
        ("organization", "Haven", "There are several. Write one of these: Haven ("),
        ("organization", "The Hav", "Did you mean: The Haven?"),
        ("service_at_locations-0-location", "Rotherham", "Did you mean: "),
    ],
)
def test_a_name_that_means_nothing_or_two_things_is_answered_with_what_is_near(
    staff: Client, name: str, typed: str, told: str
) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    for twin in ("Haven", "Haven", "The Haven"):
        OrganizationFactory.make(name=twin)
    for street in ("1 High Street", "2 High Street"):
        LocationFactory.make(name="", address_1=street, city="Rotherham")
    answer = send(staff, draft, **{name: typed})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert told in page
    assert f'value="{typed}"' in page


def test_two_of_a_name_are_told_apart_by_their_codes(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    wanted, _other = (OrganizationFactory.make(name="Haven") for _ in range(2))
    assert send(staff, draft, organization=f"Haven ({wanted.code})").status_code == 302
    draft.refresh_from_db()
    assert draft.organization == wanted


def test_a_summary_is_seen_whole_and_stays_one_paragraph(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    assert '<textarea name="summary"' in open_form(staff, draft).content.decode()
    assert send(staff, draft, summary="Someone to\r\ntalk to.").status_code == 302
    draft.refresh_from_db()
    assert draft.summary == "Someone to talk to."


def test_a_new_listing_begins_with_the_organisation_that_it_was_asked_for_at(
    staff: Client,
) -> None:
    haven = OrganizationFactory.make(name="Haven")
    add = f"{address(Service, 'add')}?organization={haven.pk}"
    assert add in staff.get(address(Organization, "change", haven)).content.decode()
    assert filled(staff.get(add))["organization"] == "Haven"


def test_what_a_visitor_would_see_stands_on_top_with_the_steps(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT, name="Listening line")
    page = open_form(staff, draft)
    text = page.content.decode()
    assert page.context["card"].name == "Listening line"
    assert "Draft. Nobody outside sees it." in text
    for where in ("preview", "history", "check"):
        assert reverse(f"admin:resources_service_{where}", args=[draft.pk]) in text
    assert reverse("admin:resources_service_step", args=[draft.pk, "submit"]) in text


def test_each_fact_leads_to_the_check_of_its_value(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT, minimum_age=18, terms=["helpline"])
    number = draft.contacts.get().value
    page = open_form(staff, draft)
    marks = [
        field.mark
        for form in (
            page.context["adminform"].form,
            page.context["inline_admin_formsets"][0].formset.forms[0],
        )
        for field in form.fields.values()
        if hasattr(field, "mark")
    ]
    labels = {mark.label for mark in marks}
    assert {"Minimum age", "Phone", "Name"} <= labels
    (phone,) = [mark for mark in marks if mark.label == "Phone"]
    where = reverse("admin:resources_service_check", args=[draft.pk])
    check = staff.get(where, {"fact": phone.key})
    assert check.context["ticked"] == [phone.key]
    assert check.context["facts"][0].value == number


def folds(page: Any) -> dict[str, bool]:
    """Return which folded groups of fields are open, by their headings."""
    sections = page.context["sections"]
    return {fold.title: fold.is_open for section in sections for fold in section.folds}


def test_what_is_empty_is_folded_and_what_says_something_is_not(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT, terms=["helpline"])
    seldom, notice = "Languages, easy read, sign language", "Other name, and a notice"
    page = open_form(staff, draft)
    assert set(folds(page).values()) == {False}
    # What is ticked is told where the long list is folded.
    assert f'Change them <span class="part__told">{term("helpline").name}</span>' in (
        page.content.decode()
    )
    Service.objects.filter(pk=draft.pk).update(alert="They moved.")
    assert [name for name, is_open in folds(open_form(staff, draft)).items() if is_open] == [notice]
    draft.terms.clear()
    assert folds(open_form(staff, draft))["Change them"]
    # Nothing that is wrong is hidden.
    answer = send(staff, draft, easy_read_url="nowhere")
    assert folds(answer)[seldom]
    assert '<a href="#id_easy_read_url">' in answer.content.decode()
    # The second person sees all there is.
    Service.objects.filter(pk=draft.pk).update(publication=Publication.IN_REVIEW)
    assert set(folds(open_form(staff, draft)).values()) == {True}


def cost(client: Client, listing: Service) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert open_form(client, listing).status_code == 200
    return len(asked)


def test_the_form_costs_the_same_with_many_terms_and_parts(staff: Client) -> None:
    small = ServiceFactory.make(publication=DRAFT)
    ServiceAtLocationFactory.make(service=small)
    large = ServiceFactory.make(publication=DRAFT, hours=MONDAY, areas=["leeds", "rotherham"])
    large.terms.set(TaxonomyTerm.objects.all()[:40])
    for number in range(5):
        ServiceAtLocationFactory.make(service=large)
        ContactRouteFactory.make(service=large, value=f"0114 496 000{number}")
    open_form(staff, small)  # what a process asks once
    costs = cost(staff, small), cost(staff, large)
    assert costs[0] == costs[1] <= 22


def test_an_area_is_offered_by_its_name_once_for_all_rows(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    page = open_form(staff, draft).content.decode()
    assert page.count(f'<option value="{region("rotherham").name}">') == 1
    assert 'list="known-areas"' in page
