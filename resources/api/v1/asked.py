"""What a program asks of the shape of an answer: which rows, in which order, with which parts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, overload
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from resources.filters.fields import MOST_VALUES
from resources.models import Service
from resources.search import Index, Query, Results

# Of one request: its address stays below what servers and proxies take.
MOST_IDS: Final = 100
ORDERS: Final[dict[str, Sequence[Any]]] = {
    "name": (Lower("name"), "id"),
    "-name": (Lower("name").desc(), "-id"),
    "last_modified": ("record_changed_at", "id"),
    "-last_modified": ("-record_changed_at", "-id"),
}
# What `include` adds to a row of a list. The rest of a whole record is `details`.
PARTS: Final = {
    "organization": (),
    "places": ("service_at_locations",),
    "sources": ("verifications",),
}
# The media type of an answer with some of the fields: what is always sent is not, here.
PARTIAL: Final = "application/vnd.directory.partial+json"
KEYS: Final = frozenset({"id"})
KEYS_OF_AREAS: Final = frozenset({"code"})
DETAILS: Final = "details"
INCLUDED: Final = (*PARTS, DETAILS)


def refuse_unknown(given: QueryDict, known: set[str]) -> None:
    """Raise ValidationError that names each parameter of the query that is not known."""
    unknown = sorted(set(given) - known)
    if unknown:
        names = ", ".join(sorted(known)) or "none"
        why = f"There is no such parameter here. Known: {names}."
        raise ValidationError({name: [why] for name in unknown}, code="unknown-parameter")


def refuse_blank(given: QueryDict) -> None:
    """Raise ValidationError that names each parameter without a value.

    A program whose value got lost would be given the whole country, and not notice.
    """
    blank = sorted(name for name in given if not all(map(str.strip, given.getlist(name))))
    if blank:
        why = "This is blank. Leave the parameter out, or give it a value."
        raise ValidationError({name: [why] for name in blank}, code="blank-value")


def refuse_many(given: QueryDict) -> None:
    """Raise ValidationError that names each parameter with more values than are read."""
    most = {name: MOST_IDS if name == "id" else MOST_VALUES for name in given}
    many = sorted(name for name in given if len(given.getlist(name)) > most[name])
    if many:
        raise ValidationError({name: [f"Give at most {most[name]} of them."] for name in many})


def names(query: QueryDict, parameter: str, known: Collection[str]) -> frozenset[str]:
    """Read names with commas between them; ValidationError for one that is not known."""
    given = [name.strip() for text in query.getlist(parameter) for name in text.split(",")]
    unknown = sorted({name for name in given if name not in known})
    if unknown:
        listed = ", ".join(sorted(known))
        raise ValidationError(
            {parameter: [f"“{name}” is not known here. Known: {listed}." for name in unknown]}
        )
    return frozenset(given)


def one_of(query: QueryDict, parameter: str, known: Collection[str]) -> str:
    """Read one word of a closed list; "" where none is said, ValidationError for any other."""
    given = [text.strip() for text in query.getlist(parameter)]
    if len(given) > 1 or (given and given[0] not in known):
        raise ValidationError({parameter: [f"Give one of these: {', '.join(known)}."]})
    return given[0] if given else ""


def ids(query: QueryDict) -> frozenset[UUID] | None:
    """Read the ids that are asked for; None where any will do."""
    given = query.getlist("id")
    if not given:
        return None
    found, wrong = set(), []
    for text in given:
        try:
            found.add(UUID(text.strip()))
        except ValueError:
            wrong.append(f"“{text}” is not an id.")
    if wrong:
        raise ValidationError({"id": wrong})
    return frozenset(found)


def keep_fields(response: Response, wanted: Collection[str]) -> None:
    """Leave the named fields in the rows of an answer, and the one that tells rows apart."""

    def part(row: Mapping[str, Any]) -> dict[str, Any]:
        own = KEYS if KEYS & row.keys() else KEYS_OF_AREAS
        return {name: told for name, told in row.items() if name in wanted or name in own}

    if "results" in response.data:
        response.data["results"] = [part(row) for row in response.data["results"]]
    else:
        response.data = part(response.data)
    response.content_type = PARTIAL


class Chosen:
    """Some of what was found, in an order that was asked for, fetched as it is cut into pages."""

    def __init__(
        self, results: Results, only: frozenset[UUID] | None, order: str, *, is_whole: bool
    ) -> None:
        """`is_whole` where all that is known of each is wanted, not only what a card shows."""
        self.index: Index = results.index
        self.query: Query = results.query
        self._results = results
        self._only = only
        self._order = order
        self._rows = self.index.whole_rows if is_whole else self.index.rows

    def count(self) -> int:
        """Return how many there are on all pages."""
        return len(self._ids)

    def __len__(self) -> int:
        return self.count()

    @overload
    def __getitem__(self, at: int) -> Service: ...
    @overload
    def __getitem__(self, at: slice) -> list[Service]: ...
    def __getitem__(self, at: int | slice) -> Service | list[Service]:
        """Fetch some of them, in their order."""
        if isinstance(at, int):
            return self[at : at + 1][0]
        wanted = {self.index.slots[key]: key for key in self._ids[at]}
        rows = self._rows.fetch(wanted)
        return [rows[slot] for slot in wanted if slot in rows]

    @cached_property
    def _ids(self) -> list[UUID]:
        found: Iterable[UUID] = self._results.ids
        if self._only is not None:
            found = [key for key in found if key in self._only]
        if not self._order:
            return list(found)
        is_found = set(found)
        public = Service.objects.published().with_times()
        rows: QuerySet[Service] = public.order_by(*ORDERS[self._order])
        return [key for key in rows.values_list("pk", flat=True) if key in is_found]
