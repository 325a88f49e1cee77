"""The door of the staff area as a Django app: it has tables of its own."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.apps import apps as apps_now
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class StaffConfig(AppConfig):
    """Sessions, shared notes of attempts, and the groups of the roles."""

    name = "directory.staff"
    label = "staff"
    verbose_name = "Staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Write the roles after each migration, when the permissions are there."""
        # Django makes the rights of each app at its turn; this one comes after all with roles.
        last = apps_now.get_app_config("contenttypes")
        post_migrate.connect(_write_roles, sender=last, dispatch_uid="directory.staff.roles")


class StaffAdminConfig(AdminConfig):
    """The admin with a site of our own."""

    default_site = "directory.staff.site.StaffSite"


def _write_roles(using: str, apps: Any = apps_now, **kwargs: Any) -> None:
    """Write them, unless the database stands between two versions and lacks rights or tables."""
    try:
        apps.get_model("auth", "Group")
    except LookupError:
        return
    groups = import_module("directory.staff.groups")
    if not groups.missing_rights(using):
        groups.write_roles(using)
