"""What tests write is published as the product publishes its own changes, before anybody asks.

The factories note that they have written. A test that changes rows in another way after a first
request, or that asks the index without a request, calls `publish_all()`.
"""

from typing import Any

from resources.models import Service, publish_revision
from tests.kept_index import written_so_far

# How many rows were written when all were published: none of them where some still wait for it.
_waiting: list[int] = []
_SOME_WAIT = -1


def note_written() -> None:
    """Remember that rows are there which no index knows."""
    _waiting[:] = [_SOME_WAIT]


def note_published() -> None:
    """Remember that all rows are published, unless a test writes more before it asks."""
    _waiting[:] = [_SOME_WAIT if (written := written_so_far()) is None else written]


def publish_all() -> None:
    """Publish all services as they are now."""
    _waiting.clear()
    publish_revision(Service.objects.all())


def publish_written(**_signal: Any) -> None:
    """Publish what the factories have written since the last time; else nothing."""
    if _waiting and _waiting != [written_so_far()]:
        publish_all()
    forget_written()


def forget_written() -> None:
    """Drop what was noted: its rows have gone."""
    _waiting.clear()
