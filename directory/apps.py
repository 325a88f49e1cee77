"""Registers the deployment checks when Django starts, and keeps from others what nobody uses."""

from importlib import import_module

from django.apps import AppConfig

from directory.extras import leave_out

# This app comes first: none of the others has loaded anything yet.
leave_out()


class DirectoryConfig(AppConfig):
    """The project package as an app without models, so that its checks are found."""

    name = "directory"
    verbose_name = "Project"

    def ready(self) -> None:
        """Import the checks, which registers them."""
        import_module("directory.checks")
