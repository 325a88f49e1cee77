"""How well questions were answered: by class and in total, and against an earlier result."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.relevance.reading import WRITTEN, Question, ServiceFacts, matches

PAGE: Final = 10
KEPT: Final = ("id", "group", "written", "rank", "is_empty", "is_never_first")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question; `rank` counts from 1, and is None beyond the first page."""

    id: str
    group: str
    written: str
    rank: int | None
    is_empty: bool
    is_never_first: bool

    @property
    def level(self) -> int:
        """From -1, a first answer that must never be first, to 3, a right answer first."""
        if self.is_never_first:
            return -1
        if self.rank is None:
            return 0
        return 3 if self.rank == 1 else 2 if self.rank <= 3 else 1


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions there were, and how many of them came out how."""

    count: int
    first: int
    three: int
    page: int
    empty: int
    never: int


@dataclass(frozen=True, slots=True)
class Score:
    """The outcomes of a run, and what they add up to."""

    outcomes: tuple[Outcome, ...]

    def by(self, key: Callable[[Outcome], str]) -> dict[str, Tally]:
        """Return a tally for each class, or for whatever else a key tells apart."""
        groups: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            groups.setdefault(key(outcome), []).append(outcome)
        return {name: tally(groups[name]) for name in sorted(groups)}

    def where(self, written: str) -> "Score":
        """Return the part of the questions that were written at one time."""
        return Score(tuple(one for one in self.outcomes if one.written == written))


@dataclass(frozen=True, slots=True)
class Change:
    """A question that came out better or worse than before."""

    id: str
    group: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was won, what was lost, and which questions only one of the results has."""

    wins: tuple[Change, ...]
    losses: tuple[Change, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]


def judge(question: Question, answer: Sequence[ServiceFacts]) -> Outcome:
    """Judge the first page of what was found for a question."""
    page = answer[:PAGE]
    places = (n for n, facts in enumerate(page, 1) if matches(question.expected, facts))
    is_right_to_be_empty = not page and question.expected.allows_nothing
    return Outcome(
        id=question.id,
        group=question.group,
        written=question.written,
        rank=1 if is_right_to_be_empty else next(places, None),
        is_empty=not page and not is_right_to_be_empty,
        is_never_first=bool(page) and matches(question.never, page[0]),
    )


def score(questions: Iterable[Question], answers: Mapping[str, Sequence[ServiceFacts]]) -> Score:
    """Judge every question; one that has no answer at all in `answers` is an error."""
    return Score(tuple(judge(question, answers[question.id]) for question in questions))


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """Add outcomes up."""
    every = tuple(outcomes)
    ranks = [one.rank for one in every if one.rank is not None]
    return Tally(
        count=len(every),
        first=sum(rank == 1 for rank in ranks),
        three=sum(rank <= 3 for rank in ranks),
        page=len(ranks),
        empty=sum(one.is_empty for one in every),
        never=sum(one.is_never_first for one in every),
    )


def _share(part: int, count: int) -> str:
    return f"{part} ({round(100 * part / count)} %)"


def _line(name: str, sums: Tally) -> str:
    parts = (sums.first, sums.three, sums.page, sums.empty, sums.never)
    cells = (f"{name}, {sums.count}", *(_share(part, sums.count) for part in parts))
    return "| " + " | ".join(cells) + " |"


def as_text(result: Score) -> str:
    """Return the table: a line a class, a line a time of writing, and the total."""
    lines = [
        "| | first | among three | first page | empty | never first |",
        "|---|---|---|---|---|---|",
    ]
    if not result.outcomes:
        return "\n".join(lines)
    lines += [_line(name, sums) for name, sums in result.by(lambda one: one.group).items()]
    for written in WRITTEN:
        if (part := result.where(written)).outcomes:
            lines.append(_line(f"**written: {written}**", tally(part.outcomes)))
    lines.append(_line("**all**", tally(result.outcomes)))
    return "\n".join(lines)


def save(path: Path, result: Score) -> None:
    """Keep a result, to compare a later one with it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(KEPT)
        for one in result.outcomes:
            rank = "" if one.rank is None else one.rank
            row = (one.id, one.group, one.written, rank, one.is_empty, one.is_never_first)
            writer.writerow(row)


def load(path: Path) -> Score:
    """Return a result that was kept."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Score(
        tuple(
            Outcome(
                id=row["id"],
                group=row["group"],
                written=row["written"],
                rank=int(row["rank"]) if row["rank"] else None,
                is_empty=row["is_empty"] == str(True),
                is_never_first=row["is_never_first"] == str(True),
            )
            for row in rows
        )
    )


def compare(old: Score, new: Score) -> Comparison:
    """Return what a result has gained and lost beside an older one: first, three, page, not found.

    A first answer that must never be first counts as worse than finding nothing right.
    """
    before = {one.id: one for one in old.outcomes}
    after = {one.id: one for one in new.outcomes}
    changes = [
        Change(name, after[name].group, before[name].level, after[name].level)
        for name in before
        if name in after
    ]
    return Comparison(
        wins=tuple(change for change in changes if change.after > change.before),
        losses=tuple(change for change in changes if change.after < change.before),
        only_old=tuple(name for name in before if name not in after),
        only_new=tuple(name for name in after if name not in before),
    )
