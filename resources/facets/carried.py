"""The same sets as the filters' own words give, read from a few columns at once.

Where a filter asks which rows carry a value, one query brings all its values together; asking for
each by itself takes a minute at 100,000 services. tests/facets holds both ways equal.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from resources.choices import KnownAnswer
from resources.filters import ServiceFilter
from resources.models import ContactRoute, Service, ServiceAtLocation, TaxonomyTerm
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.models.service_queries import ServiceQuerySet

DOCUMENT: Final = "search_document__pk"
# For each value, the documents of the services that carry it.
Carried = Mapping[str, list[int]]
# The lowest and the highest age; None where there is no limit.
Ages = tuple[int | None, int | None]


def carried(asked: ServiceFilter, public: ServiceQuerySet) -> dict[str, Carried]:
    """Return what each filter that is known here finds among some services, by its values."""
    by_term = _terms(public)
    found: dict[str, Carried] = {}
    for name, one in asked.filters.items():
        word = getattr(one, "word", "")
        if word in _TERM_WORDS:
            rows = [term for term in asked.choices(name) if isinstance(term, TaxonomyTerm)]
            found[name] = _TERM_WORDS[word](rows, by_term)
        elif word in _COLUMN_WORDS:
            found[name] = _COLUMN_WORDS[word](public)
    return found


def _terms(public: ServiceQuerySet) -> Carried:
    """Return the documents of the services that carry each term, by the term's code."""
    through: Any = Service.terms.through
    rows = through.objects.filter(service__in=public.order_by().values("pk"))
    return _grouped(rows.values_list("taxonomyterm__code", f"service__{DOCUMENT}").iterator())


def _grouped(pairs: Iterable[tuple[str, int]]) -> Carried:
    """Return the second parts of pairs by the first."""
    found: dict[str, list[int]] = defaultdict(list)
    for value, document in pairs:
        found[value].append(document)
    return found


def _with_any_term(terms: Iterable[TaxonomyTerm], by_term: Carried) -> Carried:
    """As `with_any_term`: a term, or one below it."""
    all_terms = list(terms)
    return {
        one.code: [
            document
            for below in all_terms
            if one.pk in {below.pk, below.parent_id}
            for document in by_term.get(below.code, ())
        ]
        for one in all_terms
    }


def _open_to(terms: Iterable[TaxonomyTerm], by_term: Carried) -> Carried:
    """As `open_to`: for the audience, or for everyone."""
    all_terms = list(terms)
    everyone = [d for one in all_terms if one.slug == "everyone" for d in by_term.get(one.code, ())]
    return {one.code: [*by_term.get(one.code, ()), *everyone] for one in all_terms}


def _channels(public: ServiceQuerySet) -> Carried:
    """As `reached_by`."""
    routes = ContactRoute.objects.filter(service__in=public.order_by().values("pk")).order_by()
    return _grouped(routes.values_list("channel", f"service__{DOCUMENT}").iterator())


def _languages(public: ServiceQuerySet) -> Carried:
    """As `given_in`: the languages of the service, and of each way of contact."""
    routes = ContactRoute.objects.filter(service__in=public.order_by().values("pk")).order_by()
    rows = [
        *public.order_by().exclude(languages="").values_list("languages", DOCUMENT),
        *routes.exclude(languages="").values_list("languages", f"service__{DOCUMENT}"),
    ]
    return _grouped((code, document) for listed, document in rows for code in listed.split(","))


def ages_among(public: ServiceQuerySet) -> Iterator[tuple[Ages, int]]:
    """Yield the ages that each service is for, with its document: as `fitting_age`."""
    rows = public.order_by().values_list("minimum_age", "maximum_age", DOCUMENT)
    for low, high, document in rows.iterator():
        yield (low, high), document


def places_among(public: ServiceQuerySet) -> Iterator[tuple[frozenset[str], int]]:
    """Yield what is known of the way into each place, with the document: as `accessible`."""
    facts = [f"location__{name}" for name in ACCESSIBILITY_FIELDS]
    visits = ServiceAtLocation.objects.filter(service__in=public.order_by().values("pk")).order_by()
    for *answers, document in visits.values_list(*facts, f"service__{DOCUMENT}").iterator():
        known = zip(ACCESSIBILITY_FIELDS, answers, strict=True)
        yield frozenset(name for name, answer in known if answer == KnownAnswer.YES), document


_TERM_WORDS: Final[Mapping[str, Callable[[Iterable[TaxonomyTerm], Carried], Carried]]] = {
    "with_any_term": _with_any_term,
    "open_to": _open_to,
}
_COLUMN_WORDS: Final[Mapping[str, Callable[[ServiceQuerySet], Carried]]] = {
    "reached_by": _channels,
    "given_in": _languages,
}
