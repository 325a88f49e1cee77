"""The door of the staff area as a Django app: it has tables of its own."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StaffConfig(AppConfig):
    """Sessions, shared notes of attempts, and the groups of the roles."""

    name = "directory.staff"
    label = "staff"
    verbose_name = "Staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Write the roles after each migration, when the permissions are there."""
        post_migrate.connect(_write_roles, sender=self)


def _write_roles(using: str, **kwargs: Any) -> None:
    import_module("directory.staff.groups").write_roles(using)
