"""The rows beside listings that nobody changes alone, each as data that a proposal can hold.

A missing key means that nothing is said. An empty document stands for a row that is not there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from resources.choices import Publication, RecordKind
from resources.curation.differences import Difference
from resources.curation.document import (
    PLACE_FIELDS,
    Document,
    organization_document,
    place_document,
)
from resources.models import (
    Collection,
    Location,
    Organization,
    Service,
    SynonymGroup,
    Taxonomy,
    TaxonomyTerm,
)
from resources.models.location import ACCESSIBILITY_FIELDS

ACCESS: Final = frozenset(ACCESSIBILITY_FIELDS)


@dataclass(frozen=True, slots=True)
class Kind:
    """How rows of a kind are read, whom they concern, and what of them can hurt, the worst first.

    `related` is read with a row. `services` are the listings that show it or are found by it. A
    fact needs a source; words of our own need none.
    """

    model: type[Model]
    document: Callable[[Any], Document]
    services: Callable[[UUID], QuerySet[Service]]
    hurtful: tuple[str, ...]
    related: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    is_fact: bool = False

    def rows(self, keys: Iterable[UUID]) -> Mapping[UUID, Any]:
        """Return rows by key, with all that their documents tell."""
        every: Any = self.model._default_manager
        if self.related:
            every = every.select_related(*self.related)
        found: Mapping[UUID, Any] = every.prefetch_related(*self.parts).in_bulk(list(keys))
        return found


def _collection(row: Collection) -> Document:
    entries = [
        {"service": str(entry.service_id)} | ({"note": entry.note} if entry.note else {})
        for entry in row.entries.all()
    ]
    said = {"title": row.title, "intro": row.intro, "post_url": row.post_url, "entries": entries}
    return {
        "record": RecordKind.COLLECTION.value,
        "id": str(row.pk),
        "slug": row.slug,
        "is_published": row.is_published,
        **{name: value for name, value in said.items() if value},
    }


def _taxonomy(row: Taxonomy) -> Document:
    return {
        "record": RecordKind.TAXONOMY.value,
        "id": str(row.pk),
        "slug": row.slug,
        "name": row.name,
        **({"description": row.description} if row.description else {}),
    }


def _term(row: TaxonomyTerm) -> Document:
    said = {"description": row.description, "synonyms": row.synonyms}
    return {
        "record": RecordKind.TERM.value,
        "id": str(row.pk),
        "taxonomy": row.taxonomy.slug,
        **({"parent": row.parent.slug} if row.parent else {}),
        "slug": row.slug,
        "code": row.code,
        "name": row.name,
        "position": row.position,
        **{name: value for name, value in said.items() if value},
    }


def _synonyms(row: SynonymGroup) -> Document:
    return {
        "record": RecordKind.SYNONYMS.value,
        "id": str(row.pk),
        "words": row.words,
        "is_used": row.is_used,
        **({"note": row.note} if row.note else {}),
    }


def carrying(terms: Iterable[UUID]) -> QuerySet[Service]:
    """Return the services that carry one of the terms, or one below it."""
    ids = list(terms)
    return Service.objects.filter(Q(terms__in=ids) | Q(terms__parent__in=ids)).distinct()


KINDS: Final[Mapping[RecordKind, Kind]] = {
    RecordKind.ORGANIZATION: Kind(
        Organization,
        organization_document,
        lambda key: Service.objects.filter(organization=key),
        # What it does is wording; who it is and where it is reached is not.
        ("website", "email", "name", "alternate_name", "identifiers", "is_broker", "slug", "code"),
        parts=("identifiers",),
        is_fact=True,
    ),
    RecordKind.LOCATION: Kind(
        Location,
        place_document,
        lambda key: Service.objects.filter(service_at_locations__location=key),
        ("address_visibility", *(one for one in PLACE_FIELDS if one not in ACCESS), "region"),
        related=("region",),
        is_fact=True,
    ),
    RecordKind.COLLECTION: Kind(
        Collection,
        _collection,
        lambda _key: Service.objects.none(),
        ("intro", "post_url", "entries", "title", "is_published", "slug"),
        parts=("entries",),
    ),
    RecordKind.TAXONOMY: Kind(
        Taxonomy,
        _taxonomy,
        lambda key: Service.objects.filter(terms__taxonomy=key).distinct(),
        ("name", "slug"),
    ),
    RecordKind.TERM: Kind(
        TaxonomyTerm,
        _term,
        lambda key: carrying([key]),
        ("name", "taxonomy", "parent", "slug", "code"),
        related=("taxonomy", "parent"),
    ),
    RecordKind.SYNONYMS: Kind(
        SynonymGroup,
        _synonyms,
        lambda _key: Service.objects.none(),
        ("words", "is_used"),
    ),
}


def kind_of(kind: str) -> Kind:
    return KINDS[RecordKind(kind)]


def kind_of_model(model: type[Model]) -> RecordKind:
    return next(kind for kind, how in KINDS.items() if how.model is model)


def documents(kind: str, keys: Iterable[UUID]) -> dict[UUID, Document]:
    """Return rows of a kind as they stand, by key; those that are not there are left out."""
    how = kind_of(kind)
    return {key: how.document(row) for key, row in how.rows(keys).items()}


def document_of(kind: str, key: UUID) -> Document:
    """Return a row as it stands."""
    return documents(kind, [key]).get(key, {})


def waits(kind: str, key: UUID) -> bool:
    """Tell whether a change of a row, as it stands, waits for a second person.

    The public sees an organisation and a place with a listing. A collection is seen once it is
    published, so that one can be taken from the public at once. Terms and synonyms steer every
    search.
    """
    if kind == RecordKind.COLLECTION:
        return Collection.objects.published().filter(pk=key).exists()
    if kind in {RecordKind.ORGANIZATION, RecordKind.LOCATION}:
        return kind_of(kind).services(key).filter(publication=Publication.PUBLISHED).exists()
    return True


def worst_first(kind: str, changes: Iterable[Difference]) -> list[Difference]:
    """Return changes in the order in which they can hurt."""
    order = {name: place for place, name in enumerate(kind_of(kind).hurtful)}
    return sorted(changes, key=lambda change: order.get(change.path[0], len(order)))


def can_hurt(kind: str, change: Difference) -> bool:
    """Tell whether a change can lead somebody to a wrong place, or away from a right one."""
    return change.path[0] in kind_of(kind).hurtful
