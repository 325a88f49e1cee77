"""A card says in one line what a service does: whole thoughts, and nobody turned away by a cut."""

import json
import re

import pytest

from resources.models import Service
from resources.presenters.card_line import LONGEST, card_line, line_of
from tests.shipped import LISTINGS

SUMMARIES = [
    row["summary"]
    for row in map(json.loads, LISTINGS.read_text(encoding="utf-8").splitlines())
    if row["record"] == "service"
]


def test_a_line_that_was_written_for_the_card_is_shown() -> None:
    service = Service(summary="Someone to talk to.", card_line="Someone who listens.")
    assert card_line(service) == "Someone who listens."


def test_without_one_the_beginning_of_the_summary_is_shown() -> None:
    assert card_line(Service(summary="Someone to talk to.")) == "Someone to talk to."


@pytest.mark.parametrize(
    ("summary", "line"),
    [
        # As many whole sentences as fit.
        ("Someone to talk to. Day and night.", "Someone to talk to. Day and night."),
        (f"Someone to talk to. {'Day and night, ' * 6}always.", "Someone to talk to."),
        ("a" * 89 + ".", "a" * 89 + "."),
        ("The centre at St. Mary's in Leeds. Free.", "The centre at St. Mary's in Leeds. Free."),
        # A long sentence ends where what follows only tells more.
        (
            "Free help for anyone in Northumberland affected by domestic abuse: risk and safety "
            "planning, and counselling.",
            "Free help for anyone in Northumberland affected by domestic abuse.",
        ),
        (
            "Domestic abuse charity in Leeds with a helpline, refuges and outreach, including "
            "help for people worried about a friend.",
            "Domestic abuse charity in Leeds with a helpline, refuges and outreach.",
        ),
        (
            "Advisers for women (ISVAs, who know the courts and the police, whatever happened) "
            "in every town of the county of Kent.",
            "Advisers for women.",
        ),
        # A list is not cut: "for women" would turn men and children away.
        (
            "Support after domestic abuse for women, men, children and families, in Leeds and "
            "in every other town nearby.",
            "",
        ),
        ("a" * 91 + ".", ""),
        ("", ""),
    ],
)
def test_a_line_is_whole_sentences_or_a_part_that_stands_alone(summary: str, line: str) -> None:
    assert line_of(summary) == line


@pytest.mark.parametrize("summary", SUMMARIES, ids=range(len(SUMMARIES)))
def test_of_a_shipped_summary_the_line_fits_and_is_its_beginning(summary: str) -> None:
    line = line_of(summary)
    assert len(line) <= LONGEST
    assert summary.startswith(line.removesuffix("."))
    assert "…" not in line
    rest = summary[len(line.removesuffix(".")) :]
    assert not line or re.match(r"\W|$", rest)


def test_only_a_summary_that_begins_with_a_long_sentence_gives_no_line() -> None:
    empty = [summary for summary in SUMMARIES if not line_of(summary)]
    assert all(len(re.split(r"(?<=\.) ", summary)[0]) > LONGEST for summary in empty)
    assert len(SUMMARIES) - len(empty) > 300
