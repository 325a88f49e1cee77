"""A directory of invented services, varied enough that every filter tells some apart."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from tests.benchmark.writing import write
from tests.conftest import kept_rows

SERVICES = 150


@pytest.fixture(scope="module")
def invented(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A hundred and fifty services, in the database for as long as these tests run."""
    with kept_rows(django_db_blocker, partial(write, SERVICES, seed=3)):
        yield
