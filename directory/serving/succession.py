"""A worker whose parent was killed goes on answering, until another server does so in its place.

The parent answers nobody, and starts workers: once it is gone, none that dies is followed. If they
ended with it, the directory would be away until somebody notices. So they stay. When a server is
started again, they end as if they had been told to: else every second visitor would be answered by
what was there before, for as long as the machine runs.
"""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Thread
from typing import Final

from django.conf import settings

# Seconds between two looks.
EVERY: Final = 0.5


class Succession:
    """A server that starts workers at a port, as its workers and those of others know it."""

    def __init__(self, port: int) -> None:
        """Name the server of this process."""
        self._name = token_hex(8)
        self._parent = os.getpid()
        self._file = Path(settings.VAR_DIR) / f"serving-{port}"

    def begin(self) -> None:
        """Say, in a worker that is about to answer, whose it is; and look out for a successor."""
        # On a full disk the name of the server before may still stand there: that is no successor.
        with suppress(OSError):
            self._file.write_text(self._name, encoding="ascii")
        known = {self._name, self._serving(), ""}
        Thread(target=self._stay, args=[known], name="succession", daemon=True).start()

    def _stay(self, known: set[str]) -> None:
        while os.getppid() == self._parent or self._serving() in known:
            time.sleep(EVERY)
        os.kill(os.getpid(), signal.SIGTERM)

    def _serving(self) -> str:
        """Return the name of the server whose workers answer; "" where nobody has told."""
        try:
            return self._file.read_text(encoding="ascii")
        except OSError:
            return ""
