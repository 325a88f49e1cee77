"""A proposal beside listings forgets what nobody may know: a hidden address, a value taken out."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from resources.choices import AddressVisibility
from resources.curation import redaction, snapshots
from resources.curation.document import place_document
from resources.listings import record_proposals
from resources.models import Location, RecordRevision, Review, Service
from tests.factories import ServiceFactory, UserFactory, term
from tests.proposing import NOW
from tests.proposing_records import (
    a_change,
    a_public_list,
    a_public_organization,
    a_public_place,
    approve,
    refused,
)

pytestmark = pytest.mark.django_db

SECRET = "9 Secret Refuge Lane"
NUMBER = "0114 496 0999"


@pytest.fixture
def author(db: None) -> User:
    return UserFactory.make(username="asha")


@pytest.fixture
def second(db: None) -> User:
    return UserFactory.make(username="bryn")


def hide(place: Location) -> None:
    Location.objects.filter(pk=place.pk).update(
        address_visibility=AddressVisibility.HIDDEN, name="", address_1="", city="", postcode="",
        latitude=None, longitude=None, region=None,
    )  # fmt: skip
    place.refresh_from_db()


def everything() -> str:
    return str(list(RecordRevision.objects.values_list("content", "base")))


def test_a_place_that_is_hidden_is_hidden_in_every_version_of_its_proposal(
    author: User, second: User
) -> None:
    place = a_public_place()
    a_change(place, author, address_1="2 Low Street")
    proposal = a_change(place, author, address_1=SECRET)
    hide(place)
    snapshots.hide_places([place_document(place)])
    assert proposal.revisions.count() == 2
    for told in (SECRET, "Low Street", "High Street", "Rotherham", "S60"):
        assert told not in everything()
    assert record_proposals.to_decide(proposal).changes == []
    assert approve(proposal, second)
    place.refresh_from_db()
    assert place.address_visibility == AddressVisibility.HIDDEN


def test_an_address_that_was_only_proposed_for_a_hidden_place_goes_with_its_proposal(
    author: User, second: User
) -> None:
    place = a_public_place()
    hide(place)
    proposal = a_change(place, author, address_visibility="full", address_1=SECRET)
    assert SECRET in everything()
    record_proposals.drop(proposal, second, NOW, "It is a refuge.")
    assert SECRET not in everything()


def clear(value: str) -> None:
    pattern = redaction.pattern_of(value)
    matches = redaction.find(pattern)
    assert any(match.model is RecordRevision for match in matches)
    redaction.clear(pattern, matches, NOW)
    assert not redaction.find(pattern)


def test_a_redacted_address_becomes_a_hidden_place_in_a_proposal(
    author: User, second: User
) -> None:
    place = a_public_place()
    proposal = a_change(place, author, address_1=SECRET)
    clear(SECRET)
    assert proposal.last.content == {"id": str(place.pk), "address_visibility": "hidden"}
    # Whoever copied its listing fetches it again.
    (service,) = Service.objects.all()
    assert service.last_modified == NOW
    assert Review.objects.filter(service=service, reason=redaction.REASON).exists()
    place.refresh_from_db()
    assert place.address_1 == "1 High Street"


def test_a_redacted_link_leaves_no_broken_link_behind(author: User, second: User) -> None:
    runs = a_public_organization()
    proposal = a_change(runs, author, website="https://secret.example/door", name="Hope Home")
    clear("secret.example")
    assert "website" not in proposal.last.content
    approve(proposal, second)
    runs.refresh_from_db()
    assert (runs.name, runs.website) == ("Hope Home", "")


def test_a_redacted_number_is_taken_out_of_words_reasons_and_sources(author: User) -> None:
    public: Any = a_public_list()
    proposal = a_change(public, author, intro=f"Ring {NUMBER} first.")
    record_proposals.send_back(proposal, UserFactory.make(), NOW, f"Is {NUMBER} theirs?")
    clear(NUMBER)
    proposal.refresh_from_db()
    assert NUMBER not in proposal.decision_reason + str(proposal.last.content)


def test_a_name_that_was_only_proposed_for_a_term_is_no_change_of_its_listings(
    author: User,
) -> None:
    ServiceFactory.make(terms=["counselling"])
    a_change(term("counselling"), author, name="Hope Lodge")
    clear("Hope Lodge")
    assert not Review.objects.exists()
    assert "Hope Lodge" not in everything()


def test_a_slug_from_which_a_name_was_taken_is_written_anew(author: User, second: User) -> None:
    public = a_public_list()
    proposal = a_change(public, author, slug="hope-lodge")
    clear("Hope Lodge")
    assert "slug" in refused(proposal, second)
