"""What our feed gives out and comes in again changes nothing."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from resources.models import Service
from tests.openreferral.standard import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_once")]


@pytest.mark.long
def test_the_shipped_listings_go_out_and_come_in_again_and_all_are_left(
    client: Client, tmp_path: Path
) -> None:
    records, number, pages = [], 1, 1
    while number <= pages:
        page = read(client, f"/services?full=true&per_page=100&page={number}")
        records += page["contents"]
        number, pages = number + 1, page["total_pages"]
    public = Service.objects.published().count()
    assert len(records) == public > 100
    file, told = tmp_path / "feed.json", StringIO()
    file.write_text(json.dumps(records), encoding="utf-8")
    call_command("load_openreferral", str(file), stdout=told)
    counted = re.search(
        r"(\d+) to create, (\d+) to change, (\d+) to leave, (\d+) to refuse", told.getvalue()
    )
    assert counted is not None, told.getvalue()
    assert [int(one) for one in counted.groups()] == [0, 0, public, 0]
