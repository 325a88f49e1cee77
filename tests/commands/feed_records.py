"""Records of invented feeds in the shapes of the standard, and the command that loads them."""

import json
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.core.management import call_command

from resources.models import Service

Json = dict[str, Any]
SPACE = UUID("7b7c4a52-8f5a-49c1-94a5-4e5b6a6c1001")


def made_id(name: str) -> str:
    return str(uuid5(SPACE, name))


def term(name: str, **more: Any) -> Json:
    """Return an attribute with a term of somebody's taxonomy."""
    return {
        "id": made_id(f"attribute {name}"),
        "link_type": "service",
        "taxonomy_term": {"id": made_id(name), "name": name, "description": name, **more},
    }


def charity() -> Json:
    return {
        "id": made_id("organization"),
        "name": "Listening Leeds",
        "description": "A charity.",
        "website": "https://listening.example.org",
        "organization_identifiers": [
            {
                "id": made_id("number"),
                "identifier_scheme": "GB-CHC",
                "identifier_type": "Charity",
                "identifier": "1234567",
            }
        ],
    }


def uk_record(number: int = 1, **changes: Any) -> Json:
    """Return the n-th service as HSDS-UK 3.0 nests it."""
    record = {
        "id": made_id(f"service {number}"),
        "name": f"Listening {number}",
        "description": f"We listen to people in Leeds, and we have done so for {number} years.",
        "url": f"https://listening-{number}.example.org/help",
        "email": f"info@listening-{number}.example.org",
        "status": "active",
        "minimum_age": 16,
        "assured_date": "2026-10-01",
        "organization": charity(),
        "phones": [{"id": made_id("phone"), "number": f"0113 496 010{number}", "type": "voice"}],
        "schedules": [
            {
                "id": made_id("schedule"),
                "freq": "WEEKLY",
                "byday": "MO,TU",
                "opens_at": "09:00",
                "closes_at": "17:00",
            }
        ],
        "service_areas": [
            {
                "id": made_id("area"),
                "name": "Leeds",
                "uri": "http://statistics.data.gov.uk/id/statistical-geography/E08000035",
            }
        ],
        "attributes": [term("Domestic abuse"), term("Counselling"), term("Women")],
    }
    return {name: value for name, value in (record | changes).items() if value is not None}


def place(**address: Any) -> Json:
    """Return that a service is at a place with an address in Leeds."""
    given = {
        "id": made_id("address"),
        "address_1": "12 Albion Street",
        "city": "Leeds",
        "state_province": "West Yorkshire",
        "postal_code": "LS1 5AA",
        "country": "GB",
        "address_type": "physical",
    }
    return {
        "id": made_id("visit"),
        "location": {
            "id": made_id("location"),
            "location_type": "physical",
            "name": "Albion House",
            "latitude": 53.7961,
            "longitude": -1.5458,
            "addresses": [given | address],
        },
    }


def page(items: list[Json], number: int = 1, pages: int = 1) -> Json:
    """Return a page of a list."""
    return {
        "total_items": len(items) * pages,
        "total_pages": pages,
        "page_number": number,
        "size": len(items),
        "first_page": number == 1,
        "last_page": number == pages,
        "empty": not items,
        "contents": items,
    }


def written(folder: Path, content: Any) -> Path:
    file = folder / "feed.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def load(source: Any, **options: Any) -> str:
    """Run the command; return what it prints."""
    out = StringIO()
    call_command("load_openreferral", str(source), stdout=out, **options)
    return out.getvalue()


def loaded(folder: Path, *records: Json, **options: Any) -> str:
    """Load records from a file, and write them."""
    return load(written(folder, list(records)), commit=True, verbosity=2, **options)


def service(number: int = 1) -> Service:
    return Service.objects.for_detail().get(pk=made_id(f"service {number}"))
