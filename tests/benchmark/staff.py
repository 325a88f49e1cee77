"""`python -m tests.benchmark.staff`: what each page of the staff costs, with few and many listings.

The figures of each size come from a process of its own, with a database of its own. Models can be
imported only once Django is set up, so what needs them is imported then.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

import django

ROOT: Final = Path(__file__).parents[2]
TIMES: Final = ("processor, median", "median")
# Seconds at the median.
SLOWEST: Final = 0.3
Figures = dict[str, list[float]]


def measured(services: int, requests: int) -> Figures:
    """Return the queries, processor seconds and seconds of each page, by its name."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "ALLOWED_HOSTS": "testserver",
            "DATABASE_URL": f"sqlite:///{folder}/staff.sqlite3",
            "DJANGO_SETTINGS_MODULE": "directory.settings",
            "PLAIN_HTTP": "1",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "VAR_DIR": folder,
        }
        command = [sys.executable, "-m", "tests.benchmark.staff", "--measure"]
        done = subprocess.run(
            [*command, f"--many={services}", f"--requests={requests}"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def report(few: Figures, many: Figures, sizes: tuple[int, int]) -> str:
    """Return the table, the slowest page first; a page that asks more for more rows is marked."""
    tables = import_module("tests.benchmark.tables")
    rows = []
    for name, (queries, processor, wall) in sorted(many.items(), key=lambda one: -one[1][1]):
        before = few[name][0] if name in few else None
        grown = " (more)" if before is not None and queries > before else ""
        told = "" if before is None else f"{before:.0f}"
        figures = (tables.milliseconds(processor), tables.milliseconds(wall))
        rows.append((name, told, f"{queries:.0f}{grown}", *figures))
    head = ("page", f"queries, {sizes[0]:,}", f"queries, {sizes[1]:,}", *TIMES)
    return f"Times are in milliseconds.\n\n{tables.table(head, rows)}\n{verdict(few, many)}\n"


def verdict(few: Figures, many: Figures) -> str:
    """Say whether every page is quick enough, and whether none asks more where there is more."""
    slow = [name for name, (_asked, _processor, wall) in many.items() if wall >= SLOWEST]
    more = [name for name in few if name in many and many[name][0] > few[name][0]]
    # With many listings there are further pages of lists as well.
    gone = sorted(few.keys() - many.keys())
    return "\n".join(
        f"{'FAIL' if names else 'PASS'}: {what} ({', '.join(names) or f'{len(many)} pages'})"
        for what, names in (
            (f"every page is under {SLOWEST * 1000:.0f} ms at the median", slow),
            ("no page asks more with more listings", more),
            ("every page that few have is there with many", gone),
        )
    )


def main(arguments: Sequence[str]) -> None:
    """Print the report and write it to var/benchmark-staff.md; or measure one size."""
    parser = ArgumentParser(prog="python -m tests.benchmark.staff", description=__doc__)
    parser.add_argument("--few", type=int, default=50)
    parser.add_argument("--many", type=int, default=5_000)
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--measure", action="store_true", help="this process measures one size")
    options = parser.parse_args(arguments)
    if options.measure:
        django.setup()
        measuring = import_module("tests.benchmark.staff_measuring")
        found = measuring.figures(options.many, options.requests)
        sys.stdout.write(json.dumps(found) + "\n")
        return
    sizes = (options.few, options.many)
    few, many = measured(options.few, 1), measured(options.many, options.requests)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    django.setup()
    text = report(few, many, sizes)
    sys.stdout.write(text)
    folder = Path(os.environ.get("VAR_DIR", str(ROOT / "var")))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmark-staff.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
