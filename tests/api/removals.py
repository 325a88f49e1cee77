"""Listings that were taken away, and how they are asked for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from resources.choices import TombstoneReason
from resources.curation import workflow
from resources.models import Service
from tests.factories import ServiceFactory, UserFactory

REMOVED = "/api/v1/removed/"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/London"))
Told = Callable[..., list[dict[str, Any]]]


def withdrawn(at: datetime = NOON, **values: Any) -> Service:
    """Make a public service and withdraw it."""
    service = ServiceFactory.make(**values)
    workflow.withdraw(service, UserFactory.make(), at, "A wrong number.")
    return service


def recalled(
    reason: TombstoneReason = TombstoneReason.CLOSED,
    at: datetime = NOON,
    into: UUID | None = None,
) -> Service:
    service = ServiceFactory.make()
    workflow.recall(service, UserFactory.make(), at, reason, into)
    return service


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def address(service: Service) -> str:
    return f"/api/v1/services/{service.pk}/"
