"""Changes of an older database keep the times that were told of their records until now."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.models.test_checks_migrated import to
from tests.models.test_migrations import an_empty_database
from tests.models.test_reports_migrated import a_service

BEFORE, COLUMNS = "0027_changes_that_programs_follow", "0028_times_of_changes"
FILLED, AFTER = "0029_fill_times_of_changes", "0030_records_have_digests"
# A migration that is there does not change any more.
pytestmark = [
    pytest.mark.endurance,
    pytest.mark.usefixtures("_reference_rows_afterwards"),
]

EARLY, LATE = (datetime(2026, 11, day, 12, tzinfo=UTC) for day in (3, 4))
DIGEST = "0" * 64


@pytest.fixture
def older(transactional_db: None, tmp_path: Path) -> Iterator[Any]:
    """The models of a database in which changes have no times."""
    with an_empty_database(tmp_path):
        for app in ("auth", "admin"):
            call_command("migrate", app, interactive=False, verbosity=0)
        yield to(BEFORE)


def changed(models: Any, number: int, own: datetime, of_organization: datetime) -> Any:
    """Write a service that was last written at those times, and that it changed."""
    service = a_service(models, number)
    models.get_model("resources", "Service").objects.update_or_create(
        pk=service.pk, defaults={"last_modified": own}
    )
    models.get_model("resources", "Organization").objects.filter(pk=service.organization_id).update(
        last_modified=of_organization
    )
    models.get_model("resources", "Change").objects.create(
        pk=service.pk, revision=number, digest=DIGEST
    )
    return service.pk


def times(models: Any) -> dict[Any, datetime | None]:
    return dict(models.get_model("resources", "Change").objects.values_list("pk", "changed_at"))


def test_each_change_gets_the_later_time_of_a_service_and_its_organisation_and_goes_back(
    older: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.migrations.0029_fill_times_of_changes.CHUNK", 2)
    keys = [
        changed(older, number, *both)
        for number, both in enumerate([(EARLY, LATE), (LATE, EARLY), (EARLY, EARLY)], start=2)
    ]
    rows = older.get_model("resources", "Change").objects.order_by("pk")
    before = list(rows.values())
    between = to(COLUMNS)
    # Somebody stopped the filling after its first part.
    between.get_model("resources", "Change").objects.filter(pk=keys[2]).update(changed_at=LATE)
    assert times(to(FILLED)) == dict.fromkeys(keys, LATE)
    after = to(AFTER).get_model("resources", "Change").objects
    assert set(after.values_list("record_digest", flat=True)) == {""}
    assert (
        list(to(BEFORE).get_model("resources", "Change").objects.order_by("pk").values()) == before
    )
    assert times(to(FILLED)) == {keys[0]: LATE, keys[1]: LATE, keys[2]: EARLY}
    # A worker of the version before goes on writing while the new one starts.
    older.get_model("resources", "Change").objects.filter(pk=keys[0]).update(revision=9)
    to(AFTER)
