"""The house holds: imports only go down and in no circle, all is short, and a breach is noticed."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.domain.house import LONGEST_FILE, LONGEST_FUNCTION, ROOT, circles, too_long

LINTER = Path(sys.executable).with_name("lint-imports")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the product that a test may spoil."""
    for name in ("directory", "resources"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    """Check the imports of a copy."""
    return subprocess.run(
        [LINTER, "--no-cache"], cwd=house, capture_output=True, text=True, check=False
    )


def test_the_layers_hold(house: Path) -> None:
    assert lint(house).returncode == 0


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("resources/choices.py", "import resources.models"),
        ("resources/models/region.py", "import resources.filters"),
        ("resources/language/parsing.py", "import resources.models"),
        ("resources/models/region.py", "import resources.curation"),
        ("resources/curation/workflow.py", "import resources.search"),
        ("resources/search/results.py", "import resources.filters"),
        ("resources/filters/fields.py", "import resources.private_search"),
        ("resources/private_search/form.py", "import resources.presenters"),
        ("resources/presenters/areas.py", "import resources.views"),
        ("resources/views/pages.py", "import resources.api"),
        ("resources/api/v1/views.py", "import resources.openreferral"),
        ("resources/openreferral/views.py", "import resources.views"),
        ("resources/opening_hours/rules.py", "import directory.settings"),
        ("resources/admin/report.py", "import resources.listings.watch.fetching"),
        ("directory/errors.py", "import resources.listings.watch.watching"),
    ],
)
def test_an_import_that_goes_the_wrong_way_is_found(house: Path, module: str, line: str) -> None:
    spoilt = house / module
    spoilt.write_text(f"{spoilt.read_text()}\n{line}\n")
    found = lint(house)

    assert found.returncode == 1
    assert "BROKEN" in found.stdout


def test_a_module_that_has_no_layer_is_found(house: Path) -> None:
    (house / "resources" / "drawer.py").write_text('"""Belongs nowhere."""\n')
    found = lint(house)

    assert found.returncode == 1
    assert "drawer" in found.stdout


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("resources", cache_dir=None)
    assert len(graph.modules) > 150
    assert circles(graph) == set()


@pytest.mark.parametrize(
    "line",
    [
        "import resources.search.results",
        "def late():\n    import resources.search.results",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import resources.search.results",
    ],
)
def test_a_circle_is_found_whatever_the_import_is_for(house: Path, line: str) -> None:
    spoilt = house / "resources" / "search" / "query.py"
    spoilt.write_text(f"{spoilt.read_text()}\n{line}\n")
    graph = _graph_of(house)
    found = circles(graph)
    assert {"resources.search.query", "resources.search.results"} <= set().union(*found)


def _graph_of(house: Path) -> grimp.ImportGraph:
    """Return the imports of a copy, in a process of its own: this one has the product loaded."""
    told = (
        "import json, grimp\n"
        "graph = grimp.build_graph('resources', cache_dir=None)\n"
        "print(json.dumps([[a, b] for a in graph.modules "
        "for b in graph.find_modules_directly_imported_by(a)]))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", told], cwd=house, capture_output=True, text=True, check=True
    ).stdout
    graph = grimp.ImportGraph()
    for importer, imported in json.loads(printed):
        graph.add_import(importer=importer, imported=imported)
    return graph


@pytest.mark.parametrize("folder", ["directory", "resources", "tests"])
def test_no_file_and_no_function_is_too_long(folder: str) -> None:
    assert list(too_long(ROOT / folder)) == []


def test_what_is_too_long_is_found(tmp_path: Path) -> None:
    body = "    pass\n" * LONGEST_FUNCTION
    (tmp_path / "long.py").write_text(f"def long():\n{body}" + "\n" * LONGEST_FILE)
    (tmp_path / "short.py").write_text(f"def short():\n{body[9:]}")
    assert list(too_long(tmp_path)) == [
        f"long.py: {LONGEST_FILE + LONGEST_FUNCTION + 1} lines",
        f"long.py:1: long has {LONGEST_FUNCTION + 1} lines",
    ]


# A check that is silenced, and what stands behind it on its line.
SILENCED = re.compile(
    r"# (?:noqa(?:: [A-Z]+\d+(?:, ?[A-Z]+\d+)*)?|type: ignore(?:\[[\w, -]*\])?|pragma: no \w+)(.*)"
)


def without_reason(line: str) -> bool:
    """Tell whether a line silences a check, and does not say why."""
    found = SILENCED.search(line)
    return found is not None and not re.search(r"\w{2,} \w{2,}", found[1])


@pytest.mark.parametrize("line", ["x  # noqa: S603", "x  # type: ignore[misc]", "x  # noqa"])
def test_a_check_that_is_silenced_without_a_reason_is_found(line: str) -> None:
    assert without_reason(line)
    assert not without_reason(f"{line}  # names of ours")


def test_whoever_silences_a_check_says_why_on_the_line() -> None:
    files = (file for name in ("directory", "resources") for file in (ROOT / name).rglob("*.py"))
    lines = {
        f"{file}:{number}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if without_reason(line)
    }
    assert not lines
