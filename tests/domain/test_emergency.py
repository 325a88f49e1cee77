"""What to do in danger: as shipped, and looked at again before its review date."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.checks import CheckMessage, Error, run_checks
from django.core.checks import Warning as CheckWarning
from django.utils import timezone

from resources.content import checks, emergency
from resources.content.emergency import EmergencyBlock, read_emergency


@pytest.fixture
def due_days_ago(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[int]:
    """Ship a block whose review was due some days ago."""
    days: int = request.param
    raw = json.loads(emergency.FILE.read_text(encoding="utf-8"))
    raw["review_by"] = (timezone.localdate() - timedelta(days=days)).isoformat()
    for name in checks.FILES:
        shutil.copy(checks.DATA / name, tmp_path)
    shipped = tmp_path / "emergency.json"
    shipped.write_text(json.dumps(raw), encoding="utf-8")
    monkeypatch.setattr(checks, "DATA", tmp_path)
    monkeypatch.setattr(emergency, "FILE", shipped)
    read_emergency.cache_clear()
    yield days
    read_emergency.cache_clear()


def ids(found: list[CheckMessage]) -> list[str | None]:
    return [one.id for one in found]


def block(name: str) -> EmergencyBlock:
    """Return one situation of the shipped block."""
    return next(one for one in read_emergency().blocks if one.id == name)


@pytest.mark.proves("SAFETY 4.4")
def test_the_first_thing_said_is_to_call_999() -> None:
    first = read_emergency().blocks[0]
    assert first.lines[0] == "Call 999."
    assert [(number.value, number.channel) for number in first.numbers] == [("999", "phone")]


@pytest.mark.proves("SAFETY 4.4")
def test_a_person_who_cannot_talk_is_told_about_55_in_the_order_in_which_it_happens() -> None:
    assert block("call").lines[1:] == (
        "If you cannot talk, listen.",
        "Cough or tap if you can.",
        "On a mobile, press 55 when asked.",
        "If you do not press 55, the call ends.",
        "55 works only on mobiles.",
        "55 does not tell the police where you are.",
    )


@pytest.mark.proves("SAFETY 4.4")
def test_nobody_is_told_to_press_55_on_a_landline() -> None:
    lines = block("landline").lines
    assert "Stay on the line." in lines
    assert not any("55" in line for line in lines)


@pytest.mark.proves("SAFETY 4.5")
def test_18000_is_for_relay_and_never_for_texts() -> None:
    deaf = block("deaf-or-cannot-speak")
    numbers = {number.channel: number.value for number in deaf.numbers}
    assert numbers == {"relay_uk": "18000", "text": "999", "video_bsl": "999 BSL"}
    assert "18000 is not a number to text." in deaf.lines
    assert "Text 999 only works if you registered before." in deaf.lines


@pytest.mark.proves("SAFETY 4.6")
def test_101_is_only_for_when_there_is_no_danger_now() -> None:
    quiet = block("not-in-danger-now")
    assert [number.value for number in quiet.numbers] == ["101"]
    others = [one for one in read_emergency().blocks if one.id != quiet.id]
    assert not any("101" in line for one in others for line in one.lines)


def test_the_block_is_reviewed_twice_a_year() -> None:
    shipped = read_emergency()
    assert shipped.reviewed_on < shipped.review_by
    assert shipped.review_by - shipped.reviewed_on <= timedelta(days=183)
    assert shipped.source


@pytest.mark.proves("SAFETY 4.4")
def test_today_nobody_is_late_with_reading_the_emergency_numbers_through() -> None:
    # The real day, on purpose: the build fails when the review date has passed.
    assert datetime.now(tz=UTC).date() <= read_emergency().review_by


@pytest.mark.parametrize("due_days_ago", [1, 400], indirect=True)
def test_a_late_review_is_told_by_every_command_and_stops_a_deployment(due_days_ago: int) -> None:
    [told] = [one for one in run_checks() if one.id == "resources.W001"]
    assert (type(told), bool(told.hint)) == (CheckWarning, True)
    assert read_emergency().review_by.isoformat() in told.msg
    assert "resources.E001" not in ids(run_checks())
    deployed = run_checks(include_deployment_checks=True)
    assert [type(one) for one in deployed if one.id == "resources.E001"] == [Error]


@pytest.mark.parametrize("due_days_ago", [0, -1, -30], indirect=True)
def test_a_review_is_announced_a_month_before_and_stops_nothing(due_days_ago: int) -> None:
    [told] = [one for one in checks.reviews() if one.id == "resources.I001"]
    assert told.level < CheckWarning("").level
    assert "resources.E001" not in ids(checks.late_reviews())


@pytest.mark.parametrize("due_days_ago", [-31, -100], indirect=True)
def test_a_review_that_is_far_off_is_not_announced(due_days_ago: int) -> None:
    assert not {"resources.I001", "resources.W001"} & set(ids(checks.reviews()))
