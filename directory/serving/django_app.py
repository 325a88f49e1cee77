"""Django, made ready: everything built that the first visitor needs."""

import gc
from importlib import import_module
from typing import Final

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from directory.serving.rehearsing import rehearse

# New objects before the collector of garbage looks at them, and how often it looks at older ones.
# As Python sets it, it goes through all rows that are kept several times a minute. What a request
# leaves behind is found at the second look: one that comes in the middle of each request takes all
# that is in use then for old, where it stays for hours.
COLLECT_AFTER: Final = (1_000, 25, 20)


def ready() -> WSGIHandler:
    """Return Django's application, warm."""
    # Nearly all that is loaded stays: it is looked through once, at the end.
    gc.set_threshold(0)
    handler = get_wsgi_application()
    # Only now can models be loaded.
    with import_module("directory.replica").reading():
        import_module("resources.search").warm_up()
    import_module("directory.outage").kept_page.renew()
    if import_module("resources.search").built_revision() is not None:
        rehearse(handler)
    # What was built stays: nobody has to look through it again. Where it was built before a fork, a
    # worker's collector would also write into every page, and each would hold a copy of its own.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    return handler
