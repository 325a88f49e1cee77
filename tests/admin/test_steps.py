"""The steps above the list of services: a second person publishes, and reasons are given."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from directory.staff.groups import give_role
from resources.choices import Publication, SnapshotWriter
from resources.curation import snapshots
from resources.curation.roles import Role
from resources.models import ContactRoute, Location, Organization, Review, Service
from tests.admin.forms import (
    address,
    filled,
    publication,
    said,
    step_page,
    take_page_step,
    take_step,
)
from tests.factories import LocationFactory, ServiceAtLocationFactory, ServiceFactory, UserFactory

PUBLISHED = "Publish: done. The listing is “Published” now."
DRAFT, REVIEW = Publication.DRAFT, Publication.IN_REVIEW


@pytest.mark.proves("DESIGN 2.4")
def test_a_listing_goes_public_when_a_second_person_agrees(
    staff: Client, second: Client, curator: User, colleague: User
) -> None:
    listing = ServiceFactory.make(publication=DRAFT)
    assert take_step(staff, "submit", listing) == ["1 done."]
    assert publication(listing) == REVIEW
    assert take_page_step(second, "publish", listing, reason="Rang them.") == [PUBLISHED]
    assert publication(listing) == Publication.PUBLISHED
    steps = [(one.actor, one.from_publication, one.to_publication, one.reason)
             for one in Review.objects.order_by("id")]  # fmt: skip
    assert steps == [
        (curator, DRAFT, REVIEW, ""),
        (colleague, REVIEW, Publication.PUBLISHED, "Rang them."),
    ]


@pytest.mark.proves("DESIGN 2.4")
def test_nobody_publishes_what_they_submitted(staff: Client) -> None:
    listing = ServiceFactory.make(publication=DRAFT)
    take_step(staff, "submit", listing)
    assert take_page_step(staff, "publish", listing) == [
        "Somebody else has to publish what you submitted."
    ]
    assert publication(listing) == REVIEW


@pytest.mark.parametrize("state", Publication.values)
def test_only_a_public_listing_can_be_taken_from_the_public(staff: Client, state: str) -> None:
    listing = ServiceFactory.make(publication=state)
    page = staff.get(address(Service, "change", listing)).content.decode()
    assert ("Withdraw from the public now" in page) is (state == Publication.PUBLISHED)


def test_handing_a_listing_in_again_does_not_hide_who_did_it(staff: Client, second: Client) -> None:
    listing = ServiceFactory.make(publication=DRAFT)
    take_step(second, "submit", listing)
    take_step(second, "return_to_author", listing, reason="A number is missing.")
    take_step(staff, "submit", listing)
    assert "Somebody else" in take_page_step(staff, "publish", listing)[0]
    assert take_page_step(second, "publish", listing) == [PUBLISHED]


@pytest.mark.parametrize("action", ["withdraw", "return_to_author"])
def test_a_reason_is_asked_for(staff: Client, action: str) -> None:
    listing = ServiceFactory.make(publication=REVIEW)
    assert take_step(staff, action, listing, reason="  ") == [f"{listing}: Say the reason."]
    assert publication(listing) == REVIEW
    assert take_step(staff, action, listing, reason="The number is wrong.") == ["1 done."]
    assert Review.objects.get().reason == "The number is wrong."


def test_one_refusal_does_not_hold_back_the_others(staff: Client) -> None:
    good, public = ServiceFactory.make(publication=DRAFT), ServiceFactory.make()
    messages = take_step(staff, "submit", good, public)
    refused = f"{public}: A listing that is “Published” cannot take this step."
    assert sorted(messages) == ["1 done.", refused]
    assert (publication(good), publication(public)) == (REVIEW, Publication.PUBLISHED)


def test_a_published_listing_is_withdrawn_at_once_by_one_person(staff: Client) -> None:
    listing = ServiceFactory.make()
    assert take_step(staff, "withdraw", listing, reason="It has closed.") == ["1 done."]
    assert publication(listing) == Publication.WITHDRAWN
    assert not Service.objects.published().exists()


def test_the_list_offers_the_steps_and_no_deletion(staff: Client, db: Any) -> None:
    ServiceFactory.make()
    form = staff.get(address(Service, "changelist")).context["action_form"]
    offered = {value for value, _label in form.fields["action"].choices if value}
    assert offered == {"submit", "return_to_author", "withdraw"}
    assert "reason" in form.fields


@pytest.mark.parametrize("action", ["submit", "publish", "return_to_author", "withdraw", "recall"])
def test_who_may_only_look_at_listings_takes_no_step(db: None, action: str) -> None:
    guest = UserFactory.make(is_superuser=False)
    guest.user_permissions.add(Permission.objects.get(codename="view_service"))
    client = Client()
    client.force_login(guest)
    listings = [ServiceFactory.make(publication=state) for state in Publication]
    before = [publication(one) for one in listings]

    take_step(client, action, *listings, reason="A wrong number.")
    for listing in listings:
        assert client.get(step_page(listing, action)).status_code == 403
        sent = {"reason": "closed", "typed": listing.name}
        assert client.post(step_page(listing, action), sent).status_code == 403
    assert [publication(one) for one in listings] == before
    assert not Review.objects.exists()


def test_an_editor_withdraws_a_listing_alone(db: None) -> None:
    volunteer = UserFactory.make(is_superuser=False)
    give_role(volunteer, Role.EDITOR)
    client = Client()
    client.force_login(volunteer)
    listing = ServiceFactory.make()

    assert take_step(client, "withdraw", listing, reason="A wrong number.") == ["1 done."]
    assert publication(listing) == Publication.WITHDRAWN


def test_the_second_person_sees_old_and_new_and_the_reason(staff: Client, second: Client) -> None:
    listing = ServiceFactory.make(publication=REVIEW)
    take_page_step(second, "publish", listing)
    take_step(staff, "withdraw", listing, reason="Number changed.")
    where = address(Service, "change", listing)
    changes = {"contacts-0-value": "0114 496 0777", "change_reason": "Read on their site."}
    staff.post(where, filled(staff.get(where)) | changes)
    take_step(staff, "submit", listing)
    page = second.get(step_page(listing, "publish"))
    (change,) = page.context["changes"]
    assert (change.old, change.new) == ("0808 801 0331", "0114 496 0777")
    assert "Read on their site." in page.content.decode()
    assert listing.organization.name in page.content.decode()


def test_a_new_listing_is_shown_as_a_whole_to_the_second_person(staff: Client) -> None:
    page = staff.get(step_page(ServiceFactory.make(publication=REVIEW), "publish"))
    told = {change.new for change in page.context["changes"]}
    assert {"0808 801 0331", "Someone to talk to."} <= told
    assert {change.old for change in page.context["changes"]} == {""}


def by_number(listing: Service) -> None:
    ContactRoute.objects.update(value="0900 123 4567")


def by_organization(listing: Service) -> None:
    Organization.objects.update(website="https://evil.example.org")


def by_place(listing: Service) -> None:
    Location.objects.update(address_1="9 Secret Refuge Lane")


@pytest.mark.parametrize("change", [by_number, by_organization, by_place])
def test_what_moved_after_the_second_person_looked_is_not_published(
    staff: Client, change: Any
) -> None:
    listing = ServiceAtLocationFactory.make(service__publication=REVIEW).service
    where = step_page(listing, "publish")
    seen = staff.get(where).context["seen"]
    change(listing)
    refused = staff.post(where, {"seen": seen, "reason": "Rang them."})
    assert said(refused) == ["Something was changed after you opened this page. Look at it again."]
    assert "Rang them." in refused.content.decode()
    assert publication(listing) == REVIEW
    assert take_page_step(staff, "publish", listing) == [PUBLISHED]


def test_nobody_publishes_what_they_wrote_a_part_of_whoever_submitted_it(
    staff: Client, second: Client
) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    where = address(Service, "change", draft)
    staff.post(where, filled(staff.get(where)) | {"contacts-0-value": "0900 123 4567"})
    take_step(second, "submit", draft)
    assert take_page_step(staff, "publish", draft) == [
        "Somebody else has to publish what you wrote a part of."
    ]
    third = Client()
    third.force_login(UserFactory.make())
    assert take_page_step(third, "publish", draft) == [PUBLISHED]
    # What was approved counts no more: now another person's change is to be looked at.
    take_step(second, "withdraw", draft, reason="A wrong number.")
    second.post(where, filled(second.get(where)) | {"contacts-0-value": "0808 801 0331"})
    take_step(second, "submit", draft)
    assert take_page_step(staff, "publish", draft) == [PUBLISHED]


def test_a_step_of_which_nobody_has_heard_has_no_page(staff: Client) -> None:
    assert staff.get(step_page(ServiceFactory.make(), "vanish")).status_code == 404


def test_a_listing_offers_the_steps_that_it_can_take(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    page = staff.get(address(Service, "change", draft)).content.decode()
    offered = [step for step in ("submit", "publish", "withdraw") if step_page(draft, step) in page]
    assert offered == ["submit"]
    assert step_page(draft, "recall") in page


@pytest.mark.parametrize("part", ["organisation", "place", "place of nobody"])
def test_who_changed_the_organisation_or_a_place_does_not_publish_the_listing(
    staff: Client, second: Client, part: str
) -> None:
    visit = ServiceAtLocationFactory.make(service__publication=DRAFT)
    listing = visit.service
    row = listing.organization if part == "organisation" else visit.location
    service_at = type(visit).objects.filter(pk=visit.pk)
    if part == "place of nobody":  # it comes to the listing only afterwards
        service_at.update(location=LocationFactory.make())
    where = address(type(row), "change", row)
    changes = (
        {"website": "https://evil.example.org"} if part == "organisation" else {"city": "York"}
    )
    assert second.post(where, filled(second.get(where)) | changes).status_code == 302
    service_at.update(location=visit.location)
    take_step(staff, "submit", listing)
    assert take_page_step(second, "publish", listing) == [
        "Somebody else has to publish what you wrote a part of."
    ]
    third = Client()
    third.force_login(UserFactory.make())
    shown = third.get(step_page(listing, "publish")).content.decode()
    assert next(iter(changes.values())) in shown
    assert take_page_step(third, "publish", listing) == [PUBLISHED]
    # Somebody else has seen it now: another listing of theirs is that person's to publish.
    other = ServiceFactory.make(publication=DRAFT, organization=listing.organization)
    take_step(staff, "submit", other)
    assert take_page_step(second, "publish", other) == [PUBLISHED]


def test_nor_does_who_brought_it_in_a_spreadsheet(
    staff: Client, second: Client, colleague: User
) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    snapshots.written(
        [draft.pk], snapshots.Writing(SnapshotWriter.IMPORT, timezone.now(), colleague, "A file.")
    )
    take_step(staff, "submit", draft)
    assert take_page_step(second, "publish", draft) == [
        "Somebody else has to publish what you wrote a part of."
    ]
