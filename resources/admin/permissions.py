"""Two kinds of admin page: one that only shows, and one that notes when a row was changed."""

from typing import Any, Final

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import DateInput, ModelForm
from django.http import HttpRequest
from django.utils import timezone

# The browser's own field for a day has a name and keys, and needs no script.
OWN_WIDGETS: Final[Any] = {
    models.DateField: {"widget": DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
}


def signed_in(request: HttpRequest) -> AbstractBaseUser:
    """Return the curator of a request; the admin lets nobody else in."""
    if not isinstance(request.user, AbstractBaseUser):
        raise PermissionDenied
    return request.user


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """For records that the workflow or a loader creates, never a person by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class CuratedAdmin(admin.ModelAdmin[Any]):
    """For rows that the loader may have written: a curator's change is dated, and so it stays."""

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        """Date the change; inlines are saved in the same request."""
        obj.last_modified = timezone.now()
        super().save_model(request, obj, form, change)
