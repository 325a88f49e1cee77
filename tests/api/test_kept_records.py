"""Records that are kept are joined to the very bytes that the framework would write."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from rest_framework.renderers import JSONRenderer

from resources.api.v1 import rendering
from resources.api.v1.rendering import JoinedRecords, KeptRecord
from tests.factories import ServiceFactory

RECORDS: list[dict[str, Any]] = [
    {"id": UUID(int=1), "name": "Tŷ “Hope” \u2028", "checked": date(2026, 3, 1), "areas": []},
    {"id": UUID(int=2), "name": "", "contacts": [{"value": "0808 801 0327"}], "url": None},
]


@pytest.mark.parametrize("results", [RECORDS, RECORDS[:1], []])
def test_a_page_is_the_same_bytes_as_one_that_is_written_anew(
    results: list[dict[str, Any]],
) -> None:
    page = {"count": 2, "words": None, "results": results}
    kept = {**page, "results": [KeptRecord(record) for record in results]}
    assert JoinedRecords().render(kept) == JSONRenderer().render(page)


def test_a_page_with_anything_else_in_it_is_written_anew() -> None:
    for page in (
        {"results": [KeptRecord(RECORDS[0]), RECORDS[1]], "count": 2},
        {"results": [KeptRecord(RECORDS[0])], "count": 1},
        {"results": "none"},
        ["results"],
        None,
    ):
        assert JoinedRecords().render(page) == JSONRenderer().render(page)


def test_a_record_can_say_something_of_one_question() -> None:
    kept = KeptRecord(RECORDS[0])
    told = kept.and_also(page_url="https://here.example/services/bcdfgh/")
    assert told.json == JSONRenderer().render(dict(told))
    assert "page_url" not in kept
    assert b"page_url" not in kept.json


@pytest.mark.django_db
def test_a_record_looked_at_before_is_not_written_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = ServiceFactory.make(areas=["rotherham"], terms=["helpline"])
    addresses = (f"/api/v1/services/{service.pk}/", "/api/v1/services/")
    first = [client.get(address).content for address in addresses]

    made = KeptRecord.__init__

    def written(self: KeptRecord, record: Mapping[str, Any], json: bytes | None = None) -> None:
        assert json is not None, "It was written before."
        made(self, record, json)

    monkeypatch.setattr(rendering.KeptRecord, "__init__", written)
    assert [client.get(address).content for address in addresses] == first
