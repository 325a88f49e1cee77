"""Scanners that only npm has.

    python -m tests.infrastructure.scanners

makes sure that they are there, and prints their folder (`tests/infrastructure/npm.py`).
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from tests.infrastructure.npm import installed


@cache
def packages() -> Path:
    """Return the folder in which each package is a folder, installing them the first time."""
    return installed(Path(__file__).parent) / "node_modules"


def main() -> int:
    """Print the folder of the scanners."""
    sys.stdout.write(f"{packages()}\n")
    return 0
