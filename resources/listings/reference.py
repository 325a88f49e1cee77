"""Regions and terms: the lists that listings refer to, from the shipped data."""

import json
import uuid
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from resources.choices import Publication
from resources.models import Region, Service, Taxonomy, TaxonomyTerm, publish_revision
from resources.regions import all_regions

TERMS: Final = Path(__file__).parents[1] / "data" / "terms.json"
# Ids of taxonomies and terms are made from their slugs: every copy of the directory has the same.
NAMESPACE: Final = uuid.UUID("6f5a1c1e-3f4b-5d0e-9a52-7c1b0f2f6d10")


def taxonomy_id(slug: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"taxonomy:{slug}")


def term_id(slug: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"term:{slug}")


@transaction.atomic
def load_reference() -> tuple[int, int]:
    """Add and refresh regions and terms; return how many there are of each.

    Nothing is deleted: a row that the files no longer have may still be referred to. Names and
    descriptions of terms follow the file; terms that curators have added stay as they are.
    """
    before = _names()
    counts = _load_regions(), _load_terms()
    changed = before ^ _names()
    areas = [key for key, *_words in changed if isinstance(key, str)]
    terms = [key for key, *_words in changed if isinstance(key, uuid.UUID)]
    # Names are words that services are found by, and a new term is a new choice.
    stale = Q(terms__in=terms) | Q(terms__parent__in=terms) | Q(areas__region__in=areas)
    never_found = Q(publication=Publication.PUBLISHED, published_record__isnull=True)
    concerned = Service.objects.filter(stale | never_found).distinct()
    if changed or concerned.exists():
        publish_revision(concerned)
    return counts


def _names() -> set[tuple[Any, ...]]:
    """Return every area and term with its place in the tree, what is shown, and its synonyms."""
    areas = Region.objects.values_list("code", "name", "path")
    annotated = TaxonomyTerm.objects.annotate(synonyms_text=Cast("synonyms", TextField()))
    terms = annotated.values_list(
        "pk", "name", "parent", "position", "description", "synonyms_text"
    )
    return {*areas, *terms}


def _load_regions() -> int:
    """Write the areas of the country, parents first."""
    rows = [
        Region(
            code=region.code,
            slug=region.slug,
            name=region.name,
            level=region.level,
            depth=region.depth,
            parent_id=region.parent_code or None,
            path=region.path,
        )
        for region in all_regions()
    ]
    Region.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["slug", "name", "level", "depth", "parent", "path"],
    )
    return len(rows)


def _load_terms() -> int:
    """Write taxonomies and their terms, in the order of the file."""
    raw = json.loads(TERMS.read_text(encoding="utf-8"))["taxonomies"]
    Taxonomy.objects.bulk_create(
        [
            Taxonomy(
                id=taxonomy_id(taxonomy["slug"]),
                slug=taxonomy["slug"],
                name=taxonomy["name"],
                description=taxonomy["description"],
            )
            for taxonomy in raw
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "description"],
    )
    rows = [
        _term(taxonomy["slug"], position, term)
        for taxonomy in raw
        for position, term in enumerate(taxonomy["terms"])
    ]
    TaxonomyTerm.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "description", "synonyms", "parent", "position"],
    )
    return len(rows)


def _term(taxonomy: str, position: int, raw: dict[str, Any]) -> TaxonomyTerm:
    return TaxonomyTerm(
        id=term_id(raw["slug"]),
        taxonomy_id=taxonomy_id(taxonomy),
        parent_id=term_id(raw["parent"]) if "parent" in raw else None,
        slug=raw["slug"],
        code=raw["code"],
        name=raw["name"],
        description=raw["description"],
        synonyms=raw["synonyms"],
        position=position,
    )
