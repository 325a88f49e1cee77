"""`make relevance`: how well the shipped listings are found, by class, and how quickly.

A directory of its own is made for it, so that the one in use is never touched. With `--services`
invented ones are added, to see how long questions take then; relevance is judged with the shipped.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.relevance.reading import TABLE

ROOT: Final = Path(__file__).parents[2]
LISTINGS: Final = ROOT / "resources" / "data" / "listings.jsonl"
# How the release before this search answered the table.
LAST_RELEASE: Final = Path(__file__).with_name("last_release.csv")


def read(arguments: Sequence[str]) -> Namespace:
    """Read the command line."""
    parser = ArgumentParser(prog="python -m tests.relevance", description=__doc__)
    parser.add_argument("--table", type=Path, default=TABLE, help="the file of questions")
    parser.add_argument("--against", type=Path, default=LAST_RELEASE, help="an earlier result")
    parser.add_argument("--save", type=Path, help="keep the result here")
    parser.add_argument("--misses", action="store_true", help="list what was not among the three")
    parser.add_argument("--services", type=int, default=0, help="so many invented ones as well")
    return parser.parse_args(arguments)


def run(module: str, *arguments: str, folder: str, database: str) -> None:
    """Run a module with a directory of its own in a folder."""
    environment = {
        **os.environ,
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "directory.settings",
        "PLAIN_HTTP": "1",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "VAR_DIR": folder,
    }
    command = [sys.executable, *module.split(), *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def main(arguments: Sequence[str]) -> None:
    """Make the directory, put the questions and print the tables."""
    options = read(arguments)
    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/directory.sqlite3"
        run("manage.py", "prepare", str(LISTINGS), folder=folder, database=database)
        passed = [f"--table={options.table}", f"--against={options.against}"]
        passed += [f"--save={options.save}"] if options.save else []
        passed += ["--misses"] if options.misses else []
        passed += [f"--services={options.services}"]
        run("-m tests.relevance.report", *passed, folder=folder, database=database)


if __name__ == "__main__":
    main(sys.argv[1:])
