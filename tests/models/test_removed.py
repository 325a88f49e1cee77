"""What the public may know about a service that was removed: four facts, and no row of it."""

from datetime import timedelta

import pytest

from resources.choices import Publication, TombstoneReason
from resources.curation import workflow
from resources.models import Review, Service
from tests.factories import ServiceFactory, UserFactory
from tests.models.rows import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.proves("DESIGN 2.7")
def test_of_a_removed_service_four_facts_are_told_and_none_that_names_it() -> None:
    service = ServiceFactory.make()
    workflow.recall(service, UserFactory.make(), NOW, TombstoneReason.SAFEGUARDING)

    assert list(Service.objects.removed()) == [
        {"id": service.pk, "reason": "safeguarding", "removed_at": NOW, "merged_into": None}
    ]
    assert list(Service.objects.removed().filter(code=service.code)) == list(
        Service.objects.removed()
    )


def test_what_is_public_and_what_is_removed_have_nothing_in_common() -> None:
    actor = UserFactory.make()
    services = [ServiceFactory.make() for _ in range(4)]
    drafts = [
        ServiceFactory.make(publication=state) for state in Publication if state != "published"
    ]
    for service in services[:2]:
        workflow.withdraw(service, actor, NOW, "A wrong number.")

    public = set(Service.objects.published().values_list("pk", flat=True))
    removed = {one["id"] for one in Service.objects.removed()}
    assert public == {service.pk for service in services[2:]}
    assert removed == {service.pk for service in services[:2]}
    assert not (public | removed) & {draft.pk for draft in drafts}


def test_the_last_time_counts_at_which_a_service_left_the_public() -> None:
    author, colleague = UserFactory.make(), UserFactory.make()
    service = ServiceFactory.make()
    workflow.withdraw(service, author, NOW, "A wrong number.")
    workflow.submit(service, author, NOW)
    workflow.publish(service, colleague, NOW)
    last = NOW + timedelta(hours=1)
    workflow.withdraw(service, author, last, "It has closed.")
    workflow.submit(service, author, last + timedelta(hours=1))

    assert [one["removed_at"] for one in Service.objects.removed()] == [last]


def test_a_note_about_a_public_listing_is_no_removal() -> None:
    """Taking a value out of a public listing is written down from "published" to "published"."""
    service = ServiceFactory.make()
    actor = UserFactory.make()
    workflow.withdraw(service, actor, NOW, "A wrong number.")
    Review.objects.create(
        service=service,
        from_publication=Publication.PUBLISHED,
        to_publication=Publication.PUBLISHED,
        at=NOW + timedelta(days=1),
    )
    never = ServiceFactory.make(publication=Publication.DRAFT)
    Review.objects.create(
        service=never,
        from_publication=Publication.DRAFT,
        to_publication=Publication.DRAFT,
        at=NOW,
    )

    assert [(one["id"], one["removed_at"]) for one in Service.objects.removed()] == [
        (service.pk, NOW)
    ]
