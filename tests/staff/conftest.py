"""People of the staff, each with the role that the test is about."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from directory.staff.groups import give_role
from resources.curation.roles import Role
from tests.factories import UserFactory
from tests.second_factor import PASSWORD

People = Callable[[str, Role], User]


@pytest.fixture
def make_person(db: None) -> People:
    """Make somebody with a role and a password, and without a second factor."""

    def made(name: str, role: Role) -> User:
        user: User = UserFactory.make(username=name, is_superuser=False)
        user.set_password(PASSWORD)
        user.save()
        give_role(user, role)
        return user

    return made


@pytest.fixture
def asha(make_person: People) -> User:
    """An approver."""
    return make_person("asha", Role.APPROVER)


@pytest.fixture
def padma(make_person: People) -> User:
    """An administrator."""
    return make_person("padma", Role.ADMINISTRATOR)


def browser(user: User) -> Client:
    """Return a browser in which somebody has signed in with a second factor just now."""
    client = Client()
    client.force_login(user)
    return client
