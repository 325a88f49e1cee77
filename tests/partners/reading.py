"""What a list tells of services, as a copy that is kept by the changes has it."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from tests.partners.copying import Copy

# What a record has by the clock alone, or says about that.
BESIDE: Final = frozenset(
    {
        "must_refresh_by",
        "intervals_until",
        "referral_status",
        "referral_status_as_of",
        "referral_status_precision",
        "display",
        # The address of the server, which may be another one after a new start.
        "page_url",
    }
)
Records = dict[str, dict[str, Any]]


def exported(read: Callable[[str], Any], query: str) -> Records:
    """Return the directory, or a part of it, as its list tells it now."""
    found: Records = {}
    place = f"/api/v1/services/?include=details,places,sources&page_size=500&{query}"
    while place:
        page = read(place)
        split = urlsplit(page["next"] or "")
        place = f"{split.path}?{split.query}" if split.path else ""
        found |= {row["id"]: _as_copied(row) for row in page["results"]}
    return found


def kept(copy: Copy) -> Records:
    return {key: _as_copied(record) for key, record in copy.services.items()}


def _as_copied(record: dict[str, Any]) -> dict[str, Any]:
    contacts = [
        {name: told for name, told in one.items() if name != "intervals"}
        for one in record["contacts"]
    ]
    return {
        **{key: told for key, told in record.items() if key not in BESIDE},
        "contacts": contacts,
    }
