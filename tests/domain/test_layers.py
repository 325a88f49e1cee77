"""The house holds: imports only go down, all has a layer, and a breach is noticed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
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
        ("resources/presenters/areas.py", "import resources.views"),
        ("resources/views/pages.py", "import resources.api"),
        ("resources/opening_hours/rules.py", "import directory.settings"),
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
