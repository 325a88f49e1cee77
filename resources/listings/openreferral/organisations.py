"""Who runs a service of a feed: an organisation that is there, or one that is new with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from resources.choices import OUR_PREFIX, IdentifierScheme
from resources.listings.openreferral.cleaning import (
    Guard,
    Notes,
    line,
    link,
    parts,
    plain,
    said,
)
from resources.listings.openreferral.feeds import Json
from resources.models import Organization
from resources.models.keys import name_key
from resources.validators import new_code

SPACE: Final = UUID("d0b8e6b2-56a4-4b0c-8b9e-1f0a3c5e7d21")
# As notes name it, beside the description of the service.
DESCRIPTION: Final = "organization.description"
Numbers = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Owner:
    """The id of an organisation, and its row where the feed may write it."""

    key: UUID
    document: Json | None = None


class Organisations:
    """All organisations by id, name and register number, with those that a feed brings."""

    def __init__(
        self, host: str, free_slug: Callable[[str], str], is_own: Callable[[str], bool]
    ) -> None:
        self._host, self._free_slug, self._is_own = host, free_slug, is_own
        rows = Organization.objects.prefetch_related("identifiers").order_by("pk")
        self._by_id = {row.pk: row for row in rows}
        self._named = [(row.pk, name_key(row.name), _numbers_of(row)) for row in rows]
        self._brought: dict[UUID, Owner] = {}
        self._found: dict[tuple[str, str, Numbers], Owner] = {}

    def find(self, content: Json, guard: Guard) -> Owner:
        """Return who runs a service. A register number tells more than a name, a name than an id.

        Nobody's row is written by a feed that has not made it. What a row says of itself holds no
        address of any service that it runs.
        """
        notes = guard.notes
        name = line(content, "name", notes, 200)
        numbers = _numbers(content)
        same = (said(content, "id"), name_key(name), numbers)
        if same not in self._found:
            self._found[same] = self._find(content, name, numbers, notes)
        owner = self._found[same]
        if owner.document and "description" in owner.document:
            owner.document["description"] = guard.of_owner(
                DESCRIPTION, owner.document["description"]
            )
        return owner

    def _find(self, content: Json, name: str, numbers: Numbers, notes: Notes) -> Owner:
        """Return the owner of an id that this feed has used before, or one that is known else."""
        key = self._key(content, name)
        there = self._by_id.get(key)
        if key in self._brought:
            return self._brought[key]
        if there is None:
            known = self._known(name, numbers)
            if known is not None:
                return self._brought.get(known, Owner(known))
            self._named.append((key, name_key(name), numbers))
        elif there.is_curated:
            return Owner(key)
        document: Json = {
            "record": "organization",
            "id": str(key),
            "code": there.code if there else new_code(),
            "slug": there.slug if there else self._free_slug(name),
            "name": name,
            **_described(content, notes),
            "website": link(content, "website", notes) or link(content, "url", notes),
            "identifiers": [
                {"scheme": scheme, "identifier": one} for scheme, one in sorted(numbers)
            ],
        }
        self._brought[key] = Owner(key, document)
        return self._brought[key]

    def _known(self, name: str, numbers: Numbers) -> UUID | None:
        """Return an organisation that is there, or that the feed has brought before."""
        for key, _name, others in self._named:
            if numbers & others:
                return key
        # Two charities may have one name; then their numbers differ.
        fitting = {
            key for key, other, others in self._named
            if other == name_key(name) and not (numbers and others)
        }  # fmt: skip
        return fitting.pop() if len(fitting) == 1 else None

    def _key(self, content: Json, name: str) -> UUID:
        """Return the id that the feed gives, where nobody else's has it, or one of its name."""
        try:
            key = UUID(said(content, "id"))
        except ValueError:
            return uuid5(SPACE, f"{self._host}:{name_key(name)}")
        there = self._by_id.get(key)
        is_free = there is None or self._is_own(there.listing_digest)
        return key if key.int and is_free else uuid5(SPACE, f"{self._host}:{name_key(name)}")


def _described(content: Json, notes: Notes) -> Json:
    """Return what it says of itself; words that our own feed has made of names say nothing."""
    if content.get(f"{OUR_PREFIX}description_is_derived") is True:
        return {}
    text = plain({DESCRIPTION: said(content, "description")}, DESCRIPTION, notes)
    return {"description": text} if text else {}


def _numbers_of(row: Organization) -> Numbers:
    return frozenset((one.scheme, one.identifier) for one in row.identifiers.all())


def _numbers(content: Json) -> Numbers:
    """Return the numbers of registers that are known here; others say nothing."""
    return frozenset(
        (scheme, number.removeprefix(f"{scheme}-"))
        for one in parts(content, "organization_identifiers")
        if (scheme := said(one, "identifier_scheme") or said(one, "identifier_type"))
        in IdentifierScheme.values and (number := said(one, "identifier"))
    )  # fmt: skip
