"""The files: a record a line, tables, and a map. They are made record by record."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from resources.api.v1.serializers import ServiceDetailSerializer
from resources.choices import AddressVisibility
from resources.listings.sheets.cells import escaped
from resources.models import Service
from resources.models.service import let_go

Record = Mapping[str, Any]
Rows = Callable[[Record], Iterable[bytes]]
# Rows of the database that are in memory at once, with their parts: some 6 MB.
CHUNK: Final = 200
TAXONOMIES: Final = ("type", "topic", "audience", "by-and-for")
FLAT: Final = (
    "id",
    "code",
    "name",
    "alternate_name",
    "summary",
    "description",
    "status",
    "url",
    "cost",
    "referral_routes",
    "minimum_age",
    "maximum_age",
    "alert",
    "interpreter",
    "coverage_description",
    "last_modified",
    "page_url",
    "must_refresh_by",
    "licence",
    "attribution",
)
OF_CONTACTS: Final = (
    "id",
    "channel",
    "value",
    "e164",
    "href",
    "label",
    "note",
    "cost",
    "is_crisis_line",
    "do_not_test_call",
    "on_itemised_bill",
    "voicemail",
)


@dataclass(frozen=True, slots=True)
class Format:
    """A file: its media type, what stands before, between and after its rows, and the rows."""

    media_type: str
    about: str
    rows: Rows
    before: bytes = b""
    between: bytes = b""
    after: bytes = b""

    def pieces(self, records: Iterable[Record]) -> Iterator[bytes]:
        """Yield the file piece by piece: the rows of a record at a time, or none (b"")."""
        yield self.before
        between = b""
        for record in records:
            rows = [*self.rows(record)]
            yield (between if rows else b"") + self.between.join(rows)
            between = self.between if rows else between
        yield self.after


def records(moment: datetime, request: Request | None, site: str = "") -> Iterator[Record]:
    """Yield the record of each public service, as the API tells it at an aware moment.

    Whether they are public is asked again for each chunk, so that what is withdrawn meanwhile is
    not given out by an answer that had begun. `site` is put before addresses where nobody asks.
    """
    context = {"moment": moment, "request": request, "site": site}
    shape = ServiceDetailSerializer(context=context)
    keys = list(Service.objects.published().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        rows = [*Service.objects.published().for_detail().filter(pk__in=some).order_by("pk")]
        for row in rows:
            yield shape.to_representation(row).told()
        let_go(rows)


def _line(record: Record) -> Iterable[bytes]:
    yield JSONRenderer().render(record) + b"\n"


def _csv(cells: Iterable[object]) -> bytes:
    """Return a row of a table; no cell runs as a formula."""
    text = io.StringIO()
    csv.writer(text).writerow(escaped("" if cell is None else str(cell)) for cell in cells)
    return text.getvalue().encode()


def _flat(record: Record) -> Iterable[bytes]:
    terms = [
        "; ".join(term["name"] for term in record["terms"] if term["taxonomy"] == taxonomy)
        for taxonomy in TAXONOMIES
    ]
    numbers = [one["value"] for one in record["contacts"] if one["e164"]]
    checked = record["checked"]
    yield _csv(
        [
            *(record[name] for name in FLAT),
            record["organization"]["name"],
            *terms,
            "; ".join(area["name"] for area in record["areas"]),
            ", ".join(record["languages"]),
            "; ".join(numbers),
            checked["last_checked"],
            "yes" if checked["is_confirmed_with_service"] else "no",
        ]
    )


def _contacts(record: Record) -> Iterable[bytes]:
    for contact in record["contacts"]:
        hours = [
            f"{one['byday']} {one['opens_at'][:5]}-{one['closes_at'][:5]}"
            for one in contact["schedules"]
        ]
        yield _csv(
            [
                record["id"],
                record["name"],
                *(contact[name] for name in OF_CONTACTS),
                ", ".join(contact["languages"]),
                "; ".join(hours),
                record["checked"]["last_checked"],
                record["must_refresh_by"],
            ]
        )


def _places(record: Record) -> Iterable[bytes]:
    """Yield the places whose address is public and whose point is known, and no other."""
    for visit in record["service_at_locations"]:
        place = visit["location"]
        point = [place["longitude"], place["latitude"]]
        if place["address_visibility"] != AddressVisibility.FULL or None in point:
            continue
        told = {name: place[name] for name in ("name", "address_1", "city", "postcode")}
        feature = {
            "type": "Feature",
            "id": visit["id"],
            "geometry": {"type": "Point", "coordinates": point},
            "properties": {
                "service": record["id"],
                "service_name": record["name"],
                "page_url": record["page_url"],
                "must_refresh_by": record["must_refresh_by"],
                **told,
            },
        }
        yield JSONRenderer().render(feature)


def _heads(*names: str) -> bytes:
    return _csv(names)


FORMATS: Final[Mapping[str, Format]] = {
    "services.ndjson": Format(
        "application/x-ndjson", "A record a line, as the API tells each by itself.", _line
    ),
    "services.csv": Format(
        "text/csv; charset=utf-8",
        "A service a row.",
        _flat,
        before=_heads(
            *FLAT,
            "organization",
            "types",
            "topics",
            "audiences",
            "by_and_for",
            "areas",
            "languages",
            "numbers",
            "last_checked",
            "is_confirmed_with_service",
        ),
    ),
    "contacts.csv": Format(
        "text/csv; charset=utf-8",
        "A way of contact a row.",
        _contacts,
        before=_heads(
            "service_id",
            "service_name",
            *OF_CONTACTS,
            "languages",
            "hours",
            "last_checked",
            "must_refresh_by",
        ),
    ),
    "services.geojson": Format(
        "application/geo+json",
        "Places that may be visited, whose address is public.",
        _places,
        before=b'{"type":"FeatureCollection","features":[',
        between=b",",
        after=b"]}\n",
    ),
}
