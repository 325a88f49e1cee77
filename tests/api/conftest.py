"""A folder of static files for the server, which every request loads."""

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def _static_folder(settings: LazySettings) -> None:
    """Style sheets come from where they are written: nothing has been collected."""
    settings.STATIC_ROOT = str(settings.STATICFILES_DIRS[0])
