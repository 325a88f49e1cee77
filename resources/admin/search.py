"""Words that mean the same, which staff keep; and what running servers follow, to look at."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from resources.admin.permissions import ReadOnlyAdmin
from resources.admin.recording import ProposedAdmin, RecordForm
from resources.models import DataRevision, PublishedRecord, SynonymGroup


class LinesField(forms.CharField):
    """A list of phrases, written one a line."""

    widget = forms.Textarea(attrs={"rows": 12})

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines; what was typed stays as it was typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the lists, not how they were written."""
        return bool((initial or []) != self.to_python(data))


class SynonymGroupForm(RecordForm):
    """A group, its words one a line."""

    words = LinesField(help_text=_("One a line. The first is what the others mean."))

    class Meta:
        model = SynonymGroup
        fields = ("words", "note", "is_used")


@admin.register(SynonymGroup)
class SynonymGroupAdmin(ProposedAdmin):
    """Groups of words. A shipped one is switched off, not deleted: loading would bring it back."""

    form = SynonymGroupForm
    list_display = ("__str__", "note", "is_used")
    list_filter = ("is_used",)
    search_fields = ("words", "note")

    def has_delete_permission(self, request: HttpRequest, obj: SynonymGroup | None = None) -> bool:
        """Let staff delete only groups of their own; a choice with a shipped one is refused."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.shipped)


@admin.register(PublishedRecord)
class PublishedRecordAdmin(ReadOnlyAdmin):
    """Which services the public may see, and the data revision of each one's last change."""

    list_display = ("service", "revision")
    list_select_related = ("service",)
    search_fields = ("service__name",)


@admin.register(DataRevision)
class DataRevisionAdmin(ReadOnlyAdmin):
    """How often something that the public sees has changed."""

    list_display = ("number",)
    search_fields = ("number",)
