"""Words of opening hours are told in British English, whatever the machine speaks."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True, scope="module")
def _british_english() -> Iterator[None]:
    with translation.override("en-gb"):
        yield
