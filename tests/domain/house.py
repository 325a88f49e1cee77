"""The imports between modules and the sizes of files and functions, read from the source."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import grimp

ROOT: Final = Path(__file__).parents[2]
LONGEST_FILE, LONGEST_FUNCTION = 400, 40
Circle = tuple[str, ...]


def circles(graph: grimp.ImportGraph) -> set[Circle]:
    """Return each group of modules that all import each other, directly or through others.

    Every import counts: those inside functions, and those for the type checker alone.
    """
    return {
        tuple(sorted(circle))
        for module in graph.modules
        if len(circle := _around(graph, module)) > 1
    }


def _around(graph: grimp.ImportGraph, module: str) -> set[str]:
    return (graph.find_upstream_modules(module) & graph.find_downstream_modules(module)) | {module}


def too_long(folder: Path) -> Iterator[str]:
    """Yield the files and functions of a folder that are longer than allowed."""
    for file in sorted(folder.rglob("*.py")):
        if "migrations" in file.parts:
            continue
        source, place = file.read_text(encoding="utf-8"), file.relative_to(folder)
        lines = len(source.splitlines())
        if lines > LONGEST_FILE:
            yield f"{place}: {lines} lines"
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    yield f"{place}:{node.lineno}: {node.name} has {length} lines"
