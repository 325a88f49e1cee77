"""How a row beside listings is told to a second person: by names, with what is shown with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.db.models import Q

from resources.choices import Publication, RecordKind
from resources.curation.document import Document
from resources.models import Service, Taxonomy, TaxonomyTerm


@dataclass(frozen=True, slots=True)
class Shown:
    """Turns a row as data into one that names listings and terms where it only points to them."""

    names: Mapping[str, str]

    @classmethod
    def of(cls, kind: str, documents: Iterable[Document]) -> Self:
        """Look up all names that some rows of a kind point to."""
        told = list(documents)
        if kind == RecordKind.COLLECTION:
            return cls(_listings(told))
        if kind == RecordKind.TERM:
            parents = {row["parent"] for row in told if "parent" in row}
            terms = TaxonomyTerm.objects.filter(slug__in=parents).values_list("slug", "name")
            lists = Taxonomy.objects.values_list("slug", "name")
            return cls(
                {f"parent {slug}": name for slug, name in terms}
                | {f"taxonomy {slug}": name for slug, name in lists}
            )
        return cls({})

    def __call__(self, row: Document) -> Document:
        """Return a row by names."""
        by_name = {
            field: self.names.get(f"{field} {row[field]}", row[field])
            for field in ("taxonomy", "parent")
            if field in row
        }
        if "entries" not in row:
            return row | by_name
        entries = [
            {"id": one["service"], "name": self.names.get(one["service"], ""), **_note(one)}
            for one in row["entries"]
        ]
        return row | {"entries": entries}


def _note(entry: Document) -> dict[str, str]:
    return {"note": entry["note"]} if "note" in entry else {}


def _listings(rows: Iterable[Document]) -> dict[str, str]:
    """Return the names of the listings of some collections; one that is not public says so."""
    keys = {entry["service"] for row in rows for entry in row.get("entries", [])}
    services = Service.objects.filter(pk__in=keys).order_by()
    return {
        str(key): name
        if publication == Publication.PUBLISHED
        else f"{name} ({Publication(publication).label})"
        for key, name, publication in services.values_list("pk", "name", "publication")
    }


def shown_with(kind: str, keys: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the names of the public listings that show each organisation, place or term."""
    wanted = list(keys)
    paths = {
        RecordKind.ORGANIZATION: ("organization", None),
        RecordKind.LOCATION: ("service_at_locations__location", None),
        RecordKind.TERM: ("terms", "terms__parent"),
    }
    own, above = paths.get(RecordKind(kind), (None, None))
    if own is None:
        return {}
    query = Q(**{f"{own}__in": wanted})
    query |= Q(**{f"{above}__in": wanted}) if above else Q()
    columns = [own, above or own, "name"]
    rows: Any = Service.objects.published().filter(query).order_by("name", "pk")
    found: dict[UUID, dict[str, None]] = {}
    for key, parent, name in rows.values_list(*columns):
        for one in {key, parent} & set(wanted):
            found.setdefault(one, {})[name] = None
    return {key: tuple(names) for key, names in found.items()}
