"""A folder of static files, which every request loads; and the list of removals."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.api.removals import REMOVED, Told


@pytest.fixture(autouse=True)
def _static_folder(settings: LazySettings) -> None:
    """Style sheets come from where they are written: nothing has been collected."""
    settings.STATIC_ROOT = str(settings.STATICFILES_DIRS[0])


@pytest.fixture
def told(client: Client) -> Told:
    """Ask for the removals, and return the rows of the first page."""

    def ask(**asked: str) -> list[dict[str, Any]]:
        answer = client.get(REMOVED, asked)
        assert answer.status_code == 200, answer.content
        rows: list[dict[str, Any]] = answer.json()["results"]
        return rows

    return ask
