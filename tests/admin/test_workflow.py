"""The workflow: every step from every state by either person, and what is never published."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from resources.choices import Publication, ServiceStatus, TombstoneReason
from resources.curation import workflow
from resources.models import Review, Service, Tombstone
from tests.factories import OrganizationFactory, ServiceFactory, UserFactory

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=timezone.get_default_timezone())
DRAFT, REVIEW = Publication.DRAFT, Publication.IN_REVIEW
PUBLISHED, WITHDRAWN = Publication.PUBLISHED, Publication.WITHDRAWN

# step -> state before -> state after; what does not stand here is refused.
ALLOWED = {
    "submit": {DRAFT: REVIEW, WITHDRAWN: REVIEW},
    "publish": {REVIEW: PUBLISHED},
    "return_to_author": {REVIEW: DRAFT},
    "withdraw": {PUBLISHED: WITHDRAWN, REVIEW: WITHDRAWN, DRAFT: WITHDRAWN},
}
TABLE = [
    (step, before, same) for step in ALLOWED for before in Publication for same in (True, False)
]


def submitted(state: Publication, by: User) -> Service:
    """Return a listing in a state, last handed to review by a person."""
    listing = ServiceFactory.make(publication=state)
    Review.objects.create(
        service=listing, actor=by, from_publication=DRAFT, to_publication=REVIEW, at=NOW
    )
    return listing


def take(step: str, listing: Service, actor: User) -> Review:
    """Take a step by its name, with a reason."""
    taken: Review = getattr(workflow, step)(listing, actor, NOW, "Because.")
    return taken


@pytest.mark.parametrize(("step", "before", "same_person"), TABLE)
def test_a_step_is_taken_from_the_right_states_by_the_right_people(
    curator: User, step: str, before: Publication, same_person: bool
) -> None:
    listing = submitted(before, by=curator)
    actor = curator if same_person else UserFactory.make()
    after = ALLOWED[step].get(before)
    if after is None or (step == "publish" and same_person):
        with pytest.raises(workflow.NotAllowedError):
            take(step, listing, actor)
        assert Service.objects.get(pk=listing.pk).publication == before
        assert Review.objects.count() == 1
        return
    review = take(step, listing, actor)
    moved = Service.objects.get(pk=listing.pk)
    assert (moved.publication, moved.last_modified) == (after, NOW)
    assert (review.from_publication, review.to_publication) == (before, after)
    assert (review.actor, review.at, review.reason) == (actor, NOW, "Because.")
    assert Review.objects.count() == 2


def test_every_step_is_in_the_table() -> None:
    assert set(workflow.TRANSITIONS) == set(ALLOWED)


def test_a_refusal_names_the_state(curator: User) -> None:
    listing = ServiceFactory.make()
    with pytest.raises(workflow.NotAllowedError, match=r"“Published” cannot take this step"):
        workflow.submit(listing, curator, NOW)


def test_a_stale_copy_of_a_listing_cannot_take_a_step_twice(curator: User, colleague: User) -> None:
    listing = ServiceFactory.make(publication=DRAFT)
    stale = Service.objects.get(pk=listing.pk)
    workflow.submit(listing, curator, NOW)
    with pytest.raises(workflow.NotAllowedError):
        workflow.submit(stale, colleague, NOW)


def test_a_service_of_a_broker_is_never_published(curator: User) -> None:
    broker = OrganizationFactory.make(is_broker=True)
    listing = ServiceFactory.make(publication=REVIEW, organization=broker)
    with pytest.raises(workflow.NotAllowedError, match="broker"):
        workflow.publish(listing, curator, NOW)


def test_a_listing_that_is_held_back_is_not_published(curator: User) -> None:
    listing = ServiceFactory.make(publication=REVIEW, hold_reason="Number not confirmed.")
    with pytest.raises(workflow.NotAllowedError, match="Held back: Number not confirmed"):
        workflow.publish(listing, curator, NOW)


def test_a_listing_without_a_way_in_is_not_published(curator: User) -> None:
    listing = ServiceFactory.make(publication=REVIEW)
    listing.contacts.all().delete()
    with pytest.raises(workflow.NotAllowedError, match="no way to get in touch"):
        workflow.publish(listing, curator, NOW)


def test_a_listing_without_an_area_is_not_published(curator: User) -> None:
    listing = ServiceFactory.make(publication=REVIEW, areas=[])
    with pytest.raises(workflow.NotAllowedError, match="where it helps"):
        workflow.publish(listing, curator, NOW)


@pytest.mark.parametrize("status", ServiceStatus)
def test_only_a_service_that_runs_or_will_run_again_is_published(
    curator: User, status: ServiceStatus
) -> None:
    listing = ServiceFactory.make(publication=REVIEW, status=status)
    if status in {ServiceStatus.ACTIVE, ServiceStatus.TEMPORARILY_CLOSED}:
        workflow.publish(listing, curator, NOW)
        assert Service.objects.published().get() == listing
    else:
        with pytest.raises(workflow.NotAllowedError, match="not running"):
            workflow.publish(listing, curator, NOW)


def test_a_recalled_listing_does_not_come_back(curator: User, colleague: User) -> None:
    listing = ServiceFactory.make()
    workflow.recall(listing, curator, NOW, TombstoneReason.CLOSED)
    workflow.submit(listing, curator, NOW)
    with pytest.raises(workflow.NotAllowedError, match="does not come back"):
        workflow.publish(listing, colleague, NOW)


@pytest.mark.parametrize("state", Publication)
def test_a_recall_withdraws_and_says_when_and_for_which_reason(
    curator: User, state: Publication
) -> None:
    listing = ServiceFactory.make(publication=state)
    other = uuid4()
    stone = workflow.recall(listing, curator, NOW, TombstoneReason.MERGED_INTO, merged_into=other)
    assert (stone.pk, stone.at, stone.merged_into) == (listing.pk, NOW, other)
    assert Service.objects.get(pk=listing.pk).publication == WITHDRAWN
    assert Review.objects.count() == (0 if state == WITHDRAWN else 1)


def test_nothing_is_recalled_twice(curator: User) -> None:
    listing = ServiceFactory.make()
    workflow.recall(listing, curator, NOW, TombstoneReason.CLOSED)
    with pytest.raises(workflow.NotAllowedError, match="recalled already"):
        workflow.recall(listing, curator, NOW, TombstoneReason.WITHDRAWN)
    assert Tombstone.objects.get().reason == TombstoneReason.CLOSED
