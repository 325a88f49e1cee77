"""Counting who can be reached where: what counts, for which area, and what is a gap."""

import json
from typing import Any

import pytest

from resources.choices import Channel
from resources.listings.coverage import CHECKS, Cell, Check, Coverage, Gap, areas
from resources.listings.coverage_page import page
from resources.listings.known_gaps import KnownGap, faults, read_known_gaps
from resources.regions import find_region
from resources.search.entry import Entry
from tests.search.entries import contact, entry
from tests.search.indexed import measure

REFUGE = Check("refuge", "women")
ENGLISH_REGIONS = [area.slug for area in areas() if area.depth == 2]


def service(number: int = 1, channel: Channel = Channel.PHONE, **facts: Any) -> Entry:
    """Return a line for women, with the way to a refuge."""
    terms = {
        "type": ["helpline", "housing", "emotional", "practical"],
        "topic": ["domestic-abuse"],
        "audience": ["women"],
    }
    known = {"terms": terms, "contacts": (contact(channel),), **facts}
    return entry(number, **known)


def cell(area: str, *entries: Entry, check: Check = REFUGE) -> Cell:
    """Return the cell of a check in an area, of some services."""
    record = find_region(area)
    assert record
    return measure(entries).of(check, record)


def in_gaps(area: str, *entries: Entry) -> bool:
    """Tell whether there is no way to a refuge in an area."""
    return Gap(REFUGE, area) in measure(entries).gaps()


def test_nations_come_first_and_then_the_regions_that_one_of_them_has() -> None:
    assert [area.slug for area in areas()][:4] == [
        "england",
        "scotland",
        "wales",
        "northern-ireland",
    ]
    assert len(ENGLISH_REGIONS) == 9
    assert len(areas()) == 13


def test_a_service_counts_apart_for_areas_that_it_serves_in_part() -> None:
    assert cell("england", service(areas=["united-kingdom"])) == Cell(whole=1)
    assert cell("england", service(areas=["england"])) == Cell(whole=1, own=1)
    assert cell("london", service(areas=["england"])) == Cell(whole=1)
    assert cell("england", service(areas=["rotherham"])) == Cell(partly=1)
    assert cell("wales", service(areas=["rotherham"])) == Cell()
    assert cell("wales", service(areas=["wales"], partly=["wales"])) == Cell(partly=1)


@pytest.mark.parametrize(
    ("channel", "is_counted"),
    [
        (Channel.PHONE, True),
        (Channel.TEXT, True),
        (Channel.WEBCHAT, True),
        (Channel.EMAIL, False),
        (Channel.WEBSITE, False),
        (Channel.IN_PERSON, False),
    ],
)
def test_what_counts_is_a_person_who_answers(channel: Channel, is_counted: bool) -> None:
    assert bool(cell("wales", service(channel=channel)).whole) is is_counted


def test_a_place_that_only_takes_reports_is_no_support() -> None:
    terms = {"type": ["reporting"], "topic": ["domestic-abuse"], "audience": ["older-people"]}
    check = Check("any", "older-people")
    assert cell("wales", service(terms=terms), check=check) == Cell()
    terms["type"] = ["reporting", "crisis"]
    assert cell("wales", service(terms=terms), check=check) == Cell(whole=1)


@pytest.mark.parametrize(
    ("audiences", "ages", "people"),
    [
        (["women"], {}, {"women"}),
        (["everyone"], {}, {"women", "men", "under-18"}),
        (["everyone"], {"minimum_age": 18}, {"women", "men"}),
        (["adults"], {}, {"women", "men"}),
        (["children"], {}, {"under-18"}),
    ],
)
def test_who_is_welcome_is_who_the_audience_and_the_ages_let_in(
    audiences: list[str], ages: dict[str, Any], people: set[str]
) -> None:
    terms = {"type": ["sarc"], "audience": audiences}
    found = measure([service(terms=terms, **ages)])
    wales = find_region("wales")
    assert wales
    welcome = {
        check.people for check in CHECKS if check.need == "sarc" and found.of(check, wales).whole
    }
    assert welcome == people


def test_what_is_for_everyone_is_not_made_for_older_people() -> None:
    terms = {"type": ["helpline"], "topic": ["domestic-abuse"], "audience": ["everyone"]}
    check = Check("line", "older-people")
    assert cell("wales", service(terms=terms), check=check) == Cell()
    terms["audience"] = ["older-people"]
    assert cell("wales", service(terms=terms), check=check) == Cell(whole=1)


def test_an_area_is_covered_as_a_whole_or_region_by_region() -> None:
    assert in_gaps("england", service(areas=["rotherham"]))
    assert not in_gaps("england", service(areas=["england"]))
    by_region = [service(n, areas=[slug]) for n, slug in enumerate(ENGLISH_REGIONS, start=1)]
    assert not in_gaps("england", *by_region)
    assert in_gaps("england", *by_region[1:])
    assert in_gaps("wales", *by_region), "it has no regions here"


def known(*areas: str, need: str = "refuge", reason: str = "Not found yet.") -> KnownGap:
    """Return a listed gap for women."""
    return KnownGap(need, ("women",), areas, reason)


def told(coverage: Coverage, *listed: KnownGap) -> list[str]:
    """Return what is said of the way to a refuge for women."""
    return [fault for fault in faults(coverage, listed) if "A way to a refuge (Women)" in fault]


def test_a_gap_that_is_not_listed_is_told_and_a_nation_stands_for_its_regions() -> None:
    served = [service(n, areas=[slug]) for n, slug in enumerate(["scotland", "wales"], start=1)]
    served.append(service(3, areas=["northern-ireland"]))
    gaps = told(measure(served))
    assert "Not listed: A way to a refuge (Women) in england." in gaps
    assert "Not listed: A way to a refuge (Women) in london." in gaps
    lost = "Lost: A way to a refuge (Women) in england, by a service of its own."
    assert told(measure(served), known("england")) == [lost]


def test_a_listed_gap_that_is_over_is_told() -> None:
    nations = ["england", "scotland", "wales", "northern-ireland"]
    served = measure([service(areas=nations)])
    assert told(served) == []
    assert told(served, known("wales")) == [
        "Listed, but there is somebody now: A way to a refuge (Women) in wales."
    ]


def test_a_nation_keeps_a_way_of_its_own_to_a_refuge_whatever_serves_the_whole_country() -> None:
    served = measure([service(areas=["united-kingdom"])])
    assert len([fault for fault in told(served) if fault.startswith("Lost")]) == 4


@pytest.mark.parametrize(
    "change",
    [{"need": "magic"}, {"people": ["pets"]}, {"areas": ["rotherham"]}, {"reason": " "}],
    ids=str,
)
def test_a_listed_gap_that_nobody_checks_or_explains_is_refused(change: dict[str, Any]) -> None:
    entry = {"need": "sarc", "people": ["men"], "areas": ["wales"], "reason": "Not found."}
    assert read_known_gaps(json.dumps({"gaps": [entry]}))
    with pytest.raises(ValueError, match="Not checked, or without a reason"):
        read_known_gaps(json.dumps({"gaps": [entry | change]}))


def test_the_table_has_a_row_for_each_check_and_marks_what_is_missing() -> None:
    text = page(measure([service(areas=["wales", "rotherham"])]), [known("england")])
    begins = "| A way to a refuge | Women"
    row = next(line for line in text.splitlines() if line.startswith(begins))
    cells = [one.strip() for one in row.strip("|").split("|")][2:]
    assert cells[:4] == ["**0** + 1", "**0**", "1", "**0**"]
    assert "| A way to a refuge | Women | England | Not found yet. |" in text
    assert len([line for line in text.splitlines() if line.startswith("|")]) == len(CHECKS) + 7
