"""The application, loaded before the workers are forked: they share its memory, and need no time.

What must not cross a fork is not there yet when it is called, and not left behind: no connection to
a database, no thread, no loop of events. (docs/adr/0038-loaded-before-the-fork.md)
"""

import ctypes
import os
from importlib import import_module
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connections

from directory.engines import PRIMARY, REPLICA

APPLICATION: Final = "directory.serving.application"


def preload() -> bool:
    """Load the application and all that it keeps in memory, for every worker to come.

    Return whether it was: if not, each worker needs some seconds before it answers.

    Granian asks a worker to import it: there it is imported already. Beside a replica each worker
    loads for itself: which of two databases answers is asked in threads, and a fork has none.
    """
    if REPLICA in settings.DATABASES:
        return False
    import_module(APPLICATION)
    connections.close_all()
    _give_back()
    os.register_at_fork(after_in_child=_hold)
    return True


def _give_back() -> None:
    """Give back what was in use during the loading alone; only the C library of GNU keeps it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", bool)
    trim(0)


def _hold() -> None:
    """Keep one connection of a worker open: a full disk lets nobody open the first."""
    try:
        connections[PRIMARY].ensure_connection()
    except DatabaseError:
        connections.close_all()
