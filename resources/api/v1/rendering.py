"""JSON of records that are kept in memory: written once, and joined for a page."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from json import dumps
from typing import Any, Self, TypeGuard

from rest_framework.renderers import JSONRenderer


class KeptRecord(dict[str, Any]):
    """A record, its JSON, and the path of its page. It is shared: nobody changes it."""

    def __init__(
        self, record: Mapping[str, Any], json: bytes | None = None, path: str = ""
    ) -> None:
        super().__init__(record)
        self.path = path
        self.json: bytes = JSONRenderer().render(record) if json is None else json
        # The site that was asked last, and the record as it is told there.
        self._told_at: tuple[str, Self] | None = None

    def at(self, site: str) -> Self:
        """Return the record with the address of its page at a site ("https://here.example").

        Nearly all programs ask at one site: that form is kept, and no other.
        """
        told_at = self._told_at
        if told_at is None or told_at[0] != site:
            # Another thread may answer at another site meanwhile: what it keeps is not looked at.
            told_at = self._told_at = (site, self.and_also(page_url=site + self.path))
        return told_at[1]

    def and_also(self, **more: str) -> Self:
        """Return the record with plain texts of one question, of which only those are written."""
        told = ",".join(f"{dumps(name)}:{dumps(text)}" for name, text in more.items())
        return type(self)({**self, **more}, self.json[:-1] + b"," + told.encode() + b"}")


class JoinedRecords(JSONRenderer):
    """Writes what is not kept, and joins it with the records that are."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the bytes that the framework would write of the same answer."""
        if isinstance(data, KeptRecord):
            return data.json
        written: bytes
        if not isinstance(data, dict) or not any(map(are_kept, data.values())):
            written = super().render(data, accepted_media_type, renderer_context)
            return written
        parts = []
        for is_kept, fields in groupby(data.items(), key=lambda field: are_kept(field[1])):
            if is_kept:
                parts += [
                    b"%b:[%b]" % (dumps(name).encode(), _joined(told)) for name, told in fields
                ]
            else:
                written = super().render(dict(fields), accepted_media_type, renderer_context)
                parts.append(written[1:-1])
        return b"{" + b",".join(parts) + b"}"


def json_of(told: Any) -> bytes:
    """Return the bytes of an answer, for whoever asks past the framework."""
    return JoinedRecords().render(told)


def are_kept(told: object) -> TypeGuard[Sequence[KeptRecord]]:
    """Tell whether a field of an answer is a list of records that are all written already."""
    return (
        bool(told) and isinstance(told, list) and all(isinstance(one, KeptRecord) for one in told)
    )


def _joined(records: Sequence[KeptRecord]) -> bytes:
    return b",".join(record.json for record in records)
