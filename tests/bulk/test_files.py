"""Each file says what the API says of every public service, and nothing of any other."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from resources.bulk import formats
from resources.choices import AddressVisibility
from resources.curation import workflow
from resources.listings.sheets.cells import unescaped
from resources.models import Location
from tests.factories import (
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    at_point,
)
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db
BULK = "/api/v1/bulk/"


def given(client: Client, name: str) -> bytes:
    answer = client.get(BULK + name)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer["Access-Control-Allow-Origin"] == "*"
    return bytes(answer.getvalue())


def rows(client: Client, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(given(client, name).decode())))


def test_a_cell_never_runs_as_a_formula(client: Client) -> None:
    ServiceFactory.make(name="=HYPERLINK(1)", summary="+44 is no sum, and\nthis a line.")
    publish_all()
    (row,) = rows(client, "services.csv")
    assert (row["name"], unescaped(row["name"])) == ("'=HYPERLINK(1)", "=HYPERLINK(1)")
    assert unescaped(row["summary"]) == "+44 is no sum, and\nthis a line."
    assert rows(client, "contacts.csv")[0]["service_name"] == "'=HYPERLINK(1)"


def test_the_map_has_addresses_that_are_public_and_no_other(client: Client) -> None:
    visited = ServiceFactory.make(name="Asp")
    at_point(visited, 53.4, -1.4)
    shown = Location.objects.get()
    area_only = LocationFactory.make()
    Location.objects.filter(pk=area_only.pk).update(
        address_visibility=AddressVisibility.AREA_ONLY,
        address_1="",
        postcode="",
        name="",
        latitude=None,
        longitude=None,
    )
    ServiceAtLocationFactory.make(location=area_only)
    ServiceFactory.make(name="Nowhere")
    publish_all()
    told = json.loads(given(client, "services.geojson"))
    (feature,) = told["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-1.4, 53.4]}
    assert feature["properties"]["address_1"] == shown.address_1


def test_an_empty_directory_has_whole_files(client: Client) -> None:
    assert given(client, "services.ndjson") == b""
    assert rows(client, "services.csv") == rows(client, "contacts.csv") == []
    assert json.loads(given(client, "services.geojson"))["features"] == []


def test_what_is_withdrawn_while_a_file_is_read_is_not_in_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "CHUNK", 1)
    services = [ServiceFactory.make(name=f"Service {number}") for number in range(3)]
    publish_all()
    answer: Any = client.get(BULK + "services.ndjson")
    pieces = iter(answer.streaming_content)
    told = b"".join(next(pieces) for _ in range(2))
    for service in services:
        now = timezone.now()
        workflow.withdraw(service, UserFactory.make(), now, "closed", in_danger=True)
    told += b"".join(pieces)
    assert len(told.splitlines()) == 1


def test_a_file_is_made_of_so_many_rows_at_a_time(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(formats, "CHUNK", 5)
    for number in range(12):
        ServiceFactory.make(name=f"Service {number}")
    publish_all()
    given(client, "services.ndjson")
    # Of the request, the keys, and the parts of three chunks.
    with django_assert_max_num_queries(3 + 3 * 11):
        assert given(client, "services.ndjson").count(b"\n") == 12


def test_the_index_names_each_file_and_a_wrong_address_is_a_problem(client: Client) -> None:
    told = client.get(BULK).json()
    assert [one["name"] for one in told["files"]] == list(formats.FORMATS)
    for one in told["files"]:
        assert client.head(one["url"]).status_code == 200
    assert told["manifest"] is None
    for address, status in (("nothing.csv", 404), ("services.csv?region=leeds", 400)):
        answer = client.get(BULK + address)
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
