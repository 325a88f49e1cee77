"""The reader of `questions.csv`, and the language in which the right answers are written.

An answer is right if one alternative holds; an alternative holds if all its conditions hold.
`README.md` beside this file describes the columns, the classes and the conditions.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.relevance.vocabulary import CHANNELS, vocabulary

TABLE: Final = Path(__file__).with_name("questions.csv")
COLUMNS: Final = ("id", "class", "words", "place", "expected", "never", "written", "note")
WRITTEN: Final = ("tuned", "before", "later")
NOTHING: Final = "nothing"
CLASSES: Final = (
    "names",
    "other names",
    "short needs",
    "sentences",
    "children",
    "teenagers",
    "men",
    "older people",
    "lgbt",
    "disabled and deaf",
    "supporters",
    "professionals",
    "not called abuse",
    "suicide and self-harm",
    "non-recent abuse",
    "housing",
    "money, law and police",
    "online",
    "faith and institutions",
    "communities",
    "languages",
    "slips",
    "numbers",
    "ways to reach",
    "place and words",
    "place",
    "nations",
    "little understood",
    "addiction",
    "students",
    "migrants",
    "sex workers",
    "care leavers",
)


class TableError(ValueError):
    """A row of the table that cannot be read, with its line and its column."""

    def __init__(self, line: int, column: str, problem: str) -> None:
        super().__init__(f"line {line}, column {column}: {problem}")


def fold(text: str) -> str:
    """Return a name without capitals, accents, apostrophes and signs, as a slug is written."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['\u2019\u02bc]", "", kept)).strip("-")


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What a judge has to know of a service that was found.

    `terms` are written `taxonomy/slug`, `areas` are the codes of the areas it names itself.
    """

    slug: str
    name: str
    names: tuple[str, ...] = ()
    terms: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()

    def serves(self, area: str) -> bool:
        """Tell whether it serves an area by name or as a part of a wider one."""
        words = vocabulary()
        return not self.areas.isdisjoint(words.lineage(words.codes[area]))

    def is_local_to(self, area: str) -> bool:
        """Tell whether an area of its own lies in the one asked for, or is that one."""
        words = vocabulary()
        return any(words.codes[area] in words.lineage(code) for code in self.areas)

    def is_named(self, part: str) -> bool:
        """Tell whether its name, another name or its slug holds these words or their beginning.

        It holds them from the beginning of a word: `idas` is not in "NIDAS".
        """
        names = (self.slug, self.name, *self.names)
        return any(f"-{fold(part)}" in f"-{fold(name)}" for name in names)

    def carries(self, term: str) -> bool:
        """Tell whether it has a term or one below it."""
        return not self.terms.isdisjoint(vocabulary().terms[term])


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must be so, or with `not:` must not be so, of a service."""

    kind: str
    value: str
    is_negated: bool = False

    def holds(self, facts: ServiceFacts) -> bool:
        """Tell whether it is so of a service."""
        return self._is_so(facts) is not self.is_negated

    def _is_so(self, facts: ServiceFacts) -> bool:
        match self.kind:
            case "name":
                return facts.is_named(self.value)
            case "term":
                return facts.carries(self.value)
            case "area":
                return facts.serves(self.value)
            case "local":
                return facts.is_local_to(self.value)
            case _:
                return self.value in facts.channels


@dataclass(frozen=True, slots=True)
class Expected:
    """Alternatives, each a list of conditions, and whether finding nothing is right as well."""

    alternatives: tuple[tuple[Condition, ...], ...] = ()
    allows_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One row: what a person types, what answers it, and what must never stand first."""

    id: str
    group: str
    words: str
    place: str
    expected: Expected
    never: Expected
    written: str
    note: str


def matches(expected: Expected, facts: ServiceFacts) -> bool:
    """Tell whether a service is what one of the alternatives asks for."""
    return any(all(one.holds(facts) for one in every) for every in expected.alternatives)


def read_condition(text: str) -> Condition:
    """Read one condition; what names nothing that exists is refused."""
    kind, colon, value = text.strip().partition(":")
    if kind == "not" and colon:
        inner = read_condition(value)
        if inner.is_negated:
            raise ValueError(f"{text!r} says not twice")
        return Condition(inner.kind, inner.value, is_negated=True)
    known: Mapping[str, Iterable[str]] = {
        "term": vocabulary().terms,
        "area": vocabulary().codes,
        "local": vocabulary().codes,
        "channel": CHANNELS,
    }
    if kind == "name" and fold(value):
        return Condition(kind, value)
    if kind not in known:
        raise ValueError(f"{text!r} is no condition")
    if value not in known[kind]:
        raise ValueError(f"there is no {kind} {value!r}")
    return Condition(kind, value)


def read_expected(text: str) -> Expected:
    """Read alternatives, with `;` between them and `+` between the conditions of one."""
    parts = [part.strip() for part in text.split(";")] if text.strip() else []
    return Expected(
        alternatives=tuple(
            tuple(read_condition(one) for one in part.split("+"))
            for part in parts
            if part != NOTHING
        ),
        allows_nothing=NOTHING in parts,
    )


def _column(line: int, row: Mapping[str, str], column: str) -> Expected:
    try:
        return read_expected(row[column])
    except ValueError as error:
        raise TableError(line, column, str(error)) from error


def _check(line: int, row: Mapping[str, str], seen: set[str]) -> None:
    """Refuse a row with an id of another, with nothing asked, or with an unknown class."""
    if not row["id"] or row["id"] in seen:
        raise TableError(line, "id", f"{row['id']!r} is empty or stands twice")
    if row["class"] not in CLASSES:
        raise TableError(line, "class", f"there is no class {row['class']!r}")
    if row["written"] not in WRITTEN:
        raise TableError(line, "written", f"{row['written']!r} is not one of {WRITTEN}")
    if not row["words"] and not row["place"]:
        raise TableError(line, "words", "nothing is asked")
    if not row["expected"].strip():
        raise TableError(line, "expected", "no answer is right")


def _question(line: int, row: Mapping[str, str], seen: set[str]) -> Question:
    _check(line, row, seen)
    never = _column(line, row, "never")
    if never.allows_nothing:
        raise TableError(line, "never", "nothing cannot stand first")
    return Question(
        id=row["id"],
        group=row["class"],
        words=row["words"],
        place=row["place"],
        expected=_column(line, row, "expected"),
        never=never,
        written=row["written"],
        note=row["note"],
    )


def read_questions(path: Path = TABLE) -> tuple[Question, ...]:
    """Read the table; the first row that is wrong raises `TableError`."""
    questions: list[Question] = []
    seen: set[str] = set()
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise TableError(1, "all", f"the columns are not {', '.join(COLUMNS)}")
        for row in reader:
            if None in row or None in row.values():
                raise TableError(reader.line_num, "all", "too many or too few values")
            questions.append(_question(reader.line_num, row, seen))
            seen.add(row["id"])
    return tuple(questions)


def unanswerable(
    questions: Iterable[Question], services: Iterable[ServiceFacts]
) -> tuple[Question, ...]:
    """Return the questions that none of the services could answer: the row is wrong, or data."""
    known = tuple(services)
    return tuple(
        question
        for question in questions
        if not question.expected.allows_nothing
        and not any(matches(question.expected, facts) for facts in known)
    )
