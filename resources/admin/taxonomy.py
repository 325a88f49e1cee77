"""Terms, and the words that people type for them: nobody changes alone what steers every search."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from resources.admin.recording import ProposedAdmin
from resources.models import Taxonomy, TaxonomyTerm


@admin.register(Taxonomy)
class TaxonomyAdmin(ProposedAdmin):
    """Lists of terms."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")


@admin.register(TaxonomyTerm)
class TaxonomyTermAdmin(ProposedAdmin):
    """Terms."""

    list_display: Any = ("name", "taxonomy", "parent", "slug", "code", "position")
    list_filter = ("taxonomy",)
    list_select_related = ("taxonomy", "parent")
    search_fields = ("name", "slug", "synonyms")

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A term that services carry would vanish from their pages, and links to it would break."""
        in_use = obj is not None and TaxonomyTerm.objects.filter(pk=obj.pk).in_use().exists()
        return not in_use and super().has_delete_permission(request, obj)
