"""Writing an invented directory into the database of the benchmark, quickly."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from resources.listings.reference import load_reference
from resources.listings.synonyms import load_synonyms
from resources.models import (
    ContactRoute,
    Location,
    Organization,
    OrganizationIdentifier,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Verification,
    analyze_tables,
    publish_revision,
)
from tests.benchmark.listings import Inventor, Rows

# Each kind of row after those that it refers to.
ORDER: Final[tuple[type[Model], ...]] = (
    Organization,
    OrganizationIdentifier,
    Location,
    Service,
    ServiceArea,
    Service.terms.through,
    ContactRoute,
    ServiceAtLocation,
    Schedule,
    Verification,
)
CHUNK: Final = 20_000  # rows


@dataclass(frozen=True, slots=True)
class Written:
    """How long it took, in seconds, and how many rows there are of each kind."""

    rows: dict[str, int]
    inventing: float
    writing: float
    publishing: float


def write(services: int, seed: int, tell: Callable[[str], object] = str) -> Written:
    """Fill an empty database: areas and terms, and so many services, published.

    `tell` is given a sentence now and then, for somebody who waits.
    """
    load_reference()
    load_synonyms()
    curator = User.objects.create(username="curator", is_staff=True)
    started, spent = perf_counter(), 0.0
    counts: dict[str, int] = defaultdict(int)
    chunk: Rows = []
    for rows in Inventor(seed, curator.pk).organizations(services):
        chunk += rows
        if len(chunk) > CHUNK:
            spent += _store(chunk, counts)
            chunk = []
            tell(f"{counts['service']} services written")
    spent += _store(chunk, counts)
    inventing = perf_counter() - started - spent
    before = perf_counter()
    publish_revision(Service.objects.all())
    publishing = perf_counter() - before
    analyze_tables()
    return Written(dict(counts), inventing, spent, publishing)


@transaction.atomic
def _store(rows: Iterable[Model], counts: dict[str, int]) -> float:
    """Write rows, those of one kind together; return how long it took."""
    started = perf_counter()
    kinds: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        kinds[type(row)].append(row)
    for kind in ORDER:
        # The default manager of a type that only the run knows.
        kind._default_manager.bulk_create(kinds[kind])
        counts[kind._meta.model_name or ""] += len(kinds[kind])
    return perf_counter() - started
