"""A proposal forgets what nobody may know: a place that is hidden, a value that is taken out."""

import pytest
from django.contrib.auth.models import User

from resources.choices import AddressVisibility
from resources.curation import redaction, snapshots
from resources.curation.document import place_document
from resources.listings import proposals
from resources.listings.proposals import Wanted
from resources.models import Location, Proposal, ProposalRevision
from tests.factories import LocationFactory, ServiceFactory, UserFactory
from tests.proposing import NEW, NOW, a_new_number, a_proposal, approve, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db: None) -> User:
    return UserFactory.make(username="asha")


@pytest.fixture
def second(db: None) -> User:
    return UserFactory.make(username="bryn")


def a_place_proposed(author: User) -> tuple[Location, Proposal]:
    listing = ServiceFactory.make()
    place = LocationFactory.make(address_1="9 Secret Refuge Lane", city="York")
    return place, a_proposal(listing, author, location=place_document(place))


def hide(place: Location) -> None:
    Location.objects.filter(pk=place.pk).update(
        address_visibility=AddressVisibility.HIDDEN, name="", address_1="", city="", postcode="",
        latitude=None, longitude=None, region=None,
    )  # fmt: skip
    place.refresh_from_db()
    snapshots.hide_places([place_document(place)])


def test_a_place_that_is_hidden_is_hidden_in_every_version_of_a_proposal(author: User) -> None:
    place, proposal = a_place_proposed(author)
    content = proposal.last.content | {"summary": "Someone who listens."}
    proposals.propose(proposal.service, author, NOW, Wanted(content, "Plainer.", "Their site."))
    hide(place)
    for revision in ProposalRevision.objects.all():
        assert "Secret" not in str(revision.content)
        assert "York" not in str(revision.content)


def test_a_redacted_value_is_taken_out_of_proposals(author: User) -> None:
    proposal = a_new_number(ServiceFactory.make(), author)
    pattern = redaction.pattern_of(NEW)
    redaction.clear(pattern, redaction.find(pattern), NOW)
    assert NEW not in str(proposal.last.content)
    assert not redaction.find(pattern)


def test_a_proposal_from_which_a_number_was_taken_can_be_written_anew(
    author: User, second: User
) -> None:
    proposal = a_new_number(ServiceFactory.make(), author)
    pattern = redaction.pattern_of(NEW)
    redaction.clear(pattern, redaction.find(pattern), NOW)
    assert "cannot be public" in refused(proposal, second)
    a_new_number(proposal.service, author, "0114 496 0111")
    approve(proposal, second)
