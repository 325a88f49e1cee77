"""A site of its own for a test: a folder, a database on either engine, and its commands."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.infrastructure.once import made_once
from tests.infrastructure.postgres import running_postgres
from tests.infrastructure.postgres_programs import find_programs

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class OwnSite:
    """Commands run in processes of their own, as on a server."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{name: text for name, text in os.environ.items() if name != "DATABASE_URL"},
            "VAR_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "directory.settings",
            **self.settings,
        }

    def prepare(self) -> None:
        """Make its database, with the shipped areas and terms."""
        if self.settings:
            self._fill()
        else:
            copy = partial(shutil.copytree, dst=self.folder, dirs_exist_ok=True)
            made_once("a site of its own", lambda folder: OwnSite(folder)._fill(), copy)

    def _fill(self) -> None:
        ready = (
            "from django.core.management import call_command as call\n"
            "call('migrate', verbosity=0)\ncall('load_reference', verbosity=0)"
        )
        self.asked(ready)

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            check=False,
            text=True,
        )

    def done(self, *arguments: str) -> str:
        """Run a command that has to succeed; return what it says."""
        finished = self.run(*arguments)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    def asked(self, code: str) -> str:
        """Run some lines in the site's shell; return what they print."""
        finished = self.run("shell", "--no-imports", "-c", code)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout.strip()

    def started(self, code: str) -> "subprocess.Popen[str]":
        """Begin some lines, and go on."""
        return subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )


@contextmanager
def two_databases(engine: str) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Give the settings of a database, and of a second one that is empty.

    On SQLite both are the file in the site's folder.
    """
    if engine == "sqlite":
        yield {}, {}
        return
    programs, _version = find_programs()
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    with running_postgres() as address:
        second = address.rpartition("/")[0] + "/second"
        one = {"DATABASE_URL": address, "PATH": path}
        made = "from django.db import connection\nwith connection.cursor() as one:\n"
        OwnSite(ROOT, one).asked(f"{made}    one.execute('CREATE DATABASE second')")
        yield one, {**one, "DATABASE_URL": second}
