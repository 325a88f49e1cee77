"""Records that are kept are joined to the very bytes that the framework would write."""

from collections.abc import Mapping
from datetime import date
from json import loads
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import ModelSerializer

from resources.api.v1 import rendering
from resources.api.v1.rendering import JoinedRecords, KeptRecord
from resources.api.v1.serializers import ServiceDetailSerializer
from resources.api.v1.serializers.shapes import DirectSerializer
from resources.curation import workflow
from resources.models import Service, publish_revision
from tests.factories import (
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)

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


def test_a_record_is_read_as_what_is_written_of_it() -> None:
    kept = KeptRecord(RECORDS[0])
    assert dict(kept) == loads(JSONRenderer().render(RECORDS[0]))
    assert (len(kept), list(kept)) == (len(RECORDS[0]), list(RECORDS[0]))
    around = {"data": kept, "kind": "service"}
    assert JoinedRecords().render(around) == JSONRenderer().render({**around, "data": RECORDS[0]})


def test_records_may_stand_in_the_middle_of_an_answer() -> None:
    page = {"next": "https://here.example/", "none": None, "items": RECORDS, "license": "“CC0”"}
    kept = {**page, "items": [KeptRecord(record) for record in RECORDS]}
    assert JoinedRecords().render(kept) == JSONRenderer().render(page)


def test_a_record_is_told_at_the_site_where_it_is_asked_for() -> None:
    kept = KeptRecord(RECORDS[0], path="/services/bcdfgh/")
    here, there = "https://here.example", "https://there.example"
    for site in (here, here, there, here):
        told = kept.at(site)
        assert told["page_url"] == f"{site}/services/bcdfgh/"
        assert told.json == JSONRenderer().render(dict(told))
    assert "page_url" not in kept


@pytest.mark.django_db
def test_a_record_with_all_of_its_organisation_changes_no_record_that_is_kept(
    client: Client,
) -> None:
    service = ServiceFactory.make(areas=["rotherham"], terms=["helpline"])
    address = f"/api/v1/services/{service.pk}/"
    first = client.get(address).content
    whole = "/api/v1/services/?include=organization,places,sources,details"
    assert client.get(whole).json()["results"][0]["organization"].keys() > {"website"}
    assert client.get(address).content == first


@pytest.mark.django_db
def test_the_changes_are_the_bytes_that_would_be_written_anew(client: Client) -> None:
    gone, *_others = [ServiceFactory.make(areas=["rotherham"]) for _number in range(3)]
    publish_revision(Service.objects.all())
    workflow.withdraw(gone, UserFactory.make(), timezone.now(), "Closed.")
    for _time in range(2):
        for address in ("/api/v1/changes/", "/api/v1/changes/?region=wales"):
            page = client.get(address)
            assert len(page.json()["items"]) == 3
            assert page.content == JSONRenderer().render(page.json())


@pytest.mark.django_db
def test_a_record_looked_at_before_is_not_written_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = ServiceFactory.make(areas=["rotherham"], terms=["helpline"])
    addresses = (f"/api/v1/services/{service.pk}/", "/api/v1/services/")
    first = [client.get(address).content for address in addresses]

    def refuse(_self: KeptRecord, _record: Mapping[str, Any], _path: str = "") -> None:
        raise AssertionError("It was written before.")

    monkeypatch.setattr(rendering.KeptRecord, "__init__", refuse)
    assert [client.get(address).content for address in addresses] == first


@pytest.mark.django_db
def test_the_fields_of_a_record_are_made_once_for_all_services(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ServiceFactory.make(), ServiceFactory.make()
    assert client.get(f"/api/v1/services/{first.pk}/").json()["name"] == first.name

    def refuse(_shape: object) -> None:
        raise AssertionError

    monkeypatch.setattr(ModelSerializer, "get_fields", refuse)
    assert client.get(f"/api/v1/services/{second.pk}/").json()["name"] == second.name


@pytest.mark.django_db
def test_a_record_is_what_the_framework_writes_of_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        service = ServiceFactory.make(
            areas=["rotherham", "leeds"][:number],
            terms=["helpline", "everyone", "women"][:number],
            hours=[("MO,TU", "09:00", "17:00")] * (number % 2),
        )
        VerificationFactory.make(service=service)
        ServiceAtLocationFactory.make(service=service)
    context = {"moment": timezone.localtime(), "site": "https://here.example", "included": set()}
    rows = list(Service.objects.published().for_detail())
    direct = [written(row, context) for row in rows]
    monkeypatch.setattr(DirectSerializer, "to_representation", ModelSerializer.to_representation)
    assert direct == [written(row, context) for row in rows]
    assert len(rows) == 3


def written(row: Service, context: dict[str, Any]) -> bytes:
    shape: Any = ServiceDetailSerializer(context=context)
    told: KeptRecord = shape.to_representation(row)
    return told.json
