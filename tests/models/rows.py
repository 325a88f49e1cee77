"""One good row of each kind, for tests that then make it bad."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Final
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db.models import Model

from resources.choices import IdentifierScheme, Publication, TombstoneReason
from resources.models import (
    Change,
    Collection,
    CollectionEntry,
    Confirmation,
    ContactRoute,
    DailyRun,
    DataRevision,
    DueFact,
    Lapse,
    Organization,
    OrganizationIdentifier,
    PlaceTables,
    Proposal,
    ProposalRevision,
    ProviderChange,
    PublishedRecord,
    Recall,
    RecordProposal,
    RecordRevision,
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
    WithdrawalRule,
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


def record_proposal() -> RecordProposal:
    """Make a change to an organisation that was given back."""
    return RecordProposal.objects.create(
        kind="organization", key=organization().pk, state="returned",
        decided_by=UserFactory.make(), decided_at=NOW,
    )  # fmt: skip


def record_revision() -> RecordRevision:
    """Make what is proposed for an organisation."""
    return RecordRevision.objects.create(
        proposal=record_proposal(), number=1, content={}, author=UserFactory.make(), at=NOW,
        reason="Read on their site.",
    )  # fmt: skip


def due_fact() -> DueFact:
    """Make the row of a fact that nobody has checked."""
    return DueFact.objects.create(service=published(), fact="name", kind="description", urgency=3)


def lapse() -> Lapse:
    """Make a listing that was reminded of."""
    days = {"since": date(2026, 1, 5), "stage_on": date(2026, 9, 1)}
    return Lapse.objects.create(service=published(), kind="local", stage="reminded", **days)


def withdrawal_rule() -> WithdrawalRule:
    """Make a rule that nobody has agreed to."""
    person = User.objects.get_or_create(pk=ASKED_BY, username="asked")[0]
    return WithdrawalRule.objects.create(
        kind=_turn(("local", "website")), after_days=60, reason="They have gone.",
        proposed_by=person, proposed_at=NOW,
    )  # fmt: skip


def daily_run() -> DailyRun:
    return DailyRun.objects.create(started_at=NOW, finished_at=NOW)


def confirmation() -> Confirmation:
    """Make a question to a provider that was answered."""
    number = next(_numbers)
    return Confirmation.objects.create(
        service=published(),
        digest=f"{number:064x}",
        asked_by=User.objects.get_or_create(pk=ASKED_BY, username="asked")[0],
        asked_on=NOW,
        number=number,
        expires_at=NOW,
        state="answered",
        closed_at=NOW,
        role="office",
    )


def provider_change() -> ProviderChange:
    """Make words of a provider that somebody has to read."""
    return ProviderChange.objects.create(
        confirmation=confirmation(), fact="name", label="Name", words="Other."
    )


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


def change() -> Change:
    return Change.objects.create(pk=UUID(int=9), revision=1, digest="0" * 64)


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
    "change": change,
    "confirmation": confirmation,
    "contactroute": contact,
    "dailyrun": daily_run,
    "datarevision": data_revision,
    "duefact": due_fact,
    "lapse": lapse,
    "location": LocationFactory.make,
    "organization": organization,
    "organizationidentifier": identifier,
    "placetables": place_tables,
    "proposal": proposal,
    "proposalrevision": proposal_revision,
    "providerchange": provider_change,
    "publishedrecord": published_record,
    "recall": recall,
    "recordproposal": record_proposal,
    "recordrevision": record_revision,
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
    "withdrawalrule": withdrawal_rule,
    "watchedpage": watched_page,
    "watchrun": watch_run,
    "watchtask": watch_task,
}
