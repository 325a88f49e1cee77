"""One good row of each kind, for tests that then make it bad."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Final
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db.models import Model

from resources.choices import IdentifierScheme, Publication, TombstoneReason
from resources.models import (
    Collection,
    CollectionEntry,
    ContactRoute,
    DataRevision,
    Organization,
    OrganizationIdentifier,
    PlaceTables,
    Proposal,
    ProposalRevision,
    PublishedRecord,
    Recall,
    Region,
    Report,
    Review,
    Schedule,
    Service,
    ServiceArea,
    Snapshot,
    Suppression,
    SynonymGroup,
    Taxonomy,
    TaxonomyTerm,
    Tombstone,
    Verification,
    WatchedPage,
    WatchRun,
    WatchTask,
)
from tests.cast import Cast
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
    region,
    term,
)

NOW: Final = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
VISIT: Final = UUID(int=1)
ASKED_BY: Final = 1_000_001
_numbers = count()
CAST: Final = Cast(lambda: f"Text {next(_numbers)}", lambda number: f"https://{number}.example/")


def _turn(two: tuple[str, str]) -> str:
    """Return one of two in turn, so that two calls after one another never give the same."""
    return two[next(_numbers) % 2]


def organization() -> Organization:
    return OrganizationFactory.make()


def identifier() -> OrganizationIdentifier:
    return CAST.organization().identifiers.get(scheme=IdentifierScheme.GB_CHC)


def draft() -> Service:
    return ServiceFactory.make(publication=Publication.DRAFT)


def published() -> Service:
    return ServiceFactory.make()


def contact() -> ContactRoute:
    return ContactRouteFactory.make()


def schedule() -> Schedule:
    """Hours of a line of a service that can be visited too."""
    service = ServiceFactory.make(hours=[("MO", "09:00", "17:00")])
    return service.schedules.get()


def schedule_with_a_visit() -> Schedule:
    hours = schedule()
    ServiceAtLocationFactory.make(id=VISIT, service=hours.service)
    return hours


def collection() -> Collection:
    return CAST.collection()


def entry() -> CollectionEntry:
    return CAST.collection(published()).entries.get()


def district() -> Region:
    return region(_turn(("rotherham", "leeds")))


def served() -> ServiceArea:
    return published().areas.get()


def taxonomy() -> Taxonomy:
    return Taxonomy.objects.get(slug=_turn(("type", "topic")))


def kind_of_help() -> TaxonomyTerm:
    return term(_turn(("helpline", "counselling")))


def review() -> Review:
    return Review.objects.create(
        service=published(),
        from_publication=Publication.IN_REVIEW,
        to_publication=Publication.PUBLISHED,
        at=NOW,
    )


def tombstone() -> Tombstone:
    return Tombstone.objects.create(id=uuid4(), reason=TombstoneReason.CLOSED, at=NOW)


def report() -> Report:
    return Report.objects.create(
        service=draft(), hours_wrong=True, received_on=NOW.date(), number=1
    )


def check() -> Verification:
    """A check that names its curator, as those that curators make have to."""
    return VerificationFactory.make(checked_by=UserFactory.make())


def recall() -> Recall:
    """Make a recall that waits for a second look."""
    return Recall.objects.create(
        service=draft(),
        reason="closed",
        origin="draft",
        version=1,
        asked_by=User.objects.get_or_create(pk=ASKED_BY, username="asked")[0],
        asked_at=NOW,
    )


def snapshot() -> Snapshot:
    """Make a version of a listing, as a form leaves it."""
    return Snapshot.objects.create(
        service=draft(), version=2, content={}, organization={}, writer="form", at=NOW
    )


def proposal() -> Proposal:
    """Make a change to a listing that was given back."""
    return Proposal.objects.create(
        service=draft(), state="returned", decided_by=UserFactory.make(), decided_at=NOW
    )


def proposal_revision() -> ProposalRevision:
    """Make what is proposed."""
    return ProposalRevision.objects.create(
        proposal=proposal(), number=1, base_version=1, content={}, author=UserFactory.make(),
        at=NOW, reason="Read on their site.",
    )  # fmt: skip


def place_tables() -> PlaceTables:
    """Make postcode tables that nobody can read places from."""
    return PlaceTables.objects.create(
        made_at=NOW, source_name="postcodes.csv", row_count=1, content=b""
    )


def published_record() -> PublishedRecord:
    """Make the record of a public service."""
    service = published()
    PublishedRecord.objects.refresh(Service.objects.filter(pk=service.pk), 1)
    return PublishedRecord.objects.get(service=service)


def suppression() -> Suppression:
    return Suppression.objects.create(
        kind="name", value=f"lodge {next(_numbers)}", reason="To be unknown.", review_on=NOW
    )


def watched_page() -> WatchedPage:
    return WatchedPage.objects.create(
        address=f"https://{next(_numbers)}.example/",
        service=draft(),
        state="unreachable",
        since=NOW.date(),
        looked_at=NOW,
    )


def watch_task() -> WatchTask:
    """Make a task that waits."""
    return WatchTask.objects.create(page=watched_page(), kind="unreachable", opened_at=NOW)


def watch_run() -> WatchRun:
    """Make a round that goes on, in a place of its own."""
    return WatchRun.objects.create(started_at=NOW, beat_at=NOW, place=next(_numbers) + 1)


def synonyms() -> SynonymGroup:
    return SynonymGroup.objects.create(words=["a b", "c d"])


def data_revision() -> DataRevision:
    DataRevision.objects.bump()
    return DataRevision.objects.get()


MAKERS: Final[dict[str, Callable[[], Model]]] = {
    "collection": collection,
    "collectionentry": entry,
    "contactroute": contact,
    "datarevision": data_revision,
    "location": LocationFactory.make,
    "organization": organization,
    "organizationidentifier": identifier,
    "placetables": place_tables,
    "proposal": proposal,
    "proposalrevision": proposal_revision,
    "publishedrecord": published_record,
    "recall": recall,
    "region": district,
    "report": report,
    "review": review,
    "schedule": schedule,
    "service": draft,
    "servicearea": served,
    "serviceatlocation": ServiceAtLocationFactory.make,
    "snapshot": snapshot,
    "suppression": suppression,
    "synonymgroup": synonyms,
    "taxonomy": taxonomy,
    "taxonomyterm": kind_of_help,
    "tombstone": tombstone,
    "verification": check,
    "watchedpage": watched_page,
    "watchrun": watch_run,
    "watchtask": watch_task,
}
