"""Which services and places a question finds, by id, always in one order.

What words, terms, ages and areas mean is what the index says (`resources.search`): a search here
finds what the pages find.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict
from rest_framework.exceptions import ValidationError

from resources.choices import AddressVisibility
from resources.filters import ServiceFilter
from resources.models import Organization, Schedule, Service, ServiceAtLocation, TaxonomyTerm
from resources.models.change import record_changed_at
from resources.openreferral.asked import Area, Asked, refusal
from resources.openreferral.schedules import LAST_MINUTE, MIDNIGHT, spells
from resources.regions import Point, distance_miles
from resources.search import Index
from resources.search.bitset import members

METRES: Final = 1609.344
Keys = Sequence[UUID]


def services_found(index: Index, asked: Asked, moment: datetime) -> Keys:
    """Return the public services that answer every parameter; what fits words best comes first."""
    found = _by_id(index, moment)
    question = asked.question()
    if question:
        answering = _answering(question, moment)
        those = set(answering)
        # Who is open changes an order of ours from minute to minute, and a reader would lose rows.
        found = answering if "words" in question else [key for key in found if key in those]
    for some in _narrowed(index, asked, moment.date()):
        found = [key for key in found if key in some]
    return found


def visits_found(index: Index, asked: Asked, moment: datetime) -> Keys:
    """Return where services can be visited that answer every parameter, at public places alone."""
    services = set(services_found(index, asked, moment))
    rows = ServiceAtLocation.objects.filter(
        location__address_visibility=AddressVisibility.FULL, service__in=Service.objects.published()
    )
    near, area = asked.proximity(), asked.area()
    points = rows.order_by("id").values_list(
        "pk", "service_id", "location__latitude", "location__longitude"
    )
    return [
        key
        for key, service, lat, lon in points
        if service in services and (near is None or _is_within(near, area, lat, lon))
    ]


def organizations_found(index: Index, asked: Asked) -> Keys:
    """Return who runs public services, by the words in their names and by the terms of these."""
    words = asked.words()
    rows = Organization.objects.published().order_by("id")
    keys: Keys = [
        key
        for key, *named in rows.values_list("pk", "name", "alternate_name")
        if holds(" ".join(named), words)
    ]
    run = Service.objects.published().values_list("pk", "organization_id")
    for services in carriers(index, asked):
        some = {organization for key, organization in run if key in services}
        keys = [key for key in keys if key in some]
    return keys


def holds(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text holds each word, in any case of letters."""
    folded = text.casefold()
    return all(word in folded for word in words)


def times_changed() -> dict[UUID, datetime]:
    """Return when each public service last changed, in one query."""
    rows = Service.objects.published().annotate(changed_at=record_changed_at())
    return dict(rows.values_list("pk", "changed_at"))


def carriers(index: Index, asked: Asked) -> Iterator[set[UUID]]:
    """Yield the services that carry a term, and those that carry any term of a taxonomy."""
    for name, field in (("taxonomy_term_id", "pk"), ("taxonomy_id", "taxonomy_id")):
        wanted = asked.id(name)
        if wanted is None:
            continue
        terms = [term for term in index.terms if getattr(term, field) == wanted]
        if not terms:
            raise refusal(name, "Nothing in the feed has this id.")
        yield {key for term in terms for key in _carrying(index, term)}


def _carrying(index: Index, term: TaxonomyTerm) -> Iterable[UUID]:
    facet = term.taxonomy.slug.replace("-", "_")
    return (index.services[slot] for slot in index.carriers(facet, term.slug))


def _by_id(index: Index, moment: datetime) -> Keys:
    kept = index.kept_at(moment)
    if "openreferral" not in kept:
        kept["openreferral"] = sorted(index.slots, key=str)
    keys: Keys = kept["openreferral"]
    return keys


def _answering(question: QueryDict, moment: datetime) -> Keys:
    """Return what our own lists find; ValidationError naming a parameter, never its value."""
    asked = ServiceFilter(question, moment=moment)
    if asked.is_valid():
        return asked.results.ids
    why = "This cannot be looked for. What can is told at /api/v1/docs/."
    names = ("search" if name == "words" else name for name in asked.errors)
    raise ValidationError({name: [why] for name in names})


def _narrowed(index: Index, asked: Asked, today: date) -> Iterator[Collection[UUID]]:
    """Yield for each parameter that is given the services that answer it."""
    yield from carriers(index, asked)
    ages, area = asked.ages(), asked.area()
    if ages is not None:
        yield _members(index, index.answering("age", map(str, ages)))
    if area is not None:
        yield _members(index, index.answering("region", (one.code for one in area.regions)))
    organization, after = asked.id("organization_id"), asked.moment()
    if organization is not None or after is not None:
        yield _by_row(organization, after)
    day, start, end = asked.day_of_week(), asked.time_of_day("start_time"), _end(asked)
    if day or start or end:
        yield _by_hours(day, start or MIDNIGHT, end or LAST_MINUTE, today)


def _end(asked: Asked) -> time | None:
    start, end = asked.time_of_day("start_time"), asked.time_of_day("end_time")
    if start and end and end < start:
        raise refusal("end_time", "This may not be before start_time.")
    return end


def _members(index: Index, services: int) -> set[UUID]:
    return {index.services[slot] for slot in members(services, index.size)}


def _by_row(organization: UUID | None, after: datetime | None) -> set[UUID]:
    rows = Service.objects.published()
    if organization is not None:
        rows = rows.filter(organization=organization)
    if after is not None:
        rows = rows.annotate(changed_at=record_changed_at()).filter(changed_at__gte=after)
    return set(rows.values_list("pk", flat=True))


def _by_hours(day: str, start: time, end: time, today: date) -> set[UUID]:
    """Return the services known to be there on a day of the week, at some time between two."""
    rows = Schedule.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        Q(service_at_location__isnull=True)
        | Q(service_at_location__location__address_visibility=AddressVisibility.FULL),
    )
    return {
        service
        for service, byday, opens, closes in rows.values_list(
            "service_id", "byday", "opens_at", "closes_at"
        )
        for spell in spells(byday, opens, closes)
        if (not day or day in spell.days) and spell.opens <= end and spell.closes >= start
    }


def _is_within(metres: int, area: Area | None, lat: float | None, lon: float | None) -> bool:
    """Tell whether a public point lies near the middle of an area; without one nobody knows."""
    if area is None or area.middle is None or lat is None or lon is None:
        return False
    return distance_miles(area.middle, Point(lat, lon)) * METRES <= metres
