"""The table of relevance questions says what it means, and a wrong row is found at once."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from resources.choices import Channel
from tests.relevance.reading import (
    CLASSES,
    COLUMNS,
    ServiceFacts,
    TableError,
    matches,
    read_condition,
    read_expected,
    read_questions,
    unanswerable,
)
from tests.relevance.vocabulary import CHANNELS, vocabulary

CODES = vocabulary().codes
GOOD = {
    "id": "x1",
    "class": "men",
    "words": "wife hits me",
    "place": "",
    "expected": "name:mens",
    "never": "",
    "written": "before",
    "note": "",
}
LINE = ServiceFacts(
    slug="mens-line",
    name="Men's Line (Wales)",
    names=("Llinell Dynion", "ML"),
    terms=frozenset({"topic/domestic-abuse", "audience/men", "type/helpline"}),
    areas=frozenset({CODES["wales"]}),
    channels=frozenset({"phone"}),
)


def table(tmp_path: Path, *rows: dict[str, str]) -> Path:
    """Write a table of a few rows."""
    path = tmp_path / "questions.csv"
    lines = [",".join(COLUMNS), *(",".join(row[name] for name in COLUMNS) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def is_right(expected: str, facts: ServiceFacts = LINE) -> bool:
    """Tell whether a service is a right answer."""
    return matches(read_expected(expected), facts)


def test_the_table_is_large_enough_and_every_row_can_be_read() -> None:
    questions = read_questions()
    assert len(questions) >= 620
    assert len({question.id for question in questions}) == len(questions)


def test_a_third_of_the_questions_were_written_before_any_search_was_tried_on_them() -> None:
    written = Counter(question.written for question in read_questions())
    assert written["before"] * 3 >= written.total()
    assert written["later"] >= 150


def test_every_class_of_people_and_needs_has_its_questions() -> None:
    counts = Counter(question.group for question in read_questions())
    assert set(counts) == set(CLASSES)
    assert min(counts.values()) >= 10


def test_no_question_is_asked_twice() -> None:
    asked = Counter((one.words.casefold(), one.place.casefold()) for one in read_questions())
    assert [question for question, count in asked.items() if count > 1] == []


def test_nothing_that_is_right_is_also_what_must_never_stand_first() -> None:
    for question in read_questions():
        assert not set(question.expected.alternatives) & set(question.never.alternatives), question


def test_the_ways_of_contact_are_those_of_the_product() -> None:
    assert set(Channel.values) == CHANNELS


@pytest.mark.parametrize(
    "expected",
    [
        "name:mens line",
        "name:MEN\u2019S",
        "name:llinell dynion",
        "name:ml",
        "term:topic/domestic-abuse",
        "term:type/emotional",
        "area:wales",
        "area:cardiff",
        "local:wales",
        "local:united-kingdom",
        "channel:phone",
        "not:term:audience/women",
        "not:area:england",
        "name:samaritans;name:mens-line",
        "term:audience/men+area:cardiff+not:channel:text",
    ],
)
def test_a_service_that_fits_is_a_right_answer(expected: str) -> None:
    assert is_right(expected)


@pytest.mark.parametrize(
    "expected",
    [
        "name:omens",
        "name:line for men",
        "term:audience/women",
        "area:england",
        "area:united-kingdom",
        "local:cardiff",
        "channel:text",
        "not:area:cardiff",
        "term:audience/men+area:leeds",
        "nothing",
    ],
)
def test_a_service_that_does_not_fit_is_no_right_answer(expected: str) -> None:
    assert not is_right(expected)


def test_a_service_of_a_district_is_local_to_its_region_but_does_not_serve_all_of_it() -> None:
    leeds = replace(LINE, areas=frozenset({CODES["leeds"]}))
    assert is_right("local:leeds+local:yorkshire-and-the-humber+area:leeds", leeds)
    assert not is_right("area:yorkshire-and-the-humber", leeds)


def test_a_line_for_the_whole_country_serves_a_town_but_is_not_local_there() -> None:
    everywhere = replace(LINE, areas=frozenset({CODES["united-kingdom"]}))
    assert is_right("area:leeds+not:local:leeds", everywhere)


def test_what_stands_under_no_nation_is_not_served_by_the_united_kingdom() -> None:
    everywhere = replace(LINE, areas=frozenset({CODES["united-kingdom"]}))
    assert not is_right("area:isle-of-man", everywhere)


def test_finding_nothing_can_be_right_beside_a_service() -> None:
    expected = read_expected("nothing;name:samaritans")
    assert expected.allows_nothing
    assert len(expected.alternatives) == 1


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "samaritans",
        "name:",
        "name:'",
        "not:",
        "not:not:area:leeds",
        "town:leeds",
        "term:helpline",
        "term:type/helplines",
        "area:lleeds",
        "local:LS1",
        "channel:fax",
    ],
)
def test_a_condition_that_names_nothing_is_refused(condition: str) -> None:
    with pytest.raises(ValueError, match=r"condition|there is no|not twice"):
        read_condition(condition)


def test_a_good_row_is_read_as_it_was_written(tmp_path: Path) -> None:
    (question,) = read_questions(table(tmp_path, GOOD))
    assert (question.id, question.group, question.words) == ("x1", "men", "wife hits me")
    assert matches(question.expected, LINE)
    assert not matches(question.never, LINE)


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("id", "", "empty or stands twice"),
        ("class", "dogs", "there is no class 'dogs'"),
        ("written", "now", "'now' is not one of"),
        ("words", "", "nothing is asked"),
        ("expected", " ", "no answer is right"),
        ("expected", "area:lleeds", "there is no area 'lleeds'"),
        ("expected", "name:mens;", "'' is no condition"),
        ("never", "term:men", "there is no term 'men'"),
        ("never", "nothing", "nothing cannot stand first"),
    ],
)
def test_a_wrong_row_is_named_by_its_line_and_column(
    tmp_path: Path, column: str, value: str, problem: str
) -> None:
    path = table(tmp_path, GOOD, GOOD | {"id": "x2"} | {column: value})
    with pytest.raises(TableError, match=rf"line 3, column {column}: .*{problem}"):
        read_questions(path)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="line 3, column id: 'x1' is empty or stands twice"):
        read_questions(table(tmp_path, GOOD, GOOD))


@pytest.mark.parametrize("note", ["one,two", "one,two,three"])
def test_a_row_with_a_value_too_many_is_refused(tmp_path: Path, note: str) -> None:
    with pytest.raises(TableError, match="line 2, column all: too many or too few values"):
        read_questions(table(tmp_path, GOOD | {"note": note}))


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    path.write_text("query,expected,note\n", encoding="utf-8")
    with pytest.raises(TableError, match="line 1, column all: the columns are not id, class"):
        read_questions(path)


def test_a_question_that_no_service_could_answer_is_told(tmp_path: Path) -> None:
    rows = [
        GOOD,
        GOOD | {"id": "x2", "expected": "name:samaritans"},
        GOOD | {"id": "x3", "expected": "nothing"},
    ]
    found = unanswerable(read_questions(table(tmp_path, *rows)), [LINE])
    assert [question.id for question in found] == ["x2"]
