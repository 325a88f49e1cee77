"""Putting a table of questions to the directory, and printing what came of it."""

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import median, quantiles
from typing import Final
from zoneinfo import ZoneInfo

from resources.search import warm_up
from tests.benchmark.writing import write
from tests.relevance.__main__ import read
from tests.relevance.answering import answers_to
from tests.relevance.reading import Question, ServiceFacts, read_questions
from tests.relevance.scoring import Score, as_text, compare, load, save, score

# A Tuesday afternoon: what is open breaks ties, and must break them alike each time.
MOMENT: Final = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo("Europe/London"))
PERCENTILES: Final = 20
AMONG_THREE: Final = 2
SEED: Final = 1


def main(arguments: Sequence[str]) -> None:
    """Print the table by class, wins and losses, and milliseconds."""
    options = read(arguments)
    questions = read_questions(options.table)
    warm_up()
    answers, times = answers_to(questions, MOMENT)
    result = score(questions, answers)
    sys.stdout.write(as_text(result) + "\n\n" + _times("shipped", times))
    if options.save:
        save(options.save, result)
    if options.against.exists():
        sys.stdout.write(_against(load(options.against), result))
    if options.misses:
        sys.stdout.write(_misses(questions, answers, result))
    if options.services:
        sys.stdout.write(_at_size(options.services, questions))


def _times(label: str, times: Sequence[float]) -> str:
    p95 = quantiles(times, n=PERCENTILES)[-1]
    return (
        f"Milliseconds a question, {label}: median {median(times):.1f}, p95 {p95:.1f}, "
        f"worst {max(times):.1f}\n"
    )


def _against(old: Score, new: Score) -> str:
    change = compare(old, new)
    lost = ", ".join(one.id for one in change.losses)
    return f"Against the last release: {len(change.wins)} won, {len(change.losses)} lost: {lost}\n"


def _misses(
    questions: Sequence[Question], answers: Mapping[str, Sequence[ServiceFacts]], result: Score
) -> str:
    """Return a line for each question that is not answered among three, or whose first hurts."""
    by_id = {question.id: question for question in questions}
    lines = []
    for outcome in result.outcomes:
        if outcome.level < AMONG_THREE:
            question = by_id[outcome.id]
            first = "; ".join(facts.name for facts in answers[outcome.id][:3])
            asked = " @ ".join(filter(None, (question.words, question.place)))
            lines.append(f"{outcome.level:2} {outcome.id} [{outcome.group}] {asked} -> {first}")
    return "\n".join(lines) + "\n"


def _at_size(services: int, questions: Sequence[Question]) -> str:
    """Add invented services and return how long the questions take then."""
    write(services, SEED)
    warm_up()
    _answers, times = answers_to(questions, MOMENT)
    return _times(f"with {services:,} invented services", times)
