"""Terms, and the words that people type for them."""

from typing import Any

from django.contrib import admin

from resources.models import Taxonomy, TaxonomyTerm


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
    autocomplete_fields = ("parent",)
