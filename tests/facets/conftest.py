"""A directory of invented services, varied enough that every filter tells some apart."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.benchmark.writing import write

SERVICES = 150


@pytest.fixture(scope="module")
def invented(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A hundred and fifty services, in the database for as long as these tests run."""
    with django_db_blocker.unblock(), transaction.atomic():
        write(SERVICES, seed=3)
        yield
        transaction.set_rollback(True)
