"""JSON of records that are kept in memory: written once, and joined for a page."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from json import dumps, loads
from typing import Any, Self, TypeGuard

from rest_framework.renderers import JSONRenderer


class Written:
    """What is written as JSON already, and joined as it stands.

    Its parts are joined only once, with all else that an answer says: a page of records is long,
    and to copy it takes as long as to find it.
    """

    __slots__ = ()
    parts: tuple[bytes, ...]

    @property
    def json(self) -> bytes:
        """The whole of it."""
        return b"".join(self.parts)


class KeptRecord(Written, Mapping[str, Any]):
    """A record as JSON, written once, and the path of its page. It is shared: nobody changes it.

    Nearly everybody passes it on as it is. Who reads a field of it has it parsed, each time: what
    it was written from would take three times as much memory.
    """

    __slots__ = ("_path", "parts")

    def __init__(self, record: Mapping[str, Any], path: str = "") -> None:
        self.parts = (JSONRenderer().render(record)[:-1], b"}")
        self._path = dumps(path)[1:-1].encode()

    @classmethod
    def written(cls, *parts: bytes) -> Self:
        """Return a record that is written already."""
        record = cls.__new__(cls)
        record.parts, record._path = parts, b""
        return record

    def at(self, site: str) -> Self:
        """Return the record with the address of its page at a site ("https://here.example")."""
        told, end = self.parts
        return self.written(told, b',"page_url":"%b%b"' % (_quoted(site), self._path), end)

    def told(self) -> dict[str, Any]:
        """Return what the record says, in plain values: for whoever reads more than one field."""
        said: dict[str, Any] = loads(self.json)
        return said

    def __getitem__(self, name: str) -> Any:
        return self.told()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.told())

    def __len__(self) -> int:
        return len(self.told())


# The few names that a site is asked by.
@lru_cache(maxsize=8)
def _quoted(site: str) -> bytes:
    return dumps(site)[1:-1].encode()


class JoinedRecords(JSONRenderer):
    """Writes what is not kept, and joins it with the records that are."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the bytes that the framework would write of the same answer."""
        if isinstance(data, Written):
            return data.json
        written: bytes
        fields: Mapping[str, Any] = data if isinstance(data, dict) else {}
        kept = {name for name, told in fields.items() if are_kept(told)}
        if not kept:
            written = super().render(data, accepted_media_type, renderer_context)
            return written
        parts: list[bytes] = []
        for is_kept, some in groupby(fields.items(), key=lambda field: field[0] in kept):
            if is_kept:
                for name, told in some:
                    parts += [b",", dumps(name).encode(), b":[", *_joined(told), b"]"]
            else:
                written = super().render(dict(some), accepted_media_type, renderer_context)
                parts += [b",", written[1:-1]]
        return b"".join([b"{", *parts[1:], b"}"])


def json_of(told: Any) -> bytes:
    """Return the bytes of an answer, for whoever asks past the framework."""
    return JoinedRecords().render(told)


def are_kept(told: object) -> TypeGuard[Sequence[Written]]:
    """Tell whether a field of an answer is a list of records that are all written already."""
    return bool(told) and isinstance(told, list) and all(isinstance(one, Written) for one in told)


def _joined(records: Sequence[Written]) -> list[bytes]:
    """Return the parts of records, with a comma between two."""
    parts = [part for record in records for part in (b",", *record.parts)]
    return parts[1:]
