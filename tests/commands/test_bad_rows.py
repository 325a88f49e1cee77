"""A file with a mistake is refused as a whole: each mistake is named by its line and field."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.commands.listing_lines import (
    Line,
    collection_line,
    contact_line,
    dump,
    email_line,
    made_id,
    organization_line,
    place_line,
    service_line,
    source_line,
    write,
)

pytestmark = pytest.mark.django_db

GOOD = organization_line()


def without(line: Line, key: str) -> Line:
    return {name: value for name, value in line.items() if name != key}


def called(channel: str, value: str) -> Line:
    """Return a service with one contact of a channel and a value."""
    return service_line(1, contacts=[contact_line("1", channel=channel, value=value)])


# What stands on the second line, the field that is named, and words of the reason.
BAD: list[tuple[str, Any, str, str]] = [
    ("unknown key", service_line(1, sumary="x"), "sumary", "Extra inputs"),
    ("unknown key in a contact", service_line(1, contacts=[contact_line("1", phone="1")]),
     "contacts.0.phone", "Extra inputs"),
    ("not JSON", '{"record": ', "line", "not JSON"),
    ("a list", "[1]", "record", ""),
    ("a text", '"service"', "record", ""),
    ("unknown record", {"record": "venue"}, "record", "venue"),
    ("missing summary", without(service_line(1), "summary"), "summary", "required"),
    ("missing organization name", without(organization_line(2), "name"), "name", "required"),
    ("missing intro", without(collection_line(1), "intro"), "intro", "required"),
    ("empty name", service_line(1, name="  "), "name", "at least 1"),
    ("unknown region", service_line(1, areas=[{"region": "atlantis"}]), "areas.0.region",
     "no area has the slug 'atlantis'"),
    ("unknown place region", service_line(1, location=place_line(1, region="atlantis")),
     "location.region", "atlantis"),
    ("no area", service_line(1, areas=[]), "areas", "at least 1"),
    ("unknown term", service_line(1, terms={"type": ["magic"]}), "terms.type",
     "there is no term 'magic'"),
    ("term of another taxonomy", service_line(1, terms={"topic": ["helpline"]}), "terms.topic",
     "there is no term 'helpline'"),
    ("bad phone", called("phone", "0808 CALL ME"), "contacts.0", "not a phone address"),
    ("bad text number", called("text", "SHOUT"), "contacts.0", "not a text address"),
    ("bad website", called("website", "example.org"), "contacts.0", "not a website address"),
    ("bad e-mail", called("email", "help at example.org"), "contacts.0", "not a email address"),
    ("unknown channel", called("fax", "0808 801 0331"), "contacts.0.channel", "phone"),
    ("published without contact", service_line(1, contacts=[]), "record", "needs a contact"),
    ("kind of hold alone", service_line(1, hold_kind="old"), "record", "said in words too"),
    ("kind unheard of", service_line(1, hold_kind="x", hold_reason="No."), "hold_kind", "'old'"),
    ("published and held", service_line(1, hold_reason="No."), "record", "no hold_reason"),
    ("published by another word", service_line(1, publication="in_review"), "publication",
     "draft"),
    ("too long summary", service_line(1, summary="x" * 241), "summary", "at most 240"),
    ("too long card line", service_line(1, card_line="x" * 91), "card_line", "at most 90"),
    ("hidden place with a street", service_line(1, location=place_line(1,
     address_visibility="hidden")), "location", "may not have a street or postcode"),
    ("hidden place with a town", service_line(1, location=place_line(1, address_1="", postcode="",
     address_visibility="hidden")), "location", "may not have a town or an area"),
    ("town with a postcode", service_line(1, location=place_line(1, address_1="",
     address_visibility="area_only")), "location", "may not have a street or postcode"),
    ("date without precision", service_line(1, sources=[without(source_line(), "precision")]),
     "sources.0", "a date needs a precision"),
    ("precision without date", service_line(1, sources=[without(source_line(), "checked_on")]),
     "sources.0", "no date needs none"),
    ("source beyond the list", service_line(1, contacts=[contact_line("1", sources=[2])]),
     "record", "there is no source beyond 1"),
    ("source before the list", service_line(1, contacts=[contact_line("1", sources=[-1])]),
     "contacts.0.sources.0", "greater than or equal to 0"),
    ("fact with a source beyond the list", service_line(1, fact_sources={"minimum_age": [2]}),
     "record", "there is no source beyond 1"),
    ("source of an unknown fact", service_line(1, fact_sources={"shoe_size": [0]}),
     "fact_sources.shoe_size", "minimum_age"),
    ("ages the wrong way round", service_line(1, minimum_age=25, maximum_age=18), "record",
     "may not be below minimum_age"),
    ("nobody is that old", service_line(1, maximum_age=200), "maximum_age", "120"),
    ("waiting list without a date", service_line(1, referral_status="waiting_list"), "record",
     "a waiting time needs its date"),
    ("end of an alert without words", service_line(1, alert_until="2027-01-01"), "record",
     "needs the words it ends"),
    ("withdrawn without a reason", service_line(1, publication="withdrawn"), "record",
     "a withdrawn listing needs one"),
    ("a reason to withdraw what is public", service_line(1, removal_reason="closed"), "record",
     "no other has one"),
    ("merged by a file", service_line(1, publication="withdrawn", removal_reason="merged_into"),
     "record", "a merger is told in the staff area"),
    ("unknown trace answer", service_line(1, contacts=[contact_line("1", needs_name="maybe")]),
     "contacts.0.needs_name", "depends"),
    ("hidden place with a name", service_line(1, location={"id": made_id("place-1"), "name": "A",
     "address_visibility": "area_only"}), "location", "may not have a street or postcode"),
    ("term of a community under another", service_line(1, terms={"by-and-for": ["women"]}),
     "terms.by-and-for", "there is no term 'women'"),
    ("unknown organization", service_line(1, organization=made_id("nobody")), "organization",
     "no organization in this file has the id"),
    ("unknown service in a list", collection_line(7), "entries.0.service",
     "no service in this file has the id"),
    ("unknown language", service_line(1, languages=["xx"]), "languages.0", "xx"),
    ("bad code", service_line(1, code="abuse1"), "code", "pattern"),
    ("bad slug", service_line(1, slug="Not A Slug"), "slug", "pattern"),
    ("bad hour", service_line(1, contacts=[contact_line("1", hours=[
        {"days": ["MO"], "opens": "9am", "closes": "17:00"}])]), "contacts.0.hours", "pattern"),
    ("repeated id", organization_line(2, id=GOOD["id"]), "id", "earlier line"),
    ("repeated code", organization_line(2, code=GOOD["code"]), "code", "earlier line"),
    ("repeated slug", organization_line(2, slug=GOOD["slug"]), "slug", "earlier line"),
]  # fmt: skip


def refusal(file: Path) -> tuple[str, list[str]]:
    """Load a file that is refused; return the last word and the lines of mistakes."""
    err = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("load_listings", str(file), commit=True, stderr=err)
    return str(refused.value), err.getvalue().splitlines()


@pytest.mark.parametrize(
    ("line", "field", "why"), [row[1:] for row in BAD], ids=[row[0] for row in BAD]
)
def test_a_mistake_is_named_by_line_and_field_and_nothing_is_written(
    tmp_path: Path, line: Line | str, field: str, why: str
) -> None:
    before = dump()
    last_word, mistakes = refusal(write(tmp_path, GOOD, line))
    assert last_word.endswith("mistakes; nothing was written.")
    assert any(one.startswith(f"line 2: {field}") and why in one for one in mistakes), mistakes
    assert dump() == before


@pytest.mark.parametrize("name", ["id", "code", "slug"])
def test_two_services_cannot_share_an_address_or_an_id(tmp_path: Path, name: str) -> None:
    second = service_line(2, **{name: service_line(1)[name]})
    _last_word, mistakes = refusal(write(tmp_path, GOOD, service_line(1), second))
    assert [one.split(": ")[:2] for one in mistakes] == [["line 3", name]]


def test_two_lists_cannot_share_an_address(tmp_path: Path) -> None:
    lines = (GOOD, service_line(1), collection_line(1), collection_line(1, title="Other"))
    _last_word, mistakes = refusal(write(tmp_path, *lines))
    assert [one.split(": ")[:2] for one in mistakes] == [["line 4", "slug"]]


def test_two_services_cannot_share_a_way_of_contact(tmp_path: Path) -> None:
    """The second would take the number of the first, and leave it without one."""
    shared = contact_line("shared", hours=[])
    lines = (GOOD, service_line(1, contacts=[shared]), service_line(2, contacts=[shared]))
    before = dump()
    _last_word, mistakes = refusal(write(tmp_path, *lines))
    assert [one.split(":")[0] for one in mistakes] == ["line 3"]
    assert dump() == before


def test_two_services_cannot_share_the_id_of_a_place(tmp_path: Path) -> None:
    lines = (GOOD, service_line(1), service_line(2, location=place_line(1)))
    _last_word, mistakes = refusal(write(tmp_path, *lines))
    assert [one.split(":")[0] for one in mistakes] == ["line 3"]


def test_all_mistakes_of_a_file_are_named_at_once_in_their_order(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        organization_line(name=""),
        "nonsense",
        "",
        service_line(2, contacts=[contact_line("2", value="x"), email_line(2)], sources=[]),
    )
    last_word, mistakes = refusal(file)
    assert last_word == "3 mistakes; nothing was written."
    assert [one.split(": ")[0] for one in mistakes] == ["line 1", "line 2", "line 4"]


def test_a_blank_line_is_no_mistake(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD, "", service_line(1))
    out = StringIO()
    call_command("load_listings", str(file), stdout=out)
    assert "2 to create" in out.getvalue()


def test_a_file_that_does_not_exist_is_named(tmp_path: Path) -> None:
    last_word, mistakes = refusal(tmp_path / "missing.jsonl")
    assert "missing.jsonl cannot be read" in last_word
    assert mistakes == []


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "latin.jsonl"
    file.write_bytes(json.dumps(GOOD | {"name": "Cwtsh é"}, ensure_ascii=False).encode("latin-1"))
    before = dump()
    last_word, _mistakes = refusal(file)
    assert "latin.jsonl cannot be read" in last_word
    assert dump() == before
