"""The application, loaded before the workers are forked: they share its memory, and need no time.

What must not cross a fork is not there yet when it is called, and not left behind: no connection to
a database, no thread, no loop of events. (docs/adr/0038-loaded-before-the-fork.md)
"""

import gc
from importlib import import_module
from typing import Final

from django.conf import settings
from django.db import connections

from directory.engines import REPLICA

APPLICATION: Final = "directory.serving.application"


def preload() -> None:
    """Load the application and all that it keeps in memory, for every worker to come.

    Granian asks a worker to import it: there it is imported already. Beside a replica each worker
    loads for itself: which of two databases answers is asked in threads, and a fork has none.
    """
    if REPLICA in settings.DATABASES:
        return
    import_module(APPLICATION)
    connections.close_all()
    # The collector of a worker would write into every page that it looks through, and each worker
    # would then hold a copy of its own.
    gc.collect()
    gc.freeze()
