"""Lines of a listings file that hold what must not come back."""

from collections.abc import Iterator
from typing import Any

from resources.choices import SuppressedKind
from resources.listings.rows import OrganizationRow, ServiceRow
from resources.models.suppression import (
    Listed,
    contact_texts,
    find_listed,
    named_texts,
    told,
)


def suppressed_in_line(row: Any, listed: Listed) -> str:
    """Return what of a line must not come back, field by field in words; empty for nothing."""
    found = told(find_listed(_texts(row), listed))
    return "; ".join(f"{field}: {why}" for field, why in found.items())


def _texts(row: Any) -> Iterator[tuple[str, SuppressedKind, str]]:
    if isinstance(row, OrganizationRow):
        yield from named_texts(row, ("name",), ("website",))
    if not isinstance(row, ServiceRow):
        return
    yield from named_texts(row, ("name", "alternate_name"), ("url", "easy_read_url", "bsl_url"))
    for index, contact in enumerate(row.contacts):
        yield from contact_texts(f"contacts.{index}.value", contact.channel, contact.value)
    for place in row.locations:
        yield "location.name", SuppressedKind.NAME, place.name
