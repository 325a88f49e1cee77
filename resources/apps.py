"""The domain as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """Registers the domain's models and its checks."""

    name = "resources"
    verbose_name = "Directory of services"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the checks, which registers them."""
        import_module("resources.content.checks")
