"""Writes the roles into the database: each a group with exactly the rights that the code names."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.db import DEFAULT_DB_ALIAS

from resources.curation.roles import RIGHTS, Role


def write_roles(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make every role's group and set its rights; a right that was added by hand goes.

    Raise LookupError for a right that no model has: the code names what is not there.
    """
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0, using=using)
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    missing = sorted({right for rights in RIGHTS.values() for right in rights} - set(known))
    if missing:
        raise LookupError(f"No model has these rights: {', '.join(missing)}")
    for role, rights in RIGHTS.items():
        group, _ = Group.objects.using(using).get_or_create(name=role.value)
        group.permissions.set([known[right] for right in sorted(rights)])


def role_of(user: User) -> Role | None:
    """Return the role of a person; None where they have none."""
    names = [group.name for group in user.groups.all() if group.name in Role.values]
    return Role(names[0]) if names else None


def give_role(user: User, role: Role) -> None:
    """Give a person one role, and take any other away."""
    others: Any = user.groups.exclude(name=role.value)
    user.groups.remove(*others)
    user.groups.add(Group.objects.get(name=role.value))
