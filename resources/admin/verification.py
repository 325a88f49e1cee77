"""Checks of facts. Adding one is how a curator says "I called them and it is right"."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from resources.admin.forms import VerificationForm
from resources.admin.permissions import signed_in
from resources.curation import workflow
from resources.models import Verification


@admin.register(Verification)
class VerificationAdmin(admin.ModelAdmin[Any]):
    """Checks are added; one that was made is not changed."""

    list_display = ("service", "contact_route", "fact_kind", "method", "checked_on", "checked_by")
    list_filter = ("method", "fact_kind", "source_kind", "precision")
    list_select_related = ("service", "contact_route", "checked_by")
    search_fields = ("service__name", "fields", "source_url")
    autocomplete_fields = ("service", "contact_route")
    form = VerificationForm
    date_hierarchy = "checked_on"

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        """Record the check under the curator's name."""
        workflow.verify(obj, signed_in(request), timezone.localtime())
