"""Versions of an older database find their places again, and forget what those may not tell."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command

from tests.models.test_checks_migrated import to
from tests.models.test_migrations import an_empty_database
from tests.models.test_reports_migrated import a_service

BEFORE, AFTER = "0020_proposals_beside_listings", "0021_merges_and_places"
# A migration that is there does not change any more.
pytestmark = [
    pytest.mark.endurance,
    pytest.mark.usefixtures("_reference_rows_afterwards"),
]

NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)
GONE, HIDDEN = UUID(int=1), UUID(int=2)
STREET = "9 Quokka Lane"


@pytest.fixture
def older(transactional_db: None, tmp_path: Path) -> Iterator[Any]:
    """The models of a database whose links end with the rows of places."""
    with an_empty_database(tmp_path):
        for app in ("auth", "admin"):
            call_command("migrate", app, interactive=False, verbosity=0)
        yield to(BEFORE)


def place(key: UUID) -> dict[str, str]:
    return {"id": str(key), "address_visibility": "full", "address_1": STREET}


def test_links_are_made_anew_and_hidden_places_hidden_in_versions_and_all_goes_back(
    older: Any,
) -> None:
    """A file that was loaded again had deleted the links of both places."""
    version, location, report = (
        older.get_model("resources", name) for name in ("Snapshot", "Location", "Report")
    )
    service = a_service(older)
    location.objects.create(pk=HIDDEN, address_visibility="area_only", city="Leeds")
    version.objects.create(
        service=service, version=1, writer="load", at=NOW, organization={},
        content={"location": place(GONE), "other_locations": [place(HIDDEN)]},
    )  # fmt: skip
    report.objects.create(
        service=service, address_shown=True, is_raised=True, received_on=NOW, number=1
    )
    newer = to(AFTER)
    told = newer.get_model("resources", "Snapshot").objects.get().content
    assert told == {
        "location": place(GONE),
        "other_locations": [
            {"id": str(HIDDEN), "address_visibility": "area_only", "city": "Leeds"}
        ],
    }
    links = newer.get_model("resources", "SnapshotPlace").objects.values_list("location", flat=True)
    assert set(links) == {GONE, HIDDEN}
    assert newer.get_model("resources", "Report").objects.get().marks_page
    again = to(BEFORE)
    kept = again.get_model("resources", "Snapshot").objects.get().places
    assert [found.pk for found in kept.all()] == [HIDDEN]
    to(AFTER)
