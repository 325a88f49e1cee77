"""Feeds of others become drafts: nothing is guessed, lost without a word, or public."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.utils import timezone

from resources.choices import Publication, SnapshotWriter, SuppressedKind
from resources.models import (
    ContactRoute,
    Location,
    Organization,
    OrganizationIdentifier,
    Service,
    Snapshot,
    Suppression,
    Tombstone,
)
from tests.commands.feed_records import (
    Json,
    charity,
    load,
    loaded,
    made_id,
    page,
    place,
    service,
    term,
    uk_record,
    written,
)
from tests.factories import (
    ContactRouteFactory,
    OrganizationFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db


def test_a_dry_run_tells_everything_and_writes_nothing(tmp_path: Path) -> None:
    bad = uk_record(2, name=" ")
    odd = uk_record(3, minimum_age=-1, attributes=[term("Domestic abuse"), term("Yoga")])
    printed = load(written(tmp_path, [uk_record(1), bad, odd]))
    assert printed.splitlines() == [
        f"create Listening 1 (record {made_id('service 1')})",
        f"refuse {made_id('service 2')}: name: it has none",
        f"create Listening 3 (record {made_id('service 3')})",
        "    minimum_age: '-1' is no age, and was left out",
        "Terms that are not known here, and were left out:",
        "    Yoga (1)",
        "2 to create, 0 to change, 0 to leave, 1 to refuse. What is new is a draft.",
        "Nothing was written. Run again with --commit to write this.",
    ]
    assert not Service.objects.exists()
    assert not Organization.objects.exists()


def test_a_commit_takes_a_record_as_a_draft_with_its_source(tmp_path: Path) -> None:
    loaded(tmp_path, uk_record())
    there = service()
    assert there.publication == Publication.DRAFT
    assert not Service.objects.published().exists()
    assert there.hold_reason
    assert there.name == "Listening 1"
    assert there.organization.name == "Listening Leeds"
    assert [one.identifier for one in there.organization.identifiers.all()] == ["1234567"]
    assert {one.slug for one in there.terms.all()} == {"domestic-abuse", "counselling", "women"}
    assert [area.region.slug for area in there.areas.all()] == ["leeds"]
    assert {(route.channel, route.value) for route in there.contacts.all()} == {
        ("phone", "0113 496 0101"),
        ("email", "info@listening-1.example.org"),
    }
    assert [(row.byday, f"{row.opens_at:%H:%M}") for row in there.schedules.all()] == [
        ("MO,TU", "09:00")
    ]
    checks = there.verifications.all()
    assert {(check.source_kind, str(check.checked_on)) for check in checks} == {
        ("open_referral", "2026-10-01")
    }
    version = Snapshot.objects.get()
    assert (version.writer, version.reason) == (
        SnapshotWriter.LOAD,
        "Loaded from an Open Referral feed.",
    )


def test_a_second_load_leaves_everything(tmp_path: Path) -> None:
    loaded(tmp_path, uk_record(1), uk_record(2))
    before = list(Service.objects.values())
    printed = loaded(tmp_path, uk_record(1), uk_record(2))
    assert printed == "0 to create, 0 to change, 2 to leave, 0 to refuse. What is new is a draft.\n"
    assert list(Service.objects.values()) == before


def test_a_record_that_has_changed_changes_its_draft_and_keeps_its_address(tmp_path: Path) -> None:
    loaded(tmp_path, uk_record())
    code = service().code
    assert loaded(tmp_path, uk_record(name="Talking")).startswith("change Talking")
    assert (service().name, service().code) == ("Talking", code)


def test_the_work_of_a_curator_stays(tmp_path: Path) -> None:
    loaded(tmp_path, uk_record())
    Service.objects.update(summary="In our own words.", last_modified=timezone.now())
    assert "1 to leave" in loaded(tmp_path, uk_record())
    printed = loaded(tmp_path, uk_record(name="Talking"))
    assert f"refuse Talking (record {made_id('service 1')}): record: a curator has" in printed
    assert service().summary == "In our own words."


def test_what_is_public_is_never_changed_by_a_feed(tmp_path: Path) -> None:
    loaded(tmp_path, uk_record())
    Service.objects.update(publication=Publication.PUBLISHED, hold_kind="", hold_reason="")
    assert "it is public: change it by its page" in loaded(tmp_path, uk_record(name="Talking"))
    assert service().name == "Listening 1"


def test_a_feed_cannot_take_over_a_listing_that_it_has_not_made(tmp_path: Path) -> None:
    ServiceFactory.make(pk=made_id("service 1"), name="Ours", listing_digest="a" * 64)
    printed = loaded(tmp_path, uk_record())
    assert f"refuse {made_id('service 1')}: id: a listing that this feed has not made" in printed
    assert service().name == "Ours"


def test_what_was_removed_or_must_not_come_back_stays_away(tmp_path: Path) -> None:
    Tombstone.objects.create(id=made_id("service 1"), reason="closed", at=timezone.now())
    Suppression.objects.create(
        kind=SuppressedKind.NUMBER,
        value="+441134960102",
        reason="It rings at somebody's home.",
        review_on=timezone.localdate(),
    )
    printed = loaded(tmp_path, uk_record(1), uk_record(2))
    assert f"(record {made_id('service 1')}): record: it was removed" in printed
    number = "contacts.0.value: This must not come back: It rings at somebody's home."
    assert number in printed
    assert not Service.objects.exists()
    # Nobody is left behind who runs nothing.
    assert not Organization.objects.exists()


def test_who_must_not_come_back_runs_nothing_and_the_reason_is_told(tmp_path: Path) -> None:
    Suppression.objects.create(
        kind=SuppressedKind.NAME,
        value="listening leeds",
        reason="They asked to be left out.",
        review_on=timezone.localdate(),
    )
    printed = loaded(tmp_path, uk_record())
    why = "organization: name: This must not come back: They asked to be left out."
    assert f"(record {made_id('service 1')}): {why}" in printed
    assert not Organization.objects.exists()


def test_what_may_be_there_already_is_told_and_stays_out(tmp_path: Path) -> None:
    there = ServiceFactory.make(name="An older line")
    ContactRouteFactory.make(service=there, channel="phone", value="+441134960101")
    printed = loaded(tmp_path, uk_record())
    assert "    it may be An older line (same number), and stays out" in printed
    assert "1 to create, 0 to change, 0 to leave, 0 to refuse. 1 of them may be there" in printed
    assert Service.objects.count() == 1
    loaded(tmp_path, uk_record(), with_duplicates=True)
    assert Service.objects.count() == 2


def test_a_new_record_of_a_feed_is_no_double_of_what_the_feed_has_brought(tmp_path: Path) -> None:
    loaded(tmp_path, uk_record(1))
    assert "1 to create" in loaded(tmp_path, uk_record(1), uk_record(2))
    assert Service.objects.count() == 2


def test_an_organisation_that_is_there_is_found_and_left_as_it_is(tmp_path: Path) -> None:
    registered = OrganizationFactory.make(name="Listening in Leeds Ltd")
    OrganizationIdentifier.objects.create(
        organization=registered, scheme="GB-CHC", identifier="1234567"
    )
    named = OrganizationFactory.make(name="Night Line")
    other = {"id": made_id("other"), "name": "night line", "description": "Runs a line."}
    loaded(tmp_path, uk_record(1), uk_record(2, organization=other), with_duplicates=True)
    assert service(1).organization_id == registered.pk
    assert service(2).organization_id == named.pk
    assert {one.name for one in Organization.objects.all()} == {
        "Listening in Leeds Ltd",
        "Night Line",
    }


def test_what_an_organisation_says_of_itself_is_kept_as_plain_text_and_follows_the_feed(
    tmp_path: Path,
) -> None:
    said = "<p>A charity in <b>Leeds</b>.</p><p>Visit us at LS1 5AA. We listen.</p>"
    record = uk_record(organization=charity() | {"description": said})
    printed = load(written(tmp_path, [record]))
    assert "    organization.description: markup was taken out" in printed
    assert "    organization.description: a sentence with an address was taken out" in printed
    loaded(tmp_path, record)
    assert service().organization.description == "A charity in Leeds.\n\nWe listen."
    assert "1 to leave" in loaded(tmp_path, record)
    loaded(tmp_path, uk_record(organization=charity() | {"description": None}))
    assert service().organization.description == ""


def test_an_address_of_any_of_its_services_is_in_no_words_of_an_organisation(
    tmp_path: Path,
) -> None:
    runs = charity() | {"description": "We listen. Come to Albion House. Ring first."}
    first = uk_record(1, organization=runs)
    visited = uk_record(
        2, organization=runs, service_at_locations=[place(address_1="Albion House")]
    )
    loaded(tmp_path, first, visited)
    assert service(1).organization.description == "We listen. Ring first."


def test_words_in_which_a_refuge_may_be_found_are_left_out_and_cost_no_listing(
    tmp_path: Path,
) -> None:
    runs = charity() | {"description": "We listen. Our house is at LS1 5AA."}
    printed = loaded(tmp_path, uk_record(name="Leeds Refuge", organization=runs))
    told = "organization.description: it may hold the address of a refuge, and was left out"
    assert told in printed
    assert "LS1" not in printed
    assert service().organization.description == ""


def test_charities_of_one_name_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    there = OrganizationFactory.make(name="Listening Leeds")
    OrganizationIdentifier.objects.create(organization=there, scheme="GB-CHC", identifier="7654321")
    loaded(tmp_path, uk_record(), with_duplicates=True)
    assert service().organization_id != there.pk
    assert service().organization.slug == "listening-leeds"


BROKEN: list[tuple[str, Json, str]] = [
    ("no id", {"id": None}, "id: it has none"),
    ("no name", {"name": None}, "name: it has none"),
    ("no owner", {"organization": None}, "organization: it does not say who runs it"),
    ("no words", {"description": "<p> </p>"}, "description: nothing says what it does"),
    ("no area", {"service_areas": None}, "service_areas: nothing known here says where it helps"),
    ("a strange state", {"status": "maybe"}, "status: 'maybe' is none of active, inactive"),
    (
        "another subject",
        {"attributes": [term("Yoga")]},
        "attributes: no term says that it is about what this directory is for (not known here: "
        "Yoga)",
    ),
]


@pytest.mark.parametrize(("changes", "why"), [case[1:] for case in BROKEN],
                         ids=[case[0] for case in BROKEN])  # fmt: skip
def test_a_bad_record_is_named_with_field_and_reason_and_costs_no_other(
    tmp_path: Path, changes: Json, why: str
) -> None:
    printed = loaded(tmp_path, uk_record(1, **changes), uk_record(2))
    name = "record 1" if "id" in changes else made_id("service 1")
    assert f"refuse {name}: {why}" in printed
    assert [one.name for one in Service.objects.all()] == ["Listening 2"]


def test_a_record_that_comes_twice_is_taken_once(tmp_path: Path) -> None:
    printed = loaded(tmp_path, uk_record(1), uk_record(1, name="Twin"))
    assert f"refuse {made_id('service 1')}: id: record 1 has it too" in printed
    assert service().name == "Listening 1"


def test_a_page_lines_and_a_folder_say_the_same_as_an_array(tmp_path: Path) -> None:
    records = [uk_record(1), uk_record(2)]
    lines = "\n".join(json.dumps(one) for one in records)
    folder = tmp_path / "many"
    folder.mkdir()
    for number, record in enumerate(records):
        (folder / f"{number}.json").write_text(json.dumps(record), encoding="utf-8")
    told = load(written(tmp_path, records))
    assert "2 to create" in told
    assert load(written(tmp_path, page(records))) == told
    assert load(written(tmp_path, lines)) == told
    assert load(folder) == told


def test_a_line_that_is_no_record_costs_no_other_line(tmp_path: Path) -> None:
    lines = "\n".join([json.dumps(uk_record(1)), "{", "[]", json.dumps(uk_record(2))])
    printed = load(written(tmp_path, lines))
    assert "refuse line 2: record: It is not JSON" in printed
    assert "refuse record 3: record: it is no JSON object" in printed
    assert "2 to create, 0 to change, 0 to leave, 2 to refuse" in printed


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<html></html>", "It is not JSON"),
        ('"words"', "no list of services"),
        ('{"version": "3.0"}', "no list of services"),
        ("[" * 100_000, "It is not JSON: nested too deeply"),
        ("[" * 40 + "]" * 40, "nested more than 30 times"),
        ("[NaN]", "NaN is no number"),
    ],
)
def test_what_is_no_feed_is_not_read(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        load(written(tmp_path, text))


def test_a_file_that_is_not_there_and_an_area_that_is_none_are_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"It cannot be read: No such file or directory\."):
        load(tmp_path / "none.json")
    with pytest.raises(CommandError, match="no area has the slug 'atlantis'"):
        load(tmp_path, area="atlantis")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(CommandError, match="no JSON file and no table"):
        load(empty)


def test_values_of_any_kind_in_any_field_break_nothing(tmp_path: Path) -> None:
    odd: list[object] = [None, True, 7, 1e308, "x", "", [], {}, [None], [[]], {"id": []}, ["x"]]
    records = [
        uk_record(1) | {"id": made_id(f"{name} {number}"), name: value}
        for name in uk_record(1)
        for number, value in enumerate(odd)
    ]
    printed = load(written(tmp_path, records))
    assert printed.splitlines()[-1].startswith("Nothing was written.")
    told = [line for line in printed.splitlines() if line.startswith(("create", "refuse"))]
    assert len(told) == len(records)


def test_what_a_terminal_would_obey_is_not_printed(tmp_path: Path) -> None:
    printed = load(written(tmp_path, [uk_record(1, id="\x1b[2J", name="")]))
    assert "\x1b" not in printed
    assert "refuse" in printed


def test_a_feed_says_nothing_of_listings_that_are_not_in_it(tmp_path: Path) -> None:
    public = ServiceFactory.make()
    loaded(tmp_path, uk_record())
    assert list(Service.objects.published()) == [public]
    assert ContactRoute.objects.filter(service=public).exists()
    assert not Location.objects.filter(service_at_locations__service=service()).exists()
