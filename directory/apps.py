"""Registers the deployment checks when Django starts."""

from importlib import import_module

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The project package as an app without models, so that its checks are found."""

    name = "directory"
    verbose_name = "Project"

    def ready(self) -> None:
        """Import the checks, which registers them."""
        import_module("directory.checks")
