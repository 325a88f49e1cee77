"""Shipped addresses stay, new ones are the same on every run, nothing is made wider or newer."""

from typing import Any

import pytest

from tests.listings_source.convert import converted
from tests.listings_source.dates import dated
from tests.listings_source.places import UnknownAreaError, areas_of
from tests.listings_source.stated import states
from tests.listings_source.wording import keyword_apart, words_of

Row = dict[str, Any]


def researched(name: str = "A new line", **changes: Any) -> Row:
    row = {
        "name": name,
        "organisation": f"{name} Trust",
        "organisation_url": "https://new.example.org",
        "charity_number": "SC012345",
        "summary": "Someone to talk to.",
        "types": ["helpline"],
        "who_for": ["adults"],
        "issues": ["domestic-abuse"],
        "coverage": ["north-east"],
        "areas": ["Newcastle"],
        "channels": [
            {"type": "phone", "value": "0191 496 0000", "note": None, "free": None, "hours": None}
        ],
        "address": None,
        "accessibility": [],
        "cost": "unknown",
        "referral": "self",
        "ready_to_publish": True,
        "hold_reason": None,
        "sources": [{"facts": "number and hours", "kind": "council", "page_date": "2025-03"}],
        "unconfirmed": [],
        "curator_note": None,
    }
    return row | changes


def line_of(row: Row, shipped: list[Row] | None = None) -> Row:
    """Return the line of the one service that is researched."""
    (line,) = [one for one in converted([row], shipped or []) if one["record"] == "service"]
    return line


def test_a_service_that_was_shipped_keeps_its_address_and_its_number() -> None:
    row = researched()
    first = converted([row], [])
    again = converted([row | {"summary": "Someone who listens."}], first)
    assert again[0] == first[0]
    kept = {"id", "code", "slug", "organization", "contacts"}
    assert {name: again[1][name] for name in kept} == {name: first[1][name] for name in kept}
    assert again[1]["summary"] == "Someone who listens."


def test_a_card_has_the_line_of_its_name_and_keeps_it_until_there_is_another() -> None:
    rows = [researched(), researched("Another line")]
    first = converted(rows, [], {"A new line": "Someone who listens."})
    assert [one.get("card_line") for one in first[-2:]] == ["Someone who listens.", None]
    again = converted(rows, first, {"Another line": "Advice."})
    assert [one.get("card_line") for one in again[-2:]] == ["Someone who listens.", "Advice."]


def test_a_second_run_writes_the_same_again() -> None:
    rows = [researched(), researched("Another line"), researched("Another-Line")]
    first = converted(rows, [])
    assert converted(rows, []) == first
    assert converted(rows, first) == first
    services = [one for one in first if one["record"] == "service"]
    assert len({one["code"] for one in services}) == 3
    assert [one["slug"] for one in services] == ["a-new-line", "another-line", "another-line-2"]


def test_two_services_of_one_organisation_have_one_and_a_shared_name_is_nobodys() -> None:
    ours = {"organisation": "The Trust"}
    lines = converted([researched("One", **ours), researched("Two", **ours)], [])
    assert [one["record"] for one in lines] == ["organization", "service", "service"]
    assert lines[0]["identifiers"] == [{"scheme": "GB-SC", "identifier": "SC012345"}]
    namesakes = [*converted([researched("One", **ours)], []), *converted([researched("Two")], [])]
    for one in namesakes:
        one["name"] = "The Trust" if one["record"] == "organization" else one["name"]
    added = converted(
        [researched("One", **ours), researched("Two", **ours), researched("Three", **ours)],
        namesakes,
    )
    assert len({one["organization"] for one in added if one["record"] == "service"}) == 3


def test_a_closed_service_is_withdrawn_with_the_reason() -> None:
    closed = {"reason": "It closed in July 2024.", "date": "2024-07"}
    line = line_of(researched(ready_to_publish=False, hold_reason="retired", retired=closed))
    names = ("publication", "status", "removal_reason", "hold_kind", "hold_reason")
    assert {name: line[name] for name in names} == {
        "publication": "withdrawn",
        "status": "defunct",
        "removal_reason": "closed",
        "hold_kind": "closed",
        "hold_reason": "It closed in July 2024.",
    }


def test_each_fact_names_its_source_and_a_trace_stands_with_its_contact() -> None:
    website = {"type": "website", "value": "https://new.example.org", "note": None, "free": None,
               "hours": None}  # fmt: skip
    phone = researched()["channels"][0]
    line = line_of(
        researched(
            channels=[phone, website],
            needs_name="no",
            needs_account="yes",
            minimum_age=16,
            eligibility="You live in Newcastle.",
            facts_channels={"needs_account": "website"},
            facts_sources={"needs_name": 0, "minimum_age": [0], "eligibility": "summary"},
        )
    )
    assert line["fact_sources"] == {"minimum_age": [0], "needs_name": [0]}
    assert line["eligibility_description"] == "You live in Newcastle."
    by_channel = {one["channel"]: one for one in line["contacts"]}
    assert (by_channel["phone"]["needs_name"], by_channel["phone"]["sources"]) == ("no", [0])
    assert by_channel["website"]["needs_account"] == "yes"
    assert "needs_name" not in by_channel["website"]


def test_text_relay_is_the_number_after_18001() -> None:
    line = line_of(researched(text_relay="yes", facts_sources={"text_relay": 0}))
    (way,) = [one for one in line["contacts"] if one["channel"] == "relay_uk"]
    assert (way["value"], way["sources"]) == ("18001 0191 496 0000", [0])


def test_a_value_that_nobody_has_read_stands_in_the_note_for_curators_alone() -> None:
    unread = [{"field": "channel", "type": "phone", "value": "0191 496 0001", "basis": "a list"}]
    told = [{"facts": "0191 496 0001, what it does", "kind": "list"}]
    line = line_of(researched(unconfirmed=unread, curator_note="Ask them.", sources=told))
    assert line["curator_note"] == "Ask them. Unconfirmed, never publish: phone 0191 496 0001."
    assert line["sources"][0]["facts"] == "another line, what it does"


def test_a_sentence_that_the_public_reads_is_no_note_for_curators() -> None:
    note = "Ask for hours. Help is by appointment."
    line = line_of(researched(what_happens_next="Help is by appointment.", curator_note=note))
    assert line["curator_note"] == "Ask for hours."


@pytest.mark.parametrize(
    ("changes", "areas"),
    [
        ({}, [("newcastle-upon-tyne", False)]),
        ({"areas": []}, [("north-east", False)]),
        ({"areas": ["Tyneside"]}, [("north-east", True)]),
        ({"areas": ["Gateshead", "Tyneside"]}, [("gateshead", False), ("north-east", True)]),
        ({"coverage": ["uk"], "areas": []}, [("united-kingdom", False)]),
        (
            {"coverage": ["london", "england"], "areas": ["London"]},
            [("london", False), ("england", False)],
        ),
        (
            {"coverage": ["wales", "yorkshire-and-the-humber"], "areas": ["Hull"]},
            [("kingston-upon-hull-city-of", False), ("wales", False)],
        ),
        ({"who_for": ["students"], "areas": ["Leeds"]}, [("leeds", True), ("north-east", False)]),
        ({"areas": ["Selby", "North Yorkshire"], "coverage": ["yorkshire-and-the-humber"]},
         [("north-yorkshire", False)]),
    ],
)  # fmt: skip
def test_an_area_is_never_wider_than_its_words(changes: Row, areas: list[tuple[str, bool]]) -> None:
    assert areas_of(researched(**changes)) == areas


@pytest.mark.parametrize(
    ("name", "named", "areas"),
    [
        ("Ross-shire Women's Aid", ["Ross-shire", "Highland"], [("highland", True)]),
        ("Housing (Allerdale area)", ["Allerdale", "Cumbria"], [("cumberland", True)]),
        # "Ayr" is no word of the name: the council's team serves all of it.
        ("South Ayrshire team", ["South Ayrshire", "Ayr"], [("south-ayrshire", False)]),
    ],
)
def test_what_lies_around_a_part_that_a_service_is_named_for_is_not_served_whole(
    name: str, named: list[str], areas: list[tuple[str, bool]]
) -> None:
    wide = {"Highland": "scotland", "South Ayrshire": "scotland"}
    coverage = [wide.get(named[0], wide.get(named[-1], "north-west"))]
    assert areas_of(researched(name, areas=named, coverage=coverage)) == areas


def test_a_name_that_is_no_area_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(UnknownAreaError, match="Atlantis"):
        areas_of(researched(areas=["Atlantis"]))


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2024-05-14", ("2024-05-14", "day")),
        ("checked 2026-10-01", ("2026-10-01", "day")),
        ("2024-05", ("2024-05-01", "month")),
        ("verified 11 Aug 2026", ("2026-08-11", "day")),
        ("verified Sept 2026", ("2026-09-01", "month")),
        ("links supplied 1-2 Sep 2026", ("2026-09-01", "month")),
        ("2024 (map)", ("2024-01-01", "year")),
        ("2019 or later", ("2019-01-01", "about")),
        ("2023-24", ("2023-01-01", "about")),
        ("c. 2024-11", ("2024-01-01", "about")),
        ("c. 2026-01", ("2025-01-01", "about")),
        ("about 2020-2021", ("2020-01-01", "about")),
        ("undated directory", None),
        ("older page: it still says 28 days", None),
        (None, None),
    ],
)
def test_a_date_is_never_later_than_its_words(
    words: str | None, date: tuple[str, str] | None
) -> None:
    assert dated(words) == date


@pytest.mark.parametrize(
    ("facts", "channel", "value", "is_stated"),
    [
        ("number and hours", "phone", "0191 496 0000", True),
        ("0191 4960000, any time", "phone", "0191 496 0000", True),
        ("number 0191 496 0001", "phone", "0191 496 0000", False),
        ("both numbers, text relay", "phone", "0191 496 0000", True),
        ("charity number 1012345", "phone", "0191 496 0000", False),
        ("what it does", "phone", "0191 496 0000", False),
        ("101 and online reporting", "phone", "101", True),
        ("they may see your full phone number", "phone", "0191 496 0000", False),
        ("number and email help@other.org", "email", "help@new.example.org", False),
        ("phone and email", "email", "help@new.example.org", True),
        ("referrals by text, email or phone", "text", "07700 900000", False),
        ("named on new.example.org", "website", "https://www.new.example.org/help", True),
        ("seen at the Morley site", "website", "https://new.example.org", False),
    ],
)
def test_a_source_counts_only_for_what_it_states(
    facts: str, channel: str, value: str, is_stated: bool
) -> None:
    assert states({"facts": facts, "kind": "council"}, channel, value) is is_stated


def test_a_page_of_the_site_itself_states_its_address() -> None:
    page = {"facts": "what it does", "kind": "own_site", "url": "https://www.new.example.org/about"}
    assert states(page, "website", "https://new.example.org")


def test_lines_that_share_a_channel_are_told_apart_and_a_word_to_text_is_said() -> None:
    assert words_of("Adults, office hours.", is_one_of_several=True) == ("Adults, office hours", "")
    assert words_of("Adults, office hours.", is_one_of_several=False)[0] == ""
    assert words_of("Option 1.", is_one_of_several=True) == ("", "Option 1.")
    assert words_of("Newer support line number.", is_one_of_several=False) == ("", "")
    assert keyword_apart("Text SHOUT to 85258") == (
        "85258",
        "Text the word SHOUT to this number.",
    )


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("newest dated source is 2021", "old"),
        ("the description dates from about 2020; only the web address is newer", "old"),
        ("only a web address was seen", "web_only"),
        ("newest dated source is 2018 and it said it might close", "unsure"),
    ],
)
def test_words_that_hold_a_listing_have_a_kind(words: str, kind: str) -> None:
    line = line_of(researched(ready_to_publish=False, hold_reason=words))
    assert (line["hold_kind"], line["hold_reason"]) == (kind, words)


def test_words_that_nobody_has_sorted_stop_the_making_of_the_file() -> None:
    with pytest.raises(KeyError):
        line_of(researched(ready_to_publish=False, hold_reason="newest dated source is 2024"))
