"""A folder of tables, as HSDS 2 and 3 have them, is the same feed as nested records."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from resources.models import Location
from tests.commands.feed_records import load, made_id, service

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

KEY = made_id("service 1")
Tables = dict[str, list[dict[str, Any]]]
SERVICE = {
    "id": KEY,
    "organization_id": "o1",
    "name": "Listening 1",
    "description": "We listen to people in Leeds.",
    "status": "active",
    "url": "https://listening.example.org",
}
ADDRESS = {
    "location_id": "l1",
    "address_1": "1 Mill Road",
    "city": "Leeds",
    "postal_code": "LS1 5AA",
}
TWO: Tables = {
    "service": [SERVICE],
    "organization": [{"id": "o1", "name": "Listening Leeds", "description": "A charity."}],
    "phone": [{"id": "p1", "service_id": KEY, "number": "0113 496 0101", "type": "voice"}],
    "location": [{"id": "l1", "name": "Mill House", "latitude": 53.79, "longitude": -1.54}],
    "service_at_location": [{"id": "s1", "service_id": KEY, "location_id": "l1"}],
    "physical_address": [{"id": "a1", **ADDRESS}],
    "regular_schedule": [
        {"id": "r1", "service_id": KEY, "weekday": 1, "opens_at": "09:00", "closes_at": "17:00"}
    ],
    "service_area": [{"id": "x1", "service_id": KEY, "service_area": "Leeds"}],
    "service_taxonomy": [{"id": "t1", "service_id": KEY, "taxonomy_id": "dv"}],
    "taxonomy": [{"id": "dv", "name": "Domestic violence", "vocabulary": "A list"}],
    "eligibility": [{"id": "e1", "service_id": KEY, "eligibility": "Women over 16"}],
    "language": [{"id": "n1", "service_id": KEY, "language": "Polish"}],
    "required_document": [{"id": "d1", "service_id": KEY, "document": "A letter"}],
}
THREE: Tables = {
    "services": [SERVICE],
    "organizations": [{"id": "o1", "name": "Listening Leeds", "description": "A charity."}],
    "phones": [{"id": "p1", "contact_id": "c1", "number": "0113 496 0101", "type": "voice"}],
    "contacts": [{"id": "c1", "service_id": KEY, "title": "Helpline"}],
    "locations": [{"id": "l1", "location_type": "physical", "name": "Mill House"}],
    "service_at_locations": [{"id": "s1", "service_id": KEY, "location_id": "l1"}],
    "addresses": [{"id": "a1", **ADDRESS, "address_type": "physical"}],
    "schedules": [
        {"id": "r1", "service_id": KEY, "freq": "WEEKLY", "byday": "MO", "opens_at": "09:00",
         "closes_at": "17:00"}
    ],
    "service_areas": [{"id": "x1", "service_id": KEY, "name": "Leeds"}],
    "attributes": [
        {"id": "t1", "link_id": KEY, "link_entity": "service", "taxonomy_term_id": "dv"}
    ],
    "taxonomy_terms": [{"id": "dv", "name": "Domestic violence", "description": "x"}],
    "languages": [{"id": "n1", "service_id": KEY, "name": "Polish", "code": "pl"}],
}  # fmt: skip


def folder_of(folder: Path, tables: Tables) -> Path:
    """Write tables as CSV files."""
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.mark.parametrize("tables", [TWO, THREE], ids=["HSDS 2", "HSDS 3"])
def test_the_rows_of_tables_are_put_together(tmp_path: Path, tables: Tables) -> None:
    load(folder_of(tmp_path, tables), commit=True)
    there = service()
    assert (there.name, there.organization.name) == ("Listening 1", "Listening Leeds")
    assert [route.value for route in there.contacts.all()] == ["0113 496 0101"]
    assert [row.byday for row in there.schedules.all()] == ["MO"]
    assert [area.region.slug for area in there.areas.all()] == ["leeds"]
    assert [one.slug for one in there.terms.all()] == ["domestic-abuse"]
    assert there.language_codes == ["pl"]
    stored = Location.objects.get()
    assert (stored.city, stored.address_1, stored.latitude) == ("Leeds", "", None)
    if tables is TWO:
        assert there.eligibility_description == "Women over 16"
        assert "required_documents: A letter" in there.curator_note
    assert "1 to leave" in load(tmp_path, commit=True)


def test_a_data_package_says_which_files_are_its_tables(tmp_path: Path) -> None:
    inner = tmp_path / "data"
    inner.mkdir()
    folder_of(inner, THREE)
    resources = [{"name": name, "path": f"data/{name}.csv"} for name in [*THREE, "programs"]]
    package = tmp_path / "datapackage.json"
    package.write_text(json.dumps({"resources": resources}), encoding="utf-8")
    assert "create Listening 1" in load(tmp_path)


@pytest.mark.parametrize(
    ("package", "why"),
    [
        ({"resources": [{"name": "services", "path": "../services.csv"}]}, "outside its folder"),
        ({"resources": [{"name": "services", "path": "http://x.example/s.csv"}]}, "no table of"),
        ({"resources": 7}, "no table of services"),
        ("[", "It is not JSON"),
    ],
)
def test_a_data_package_leads_nowhere_else(tmp_path: Path, package: object, why: str) -> None:
    folder_of(tmp_path, {"services": [SERVICE]})
    inner = tmp_path / "inner"
    inner.mkdir()
    text = package if isinstance(package, str) else json.dumps(package)
    (inner / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=why):
        load(inner)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"id,name\n\xff,x\n", "services.csv is not UTF-8"),
        (b'id,name\n"1,x\n', "services.csv cannot be read"),
        (b"", "no table of services, or it is empty"),
        (b"id,name\n", "no table of services, or it is empty"),
    ],
)
def test_a_table_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "services.csv").write_bytes(content)
    with pytest.raises(CommandError, match=why):
        load(tmp_path)


def test_rows_that_belong_to_nothing_are_nobodys(tmp_path: Path) -> None:
    stray = {"id": "p9", "service_id": "another", "number": "0113 496 0199", "type": "voice"}
    tables = TWO | {"phone": [*TWO["phone"], stray]}
    load(folder_of(tmp_path, tables), commit=True)
    assert [route.value for route in service().contacts.all()] == ["0113 496 0101"]


def test_what_hsds_2_nests_in_its_own_words_is_read_too(tmp_path: Path) -> None:
    record = {
        **SERVICE,
        "organization": {"id": "o1", "name": "Listening Leeds"},
        "service_taxonomy": [{"taxonomy": {"id": "dv", "name": "Domestic violence"}}],
        "service_area": [{"service_area": "Leeds"}],
        "eligibility": {"eligibility": "Women over 16"},
        "regular_schedule": [{"weekday": "Monday", "opens_at": "09:00", "closes_at": "17:00"}],
        "service_at_locations": [{"location": {"physical_address": [ADDRESS]}}],
    }
    (tmp_path / "feed.json").write_text(json.dumps([record]), encoding="utf-8")
    load(tmp_path / "feed.json", commit=True)
    there = service()
    assert there.eligibility_description == "Women over 16"
    assert [row.byday for row in there.schedules.all()] == ["MO"]
    assert Location.objects.get().city == "Leeds"
