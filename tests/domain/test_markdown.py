"""Markdown is wrapped like code, so that a changed sentence is a small difference to read."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
WIDTH: Final = 100
# Its lines are ids of tests, written by a program (`python -m tests.promises`).
GENERATED: Final = {"docs/promises.md"}
# A line that is nothing but one link or picture cannot be broken.
LINK_ALONE: Final = re.compile(r"\s*(?:- )?!?\[[^]]*\]\([^)]*\)[.,;]?")
FENCE: Final = re.compile(r"\s*(```|~~~)")


def tracked_markdown() -> list[str]:
    """Return the Markdown files of the repository that people write."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return sorted(set(filter(None, listed.stdout.split("\0"))) - GENERATED)


def wide_lines(text: str) -> Iterator[int]:
    """Yield the numbers of lines that could be wrapped and are not."""
    in_code = False
    for number, line in enumerate(text.splitlines(), start=1):
        if FENCE.match(line):
            in_code = not in_code
        is_free = in_code or line.lstrip().startswith("|") or LINK_ALONE.fullmatch(line)
        if len(line) > WIDTH and not is_free:
            yield number


@pytest.mark.parametrize("name", tracked_markdown())
def test_a_reader_of_a_difference_sees_only_the_lines_that_changed(name: str) -> None:
    assert list(wide_lines((ROOT / name).read_text(encoding="utf-8"))) == []


def test_tables_code_and_links_alone_may_be_wide() -> None:
    wide = "w" * WIDTH
    free = (f"| {wide} |", f"```\n{wide} {wide}\n```", f"![{wide}](a.png)", f"- [a]({wide})")
    assert [list(wide_lines(text)) for text in free] == [[], [], [], []]
    assert list(wide_lines(f"short\n{wide} {wide}\n```\n{wide}.\n```\nsee [a]({wide})")) == [2, 6]
