"""Is it alive, is it ready: for whatever keeps the servers running. Strangers learn one word.

These two addresses are no visits: they stand in no line of the log.
"""

from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from directory.replica import reader_in_use
from resources.search import current_index


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return _word("live", 200)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers, has every migration, and the lists are made from it."""
    try:
        current_index()
        is_ready = _is_migrated()
    except DatabaseError:
        is_ready = False
    return _word("ready", 200) if is_ready else _word("not ready", 503)


def _is_migrated() -> bool:
    executor = MigrationExecutor(connections[reader_in_use()])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _word(word: str, status: int) -> HttpResponse:
    return HttpResponse(word + "\n", content_type="text/plain", status=status)
