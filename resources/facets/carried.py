"""What rows say that choices are made of, read from a few columns at once, with the documents."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from resources.choices import KnownAnswer
from resources.models import ContactRoute, Service, ServiceAtLocation
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.models.service_queries import ServiceQuerySet

DOCUMENT: Final = "search_document__pk"
# The lowest and the highest age; None where there is no limit.
Ages = tuple[int | None, int | None]
# The needs that one place is known to meet.
Met = frozenset[str]


class Facts(NamedTuple):
    """What a service says of itself."""

    cost: str
    referral_routes: str
    police_report_needed: str
    pre_trial_therapy: str
    interpreter: str
    languages: str


class Way(NamedTuple):
    """What one way of contact says."""

    channel: str
    languages: str
    on_itemised_bill: str
    needs_name: str
    needs_account: str
    is_crisis_line: bool


class Term(NamedTuple):
    """A term that a service carries."""

    taxonomyterm: Any
    taxonomyterm__parent: Any
    taxonomyterm__slug: str


def facts_among(public: ServiceQuerySet) -> Iterator[tuple[Facts, int]]:
    """Yield what each service says of itself."""
    for *said, document in public.order_by().values_list(*Facts._fields, DOCUMENT).iterator():
        yield Facts(*said), document


def ways_among(public: ServiceQuerySet) -> Iterator[tuple[Way, int]]:
    """Yield what each way of contact says."""
    ways = ContactRoute.objects.filter(service__in=public.order_by().values("pk")).order_by()
    for *said, document in ways.values_list(*Way._fields, f"service__{DOCUMENT}").iterator():
        yield Way(*said), document


def terms_among(public: ServiceQuerySet) -> Iterator[tuple[Term, int]]:
    """Yield each term that each service carries."""
    through: Any = Service.terms.through
    rows = through.objects.filter(service__in=public.order_by().values("pk"))
    for *said, document in rows.values_list(*Term._fields, f"service__{DOCUMENT}").iterator():
        yield Term(*said), document


def ages_among(public: ServiceQuerySet) -> Iterator[tuple[Ages, int]]:
    """Yield the ages that each service is for, with its document: as `fitting_age`."""
    rows = public.order_by().values_list("minimum_age", "maximum_age", DOCUMENT)
    for low, high, document in rows.iterator():
        yield (low, high), document


def places_among(public: ServiceQuerySet) -> Iterator[tuple[Met, int]]:
    """Yield what is known of the way into each place, with the document: as `accessible`."""
    facts = [f"location__{name}" for name in ACCESSIBILITY_FIELDS]
    visits = ServiceAtLocation.objects.filter(service__in=public.order_by().values("pk")).order_by()
    for *answers, document in visits.values_list(*facts, f"service__{DOCUMENT}").iterator():
        known = zip(ACCESSIBILITY_FIELDS, answers, strict=True)
        yield frozenset(name for name, answer in known if answer == KnownAnswer.YES), document
