"""Writes the roles into the database: each a group with exactly the rights that the code names."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db import DEFAULT_DB_ALIAS

from resources.curation.roles import RIGHTS, Role


def missing_rights(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the rights that a role names and the database does not have."""
    named = {right for rights in RIGHTS.values() for right in rights}
    return sorted(named - set(_known(using)))


def write_roles(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make every role's group and set its rights; a right that was added by hand goes."""
    known = _known(using)
    for role, rights in RIGHTS.items():
        group, _ = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.set([known[right] for right in sorted(rights)])


def _known(using: str) -> dict[str, Permission]:
    """Return the rights that there are, by their full names."""
    permissions = Permission.objects.using(using).select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}": one for one in permissions}


def role_of(user: User) -> Role | None:
    """Return the role of a person; None where they have none."""
    names = [group.name for group in user.groups.all() if group.name in Role.values]
    return Role(names[0]) if names else None


def give_role(user: User, role: Role) -> None:
    """Give a person one role, and take any other away."""
    others: Any = user.groups.exclude(name=role.value)
    user.groups.remove(*others)
    user.groups.add(Group.objects.get(name=role.value))
