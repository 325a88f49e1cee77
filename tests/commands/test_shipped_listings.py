"""The listings that the directory ships with: what is public, what is held, what stays unsaid."""

import json
import re
from collections import Counter
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from resources import migrations
from resources.choices import Publication
from resources.models import ContactRoute, Organization, Service
from tests.commands.listing_lines import dump
from tests.factories import ServiceFactory
from tests.shipped import LISTINGS

UNCONFIRMED = "Unconfirmed, never publish:"


RECORDS: list[dict[str, Any]] = [
    json.loads(line) for line in LISTINGS.read_text(encoding="utf-8").splitlines()
]


SERVICES = {row["name"]: row for row in RECORDS if row["record"] == "service"}


# A number or an address that was read nowhere; a note may name other facts as well, and that
# nobody has read of a chat says nothing about the site it is on.
UNREAD_ONE = re.compile(
    r"(?:phone|text|website|organisation_url) .*?(https?://\S+?|\d[\d ]{4,}\d)(?=[.\s]*$|\s)"
)


def unconfirmed_values(note: str) -> list[str]:
    """Return the addresses and numbers that a note says are read nowhere."""
    told = note.partition(UNCONFIRMED)[2].split(";")
    return [found[1] for part in told if (found := UNREAD_ONE.match(part.strip()))]


UNREAD = [
    (row, value) for row in RECORDS for value in unconfirmed_values(row.get("curator_note", ""))
]


def strings(value: Any) -> list[str]:
    """Return every text inside a value of JSON."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings(one)]
    if isinstance(value, list):
        return [text for one in value for text in strings(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.usefixtures("shipped_once", "db")
def test_496_services_are_public_166_are_held_back_with_a_reason_and_2_have_closed() -> None:
    drafts = Service.objects.filter(publication=Publication.DRAFT)
    closed = Service.objects.filter(publication=Publication.WITHDRAWN, status="defunct")
    assert Service.objects.published().count() == 496
    assert drafts.count() == 166
    assert not drafts.filter(hold_reason="").exists()
    assert closed.count() == 2
    assert Service.objects.count() == 664
    assert Organization.objects.count() == 614


@pytest.mark.usefixtures("shipped_once", "db")
def test_every_shipped_listing_that_is_held_says_what_kind_of_hold_it_is() -> None:
    held = Service.objects.exclude(hold_reason="")
    kinds = Counter(held.values_list("hold_kind", flat=True))
    assert kinds == {
        "old": 58,
        "no_contact": 41,
        "undated": 32,
        "weak": 15,
        "web_only": 10,
        "unsure": 6,
        "unclear": 3,
        "closed": 2,
        "scope": 1,
    }
    assert not held.filter(publication=Publication.PUBLISHED).exists()


@pytest.mark.usefixtures("shipped_once", "db")
def test_holds_from_before_there_were_kinds_are_sorted_as_the_shipped_file_sorts_them() -> None:
    shipped = dict(Service.objects.values_list("pk", "hold_kind"))
    Service.objects.update(hold_kind="")
    own = ServiceFactory.make(publication=Publication.DRAFT, hold_reason="We forgot.")
    (written,) = Path(migrations.__path__[0]).glob("*_kinds_of_holds.py")
    migration = import_module(f"resources.migrations.{written.stem}")
    migration.sort_holds(apps, connection.schema_editor())
    assert dict(Service.objects.exclude(pk=own.pk).values_list("pk", "hold_kind")) == shipped
    assert Service.objects.get(pk=own.pk).hold_kind == "other"


@pytest.mark.usefixtures("shipped_once", "db")
def test_no_shipped_line_is_refused_and_loading_it_again_changes_nothing() -> None:
    before, out = dump(), StringIO()
    call_command("load_listings", str(LISTINGS), commit=True, as_shipped=True, stdout=out)
    sums = "0 to create, 0 to change, 1279 to leave, 0 to refuse; "
    assert (
        out.getvalue()
        == f"{sums}0 services are not in this file and stay. What is new is a draft.\n"
    )
    assert dump() == before


@pytest.mark.usefixtures("shipped_once", "db")
def test_every_public_service_can_be_reached_and_says_where_it_helps() -> None:
    public = Service.objects.published()
    assert not public.filter(contacts__isnull=True).exists()
    assert not public.filter(areas__isnull=True).exists()
    assert not public.exclude(hold_reason="").exists()


@pytest.mark.usefixtures("shipped_once", "db")
def test_no_line_that_is_never_rung_to_test_it_is_missing_its_mark() -> None:
    urgent = ContactRoute.objects.filter(is_crisis_line=True, channel="phone")
    assert urgent.exists()
    assert not urgent.filter(do_not_test_call=False).exists()


def test_every_shipped_card_has_a_line_of_its_own_that_fits_and_does_not_shout() -> None:
    lines = [row["card_line"] for row in SERVICES.values()]
    assert len(lines) == 664
    assert [line for line in lines if len(line) > 90 or re.search(r"!|…|\.\.|\S\s\s", line)] == []
    assert [line for line in lines if not line[0].isupper() and not line[0].isdigit()] == []
    assert [line for line in lines if not line.endswith(".")] == []


def areas_named(words: str) -> dict[str, set[str]]:
    """Return the areas of the services whose source names a place, by the name of the service."""
    return {
        name: {area["region"] for area in row["areas"]}
        for name, row in SERVICES.items()
        if words in row.get("coverage_description", "").split(", ")
    }


def test_newcastle_is_the_one_on_the_tyne_in_every_shipped_service() -> None:
    named = areas_named("Newcastle")
    assert len(named) >= 3
    for name, areas in named.items():
        assert "newcastle-upon-tyne" in areas, name
        assert "newcastle-under-lyme" not in areas, name


def test_tyneside_is_served_by_what_its_commissioner_pays_for_or_in_part() -> None:
    named = areas_named("Tyneside")
    districts = {"newcastle-upon-tyne", "gateshead", "north-tyneside", "south-tyneside"}
    northumbria = named.pop("Northumbria Victim and Witness Service")
    assert northumbria == districts | {"northumberland", "sunderland"}
    assert len(named) >= 2
    for name in named:
        assert {"region": "north-east", "part": True} in SERVICES[name]["areas"], name


def test_staffordshire_and_its_newcastle_are_served_by_what_names_staffordshire() -> None:
    for name, row in SERVICES.items():
        if {"region": "newcastle-under-lyme"} in row["areas"]:
            words = row["coverage_description"].split(", ")
            assert {"Staffordshire", "Newcastle-under-Lyme"} & set(words), name


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Montgomeryshire Family Crisis Centre", "powys"),
        ("Dumbarton District Women's Aid", "west-dunbartonshire"),
        ("North Lanarkshire Women's Aid (Cumbernauld)", "north-lanarkshire"),
        ("Ross-shire Women's Aid", "highland"),
        ("Cumberland housing options (Allerdale area)", "cumberland"),
    ],
)
def test_a_service_named_for_a_part_of_a_district_serves_that_part(name: str, area: str) -> None:
    assert SERVICES[name]["areas"] == [{"region": area, "part": True}]


def test_the_notes_of_curators_hold_values_that_nobody_has_read() -> None:
    numbers = [value for _row, value in UNREAD if value[0].isdigit()]
    assert len(numbers) > 25
    assert len(UNREAD) - len(numbers) > 60


@pytest.mark.parametrize(
    ("row", "value"), UNREAD, ids=[f"{row['slug']}-{n}" for n, (row, _value) in enumerate(UNREAD)]
)
def test_a_value_that_nobody_has_read_stands_in_no_field_of_its_service(
    row: dict[str, Any], value: str
) -> None:
    organization = next(one for one in RECORDS if one.get("id") == row["organization"])
    fields = {name: one for name, one in row.items() if name != "curator_note"}
    if value[0].isdigit():
        unread = re.compile(r" ?".join(re.sub(r"\D", "", value)))
    else:
        # An e-mail address at the same host is another fact, and may have been read.
        bare = value.removeprefix("https://").removeprefix("http://").rstrip("/")
        unread = re.compile(r"(?<!@)" + re.escape(bare))
        # A page of the site that was read is named as a source.
        fields["sources"] = [one["facts"] for one in row["sources"]]
    assert not [text for text in strings([organization, fields]) if unread.search(text)]
