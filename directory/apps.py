"""Registers the deployment checks when Django starts."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The project package as an app without models, so that its checks are found."""

    name = "directory"
    verbose_name = "Project"

    def ready(self) -> None:
        """Register the checks."""
        from directory import checks  # noqa: F401, PLC0415  importing registers the checks
