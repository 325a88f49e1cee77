"""Lines of a small listings file, the command that loads it, and a dump of what it left."""

import json
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps
from django.core.management import call_command
from django.db import models

from resources.models import Service
from tests.factories import code

Line = dict[str, Any]

SPACE = UUID("8a0c6f0e-0d0b-4a43-9a6e-0a54f2a0a001")


def made_id(name: str) -> str:
    """Return the id that the lines below give to a named row."""
    return str(uuid5(SPACE, name))


def organization_line(number: int = 1, **changes: Any) -> Line:
    """Return the n-th organisation."""
    line = {
        "record": "organization",
        "id": made_id(f"organization-{number}"),
        "code": code(900 + number),
        "slug": f"helpers-{number}",
        "name": f"Helpers {number}",
        "website": "https://helpers.example.org",
        "identifiers": [{"scheme": "GB-CHC", "identifier": f"10000{number}"}],
    }
    return line | changes


def contact_line(name: str, **changes: Any) -> Line:
    """Return a free number that is answered on Mondays, with its source."""
    line = {
        "id": made_id(f"contact-{name}"),
        "channel": "phone",
        "value": "0808 801 0331",
        "cost": "free",
        "hours": [{"days": ["MO", "TU"], "opens": "09:00", "closes": "17:00"}],
        "sources": [0],
    }
    return line | changes


def service_line(number: int = 1, **changes: Any) -> Line:
    """Return the n-th service, of the first organisation, with a part of every kind."""
    line = {
        "record": "service",
        "id": made_id(f"service-{number}"),
        "code": code(800 + number),
        "slug": f"listening-{number}",
        "organization": made_id("organization-1"),
        "name": f"Listening {number}",
        "summary": "Someone to talk to.",
        "status": "active",
        "publication": "published",
        "cost": "free",
        "referral_routes": "self",
        "terms": {"type": ["helpline"], "audience": ["everyone"]},
        "areas": [{"region": "rotherham"}, {"region": "leeds", "part": True}],
        "languages": ["en", "ur"],
        "interpreter": "yes",
        "contacts": [contact_line(str(number)), email_line(number)],
        "location": place_line(number),
        "sources": [source_line(), {"facts": "what it does", "kind": "charity"}],
    }
    return line | changes


def email_line(number: int) -> Line:
    """Return a second way in, which nobody answers around the clock but everybody may use."""
    return {
        "id": made_id(f"email-{number}"),
        "channel": "email",
        "value": f"help{number}@example.org",
        "cost": "not_known",
        "hours": "24/7",
    }


def place_line(number: int, **changes: Any) -> Line:
    """Return a place whose full address is public."""
    line = {
        "id": made_id(f"place-{number}"),
        "address_visibility": "full",
        "address_1": f"{number} High Street",
        "city": "Rotherham",
        "postcode": "S60 1AE",
        "region": "rotherham",
    }
    return line | changes


def source_line(**changes: Any) -> Line:
    """Return a dated page that states a number."""
    line = {
        "facts": "number and hours",
        "kind": "own_site",
        "url": "https://helpers.example.org/contact",
        "checked_on": "2026-02-01",
        "precision": "month",
    }
    return line | changes


def collection_line(*numbers: int, **changes: Any) -> Line:
    """Return a list of the numbered services."""
    line = {
        "record": "collection",
        "slug": "first-steps",
        "title": "First steps",
        "intro": "You can begin with one call.",
        "entries": [
            {"service": made_id(f"service-{number}"), "note": f"Note {number}."}
            for number in numbers or (1,)
        ],
    }
    return line | changes


def write(folder: Path, *lines: Line | str) -> Path:
    """Write a listings file; a text stands in it as it is."""
    file = folder / "listings.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return file


def load(
    folder: Path,
    *lines: Line | str,
    commit: bool = True,
    as_shipped: bool = True,
    verbosity: int = 1,
) -> str:
    """Load lines and return what the command prints."""
    out = StringIO()
    file = write(folder, *lines)
    options = {"commit": commit, "as_shipped": as_shipped, "verbosity": verbosity}
    call_command("load_listings", str(file), stdout=out, **options)
    return out.getvalue()


def dump(*left_out: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of the domain, with ids; `left_out` are names of fields."""
    found = {}
    for model in apps.get_app_config("resources").get_models(include_auto_created=True):
        names = [one.attname for one in model._meta.concrete_fields if one.name not in left_out]
        rows: models.QuerySet[Any] = model._base_manager.order_by("pk")
        found[model.__name__] = list(rows.values_list(*names))
    # Which row of a join table carries a pair says nothing.
    joined = Service.terms.through._base_manager.order_by("service_id", "taxonomyterm_id")
    found["Service_terms"] = list(joined.values_list("service_id", "taxonomyterm_id"))
    return found


def service(number: int = 1) -> Service:
    """Return the n-th service as the database has it now."""
    return Service.objects.get(pk=made_id(f"service-{number}"))
