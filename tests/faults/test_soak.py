"""Hours of everything at once: no answer is wrong, and none shows what was taken away."""

import re
import subprocess
import sys

import pytest

from tests.faults.truth import Listing, Truth, Verdict
from tests.infrastructure.served import ROOT

SECONDS = 90
# What is kept in memory of answers, and some room.
GROWTH = 64


@pytest.fixture
def truth() -> Truth:
    names = {"bcdfgh": "Women's Aid", "jklmnp": "A line for men"}
    return Truth({code: Listing(code, code, name, True) for code, name in names.items()})


def a_list(*codes: str, names: str = "Women&#x27;s Aid A line for men") -> str:
    links = "".join(f'<a href="/services/{code}/">' for code in codes)
    return f"<html>{links}{names}</html>\n"


def test_what_was_gone_before_it_was_asked_for_is_stale(truth: Truth) -> None:
    page = "bcdfgh Women&#x27;s Aid"
    before = truth.now()
    truth.change("bcdfgh", None)
    assert truth.of_page(before, "bcdfgh", 200, page) == Verdict.RIGHT
    truth.change("bcdfgh", False)
    assert truth.of_page(before, "bcdfgh", 200, page) == Verdict.RIGHT
    assert truth.of_page(truth.now(), "bcdfgh", 200, page) == Verdict.STALE
    assert truth.of_page(truth.now(), "bcdfgh", 410, "") == Verdict.RIGHT
    assert truth.of_list(truth.now(), 200, a_list("bcdfgh", "jklmnp")) == Verdict.STALE
    assert truth.of_list(truth.now(), 200, a_list("jklmnp"), "bcdfgh") == Verdict.RIGHT
    records = '{"results": [{"code": "bcdfgh", "name": "Women\'s Aid"}]}'
    assert truth.of_records(truth.now(), 200, records) == Verdict.STALE
    assert truth.of_records({}, 200, records) == Verdict.RIGHT


@pytest.mark.parametrize(
    ("status", "text", "wanted"),
    [
        (200, a_list("jklmnp"), "bcdfgh"),
        (200, a_list("unknown"), ""),
        (200, a_list("bcdfgh", names="Another"), ""),
        (200, a_list(), ""),
        (200, a_list("bcdfgh")[:-9], ""),
        (500, a_list("bcdfgh"), ""),
    ],
)
def test_a_list_that_misses_mixes_or_breaks_off_is_wrong(
    truth: Truth, status: int, text: str, wanted: str
) -> None:
    assert truth.of_list(truth.now(), 200, a_list("bcdfgh", "jklmnp"), "bcdfgh") == Verdict.RIGHT
    assert truth.of_list(truth.now(), status, text, wanted) == Verdict.WRONG


@pytest.mark.parametrize(
    ("status", "text"), [(410, ""), (200, "jklmnp A line"), (500, ""), (404, "")]
)
def test_a_page_of_another_listing_or_none_is_wrong(truth: Truth, status: int, text: str) -> None:
    assert truth.of_page(truth.now(), "bcdfgh", status, text) == Verdict.WRONG


@pytest.mark.browser
@pytest.mark.endurance
def test_a_mixed_load_with_workers_killed_shows_nothing_wrong_or_stale() -> None:
    command = ("-m", "tests.faults.soak", str(SECONDS), "--kill-every", "25")
    told = subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    rows = re.findall(r"^\| [^|]+ \| (\d+) \| (\d+) \|", told.stdout, re.MULTILINE)
    kills = int(re.findall(r"(\d+) kills", told.stdout)[0])
    assert kills >= 3
    # One request a kill for each visitor who is being answered just then.
    assert sum(int(failed) for _, failed in rows) <= kills * 5
    assert all(int(asked) for asked, _ in rows)
    assert int(re.findall(r"grown by at most (\d+) MB", told.stdout)[0]) <= GROWTH
