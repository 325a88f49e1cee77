"""Measuring one engine, on the database that the environment names."""

import json
import logging
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Final
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import connection
from django.test import Client

from resources.models import Service
from tests.benchmark.asking import API, PAGES, Taken, taken
from tests.benchmark.questions import Ask, Asker
from tests.benchmark.starting import started
from tests.benchmark.tables import by_kind, milliseconds, slowest, start_words, written_words
from tests.benchmark.writing import Written, write

# What is open depends on the hour: every run asks on a Tuesday afternoon.
MOMENT: Final = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo("Europe/London"))
WARMING: Final = 10


def tell(text: str) -> None:
    """Report progress to somebody who waits."""
    sys.stderr.write(f"{connection.vendor}: {text}\n")


def filled(services: int, seed: int, notes: Path) -> Written:
    """Write the directory, unless the notes say that it was written whole before."""
    if notes.exists():
        return Written(**json.loads(notes.read_text(encoding="utf-8")))
    if Service.objects.exists():
        raise SystemExit("The database is not empty, and was not written whole. Remove it.")
    written = write(services, seed, tell)
    notes.write_text(json.dumps(asdict(written)), encoding="utf-8")
    return written


def measured(requests: int, seed: int) -> tuple[list[Taken], list[Taken]]:
    """Ask the very first question, warm up, and ask all questions of pages and of the API.

    Return the first answers apart: they make what is kept for a minute.
    """
    client = Client()
    first = [taken(client, Ask((), "", 1), surface) for surface in (PAGES, API)]
    for ask in Asker(seed + 1).asks(WARMING):
        taken(client, ask, PAGES)
        taken(client, ask, API)
    answers = []
    for surface in (PAGES, API):
        tell(f"{requests} requests: {surface}")
        answers += [taken(client, ask, surface) for ask in Asker(seed).asks(requests)]
    return first, answers


def report(options: Namespace) -> str:
    """Write, ask, and return the section of this engine."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    written = filled(options.services, options.seed, options.notes)
    start = started()
    with patch("django.utils.timezone.now", return_value=MOMENT):
        first, answers = measured(options.requests, options.seed)
    firsts = ", ".join(f"{one.surface} {milliseconds(one.elapsed)} ms" for one in first)
    parts = (
        f"## {connection.display_name}: {options.services:,} services",
        written_words(written),
        start_words(start),
        f"The very first request: {firsts}.",
        by_kind(answers),
        slowest(answers),
    )
    return "\n\n".join(parts)


def main(arguments: Sequence[str]) -> None:
    """Print the section of one engine."""
    parser = ArgumentParser()
    for name in ("services", "seed", "requests"):
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument(
        "--notes", type=Path, required=True, help="where it is noted what is written"
    )
    # A line for each request would hide the table.
    logging.disable(logging.INFO)
    sys.stdout.write(report(parser.parse_args(arguments)) + "\n")
