"""Entries of public services, read from a few columns of a few tables at a time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from resources.choices import Channel, ContactCost, KnownAnswer, RegionLevel, ServiceStatus
from resources.models import (
    ContactRoute,
    PublishedRecord,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
)
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.regions import Point, find_region
from resources.search.entry import Contact, Entry, Place
from resources.search.hours import Hours

# The taxonomies that can be asked for, by the parameter that asks for them.
TAXONOMIES: Final = {
    "type": "type",
    "topic": "topic",
    "audience": "audience",
    "by_and_for": "by-and-for",
}
# Columns that an entry has under the same names, and those that it is made of otherwise.
_COPIED: Final = (
    "cost",
    "referral_routes",
    "interpreter",
    "police_report_needed",
    "pre_trial_therapy",
    "minimum_age",
    "maximum_age",
)
_READ: Final = (
    "name",
    "alternate_name",
    "organization__name",
    "organization__alternate_name",
    "summary",
    "languages",
    "status",
    "last_checked",
    "unconfirmed_since",
)
_PERIOD: Final = ("byday", "opens_at", "closes_at", "valid_from", "valid_to", "bank_holidays")
_TALKING: Final = frozenset({Channel.PHONE, Channel.TEXT, Channel.WEBCHAT})


def all_terms() -> "QuerySet[TaxonomyTerm]":
    """Ask for every term of the taxonomies that can be asked for."""
    return TaxonomyTerm.objects.to_show().filter(taxonomy__slug__in=TAXONOMIES.values())


def read_entries(services: Sequence[UUID] | None, chunk: int) -> Iterator[list[Entry]]:
    """Yield the entries of some public services, or of all where None, so many at a time."""
    public = PublishedRecord.objects.all()
    if services is not None:
        public = public.filter(service__in=services)
    keys = list(public.order_by("service").values_list("service", flat=True))
    terms = {term.pk: term for term in all_terms()}
    for start in range(0, len(keys), chunk):
        some = keys[start : start + chunk]
        # Of all services a range is asked for: to name two thousand keys takes longer than to read.
        if services is None:
            yield list(_Reader("range", (some[0], some[-1]), terms).entries())
        else:
            yield list(_Reader("in", some, terms).entries())


class _Reader:
    """The parts of some services, each read in one query."""

    def __init__(self, lookup: str, keys: Sequence[UUID], terms: dict[UUID, TaxonomyTerm]) -> None:
        """Read everything but the services themselves, of those that a lookup of keys finds."""
        self.own = {f"pk__{lookup}": keys}
        self.scope = {f"service__pk__{lookup}": keys}
        self.terms = terms
        self.audiences = frozenset(
            term.slug for term in terms.values() if term.taxonomy.slug == "audience"
        )
        self.carried = self._carried()
        self.contacts = self._contacts()
        self.areas = self._areas()
        self.places = self._places()
        self.hours, self.free = self._hours()

    def entries(self) -> Iterator[Entry]:
        """Yield an entry for each service that the public may see."""
        rows = Service.objects.published().filter(**self.own).with_checks().order_by("pk")
        for row in rows.values("pk", *_READ, *_COPIED):
            yield self._entry(row["pk"], row)

    def _entry(self, key: UUID, row: Mapping[str, Any]) -> Entry:
        areas, terms = self.areas[key], self.carried[key]
        # While a service is closed for now its usual hours do not hold.
        is_running = row["status"] == ServiceStatus.ACTIVE
        is_line = is_running and _is_national_line(areas, terms)
        names = (
            *row["alternate_name"].split(", "),
            row["organization__name"],
            row["organization__alternate_name"],
        )
        return Entry(
            service=key,
            name=row["name"],
            other_names=tuple(filter(None, names)),
            summary=row["summary"],
            languages=frozenset(filter(None, row["languages"].split(","))),
            **{name: row[name] for name in _COPIED},
            terms=terms,
            all_audiences=self.audiences,
            areas=frozenset(areas),
            partly=frozenset(code for code, is_partial in areas.items() if is_partial),
            contacts=tuple(self.contacts[key]),
            places=tuple(self.places[key]),
            hours=frozenset(self.hours[key] if is_running else ()),
            free_lines=frozenset(self.free[key] if is_line else ()),
            checked_on=row["last_checked"],
            is_unconfirmed=row["unconfirmed_since"] is not None,
        )

    def _carried(self) -> "defaultdict[UUID, dict[str, frozenset[str]]]":
        """Return the slugs of each service's terms by taxonomy, with the branches above them."""
        carried: defaultdict[UUID, dict[str, frozenset[str]]] = defaultdict(dict)
        through: Any = Service.terms.through
        rows = through.objects.filter(**self.scope)
        for service, key in rows.values_list("service", "taxonomyterm"):
            term = self.terms.get(key)
            while term is not None:
                own = carried[service]
                taxonomy = term.taxonomy.slug
                own[taxonomy] = own.get(taxonomy, frozenset()) | {term.slug}
                term = self.terms.get(term.parent_id) if term.parent_id else None
        return carried

    def _contacts(self) -> defaultdict[UUID, list[Contact]]:
        contacts = defaultdict(list)
        columns = ("channel", "value", "languages", "is_crisis_line")
        traces = ("on_itemised_bill", "needs_name", "needs_account")
        rows = ContactRoute.objects.filter(**self.scope).order_by("position", "pk")
        for row in rows.values_list("service", *columns, *traces):
            service, channel, value, languages, is_urgent, *answers = row
            spoken = frozenset(filter(None, languages.split(",")))
            contacts[service].append(Contact(channel, value, spoken, is_urgent, *answers))
        return contacts

    def _areas(self) -> "defaultdict[UUID, dict[str, bool]]":
        """Return the codes of each service's areas, and whether only a part is served."""
        areas: defaultdict[UUID, dict[str, bool]] = defaultdict(dict)
        rows = ServiceArea.objects.filter(**self.scope).order_by()
        for service, code, is_partial in rows.values_list("service", "region", "is_partial"):
            areas[service][code] = is_partial
        return areas

    def _places(self) -> defaultdict[UUID, list[Place]]:
        places = defaultdict(list)
        facts = [f"location__{name}" for name in ACCESSIBILITY_FIELDS]
        rows = ServiceAtLocation.objects.filter(**self.scope).order_by("pk")
        columns = ("service", "location__latitude", "location__longitude", *facts)
        for service, lat, lon, *answers in rows.values_list(*columns):
            known = zip(ACCESSIBILITY_FIELDS, answers, strict=True)
            met = frozenset(name for name, answer in known if answer == KnownAnswer.YES)
            places[service].append(Place(met, None if lat is None else Point(lat, lon)))
        return places

    def _hours(self) -> "tuple[defaultdict[UUID, set[Hours]], defaultdict[UUID, set[Hours]]]":
        """Return all hours of each service, and those of the ways to talk that are free."""
        hours: defaultdict[UUID, set[Hours]] = defaultdict(set)
        free: defaultdict[UUID, set[Hours]] = defaultdict(set)
        rows = Schedule.objects.filter(**self.scope).order_by()
        columns = ("service", "contact_route__channel", "contact_route__cost", *_PERIOD)
        for service, channel, cost, *period in rows.values_list(*columns):
            hours[service].add(Hours(*period))
            if channel in _TALKING and cost == ContactCost.FREE:
                free[service].add(Hours(*period))
        return hours, free


def _is_national_line(areas: dict[str, bool], terms: dict[str, frozenset[str]]) -> bool:
    """Serves the whole country and listens: of the emotional branch, not for addiction alone.

    A line where crimes are reported, or drinking is the subject, is open all night too; it is not
    what a person who needs to talk about abuse should meet first.
    """
    whole = (find_region(code) for code, is_partial in areas.items() if not is_partial)
    is_national = any(area and area.level == RegionLevel.COUNTRY for area in whole)
    listens = "emotional" in terms.get("type", frozenset())
    return is_national and listens and bool(terms.get("topic", frozenset()) - {"addiction"})
