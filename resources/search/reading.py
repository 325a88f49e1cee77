"""Entries of public services, read from a few columns of a few tables at a time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from sys import intern
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

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
from resources.models.compiled_columns import CompiledColumns
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
# Each value costs that is made an object, in a hundred thousand rows: they are read as text, and
# what is written alike is made an object once.
_PERIOD: Final = ("opens_at", "closes_at", "valid_from", "valid_to")
_TALKING: Final = frozenset({Channel.PHONE, Channel.TEXT, Channel.WEBCHAT})


@dataclass(frozen=True, eq=False, slots=True)
class _Part:
    """A model with a key of a service, the columns that are read of it, and their order."""

    model: Any
    columns: tuple[Any, ...]
    order: tuple[str, ...] = ()


_CARRIED: Final = _Part(Service.terms.through, (Cast("taxonomyterm", TextField()),))
_CONTACTS: Final = _Part(
    ContactRoute,
    (
        *("channel", "value", "languages", "is_crisis_line"),
        *("on_itemised_bill", "needs_name", "needs_account"),
    ),
    ("position", "pk"),
)
_AREAS: Final = _Part(ServiceArea, ("region", "is_partial"))
_PLACES: Final = _Part(
    ServiceAtLocation,
    (
        *("location__latitude", "location__longitude"),
        *(f"location__{name}" for name in ACCESSIBILITY_FIELDS),
    ),
    ("pk",),
)
_HOURS: Final = _Part(
    Schedule,
    (
        *("contact_route__channel", "contact_route__cost", "byday", "bank_holidays"),
        *(Cast(name, TextField()) for name in _PERIOD),
    ),
)


def all_terms() -> "QuerySet[TaxonomyTerm]":
    """Ask for every term of the taxonomies that can be asked for."""
    return TaxonomyTerm.objects.to_show().filter(taxonomy__slug__in=TAXONOMIES.values())


def read_entries(services: Sequence[UUID] | None, chunk: int) -> Iterator[list[Entry]]:
    """Yield the entries of some public services, or of all where None, so many at a time."""
    public = PublishedRecord.objects.all()
    if services is not None:
        public = public.filter(service__in=services)
    keys = list(public.order_by("service").values_list("service", flat=True))
    terms = _Terms(all_terms())
    for start in range(0, len(keys), chunk):
        some = keys[start : start + chunk]
        # Of all services a range is asked for: to name two thousand keys takes longer than to read.
        if services is None:
            yield list(_Reader("range", (some[0], some[-1]), terms).entries())
        else:
            yield list(_Reader("in", some, terms).entries())


class _Terms:
    """The terms that can be asked for, each with the branches above it."""

    def __init__(self, terms: "QuerySet[TaxonomyTerm]") -> None:
        """Read all of them."""
        columns = (Cast("pk", TextField()), "taxonomy__slug", "slug", Cast("parent", TextField()))
        known = {key: told for key, *told in terms.values_list(*columns)}
        self.audiences = frozenset(
            slug for taxonomy, slug, _parent in known.values() if taxonomy == "audience"
        )
        self._lines: dict[str, list[tuple[str, str]]] = {}
        for key in known:
            line = self._lines[key] = []
            above: str | None = key
            while above in known:
                taxonomy, slug, above = known[above]
                line.append((taxonomy, slug))
        self._carried: dict[frozenset[str], Mapping[str, frozenset[str]]] = {}

    def carried(self, keys: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """Return the slugs of some terms by taxonomy: the same for all services that carry them."""
        found = self._carried.get(keys)
        if found is None:
            slugs: defaultdict[str, set[str]] = defaultdict(set)
            for key in keys:
                for taxonomy, slug in self._lines.get(key, ()):
                    slugs[taxonomy].add(slug)
            found = {taxonomy: frozenset(some) for taxonomy, some in slugs.items()}
            self._carried[keys] = found
        return found


class _Reader:
    """The parts of some services, each read in one query, by the key of the service as text."""

    def __init__(self, lookup: str, keys: Sequence[UUID], terms: _Terms) -> None:
        """Read everything but the services themselves, of those that a lookup of keys finds."""
        self.lookup = lookup
        self.keys = keys
        self.terms = terms
        self.carried = self._carried()
        self.contacts = self._contacts()
        self.areas = self._areas()
        self.places = self._places()
        self.hours, self.free = self._hours()

    def entries(self) -> Iterator[Entry]:
        """Yield an entry for each service that the public may see."""
        columns = ("key", "pk", *_READ, *_COPIED)
        for values in _services(self.lookup).find(self.keys):
            row = dict(zip(columns, values, strict=True))
            yield self._entry(row["key"], row)

    def _entry(self, key: str, row: Mapping[str, Any]) -> Entry:
        areas, terms = self.areas[key], self.terms.carried(frozenset(self.carried[key]))
        # While a service is closed for now its usual hours do not hold.
        is_running = row["status"] == ServiceStatus.ACTIVE
        is_line = is_running and _is_national_line(areas, terms)
        names = (
            *row["alternate_name"].split(", "),
            row["organization__name"],
            row["organization__alternate_name"],
        )
        return Entry(
            service=row["pk"],
            name=row["name"],
            other_names=tuple(filter(None, names)),
            summary=row["summary"],
            languages=_listed(row["languages"]),
            **{name: row[name] for name in _COPIED},
            terms=terms,
            all_audiences=self.terms.audiences,
            areas=frozenset(areas),
            partly=frozenset(code for code, is_partial in areas.items() if is_partial),
            contacts=tuple(self.contacts[key]),
            places=tuple(self.places[key]),
            hours=frozenset(self.hours[key] if is_running else ()),
            free_lines=frozenset(self.free[key] if is_line else ()),
            checked_on=row["last_checked"],
            is_unconfirmed=row["unconfirmed_since"] is not None,
        )

    def _carried(self) -> defaultdict[str, list[str]]:
        """Return the keys of each service's own terms."""
        carried = defaultdict(list)
        for service, term in self._rows(_CARRIED):
            carried[service].append(term)
        return carried

    def _contacts(self) -> defaultdict[str, list[Contact]]:
        contacts = defaultdict(list)
        for service, channel, value, languages, is_urgent, *answers in self._rows(_CONTACTS):
            contact = Contact(channel, value, _listed(languages), is_urgent, *answers)
            contacts[service].append(contact)
        return contacts

    def _areas(self) -> "defaultdict[str, dict[str, bool]]":
        """Return the codes of each service's areas, and whether only a part is served."""
        areas: defaultdict[str, dict[str, bool]] = defaultdict(dict)
        for service, code, is_partial in self._rows(_AREAS):
            areas[service][code] = is_partial
        return areas

    def _places(self) -> defaultdict[str, list[Place]]:
        places = defaultdict(list)
        for service, lat, lon, *answers in self._rows(_PLACES):
            known = zip(ACCESSIBILITY_FIELDS, answers, strict=True)
            met = frozenset(name for name, answer in known if answer == KnownAnswer.YES)
            places[service].append(Place(met, None if lat is None else Point(lat, lon)))
        return places

    def _hours(self) -> "tuple[defaultdict[str, set[Hours]], defaultdict[str, set[Hours]]]":
        """Return all hours of each service, and those of the ways to talk that are free."""
        hours: defaultdict[str, set[Hours]] = defaultdict(set)
        free: defaultdict[str, set[Hours]] = defaultdict(set)
        for service, channel, cost, *period in self._rows(_HOURS):
            hours[service].add(_period(*period))
            if channel in _TALKING and cost == ContactCost.FREE:
                free[service].add(_period(*period))
        return hours, free

    def _rows(self, part: _Part) -> Any:
        """Ask for some columns of the parts of the services, after the key of the service."""
        return _parts(part, self.lookup).find(self.keys)


# Of each lookup one query in a process: to put them together takes longer than to ask them.
@lru_cache(maxsize=2)
def _services(lookup: str) -> CompiledColumns:
    """Return the query for the columns of the public services themselves."""
    rows = Service.objects.published().with_checks().annotate(key=Cast("pk", TextField()))
    columns = rows.order_by("pk").values_list("key", "pk", *_READ, *_COPIED)
    return CompiledColumns(columns, f"pk__{lookup}")


@lru_cache(maxsize=16)
def _parts(part: _Part, lookup: str) -> CompiledColumns:
    """Return the query for one kind of their parts."""
    rows = part.model.objects.order_by(*part.order)
    columns = rows.values_list(Cast("service", TextField()), *part.columns)
    return CompiledColumns(columns, f"service__pk__{lookup}")


# Few values stand in many rows.
@lru_cache(maxsize=4_096)
def _listed(values: str) -> frozenset[str]:
    """Return the values of a list that is written with commas."""
    return frozenset(filter(None, values.split(",")))


@lru_cache(maxsize=4_096)
def _period(byday: str, bank_holidays: str, *written: str | None) -> Hours:
    """Return a period: its times, and the days between which it holds, as they are written."""
    opens_at, closes_at, valid_from, valid_to = written
    return Hours(
        intern(byday),
        _clock(opens_at or ""),
        _clock(closes_at or ""),
        date.fromisoformat(valid_from) if valid_from else None,
        date.fromisoformat(valid_to) if valid_to else None,
        intern(bank_holidays),
    )


_clock = lru_cache(maxsize=1_440)(time.fromisoformat)


def _is_national_line(areas: dict[str, bool], terms: Mapping[str, frozenset[str]]) -> bool:
    """Serves the whole country and listens: of the emotional branch, not for addiction alone.

    A line where crimes are reported, or drinking is the subject, is open all night too; it is not
    what a person who needs to talk about abuse should meet first.
    """
    whole = (find_region(code) for code, is_partial in areas.items() if not is_partial)
    is_national = any(area and area.level == RegionLevel.COUNTRY for area in whole)
    listens = "emotional" in terms.get("type", frozenset())
    return is_national and listens and bool(terms.get("topic", frozenset()) - {"addiction"})
