"""Words of somebody at risk are found, and plain searches are left alone."""

import csv
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from resources.language.reading import plain_reading
from resources.language.risk import (
    FILE,
    NEEDS_999,
    Risk,
    RiskKind,
    RiskPattern,
    lines_for,
    read_risk,
    risk_in,
)
from tests.pace import pace

SENTENCES = [Path(__file__).parent / f"risk_{name}.csv" for name in ("sentences", "today")]
DATA = FILE.parent
NATIONS = {"E92000001", "W92000004", "S92000003", "N92000002"}
SLOWEST = 0.005
"""Seconds for the longest text that is read."""
ABOUT_RISK = {
    "self harm", "self-harm", "cutting", "cut", "i want to die", "suicidal", "suicidle", "suicide",
    "dont want to be here anymore", "want to die", "end my life", "kill myself",
    "suicidal thoughts",
    "dont want to be here", "worried about suicide", "Thoughts of suicide", "dont want to live",
    "dont want to be alive", "end it all", "better off dead",
}  # fmt: skip
"""Words of our own tables that truly speak of risk."""
NASTY = {
    "one word again and again": "kill " * 400,
    "the beginnings of wordings": "i want to " * 200,
    "beginnings with words in between": "im 12 and he " * 160,
    "a child heard again and again": "hear the child the child " * 80,
    "a threat that never ends": "he said he will he said " * 85,
    "not wanting again and again": "dont want to " * 160,
    "pills and signs again and again": "took wont wake drugs passed out " * 62,
    "a child and a man again and again": "im 12 a man online " * 105,
    "one endless word": "a" * 2_000,
    "spellings that hide letters": " ".join(f"{a}*{b}" for a in "abkdsu" for b in "lmno") * 20,
    "spellings with digits": " ".join(f"{a}{n}{b}" for a in "abkds" for n in "013" for b in "ilm")
    * 11,
    "letters one by one": "s u i " * 333,
    "drawn out words": "sooooo " * 285,
    "signs only": "*" * 2_000,
    "one sign that stands for many": "\ufdfa" * 2_000,
}


def wordings() -> Iterator[RiskPattern]:
    yield from read_risk().patterns


def rows() -> list[tuple[str, frozenset[RiskKind]]]:
    """Return the sentences with the kinds that have to be found in them."""
    found = []
    for path in SENTENCES:
        with path.open(encoding="utf-8", newline="") as file:
            found += [
                (row["sentence"], frozenset(map(RiskKind, row["kinds"].split())))
                for row in csv.DictReader(file)
            ]
    return found


def plain_searches() -> set[str]:
    """Return what our own tables say that people search for, without words of risk."""
    with (DATA / "search_queries.csv").open(encoding="utf-8", newline="") as file:
        found = {row["query"] for row in csv.DictReader(file)}
    for taxonomy in json.loads((DATA / "terms.json").read_text(encoding="utf-8"))["taxonomies"]:
        for term in taxonomy["terms"]:
            found |= {term["name"], *term["synonyms"]}
    return found - ABOUT_RISK


def seconds(text: str) -> float:
    """Return the time of one reading, the best of several."""
    best = 1.0
    for _ in range(15):
        start = time.process_time()
        risk_in(text)
        best = min(best, time.process_time() - start)
    return best


def is_found(wording: RiskPattern, text: str) -> bool:
    """Tell whether a wording itself stands in a text, in either reading."""
    book = read_risk()
    index = book.patterns.index(wording)
    readings = (plain_reading(text), book.disguises.second_reading(text))
    return any(find.index == index for one in readings for find in book.finder.find(one))


def test_every_example_of_a_wording_is_found_by_it() -> None:
    missed = [
        (wording.pattern, example)
        for wording in wordings()
        for example in wording.examples
        if not is_found(wording, example) or not wording.kinds <= risk_in(example).kinds
    ]
    assert missed == []


def test_no_counter_example_is_read_as_what_its_wording_speaks_of() -> None:
    wrong = [
        (wording.pattern, example)
        for wording in wordings()
        if wording.kinds
        for example in wording.counter_examples
        if wording.kinds & risk_in(example).kinds
    ]
    assert wrong == []


def test_an_exception_takes_its_examples_out_and_leaves_somebody_at_risk_in() -> None:
    exceptions = [wording for wording in wordings() if not wording.kinds]
    kept = [one for wording in exceptions for one in wording.examples if risk_in(one)]
    lost = [one for wording in exceptions for one in wording.counter_examples if not risk_in(one)]
    assert (kept, lost) == ([], [])


def test_every_wording_has_a_reason_and_an_example() -> None:
    assert [one.pattern for one in wordings() if not one.why.strip() or not one.examples] == []


def test_there_are_enough_sentences_of_either_sort() -> None:
    at_risk = [kinds for _, kinds in rows() if kinds]
    assert len(at_risk) >= 200
    assert len(rows()) - len(at_risk) >= 200


def test_sentences_of_people_at_risk_are_found() -> None:
    missed = [(text, sorted(kinds)) for text, kinds in rows() if not kinds <= risk_in(text).kinds]
    assert missed == []


def test_harmless_sentences_are_left_alone() -> None:
    wrong = [text for text, kinds in rows() if not kinds and risk_in(text)]
    assert wrong == []


def test_of_a_hundred_plain_searches_at_most_one_shows_the_lines() -> None:
    searches = plain_searches()
    shown = sorted(text for text in searches if risk_in(text))
    assert len(searches) > 500
    assert len(shown) <= len(searches) / 100, shown


@pytest.mark.parametrize("text", sorted(ABOUT_RISK))
def test_words_of_our_own_tables_that_speak_of_risk_show_the_lines(text: str) -> None:
    assert risk_in(text)


@pytest.mark.parametrize("typed", ["su1c1de", "k*ll myself", "s.u.i.c.i.d.e", "s u i c i d a l",
    "unal!ve", "SEWERSLIDE", "I WANT TO DIEEEE", "sucidal", "kms", "i don\u2019t want to live",
    "kill-myself", "#wanttodie"])  # fmt: skip
def test_a_person_who_writes_so_that_filters_do_not_see_it_is_seen(typed: str) -> None:
    assert RiskKind.SUICIDE in risk_in(typed).kinds


def test_a_longer_text_is_heard_that_surely_speaks_of_it_in_words_nobody_foresaw() -> None:
    text = "i feel like i am already gone and my body has not caught up with it yet"
    assert RiskKind.SUICIDE in risk_in(f"{text}, i am so tired of it").kinds
    assert not risk_in("already gone and tired of it").kinds


def test_a_person_bereaved_who_is_at_risk_too_is_seen() -> None:
    assert not risk_in("my brother killed himself")
    assert risk_in("my brother killed himself and i want to die too").kinds == {RiskKind.SUICIDE}


def test_999_comes_first_for_an_overdose_for_danger_now_and_for_a_child_in_danger() -> None:
    assert {kind for kind in RiskKind if Risk(frozenset({kind})).is_999_first} == NEEDS_999
    assert not risk_in("i want to die").is_999_first
    assert risk_in("took too many tablets").is_999_first
    assert not risk_in("counselling in leeds").is_999_first


@pytest.mark.timed
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_the_longest_text_is_read_in_less_than_five_thousandths_of_a_second(text: str) -> None:
    assert seconds(text[:2_000]) < SLOWEST * pace()


def test_no_more_is_read_than_a_person_types() -> None:
    assert not risk_in("a " * 1_000 + "i want to die")


def test_what_is_found_holds_no_typed_word() -> None:
    found = risk_in("zebra i want to die zebra")
    assert found
    assert "zebra" not in repr(found)


def test_every_line_is_a_listing_and_the_first_of_each_nation_is_published() -> None:
    published = {}
    for line in (DATA / "listings.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["record"] == "service":
            published[record["slug"]] = record["publication"] == "published"
    for kind in RiskKind:
        for nation in (*NATIONS, ""):
            slugs = lines_for(Risk(frozenset({kind})), nation)
            assert slugs
            assert published.keys() >= set(slugs)
            assert published[slugs[0]]


def test_lines_fit_the_nation() -> None:
    at_risk = Risk(frozenset({RiskKind.SUICIDE}))
    assert lines_for(at_risk, "N92000002")[:2] == ("samaritans", "lifeline-northern-ireland")
    assert "lifeline-northern-ireland" not in lines_for(at_risk, "E92000001")
    assert lines_for(at_risk) == ("samaritans", "shout-crisis-text-line")


def test_the_young_are_shown_lines_for_the_young_first() -> None:
    at_risk = Risk(frozenset({RiskKind.SELF_HARM}))
    assert lines_for(at_risk, is_young=True)[:2] == ("papyrus-hopeline247", "childline")
    assert "childline" not in lines_for(at_risk)


def test_nobody_without_risk_is_shown_a_line() -> None:
    assert lines_for(risk_in("counselling")) == ()


def test_no_number_stands_in_the_file_of_wordings() -> None:
    lines = json.loads(FILE.read_text(encoding="utf-8"))["lines"]
    assert not any(len(part) > 5 and part.isdigit() for part in json.dumps(lines).split('"'))


def test_nobody_is_late_with_reading_the_wordings_through() -> None:
    assert datetime.now(tz=UTC).date() <= read_risk().review_by
    assert read_risk().reviewed_on < read_risk().review_by
