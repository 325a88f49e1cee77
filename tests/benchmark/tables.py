"""The result as a table: plain enough for a terminal, and Markdown at the same time."""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final

from tests.benchmark.asking import API, PAGES, Taken
from tests.benchmark.questions import Kind
from tests.benchmark.starting import Start
from tests.benchmark.writing import Written

SLOWEST: Final = 10
Cells = Sequence[str]


def at_rank(values: Iterable[float], share: float) -> float:
    """Return the value that so large a share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(ceil(share * len(ordered)), 1) - 1]


def table(head: Cells, rows: Iterable[Cells]) -> str:
    """Return a table: the first column to the left, the others to the right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]

    def line(cells: Cells) -> str:
        first, *others = (cell.replace("|", "/") for cell in cells)
        padded = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        return "| " + " | ".join([first.ljust(widths[0]), *padded]) + " |"

    rule = "|" + "|".join(
        ("-" * (width + 1) + ":") if column else ("-" * (width + 2))
        for column, width in enumerate(widths)
    )
    return "\n".join([line(head), f"{rule}|", *(line(cells) for cells in lines[1:])])


def milliseconds(seconds: float) -> str:
    """Write a time."""
    return f"{seconds * 1000:,.1f}"


def by_kind(answers: Sequence[Taken]) -> str:
    head = (
        "milliseconds",
        *("requests", "median", "p95", "worst"),
        *("processor, median", "SQL, median", "statements, median", "most"),
    )
    rows = []
    for surface in (PAGES, API):
        of_surface = [one for one in answers if one.surface == surface]
        for kind in (None, *Kind):
            some = [one for one in of_surface if kind is None or one.ask.kind is kind]
            if some:
                rows.append((f"{surface}: {kind or 'all'}", *_figures(some)))
    return table(head, rows)


def _figures(answers: Sequence[Taken]) -> Cells:
    elapsed = [one.elapsed for one in answers]
    statements = [one.statements for one in answers]
    return (
        str(len(answers)),
        *(milliseconds(at_rank(elapsed, share)) for share in (0.5, 0.95, 1)),
        milliseconds(at_rank((one.processor for one in answers), 0.5)),
        milliseconds(at_rank((one.sql for one in answers), 0.5)),
        f"{at_rank(statements, 0.5):.0f}",
        str(max(statements)),
    )


def slowest(answers: Sequence[Taken]) -> str:
    worst = sorted(answers, key=lambda one: one.elapsed, reverse=True)[:SLOWEST]
    rows = [
        (
            f"{one.surface}: {one.ask}",
            milliseconds(one.elapsed),
            milliseconds(one.processor),
            milliseconds(one.sql),
            str(one.statements),
        )
        for one in worst
    ]
    return table(("slowest", "ms", "processor", "SQL", "statements"), rows)


def start_words(start: Start) -> str:
    """Say how long a process takes to start, and what it holds afterwards."""
    return (
        f"Start: the index took {start.index:.1f} s to build, the rest to warm up "
        f"{start.rest:.1f} s. The process holds {start.memory:,.0f} MB, "
        f"{start.grown:,.0f} MB more than before."
    )


def written_words(written: Written) -> str:
    """Say what was written and how long it took."""
    rows = ", ".join(f"{count:,} {name}" for name, count in written.rows.items())
    return (
        f"Written: {rows}. Inventing took {written.inventing:.0f} s, writing "
        f"{written.writing:.0f} s, publishing {written.publishing:.0f} s."
    )
