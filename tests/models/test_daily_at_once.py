"""Two daily runs at the same moment, and one while a curator checks: each by its own connection."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User

from resources.choices import CadenceKind, VerificationMethod
from resources.curation.checks import Checking, facts_to_check, verify
from resources.curation.daily import run
from resources.models import DueFact, Lapse, Service, WithdrawalRule, publish_revision
from tests.factories import ServiceFactory, UserFactory
from tests.infrastructure.at_once import at_once, own_connections

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_reference_rows_afterwards", "_reference_rows"),
]
NOW = datetime(2027, 6, 1, 5, tzinfo=UTC)
MARKED = date(2027, 1, 1)


def marked(count: int) -> list[Service]:
    """Make listings that are unconfirmed, and a rule that lets them go."""
    one, other = UserFactory.make(), UserFactory.make()
    WithdrawalRule.objects.create(
        kind=CadenceKind.LOCAL,
        after_days=30,
        reason="Gone.",
        proposed_by=one,
        proposed_at=datetime(2026, 12, 1, tzinfo=UTC),
        agreed_by=other,
        agreed_at=datetime(2026, 12, 2, tzinfo=UTC),
    )
    services = [
        ServiceFactory.make(areas=["rotherham"], last_modified=NOW - timedelta(days=400))
        for _ in range(count)
    ]
    for service in services:
        Lapse.objects.create(
            service=service,
            kind="local",
            stage="unconfirmed",
            since=NOW.date() - timedelta(days=400),
            stage_on=MARKED,
        )
    publish_revision(Service.objects.all())
    return services


def test_two_runs_at_once_do_no_more_than_one(tmp_path: Path, settings: LazySettings) -> None:
    settings.MOST_WITHDRAWN_AT_ONCE = 2
    marked(5)
    late = ServiceFactory.make(areas=["rotherham"], last_modified=NOW - timedelta(days=400))
    publish_revision(Service.objects.all())
    with own_connections(tmp_path):
        rows = at_once(lambda: run(NOW), lambda: run(NOW))
        assert [row.failures for row in rows] == [[], []]
        assert sum(row.counts.get("withdrawn", 0) for row in rows) == 2
        assert sum(row.counts.get("reminded", 0) for row in rows) == 1
        (left,) = at_once(
            lambda: (
                Service.objects.published().count(),
                Lapse.objects.get(service=late).stage,
                DueFact.objects.remake(),
            )
        )
        assert left == (4, "reminded", 0)


def test_what_is_checked_while_the_run_takes_it_away_is_never_public_and_marked(
    tmp_path: Path,
) -> None:
    (service,) = marked(1)
    curator: User = UserFactory.make()
    whole = Service.objects.for_detail().get(pk=service.pk)
    keys = [fact.key for fact in facts_to_check(whole) if fact.fact == "contact"]
    how = Checking(VerificationMethod.WEBSITE)
    with own_connections(tmp_path):
        first, second = at_once(lambda: run(NOW), lambda: verify(service, keys, how, curator, NOW))
        assert first.failures == []
        assert len(second) == 1
        ((state, stages, due),) = at_once(
            lambda: (
                Service.objects.get(pk=service.pk).publication,
                list(Lapse.objects.values_list("stage", flat=True)),
                DueFact.objects.remake(),
            )
        )
        assert due == 0
        assert (state, stages) in [("published", []), ("withdrawn", ["withdrawn"])]
