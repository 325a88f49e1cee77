"""Two curators: what one has done, the other has to agree to."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import UserFactory


@pytest.fixture
def curator(db: None) -> User:
    return UserFactory.make(username="asha")


@pytest.fixture
def colleague(db: None) -> User:
    """A second person."""
    return UserFactory.make(username="bryn")


@pytest.fixture
def staff(curator: User) -> Client:
    """The browser of the curator, signed in."""
    client = Client()
    client.force_login(curator)
    return client


@pytest.fixture
def second(colleague: User) -> Client:
    """The browser of the colleague, signed in."""
    client = Client()
    client.force_login(colleague)
    return client
