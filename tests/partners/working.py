"""`python -m tests.partners.working SEED STEPS`: a curator at work, as one of several at once.

It works on the database that the environment names, and prints how often each step was taken.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import django

TRIES: Final = 20
# Seconds until somebody goes on who was told that the database is busy, or away.
PAUSE: Final = 0.2


def patiently(begin: Callable[[], Any]) -> Any:
    """Begin as somebody does who is told that the database is busy: again, a few times."""
    from django.db import OperationalError  # noqa: PLC0415  after the settings

    for _ in range(TRIES):
        try:
            return begin()
        except OperationalError:
            time.sleep(1)
    return begin()


def main(seed: int, steps: int) -> None:
    django.setup()
    from django.db import close_old_connections  # noqa: PLC0415  after the settings
    from django.utils import timezone  # noqa: PLC0415  it needs the settings, which stand there first

    from tests.partners.curator import Curator  # noqa: PLC0415  it needs the settings, which stand there first

    curator = patiently(lambda: Curator(seed, timezone.now))
    for _ in range(steps):
        # As before each request: a connection to a database that has gone is opened anew.
        close_old_connections()
        if not curator.step():
            time.sleep(PAUSE)
    sys.stdout.write(json.dumps(curator.done) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
