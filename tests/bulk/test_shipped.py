"""The files of the shipped listings beside what the API says of each."""

import json

import pytest
from django.test import Client

from resources.bulk import formats
from resources.listings.sheets.cells import unescaped
from resources.models import Service
from tests.bulk.test_files import given, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_once")]


@pytest.mark.long
def test_each_line_is_the_record_of_a_service_by_itself(client: Client) -> None:
    lines = [json.loads(line) for line in given(client, "services.ndjson").splitlines()]
    assert len(lines) == Service.objects.published().count() > formats.CHUNK
    for record in lines[::60]:
        assert record == client.get(f"/api/v1/services/{record['id']}/").json()
    assert len(rows(client, "services.csv")) == len(lines)
    contacts = rows(client, "contacts.csv")
    assert len(contacts) == sum(len(record["contacts"]) for record in lines)
    values = {unescaped(row["value"]) for row in contacts}
    assert values == {one["value"] for record in lines for one in record["contacts"]}
