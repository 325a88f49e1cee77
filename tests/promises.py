"""Which test proves which promise: read from the tests, and written down for people.

    python -m tests.promises           writes docs/promises.md and resources/data/promises.json
    python -m tests.promises --check   says what is wrong with them instead

Tests are read and not run, so this needs neither a database nor a browser.
"""

from __future__ import annotations

import ast
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
POINTS = ROOT / "tests" / "promises.toml"
PAGE = ROOT / "docs" / "promises.md"
DATA = ROOT / "resources" / "data" / "promises.json"
MARK = "pytest.mark.proves"
HEAD = """# What we promise, and what proves it

Made by `python -m tests.promises` from `tests/promises.toml` and from the tests marked with
`@pytest.mark.proves("...")`; `make check` fails when it is not what would be made now.
"""

Proofs = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Point:
    """One promise: its words, the tests that prove it, and what of it is not proved."""

    id: str
    words: str
    open: str = ""
    unproved: str = ""
    tests: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Promises of one kind, under their heading."""

    id: str
    title: str
    points: list[Point]


def _ids(node: ast.AST) -> Iterator[str]:
    """Yield the points that a mark names; anything but plain texts is a mistake."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == MARK:
        for argument in node.args:
            yield str(ast.literal_eval(argument))


def _module_marks(tree: ast.Module) -> Iterator[str]:
    """Yield the points that a whole file proves."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            for inner in ast.walk(node.value):
                yield from _ids(inner)


def marked(source: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield each point that a file proves, with the name of the test that does."""
    tree = ast.parse(source)
    yield from ((point, name) for point in _module_marks(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                yield from ((point, f"{name}::{node.name}") for point in _ids(decorator))


def proofs(folder: Path) -> dict[str, list[str]]:
    """Return the tests of a folder by the points that they prove."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.rglob("test_*.py")):
        name = file.relative_to(folder.parent).as_posix()
        for point, test in marked(file.read_text(encoding="utf-8"), name):
            found.setdefault(point, []).append(test)
    return found


def chapters(text: str, proved: Proofs) -> list[Chapter]:
    """Put the tests beside the promises of the file."""
    return [
        Chapter(
            one["id"],
            one["title"],
            [Point(**point, tests=proved.get(point["id"], [])) for point in one["point"]],
        )
        for one in tomllib.loads(text)["chapter"]
    ]


def mistakes(made: Iterable[Chapter], proved: Proofs) -> list[str]:
    """Say which promise nothing proves, and which test proves what nobody promised."""
    points = {point.id: point for chapter in made for point in chapter.points}
    return [
        *(
            f"{point.id} has no test; mark one, or say in tests/promises.toml what is open."
            for point in points.values()
            if not (point.tests or point.open or point.unproved)
        ),
        *(
            f"{point.id} cannot be proved and has a test: {point.tests[0]}."
            for point in points.values()
            if point.tests and point.unproved
        ),
        *(
            f"{name}: there is no promise {unknown!r}."
            for unknown in sorted(set(proved) - set(points))
            for name in proved[unknown]
        ),
    ]


def as_page(made: Iterable[Chapter]) -> str:
    lines = [HEAD]
    for chapter in made:
        lines += [f"## {chapter.title} ({chapter.id})", ""]
        for point in chapter.points:
            lines.append(f"- **{point.id}** {point.words}")
            lines += [f"  - `{test}`" for test in point.tests]
            lines += [f"  - not proved yet: {point.open}"] * bool(point.open)
            lines += [f"  - no test can prove this: {point.unproved}"] * bool(point.unproved)
        lines.append("")
    return "\n".join(lines)


def as_data(made: Iterable[Chapter]) -> str:
    """Return what the public page is made from."""
    whole: list[dict[str, Any]] = [
        {
            "title": chapter.title,
            "points": [
                {"words": point.words, "open": point.open, "unproved": point.unproved}
                for point in chapter.points
            ],
        }
        for chapter in made
    ]
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Write both files, or say what is wrong with them; 1 when something is."""
    proved = proofs(ROOT / "tests")
    made = chapters(POINTS.read_text(encoding="utf-8"), proved)
    found = mistakes(made, proved)
    for file, text in ((PAGE, as_page(made)), (DATA, as_data(made))):
        if "--check" not in arguments:
            file.write_text(text, encoding="utf-8")
        elif not file.is_file() or file.read_text(encoding="utf-8") != text:
            found.append(f"{file.relative_to(ROOT)} is old: run `python -m tests.promises`.")
    sys.stderr.writelines(f"{one}\n" for one in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
