"""The domain as a Django app."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from uuid import UUID

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """Registers the domain's models and its checks."""

    name = "resources"
    verbose_name = "Directory of services"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the checks, which registers them; say what programs are told of a service."""
        import_module("resources.content.checks")
        change = import_module("resources.models.change")
        change.ChangeManager.digests = staticmethod(_digests)


def _digests(services: Sequence[UUID]) -> Mapping[UUID, str]:
    """Call what stands in a higher layer than the models; it is imported when it is needed."""
    found: Mapping[UUID, str] = import_module("resources.api.v1.following").digests(services)
    return found
