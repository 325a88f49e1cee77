"""What the staff work with, beside an invented directory: reports, reviews, proposals, versions."""

from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from resources.choices import Publication, ReportKind
from resources.curation import snapshots
from resources.curation.daily import run
from resources.curation.reports import receive
from resources.models import Review, Service, analyze_tables
from tests.benchmark.writing import write
from tests.proposing import a_proposal
from tests.publishing import publish_all
from tests.staff.test_matrix import a_row_of_every_kind

# For each hundred listings.
REPORTS, REVIEWS, PROPOSALS = 10, 40, 1


def fill(services: int) -> dict[str, Any]:
    """Fill an empty database, and return the rows that its addresses are walked with."""
    write(services, 1)
    keys = list(Service.objects.order_by("code").values_list("pk", flat=True))
    snapshots.found(keys, timezone.now())
    published = list(Service.objects.published().order_by("code"))
    curator = User.objects.create(username="author", is_staff=True)
    _report(published, services * REPORTS // 100)
    _review(published, services * REVIEWS // 100, curator)
    for service in published[: max(services * PROPOSALS // 100, 2)]:
        a_proposal(service, curator)
    made = a_row_of_every_kind()
    run(timezone.now() + timedelta(days=1))
    publish_all()
    analyze_tables()
    return made


def _report(services: list[Service], count: int) -> None:
    today = timezone.localdate()
    kinds = cycle([ReportKind.HOURS_WRONG, ReportKind.SERVICE_CLOSED])
    for number, (service, kind) in enumerate(islice(zip(cycle(services), kinds), count)):
        receive(service, [kind], "It rang and rang.", today - timedelta(days=number % 60))


def _review(services: list[Service], count: int, curator: User) -> None:
    now = timezone.now()
    Review.objects.bulk_create(
        Review(
            service=service,
            actor=curator,
            from_publication=Publication.IN_REVIEW,
            to_publication=Publication.PUBLISHED,
            at=now - timedelta(hours=number),
        )
        for number, service in enumerate(islice(cycle(services), count))
    )
