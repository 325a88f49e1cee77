"""A proposal: beside what is public, approved by another person exactly as they saw it."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from resources.choices import ProposalState, Publication, SnapshotWriter, VerificationMethod
from resources.curation import workflow
from resources.curation.document import place_document
from resources.curation.workflow import NotAllowedError
from resources.listings import proposals
from resources.listings.proposals import Wanted, content_of
from resources.models import (
    ContactRoute,
    Location,
    Organization,
    Proposal,
    PublishedRecord,
    Review,
    Schedule,
    Service,
    ServiceAtLocation,
    Snapshot,
    TaxonomyTerm,
    Tombstone,
    Verification,
)
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.models.test_snapshots import a_whole_listing
from tests.proposing import (
    NEW,
    NOW,
    a_new_number,
    a_proposal,
    approve,
    refused,
    wanted,
    with_number,
)
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db: None) -> User:
    return UserFactory.make(username="asha")


@pytest.fixture
def second(db: None) -> User:
    return UserFactory.make(username="bryn")


@pytest.mark.proves("DESIGN 2.4")
def test_the_public_sees_the_old_number_until_a_second_person_approves_the_new_one(
    client: Client, author: User, second: User
) -> None:
    listing = ServiceFactory.make()
    publish_all()
    page = f"/api/v1/services/{listing.pk}/"
    proposal = a_new_number(listing, author)
    for address in (page, listing.get_absolute_url()):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "0808 801 0331" in answer.content.decode()
        assert NEW not in answer.content.decode()
    assert client.get("/api/v1/removed/").json()["results"] == []
    assert Snapshot.objects.count() == 1  # what stood there
    approve(proposal, second)
    for address in (page, listing.get_absolute_url()):
        assert NEW in client.get(address).content.decode()
    assert client.get("/api/v1/removed/").json()["results"] == []
    assert not Tombstone.objects.exists()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.decided_at) == ("approved", second, NOW)
    version = Snapshot.objects.latest_of([listing.pk]).get()
    assert (version.writer, version.actor, version.reason) == (
        SnapshotWriter.PROPOSAL, author, "They moved.",
    )  # fmt: skip
    step = listing.reviews.first()
    assert step is not None
    assert (step.actor, step.from_publication, step.to_publication, step.reason) == (
        second, Publication.PUBLISHED, Publication.PUBLISHED, "They moved.",
    )  # fmt: skip


def test_partners_are_told_of_a_change(client: Client, author: User, second: User) -> None:
    listing = ServiceFactory.make(last_modified=NOW.replace(hour=9))
    Organization.objects.update(last_modified=NOW.replace(hour=8))
    publish_all()
    revision = PublishedRecord.objects.get(service=listing).revision
    before = client.get(f"/api/v1/services/{listing.pk}/").json()["last_modified"]
    approve(a_new_number(listing, author), second)
    after = client.get(f"/api/v1/services/{listing.pk}/").json()["last_modified"]
    assert datetime.fromisoformat(after) > datetime.fromisoformat(before)
    assert PublishedRecord.objects.get(service=listing).revision > revision


def test_unchanged_values_keep_their_checks_and_changed_ones_lose_them(
    author: User, second: User
) -> None:
    listing = ServiceFactory.make()
    changes, stays = listing.contacts.get(), ContactRouteFactory.make(service=listing, position=1)
    for route in (changes, stays):
        VerificationFactory.make(
            service=listing, contact_route=route, method=VerificationMethod.PHONE,
            checked_by=author,
        )  # fmt: skip
    VerificationFactory.make(service=listing, contact_route=changes)
    approve(a_new_number(listing, author), second)
    counted = Verification.objects.of_contacts().values_list("contact_route", flat=True)
    assert list(counted) == [stays.pk]
    assert Verification.objects.count() == 3
    changes.refresh_from_db()
    assert changes.value == NEW


def test_a_whole_listing_is_written_exactly_as_it_was_proposed(author: User, second: User) -> None:
    listing = a_whole_listing()
    Service.objects.filter(pk=listing.pk).update(publication=Publication.PUBLISHED)
    before = content_of(listing.pk)
    proposal = a_proposal(listing, author, card_line="Another line.")
    approve(proposal, second)
    assert content_of(listing.pk) == before | {"card_line": "Another line."}


@pytest.mark.long
@pytest.mark.one_engine
@pytest.mark.usefixtures("shipped_share")
def test_every_shipped_listing_can_be_proposed_and_stays_what_it_is() -> None:
    for service in Service.objects.published():
        content = content_of(service.pk)
        assert proposals.normal(content, NOW) == content


def test_everything_of_a_listing_can_be_proposed(author: User, second: User) -> None:
    listing = ServiceFactory.make(hours=[("MO", "09:00", "17:00")], terms=["helpline"])
    first = listing.contacts.get()
    other = ContactRouteFactory.make(
        service=listing, channel="phone", value="0114 496 0111", position=1
    )
    kept, gone = (ServiceAtLocationFactory.make(service=listing) for _ in range(2))
    place = LocationFactory.make(city="York")
    content = content_of(listing.pk)
    contacts = {contact["id"]: contact for contact in content["contacts"]}
    a, b = contacts[str(first.pk)], contacts[str(other.pk)]
    shown = {str(visit.location_id): place_document(visit.location) for visit in (kept, gone)}
    changed = content | {
        "contacts": [a | {"value": b["value"], "label": b.get("label", "")},
                     b | {"value": a["value"], "label": a.get("label", "")}],
        "terms": {"type": ["counselling"]},
        "areas": [{"region": "leeds", "part": True}],
        "location": shown[str(kept.location_id)] | {
            "description": "Upstairs.",
            "hours": [{"days": ["TU"], "opens": "10:00", "closes": "12:00"}],
        },
        "other_locations": [place_document(place)],
        "organization": str(OrganizationFactory.make().pk),
    }  # fmt: skip
    proposal = proposals.propose(listing, author, NOW, Wanted(changed, "All new.", "Their site."))
    assert proposals.to_decide(proposal).changes
    approve(proposal, second)
    now = content_of(listing.pk)
    assert now == proposal.last.content
    assert {one["value"] for one in now["contacts"]} == {a["value"], b["value"]}
    assert now["terms"] == {"type": ["counselling"]}
    assert ServiceAtLocation.objects.filter(pk=kept.pk, description="Upstairs.").exists()
    assert not ServiceAtLocation.objects.filter(pk=gone.pk).exists()
    # A place is no part of the listing: it stays, also where nobody is at it any more.
    assert Location.objects.count() == 3
    assert Schedule.objects.filter(service=listing, service_at_location=kept).count() == 1


def test_nobody_approves_what_they_wrote_a_part_of(author: User, second: User) -> None:
    listing = ServiceFactory.make()
    proposal = a_new_number(listing, author)
    content = proposal.last.content | {"summary": "Someone who listens."}
    proposals.propose(listing, second, NOW, Wanted(content, "Clearer.", "Their site."))
    for person in (author, second):
        assert "Somebody else" in refused(proposal, person)
    approve(proposal, UserFactory.make())


def logged(person: User, row: Any) -> None:
    LogEntry.objects.create(
        user=person, content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk),
        object_repr=str(row), action_flag=CHANGE,
    )  # fmt: skip


@pytest.mark.parametrize("part", ["organization", "place"])
def test_nor_does_who_changed_the_organisation_or_a_place_that_it_names(
    author: User, second: User, part: str
) -> None:
    listing = ServiceFactory.make()
    runs, place = OrganizationFactory.make(), LocationFactory.make()
    logged(second, runs if part == "organization" else place)
    changes = (
        {"organization": str(runs.pk)}
        if part == "organization"
        else {"location": place_document(place)}
    )
    proposal = a_proposal(listing, author, **changes)
    assert "Somebody else" in refused(proposal, second)
    approve(proposal, UserFactory.make())


def by_revision(proposal: Proposal) -> None:
    a_new_number(proposal.service, UserFactory.make(), "0114 496 0111")


def by_listing(proposal: Proposal) -> None:
    ContactRoute.objects.filter(service=proposal.service).update(note="Ask for Ann.")


def by_organization(proposal: Proposal) -> None:
    Organization.objects.update(website="https://evil.example.org")


def by_place(proposal: Proposal) -> None:
    Location.objects.update(address_1="9 Secret Refuge Lane")


@pytest.mark.parametrize("move", [by_revision, by_listing, by_organization, by_place])
def test_what_moved_after_the_second_person_looked_is_not_approved(
    author: User, second: User, move: Any
) -> None:
    listing = ServiceAtLocationFactory.make().service
    proposal = a_new_number(listing, author)
    seen = proposals.to_decide(proposal).seen
    move(proposal)
    with pytest.raises(NotAllowedError, match="after you opened this page"):
        proposals.approve(proposal, second, NOW, seen)
    assert content_of(listing.pk)["contacts"][0]["value"] == "0808 801 0331"


def test_a_listing_that_changed_beneath_a_proposal_is_gone_over_by_an_author(
    author: User, second: User
) -> None:
    """To approve it would put the older text back."""
    listing = ServiceFactory.make()
    proposal = a_new_number(listing, author)
    Service.objects.filter(pk=listing.pk).update(alert="Closed on Monday.")
    (moved,) = proposals.to_decide(proposal).moved
    assert moved.new == "Closed on Monday."
    assert "was changed after this was proposed" in refused(proposal, second)
    content = proposal.last.content | {"alert": "Closed on Monday."}
    proposals.propose(listing, author, NOW, Wanted(content, "They moved.", "Their site."))
    approve(proposal, second)
    assert Service.objects.get().alert == "Closed on Monday."


def test_a_proposal_is_decided_once(author: User, second: User) -> None:
    proposal = a_new_number(ServiceFactory.make(), author)
    approve(proposal, second)
    assert "decided already: Approved" in refused(proposal, second)
    for step in (proposals.send_back, proposals.drop):
        with pytest.raises(NotAllowedError, match="decided already"):
            step(proposal, second, NOW, "Wrong.")
    assert Review.objects.count() == 1


def test_a_listing_that_was_withdrawn_is_not_made_public_by_its_proposal(
    author: User, second: User
) -> None:
    listing = ServiceFactory.make()
    proposal = a_new_number(listing, author)
    workflow.withdraw(listing, second, NOW, "Wrong.")
    assert "is not public now" in refused(proposal, second)
    with pytest.raises(NotAllowedError, match="is not public now"):
        a_new_number(listing, author, "0114 496 0111")


def test_a_proposal_is_given_back_with_a_reason_and_goes_on(author: User, second: User) -> None:
    proposal = a_new_number(ServiceFactory.make(), author)
    with pytest.raises(NotAllowedError, match="Say the reason"):
        proposals.send_back(proposal, second, NOW, " ")
    proposals.send_back(proposal, second, NOW, "It rings out.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_reason) == (ProposalState.RETURNED, "It rings out.")
    assert "Given back" in refused(proposal, second)
    # The same again, after a call: a new version of the same proposal.
    assert a_new_number(proposal.service, author).pk == proposal.pk
    proposal.refresh_from_db()
    assert (proposal.state, proposal.revisions.count()) == (ProposalState.OPEN, 2)
    approve(proposal, second)


def test_an_author_drops_a_proposal_and_others_say_a_reason(author: User, second: User) -> None:
    listing = ServiceFactory.make()
    proposal = a_new_number(listing, author)
    with pytest.raises(NotAllowedError, match="Say the reason"):
        proposals.drop(proposal, second, NOW, "")
    proposals.drop(proposal, author, NOW, "")
    another = a_new_number(listing, author)
    assert another.pk != proposal.pk
    proposals.drop(another, second, NOW, "Not true.")
    assert Proposal.objects.undecided().count() == 0
    assert content_of(listing.pk)["contacts"][0]["value"] == "0808 801 0331"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"contacts": []}, "needs a contact"),
        ({"hold_reason": "No hours."}, "hold_reason"),
        ({"status": "defunct"}, "not running"),
        ({"summary": ""}, "summary"),
        ({"minimum_age": 30, "maximum_age": 20}, "maximum_age"),
        ({"terms": {"type": ["unheard"]}}, "is not there any more"),
        ({"organization": "00000000-0000-0000-0000-000000000007"}, "is not there any more"),
        ({"location": {"id": "00000000-0000-0000-0000-000000000007",
                       "address_visibility": "hidden"}}, "is not there any more"),
        ({}, "Nothing differs"),
    ],
)  # fmt: skip
def test_what_cannot_be_public_is_not_proposed(
    author: User, changes: dict[str, Any], why: str
) -> None:
    listing = ServiceFactory.make()
    with pytest.raises(NotAllowedError, match=why):
        proposals.propose(listing, author, NOW, wanted(listing, **changes))
    assert not Proposal.objects.exists()


def test_a_proposal_takes_no_contact_from_another_listing(author: User) -> None:
    listing, other = ServiceFactory.make(), ServiceFactory.make()
    contacts = content_of(other.pk)["contacts"]
    with pytest.raises(NotAllowedError, match="belongs to another"):
        a_proposal(listing, author, contacts=contacts)
    assert other.contacts.count() == 1


def test_a_reason_is_always_needed_and_a_source_for_more_than_wording(author: User) -> None:
    listing = ServiceFactory.make()
    number = with_number(content_of(listing.pk), NEW)
    with pytest.raises(NotAllowedError, match="Say the reason"):
        proposals.propose(listing, author, NOW, Wanted(number, " ", "Their site."))
    with pytest.raises(NotAllowedError, match="where you read or heard it"):
        proposals.propose(listing, author, NOW, Wanted(number, "They moved."))
    words = content_of(listing.pk) | {"summary": "Someone who listens."}
    assert proposals.propose(listing, author, NOW, Wanted(words, "Plainer."))


def test_the_same_is_not_proposed_twice(author: User, second: User) -> None:
    """Whoever only looks and saves would become an author, and could not approve any more."""
    listing = ServiceFactory.make()
    proposal = a_new_number(listing, author)
    with pytest.raises(NotAllowedError, match="proposed already"):
        a_new_number(listing, second)
    approve(proposal, second)


def test_a_term_that_went_meanwhile_stops_an_approval(author: User, second: User) -> None:
    proposal = a_proposal(ServiceFactory.make(), author, terms={"type": ["counselling"]})
    TaxonomyTerm.objects.filter(slug="counselling").update(slug="talking")
    assert "is not there any more" in refused(proposal, second)


def test_a_proposal_says_whose_it_is(author: User) -> None:
    proposal = a_proposal(ServiceFactory.make(name="Listening"), author)
    assert str(proposal) == "Listening: Waits for a second person"
    assert str(proposal.last) == f"{proposal.pk}, version 1"


def test_what_was_loaded_and_changed_by_a_proposal_is_a_curators_work(
    author: User, second: User
) -> None:
    """The next listings file does not write over it."""
    listing = ServiceFactory.make(listing_digest="0" * 64, listing_loaded_at=NOW.replace(hour=9))
    approve(a_new_number(listing, author), second)
    listing.refresh_from_db()
    assert listing.is_curated
    assert listing.listing_digest == "0" * 64


def test_what_cannot_be_written_as_it_was_shown_is_taken_back(
    author: User, second: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = a_new_number(ServiceFactory.make(), author)

    def written_wrongly(_content: Any, _now: Any) -> None:
        Service.objects.update(summary="Something else.")

    monkeypatch.setattr("resources.listings.proposed.write_proposed", written_wrongly)
    assert "exactly as it is shown" in refused(proposal, second)
