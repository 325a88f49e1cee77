"""JSON of records that are kept in memory: written once, and joined for a page."""

from collections.abc import Mapping, Sequence
from json import dumps
from typing import Any, Final, Self

from rest_framework.renderers import JSONRenderer

# The end of a page without results, which come last in it.
NO_RESULTS: Final = b'"results":[]}'


class KeptRecord(dict[str, Any]):
    """A record, its JSON, and the path of its page. It is shared: nobody changes it."""

    def __init__(
        self, record: Mapping[str, Any], json: bytes | None = None, path: str = ""
    ) -> None:
        super().__init__(record)
        self.path = path
        self.json: bytes = JSONRenderer().render(record) if json is None else json

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
        records = data.get("results") if isinstance(data, Mapping) else None
        if not isinstance(records, Sequence) or not records or next(reversed(data)) != "results":
            return self._written(data, accepted_media_type, renderer_context)
        if not all(isinstance(record, KeptRecord) for record in records):
            return self._written(data, accepted_media_type, renderer_context)
        page = self._written({**data, "results": []}, accepted_media_type, renderer_context)
        joined = b",".join(record.json for record in records)
        return page.removesuffix(NO_RESULTS) + b'"results":[' + joined + b"]}"

    def _written(self, data: Any, media_type: Any, context: Any) -> bytes:
        written: bytes = super().render(data, media_type, context)
        return written
