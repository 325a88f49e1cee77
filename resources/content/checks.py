"""Checks of the domain: facts that may not go stale unnoticed.

Each file below names the day by which somebody reads it through again. A month before, every
command says so (I). After that day every command warns (W), and a check for deployment, which the
build runs, fails (E). Ordinary commands still run then: a listing that hurts somebody has to come
down even on a day when a review is late.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.core import checks
from django.core.checks import CheckMessage, Error, Info, register
from django.utils import timezone

DATA: Final = Path(__file__).parents[1] / "data"
TOLD_BEFORE: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Review:
    """A file with a day by which it is read through again; `number` is part of the ids."""

    number: str
    name: str
    file: str
    review_by: date


# What a check calls each file, by its number and name.
FILES: Final = {
    "emergency.json": ("001", "emergency block"),
    "accessibility.json": ("002", "accessibility statement"),
    "risk.json": ("003", "list of wordings of people at risk"),
    "people.json": ("004", "list of wordings that say who needs help"),
}


def _reviews() -> tuple[Review, ...]:
    dates = {
        file: json.loads((DATA / file).read_text(encoding="utf-8"))["review_by"] for file in FILES
    }
    return tuple(
        Review(*FILES[file], file, date.fromisoformat(review_by))
        for file, review_by in dates.items()
    )


def _message(
    kind: type[Info | checks.Warning | Error], letter: str, review: Review, words: str
) -> CheckMessage:
    return kind(
        f"The {review.name} {words} {review.review_by.isoformat()}.",
        hint=f"Read resources/data/{review.file} through, then set its dates.",
        id=f"resources.{letter}{review.number}",
    )


@register("content")
def reviews(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """I001 to I004: a review is due within a month. W001 to W004: it is late."""
    today = timezone.localdate()
    messages = []
    for review in _reviews():
        if today > review.review_by:
            messages.append(_message(checks.Warning, "W", review, "was due for review by"))
        elif today >= review.review_by - TOLD_BEFORE:
            messages.append(_message(Info, "I", review, "is due for review by"))
    return messages


@register("content", deploy=True)
def late_reviews(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """E001 to E004: nothing is deployed, and no build passes, with a review that is late."""
    today = timezone.localdate()
    return [
        _message(Error, "E", review, "was due for review by")
        for review in _reviews()
        if today > review.review_by
    ]
