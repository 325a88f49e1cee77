"""Terms, and the words that people type for them: services with a changed term are announced."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db import models
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from resources.models import Service, Taxonomy, TaxonomyTerm, publish_revision


@admin.register(Taxonomy)
class TaxonomyAdmin(admin.ModelAdmin[Any]):
    """Lists of terms."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")


@admin.register(TaxonomyTerm)
class TaxonomyTermAdmin(admin.ModelAdmin[Any]):
    """Terms."""

    list_display = ("name", "taxonomy", "parent", "slug", "code", "position")
    list_filter = ("taxonomy",)
    list_select_related = ("taxonomy", "parent")
    search_fields = ("name", "slug", "synonyms")

    def save_model(
        self, request: HttpRequest, obj: TaxonomyTerm, form: ModelForm[Any], change: bool
    ) -> None:
        """Announce its services too: search finds them by the term's name."""
        super().save_model(request, obj, form, change)
        publish_revision(_carrying([obj.pk]))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A term that services carry would vanish from their pages, and links to it would break."""
        in_use = obj is not None and TaxonomyTerm.objects.filter(pk=obj.pk).in_use().exists()
        return not in_use and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Refuse a choice of terms when services carry one of them, and name those."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        chosen = TaxonomyTerm.objects.filter(pk__in=[term.pk for term in objs])
        used = [str(term) for term in chosen.in_use()]
        if self.has_delete_permission(request):
            # Not a right is missing: what stands in the way is named instead.
            needed = needed - {self.opts.verbose_name}
        return deleted, counts, needed, [*protected, *used]

    def delete_model(self, request: HttpRequest, obj: TaxonomyTerm) -> None:
        self.delete_queryset(request, TaxonomyTerm.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TaxonomyTerm]) -> None:
        carrying = list(_carrying(queryset.values_list("pk", flat=True)).values_list("pk"))
        super().delete_queryset(request, queryset)
        publish_revision(Service.objects.filter(pk__in=[pk for (pk,) in carrying]))


def _carrying(terms: Iterable[UUID]) -> QuerySet[Service]:
    """Return the services that carry one of the terms, or one below it."""
    ids = list(terms)
    return Service.objects.filter(Q(terms__in=ids) | Q(terms__parent__in=ids)).distinct()
