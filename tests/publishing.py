"""What tests write is published as the product publishes its own changes, before anybody asks.

The factories note that they have written. A test that changes rows in another way after a first
request, or that asks the index without a request, calls `publish_all()`.
"""

from typing import Any

from resources.models import Service, publish_revision

_waiting: list[bool] = []


def note_written() -> None:
    """Remember that rows are there which no index knows."""
    _waiting[:] = [True]


def publish_all() -> None:
    """Publish all services as they are now."""
    _waiting.clear()
    publish_revision(Service.objects.all())


def publish_written(**_signal: Any) -> None:
    """Publish what the factories have written since the last time; else nothing."""
    if _waiting:
        publish_all()


def forget_written() -> None:
    """Drop what was noted: its rows have gone."""
    _waiting.clear()
