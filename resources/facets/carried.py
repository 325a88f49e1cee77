"""What rows say that choices are made of, read from a few columns at once, with the documents."""

from collections.abc import Iterator
from typing import Any, Final

from resources.choices import Channel, KnownAnswer
from resources.models import ContactRoute, Service, ServiceAtLocation
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.models.service_queries import ServiceQuerySet
from resources.models.taxonomy import ADULT_AGE

DOCUMENT: Final = "search_document__pk"
# The lowest and the highest age; None where there is no limit.
Ages = tuple[int | None, int | None]
# The needs that one place is known to meet.
Met = frozenset[str]


# One thing that a row says: what of, and the answer.
Said = tuple[str, Any]
DIRECT: Final[Said] = ("direct", True)
URGENT: Final[Said] = ("urgent", True)
_FACTS: Final = (
    "cost",
    "referral_routes",
    "police_report_needed",
    "pre_trial_therapy",
    "interpreter",
)
_TRACES: Final = ("on_itemised_bill", "needs_name", "needs_account")


def said_among(public: ServiceQuerySet) -> Iterator[tuple[Said, int]]:
    """Yield each thing that some services say: they themselves, their ways of contact and terms."""
    yield from _said_by_services(public)
    yield from _said_by_ways(public)
    yield from _terms_among(public)


def _said_by_services(public: ServiceQuerySet) -> Iterator[tuple[Said, int]]:
    """Yield the facts and the languages of each service."""
    rows = public.order_by().values_list(DOCUMENT, "languages", *_FACTS)
    for document, languages, *answers in rows.iterator():
        for said in zip(_FACTS, answers, strict=True):
            yield said, document
        for code in languages.split(","):
            yield ("language", code), document


def _said_by_ways(public: ServiceQuerySet) -> Iterator[tuple[Said, int]]:
    """Yield the channel and the languages of each way of contact, and the traces of direct ones."""
    ways = ContactRoute.objects.filter(service__in=public.order_by().values("pk")).order_by()
    columns = (f"service__{DOCUMENT}", "channel", "languages", "is_crisis_line", *_TRACES)
    for document, channel, languages, is_urgent, *traces in ways.values_list(*columns).iterator():
        yield ("channel", channel), document
        for code in languages.split(","):
            yield ("language", code), document
        if is_urgent:
            yield URGENT, document
        if channel != Channel.WEBSITE:
            yield DIRECT, document
            for said in zip(_TRACES, traces, strict=True):
                yield said, document


def _terms_among(public: ServiceQuerySet) -> Iterator[tuple[Said, int]]:
    """Yield the terms that each service carries."""
    through: Any = Service.terms.through
    rows = through.objects.filter(service__in=public.order_by().values("pk"))
    for term, document in rows.values_list("taxonomyterm", f"service__{DOCUMENT}").iterator():
        yield ("term", term), document


def ages_among(public: ServiceQuerySet) -> Iterator[tuple[Ages, int]]:
    """Yield the ages that each service is for, with its document: as `fitting_age`."""
    rows = public.marked_for_adults().order_by()
    columns = ("minimum_age", "maximum_age", "is_for_adults", DOCUMENT)
    for low, high, is_for_adults, document in rows.values_list(*columns).iterator():
        yield (ADULT_AGE if low is None and is_for_adults else low, high), document


def places_among(public: ServiceQuerySet) -> Iterator[tuple[Met, int]]:
    """Yield what is known of the way into each place, with the document: as `accessible`."""
    facts = [f"location__{name}" for name in ACCESSIBILITY_FIELDS]
    visits = ServiceAtLocation.objects.filter(service__in=public.order_by().values("pk")).order_by()
    for *answers, document in visits.values_list(*facts, f"service__{DOCUMENT}").iterator():
        known = zip(ACCESSIBILITY_FIELDS, answers, strict=True)
        yield frozenset(name for name, answer in known if answer == KnownAnswer.YES), document
