"""A fixed moment for every page."""

from datetime import datetime

import pytest
from django.utils import timezone


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, a_tuesday: datetime) -> None:
    """It is an ordinary Tuesday afternoon, so that no test depends on the day it runs on."""
    monkeypatch.setattr(timezone, "now", lambda: a_tuesday)
