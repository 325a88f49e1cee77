"""Making the index from the database, and letting it follow what has changed.

What changed since is asked for alone; everything is made anew only when much has changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from resources.filters import Row, ServiceFilter
from resources.models import Schedule, SearchDocument, Service, ServiceArea
from resources.models.schedule import ScheduleQuerySet
from resources.models.search_document import PARTS
from resources.models.service_queries import ServiceQuerySet
from resources.models.synonyms import term_words
from resources.search.answers import Answers
from resources.search.bits import bits_of
from resources.search.carried import DOCUMENT, Met, ages_among, places_among, said_among
from resources.search.index import DEAF, EVERYONE, URGENT, Facet, Index
from resources.search.nearest import spots_among
from resources.search.openings import Hours
from resources.search.postings import Postings, postings_of

# Asked for in ways of their own, or of rows that only the question knows.
NOT_LISTED: Final = frozenset({"region", "open", "near", "words"})
# More changes than this are not picked out one by one.
MUCH: Final = 1_000
_HOURS: Final = ("byday", "opens_at", "closes_at", "valid_from", "valid_to", "bank_holidays")
Key = TypeVar("Key")


def build(revision: int) -> Index:
    """Make the whole index from the database."""
    return _filled(Index(revision), None)


def follow(index: Index, revision: int) -> Index:
    """Return the index for a later revision: only what has changed since is asked for."""
    recent = _documents().filter(revision__gt=index.revision)
    changed = list(recent.values_list("pk", flat=True)[: MUCH + 1])
    if revision < index.revision or len(changed) > MUCH:
        return build(revision)
    there = set(_documents().values_list("pk", flat=True))
    gone = {slot for key, slot in index.documents.items() if key not in there}
    kept = {key: slot for key, slot in index.documents.items() if key in there}
    stale = gone | {kept[key] for key in changed if key in kept}
    without = ~bits_of(stale, len(index.services))
    emptied = Index(
        revision,
        documents=kept,
        services=index.services,
        all=index.all & without,
        areas=_left(index.areas, without),
        facets=_left(index.facets, without),
        hours=_left(index.hours, without),
        spots={slot: spots for slot, spots in index.spots.items() if slot not in stale},
        lines=_left(index.lines, without),
        ages=_left(index.ages, without),
        places=_left(index.places, without),
        words=index.words,
    )
    return _filled(emptied, changed)


def _filled(index: Index, changed: Sequence[int] | None) -> Index:
    """Return the index with some documents put in: those that changed, or all where None."""
    documents = _documents() if changed is None else _documents().filter(pk__in=changed)
    slots, services = dict(index.documents), list(index.services)
    came = list(documents.order_by("pk").values_list("pk", "service"))
    for key, service in came:
        if key not in slots:
            slots[key] = len(services)
            services.append(service)
    new = replace(
        index,
        documents=slots,
        services=services,
        terms=tuple(ServiceFilter.all_terms()),
        term_words=term_words(),
    )
    keys = None if changed is None else [key for key, _service in came]
    public = _public(keys)
    places = _grouped(new, places_among(public))
    return replace(
        new,
        all=index.all | new.holding(key for key, _service in came),
        order=_by_name(new),
        areas=_joined(index.areas, _areas(new, keys)),
        facets=_joined(index.facets, _facets(new, keys, places)),
        spots={**index.spots, **spots_among(slots, public)},
        hours=_joined(index.hours, _hours(new, Schedule.objects.all(), keys)),
        lines=_joined(index.lines, _hours(new, _of_national_lines(keys), keys)),
        ages=_joined(index.ages, _grouped(new, ages_among(public))),
        places=_joined(index.places, places),
        words=_words(new, changed is None, documents),
    )


def _words(index: Index, anew: bool, documents: QuerySet[SearchDocument]) -> Postings:
    """Return the tokens that documents hold: all made anew, or with some that came or changed."""
    rows = documents.order_by("pk").values_list("pk", *PARTS).iterator()
    # A document that was made since the others were read comes with the change that made it.
    known = index.documents
    held = ((known[key], "\n".join(parts)) for key, *parts in rows if key in known)
    return postings_of(held) if anew else index.words.with_documents(held)


def _documents() -> QuerySet[SearchDocument]:
    """Return the documents of public services.

    Each is looked at by itself: for the few that changed, not all public services are listed first.
    """
    return SearchDocument.objects.filter(
        Exists(Service.objects.published().filter(pk=OuterRef("service")))
    )


def _left(sets: Mapping[Key, int], without: int) -> dict[Key, int]:
    """Return what is left of sets; of some nothing may be."""
    return {key: left for key, bits in sets.items() if (left := bits & without)}


def _joined(first: Mapping[Key, int], second: Mapping[Key, int]) -> dict[Key, int]:
    """Return the sets of both."""
    return {key: first.get(key, 0) | second.get(key, 0) for key in {**first, **second}}


def _public(keys: Sequence[int] | None) -> ServiceQuerySet:
    """Return the public services, or those of some documents."""
    public = Service.objects.published().filter(search_document__isnull=False)
    return public if keys is None else public.filter(search_document__in=keys)


def _by_name(index: Index) -> list[int]:
    """Return the slots in the order of the services' names."""
    named = _public(None).order_by(Lower("name"), "id").values_list(DOCUMENT, flat=True)
    return [index.documents[key] for key in named if key in index.documents]


def _areas(index: Index, keys: Sequence[int] | None) -> dict[str, int]:
    """Return the set of services for each area that any of them names."""
    rows = ServiceArea.objects.filter(service__in=_public(keys).values("pk")).order_by()
    return _grouped(index, rows.values_list("region", f"service__{DOCUMENT}"))


def _of_national_lines(keys: Sequence[int] | None) -> ScheduleQuerySet:
    """Return the hours of the free lines of services for the whole country to talk to."""
    national = _public(keys).nationwide().to_talk_to()
    return Schedule.objects.of_free_lines(national)


def _hours(
    index: Index, schedules: ScheduleQuerySet, keys: Sequence[int] | None
) -> dict[Hours, int]:
    """Return the set of services for each period that any of them has."""
    rows = schedules.filter(service__in=_public(keys).values("pk")).order_by()
    found = rows.values_list(*_HOURS, f"service__{DOCUMENT}")
    return _grouped(index, ((Hours(*period), key) for *period, key in found.iterator()))


def _grouped(index: Index, pairs: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    """Return the set of services for each first part of pairs with a document's key."""
    by_key: dict[Key, list[int]] = {}
    for value, key in pairs:
        by_key.setdefault(value, []).append(key)
    return {value: index.holding(keys) for value, keys in by_key.items()}


def _facets(
    index: Index, keys: Sequence[int] | None, places: Mapping[Met, int]
) -> dict[Facet, int]:
    """Return the set of services for each choice of each filter with a closed list."""
    asked = ServiceFilter({}, lenient=True)
    asked.known_terms = index.terms
    answers = Answers(
        all=index.holding(index.documents if keys is None else keys),
        said=_grouped(index, said_among(_public(keys))),
        places=places,
        terms=asked.terms,
    )
    found = {
        URGENT: answers.urgent(),
        DEAF: answers.welcoming("deaf"),
        EVERYONE: answers.welcoming("everyone"),
    }
    for name in [one for one in asked.filters if one not in NOT_LISTED]:
        word = getattr(asked.filters[name], "word", "")
        for row in asked.choices(name):
            known = answers.to(word, row)
            if known is None:
                known = index.holding(_answering(asked, name, [row], keys))
            found[name, row.code] = known
    return found


def _answering(
    asked: ServiceFilter, name: str, rows: Sequence[Row], keys: Sequence[int] | None = None
) -> QuerySet[Service, int]:
    """Return the document keys of the services that answer some values of a filter."""
    answering: ServiceQuerySet = asked.filters[name].filter(_public(keys), list(rows))
    return answering.order_by().values_list(DOCUMENT, flat=True)


def answering(index: Index, asked: ServiceFilter, name: str, rows: Sequence[Row]) -> int:
    """Return the set of services that answer some values of a filter without a closed list."""
    return index.holding(_answering(asked, name, rows))
