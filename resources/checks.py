"""Checks of the domain: facts that may not go stale unnoticed."""

from typing import Any

from django.core.checks import CheckMessage, register
from django.core.checks import Warning as Caution
from django.utils import timezone

from resources.emergency import read_emergency


@register("content", deploy=True)
def emergency_review(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """W001: emergency numbers and rules are read through again before their review date."""
    emergency = read_emergency()
    if not emergency.is_due(timezone.localdate()):
        return []
    return [
        Caution(
            f"The emergency block was due for review by {emergency.review_by.isoformat()}.",
            hint="Read resources/data/emergency.json through, then set its two dates.",
            id="resources.W001",
        )
    ]
