"""The steps above the list of services: a second person publishes, and reasons are given."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from resources.choices import Publication, TombstoneReason
from resources.models import Review, Service, Tombstone
from tests.admin.forms import address, publication, take_step
from tests.factories import ServiceFactory, UserFactory

DRAFT, REVIEW = Publication.DRAFT, Publication.IN_REVIEW


@pytest.mark.proves("DESIGN 2.4")
def test_a_listing_goes_public_when_a_second_person_agrees(
    staff: Client, second: Client, curator: User, colleague: User
) -> None:
    listing = ServiceFactory.make(publication=DRAFT)
    assert take_step(staff, "submit", listing) == ["1 done."]
    assert publication(listing) == REVIEW
    assert take_step(second, "publish", listing, reason="Rang them.") == ["1 done."]
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
    assert take_step(staff, "publish", listing) == [
        f"{listing}: Somebody else has to publish what you submitted."
    ]
    assert publication(listing) == REVIEW


def test_handing_a_listing_in_again_does_not_hide_who_did_it(staff: Client, second: Client) -> None:
    listing = ServiceFactory.make(publication=DRAFT)
    take_step(second, "submit", listing)
    take_step(second, "return_to_author", listing, reason="A number is missing.")
    take_step(staff, "submit", listing)
    assert "Somebody else" in take_step(staff, "publish", listing)[0]
    assert take_step(second, "publish", listing) == ["1 done."]


@pytest.mark.parametrize("action", ["withdraw", "return_to_author"])
def test_a_reason_is_asked_for(staff: Client, action: str) -> None:
    listing = ServiceFactory.make(publication=REVIEW)
    assert take_step(staff, action, listing, reason="  ") == [f"{listing}: Say the reason."]
    assert publication(listing) == REVIEW
    assert take_step(staff, action, listing, reason="The number is wrong.") == ["1 done."]
    assert Review.objects.get().reason == "The number is wrong."


def test_one_refusal_does_not_hold_back_the_others(staff: Client) -> None:
    good = ServiceFactory.make(publication=REVIEW)
    held = ServiceFactory.make(publication=REVIEW, hold_reason="No hours known.")
    messages = take_step(staff, "publish", good, held)
    assert sorted(messages) == ["1 done.", f"{held}: Held back: No hours known."]
    assert (publication(good), publication(held)) == (Publication.PUBLISHED, REVIEW)


def test_a_published_listing_is_withdrawn_at_once_by_one_person(staff: Client) -> None:
    listing = ServiceFactory.make()
    assert take_step(staff, "withdraw", listing, reason="It has closed.") == ["1 done."]
    assert publication(listing) == Publication.WITHDRAWN
    assert not Service.objects.published().exists()


@pytest.mark.proves("DESIGN 2.7")
def test_a_recalled_listing_is_withdrawn_and_announced(staff: Client) -> None:
    listing = ServiceFactory.make()
    assert take_step(staff, "recall", listing, removal="safeguarding") == ["1 done."]
    assert publication(listing) == Publication.WITHDRAWN
    assert (Tombstone.objects.get().pk, Tombstone.objects.get().reason) == (
        listing.pk,
        TombstoneReason.SAFEGUARDING,
    )
    refused = take_step(staff, "recall", listing, removal="closed")
    assert refused == [f"{listing}: This listing has been recalled already."]


@pytest.mark.parametrize(
    ("removal", "why"),
    [
        ("", "Choose the reason that is told to others."),
        ("merged_into", "Choose the reason that is told to others."),
        ("nonsense", "No action selected."),
    ],
)
def test_a_recall_needs_a_reason_that_is_told_to_others(
    staff: Client, removal: str, why: str
) -> None:
    listing = ServiceFactory.make()
    assert take_step(staff, "recall", listing, removal=removal) == [why]
    assert publication(listing) == Publication.PUBLISHED
    assert not Tombstone.objects.exists()


def test_the_list_offers_the_steps_and_no_deletion(staff: Client, db: Any) -> None:
    ServiceFactory.make()
    form = staff.get(address(Service, "changelist")).context["action_form"]
    offered = {value for value, _label in form.fields["action"].choices if value}
    assert offered == {"submit", "publish", "return_to_author", "withdraw", "recall"}
    assert {"reason", "removal"} <= set(form.fields)


@pytest.mark.parametrize("action", ["submit", "publish", "return_to_author", "withdraw", "recall"])
def test_who_may_only_look_at_listings_takes_no_step(db: None, action: str) -> None:
    guest = UserFactory.make(is_superuser=False)
    guest.user_permissions.add(Permission.objects.get(codename="view_service"))
    client = Client()
    client.force_login(guest)
    listings = [ServiceFactory.make(publication=state) for state in Publication]
    before = [publication(one) for one in listings]

    for removal in ("", "closed"):
        take_step(client, action, *listings, reason="A wrong number.", removal=removal)
    assert [publication(one) for one in listings] == before
    assert not Review.objects.exists()


def test_who_may_change_listings_withdraws_one_alone(db: None) -> None:
    volunteer = UserFactory.make(is_superuser=False)
    volunteer.user_permissions.add(
        *Permission.objects.filter(codename__in=("view_service", "change_service"))
    )
    client = Client()
    client.force_login(volunteer)
    listing = ServiceFactory.make()

    assert take_step(client, "withdraw", listing, reason="A wrong number.") == ["1 done."]
    assert publication(listing) == Publication.WITHDRAWN
