"""Corrections of an older database become reports, and go back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from resources.models import Report
from tests.models.test_checks_migrated import to, to_the_newest
from tests.models.test_migrations import an_empty_database

BEFORE, AFTER = "0014_recalls", "0015_reports"
# A migration that is there does not change any more.
pytestmark = [
    pytest.mark.endurance,
    pytest.mark.usefixtures("_reference_rows_afterwards"),
]

DAY = date(2026, 11, 28)


@pytest.fixture
def older(transactional_db: None, tmp_path: Path) -> Iterator[Any]:
    """The models of a database in which visitors' reports are corrections."""
    with an_empty_database(tmp_path):
        for app in ("auth", "admin"):
            call_command("migrate", app, interactive=False, verbosity=0)
        yield to(BEFORE)


def a_service(models: Any, number: int = 2) -> Any:
    organization, service = (
        models.get_model("resources", name) for name in ("Organization", "Service")
    )
    named = {"code": f"bcdfg{number}", "slug": f"s{number}", "name": f"S{number}"}
    return service.objects.create(organization=organization.objects.create(**named), **named)


def correct(models: Any, service: Any, reason: str, *, is_handled: bool = False) -> None:
    models.get_model("resources", "Correction").objects.create(
        service=service, reason=reason, reported_on=DAY, is_handled=is_handled
    )


def test_each_correction_becomes_a_report_and_comes_back_as_it_was(older: Any) -> None:
    service = a_service(older)
    reasons = ["number_wrong", "hours_wrong", "closed", "address_shown", "unsafe", "other"]
    for reason in reasons:
        correct(older, service, reason, is_handled=reason == "closed")
    before = older.get_model("resources", "Correction").objects
    rows = sorted(before.values_list("service", "reason", "reported_on", "is_handled"))
    to(AFTER)
    to_the_newest()
    ticked = {report.kinds[0].value: report for report in Report.objects.all()}
    assert len(ticked) == len(reasons)
    assert [kind for kind, report in ticked.items() if report.is_raised] == ["address_shown"]
    assert [kind for kind, report in ticked.items() if report.outcome] == ["service_closed"]
    assert {report.received_on for report in ticked.values()} == {DAY}
    after = to(BEFORE).get_model("resources", "Correction").objects
    assert sorted(after.values_list("service", "reason", "reported_on", "is_handled")) == rows
    to(AFTER)
    to_the_newest()
    assert Report.objects.count() == len(reasons)


def test_two_open_dangers_of_one_listing_are_raised_and_handled_ones_are_not(older: Any) -> None:
    first, second = a_service(older), a_service(older, 3)
    for service, is_handled in ((first, False), (first, False), (second, False), (second, True)):
        correct(older, service, "unsafe", is_handled=is_handled)
    to(AFTER)
    to_the_newest()
    assert set(Report.objects.raised().values_list("service", flat=True)) == {first.pk}


def test_more_corrections_of_a_day_than_are_kept_share_the_last_report(older: Any) -> None:
    service = a_service(older)
    for _ in range(11):
        correct(older, service, "hours_wrong", is_handled=True)
    correct(older, service, "address_shown")
    to(AFTER)
    to_the_newest()
    assert Report.objects.count() == 10
    last = Report.objects.get(number=10)
    assert {kind.value for kind in last.kinds} == {"hours_wrong", "address_shown"}
    assert (last.outcome, last.is_raised) == ("", True)
