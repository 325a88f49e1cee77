"""What the staff work with, beside an invented directory: reports, reviews, proposals, versions."""

from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from resources.choices import HoldKind, Publication, ReportKind
from resources.curation import snapshots
from resources.curation.daily import run
from resources.curation.reports import receive
from resources.models import Review, Service, analyze_tables
from resources.validators import ALPHABET, CODE_LENGTH
from tests.benchmark.writing import write
from tests.factories import ServiceFactory, term
from tests.proposing import a_proposal
from tests.proposing_records import a_change
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
    # The oldest stand first, so that each size shows both sorts on the first page.
    a_change(term("counselling"), curator, name="Somebody to talk to")
    for service in published[: max(services * PROPOSALS // 100, 2)]:
        a_proposal(service, curator)
    _one_in_each_view()
    made = a_row_of_every_kind()
    run(timezone.now() + timedelta(days=1))
    publish_all()
    analyze_tables()
    return made


def _one_in_each_view() -> None:
    """Make what each size shows: a row in each view and search, and the listing that is opened.

    A view without a row asks less than one with a row, whatever else there is.
    """
    whole = {"areas": ["sheffield"], "terms": ["helpline"], "hours": [("MO", "09:00", "17:00")]}
    names = ("In review in Sheffield", "Held in Sheffield", "Public in Sheffield")
    asked, held, public = (ServiceFactory.make(name=name, **whole) for name in names)
    for service, facts in (
        (asked, {"publication": Publication.IN_REVIEW}),
        (
            held,
            {
                "publication": Publication.DRAFT,
                "hold_kind": HoldKind.WEAK,
                "hold_reason": "Seen in one source.",
            },
        ),
        (public, {"code": ALPHABET[-1] * CODE_LENGTH}),
    ):
        Service.objects.filter(pk=service.pk).update(**facts)
    snapshots.found([asked.pk, held.pk, public.pk], timezone.now())


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
