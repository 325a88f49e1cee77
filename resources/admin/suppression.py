"""What must not come back: numbers, sites and names that no listing may have."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.permissions import OWN_WIDGETS, signed_in
from resources.models import Suppression


class ReviewFilter(admin.SimpleListFilter):
    """Values that somebody should look at again."""

    title = _lazy("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("due", _("Due"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter a queryset of suppressed values."""
        is_due = self.value() == "due"
        return queryset.filter(review_on__lte=timezone.localdate()) if is_due else queryset


@admin.register(Suppression)
class SuppressionAdmin(admin.ModelAdmin[Suppression]):
    """Numbers, sites and names that forms, files and publishing refuse."""

    list_display = ("value", "kind", "reason", "review_on", "added_by", "added_on")
    list_filter = ("kind", ReviewFilter)
    list_select_related = ("added_by",)
    search_fields = ("value", "reason")
    readonly_fields = ("added_by", "added_on")
    formfield_overrides = OWN_WIDGETS

    def save_model(self, request: HttpRequest, obj: Suppression, form: Any, change: bool) -> None:
        """Keep who put it on the list."""
        if not change:
            person: Any = signed_in(request)
            obj.added_by = person
        super().save_model(request, obj, form, change)
