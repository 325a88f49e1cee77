"""Words that are new and gone, what can hurt, and what is wording alone."""

from typing import Any

import pytest

from resources.curation.differences import Difference, differences
from resources.curation.wording import Mark, Piece, can_hurt, is_wording, marked


def one(path: str, old: str = "", new: str = "") -> Difference:
    return Difference(path, old, new, tuple(path.split(".")))


def test_words_that_are_gone_and_new_are_told_from_those_that_stay() -> None:
    was, now = marked("Open to women only.", "Open to everyone.")
    assert was == [Piece(Mark.SAME, "Open to "), Piece(Mark.GONE, "women only.")]
    assert now == [Piece(Mark.SAME, "Open to "), Piece(Mark.NEW, "everyone.")]


def test_a_space_before_new_words_is_not_marked() -> None:
    _was, now = marked("They listen.", "They listen. At night.")
    assert now == [
        Piece(Mark.SAME, "They listen. "), Piece(Mark.NEW, "At night."),
    ]  # fmt: skip


def test_a_number_is_struck_as_one() -> None:
    was, now = marked("0333 323 2400", "0114 496 0999")
    assert (was, now) == ([Piece(Mark.GONE, "0333 323 2400")], [Piece(Mark.NEW, "0114 496 0999")])


def test_a_text_that_is_all_new_has_nothing_before_it() -> None:
    assert marked("", "A line.\nAnother.") == ([], [Piece(Mark.NEW, "A line.\nAnother.")])
    assert marked("Gone.", "") == ([Piece(Mark.GONE, "Gone.")], [])


@pytest.mark.parametrize(
    "path",
    ["contacts.7.value", "places.7.address_1", "url", "organization.website", "minimum_age",
     "eligibility_description", "terms.audience", "terms.by-and-for", "status"],
)  # fmt: skip
def test_what_leads_people_to_a_wrong_place_or_away_can_hurt(path: str) -> None:
    assert can_hurt(one(path))
    assert not is_wording([one(path, "a", "b")])


@pytest.mark.parametrize("path", ["summary", "description", "terms.type", "cost"])
def test_what_only_describes_cannot(path: str) -> None:
    assert not can_hurt(one(path))


def test_descriptions_are_wording_and_other_facts_are_not() -> None:
    words = [one("summary", "We listen.", "They listen."), one("curator_note", "", "Ask in May.")]
    assert is_wording(words)
    assert not is_wording([*words, one("cost", "free", "fee")])


@pytest.mark.parametrize(
    "new",
    ["Ring 0114 496 0999.", "Text 85258.", "Write to us@example.org.", "See example.org.",
     "See https://example.org/here"],
)  # fmt: skip
def test_words_that_bring_a_number_or_an_address_are_more_than_wording(new: str) -> None:
    assert not is_wording([one("description", "They listen.", new)])
    assert is_wording([one("description", new, f"{new} They listen.")])
    assert is_wording([one("description", new, "They listen.")])


def test_a_difference_knows_where_it_stands() -> None:
    old = {
        "contacts": [{"id": "7", "channel": "phone", "value": "1"}],
        "location": {"id": "8", "address_visibility": "full", "city": "York"},
    }
    new = {
        "contacts": [{"id": "7", "channel": "phone", "value": "2"}],
        "location": {"id": "8", "address_visibility": "full", "city": "Leeds"},
    }
    paths = [change.path for change in differences(old, new)]
    assert paths == [("contacts", "7", "value"), ("places", "8", "city")]


def test_hours_are_the_same_whatever_order_a_database_gives_their_parts() -> None:
    hours = {"days": ["MO"], "opens": "09:00", "closes": "17:00"}
    turned = dict(reversed(hours.items()))
    assert differences({"hours": [hours]}, {"hours": [turned]}) == []
    more = turned | {"days": ["MO", "TU"], "so_far": True}
    (change,) = differences({"hours": []}, {"hours": [more]})
    assert change.new == "days: MO TU, opens: 09:00, closes: 17:00, so far: yes"


def test_hours_and_areas_differ_in_words_that_a_person_would_use() -> None:
    def told(**new: Any) -> str:
        (change,) = differences({}, new)
        return change.new

    hours = {"days": ["MO", "TU", "WE"], "opens": "18:00", "closes": "22:00"}
    assert told(hours=[hours, hours | {"days": ["SA"]}]) == "Mon-Wed 6pm-10pm\nSat 6pm-10pm"
    assert told(areas=[{"region": "leeds"}, {"region": "rotherham", "part": True}]) == (
        "Leeds\nRotherham (part)"
    )
    # What a confidential value was taken out of, and an area of long ago, are told as they are.
    assert "opens: removed" in told(hours=[hours | {"opens": "removed"}])
    assert told(areas=[{"region": "old-shire"}]) == "old-shire"
