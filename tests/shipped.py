"""The shipped listings, or a share of them that stands for all.

Whatever reads each of them by itself reads a share in every run, and all in `make endurance`.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.core.management import call_command

LISTINGS: Final = Path(__file__).parents[1] / "resources" / "data" / "listings.jsonl"
ONE_IN: Final = 8


def load_share(one_in: int) -> None:
    """Load one service in so many, by the command that `make run` uses; of 1 all."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "listings.jsonl"
        write_share(file, one_in)
        call_command("load_listings", str(file), "--commit", "--as-shipped", verbosity=0)


def write_share(file: Path, one_in: int) -> None:
    """Write one service in so many as a file that can be loaded."""
    lines = (json.dumps(row) + "\n" for row in share(one_in))
    file.write_text("".join(lines), encoding="utf-8")


def share(one_in: int) -> list[dict[str, Any]]:
    """Return the lines of one service in so many, of who runs it, and all that a post names."""
    rows = [json.loads(line) for line in LISTINGS.read_text("utf-8").splitlines()]
    posts = [row for row in rows if row["record"] == "collection"]
    named = {entry["service"] for post in posts for entry in post["entries"]}
    services = [row for row in rows if row["record"] == "service"]
    services = [
        row for number, row in enumerate(services) if number % one_in == 0 or row["id"] in named
    ]
    run_by = {row["organization"] for row in services}
    runners = [row for row in rows if row["record"] == "organization" and row["id"] in run_by]
    return [*runners, *services, *posts]
