"""Our own feed that comes round changes nothing, and a copy of it is a copy of drafts."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from resources.models import Location, Organization, Service, Verification
from tests.commands.feed_records import Json, load, loaded, place, written
from tests.factories import ContactRouteFactory, ServiceFactory

pytestmark = pytest.mark.django_db

TEXTS = {
    "excludes_description": "Not for children.",
    "what_happens_next": "A person answers.",
    "confidentiality": "They keep it to themselves.",
    "card_line": "Someone to talk to, by phone.",
    "coverage_description": "All of Leeds.",
}


def ours() -> Service:
    """Make a public listing with what only our own facts can say."""
    made = ServiceFactory.make(
        name="Night line",
        areas=["leeds"],
        terms=["helpline", "domestic-abuse", "women"],
        hours=[("MO,TU", "21:00", "03:00")],
        cost="free",
        referral_routes="self",
        interpreter="yes",
        minimum_age=18,
        referral_status="waiting_list",
        referral_status_as_of="2026-10-01",
        referral_status_precision="month",
        **TEXTS,
    )
    made.areas.update(is_partial=True)
    ContactRouteFactory.make(
        service=made, channel="webchat", value="https://chat.example.org", transcript_kept="no"
    )
    return Service.objects.for_detail().get(pk=made.pk)


def contact(row: Any) -> Json:
    return {
        "id": str(row.pk),
        "name": row.get_channel_display(),
        "sd_channel": row.channel,
        "sd_value": row.value,
        "sd_cost": row.cost,
        "sd_transcript_kept": row.transcript_kept,
        "sd_is_crisis_line": row.is_crisis_line,
        "sd_do_not_test_call": False,
        "sd_languages": row.language_codes,
        "phones": [{"id": str(row.pk), "number": row.value, "type": "textphone"}],
    }


def night(row: Any) -> list[Json]:
    """Return the two halves of hours that pass midnight, as the standard needs them."""
    said = {
        "freq": "WEEKLY",
        "sd_contact_id": str(row.contact_route_id),
        "sd_byday": row.byday,
        "sd_opens_at": f"{row.opens_at:%H:%M}",
        "sd_closes_at": f"{row.closes_at:%H:%M}",
        "sd_bank_holidays": row.bank_holidays,
    }
    first = {"byday": "MO,TU", "opens_at": "21:00", "closes_at": "23:59"}
    second = {"byday": "TU,WE", "opens_at": "00:00", "closes_at": "03:00"}
    return [said | first, said | second | {"sd_is_after_midnight": True}]


def record_of(row: Service) -> Json:
    """Return a listing as our feed says it."""
    return {
        "id": str(row.pk),
        "name": row.name,
        "description": row.description or row.summary,
        "url": "https://chat.example.org",
        "sd_referral_status": "waiting_list",
        "sd_referral_status_as_of": "2026-10-01",
        "sd_referral_status_precision": "month",
        "status": row.status,
        "minimum_age": row.minimum_age,
        "organization": {"id": str(row.organization_id), "name": row.organization.name},
        "sd_code": row.code,
        "sd_summary": row.summary,
        "sd_cost": row.cost,
        "sd_referral_routes": row.referral_routes,
        "sd_interpreter": row.interpreter,
        **{f"sd_{name}": text for name, text in TEXTS.items()},
        "contacts": [contact(one) for one in row.contacts.all()],
        "schedules": [half for one in row.schedules.all() for half in night(one)],
        "service_areas": [
            {
                "name": area.region.name,
                "uri": f"http://statistics.data.gov.uk/id/statistical-geography/{area.region_id}",
                "sd_code": area.region_id,
                "sd_is_partial": area.is_partial,
            }
            for area in row.areas.all()
        ],
        "attributes": [carried(one) for one in row.terms.all()],
    }


def carried(term: Any) -> Json:
    taxonomy = {"sd_slug": term.taxonomy.slug}
    return {"taxonomy_term": {"code": term.slug, "name": term.name, "taxonomy_detail": taxonomy}}


def everything() -> list[Any]:
    rows: list[Any] = [Organization, Service, Verification, Location]
    return [list(row.objects.order_by("pk").values()) for row in rows]


def test_our_own_feed_that_comes_round_changes_nothing(tmp_path: Path) -> None:
    record = record_of(ours())
    record["organization"] |= {"description": "Runs Night line.", "sd_description_is_derived": True}
    before = everything()
    printed = loaded(tmp_path, record)
    assert printed == "0 to create, 0 to change, 1 to leave, 0 to refuse. What is new is a draft.\n"
    assert everything() == before


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "Day line", "name"),
        ("minimum_age", 16, "minimum_age"),
        ("description", "More.", "description"),
        ("sd_what_happens_next", "Nobody answers.", "what_happens_next"),
        ("sd_cost", "paid", "cost"),
        ("contacts", [], "contacts"),
        ("attributes", [], "terms"),
        ("service_areas", [], "service_areas"),
    ],
)
def test_a_record_of_ours_that_says_otherwise_is_refused_and_named(
    tmp_path: Path, field: str, value: object, told: str
) -> None:
    row = ours()
    before = everything()
    printed = loaded(tmp_path, record_of(row) | {field: value})
    assert f"refuse {row.pk}: {told}: it is ours, and says otherwise here" in printed
    assert everything() == before


def test_who_only_knows_the_id_of_a_listing_is_not_its_feed(tmp_path: Path) -> None:
    row = ours()
    printed = loaded(tmp_path, record_of(row) | {"sd_code": "222222"})
    assert f"refuse {row.pk}: id: a listing that this feed has not made has it" in printed


def test_a_copy_of_our_feed_is_drafts_that_say_the_same(tmp_path: Path) -> None:
    row = ours()
    record = record_of(row) | {"service_at_locations": [place()]}
    row.terms.clear()
    Service.objects.all()._raw_delete("default")
    assert not Service.objects.exists()
    loaded(tmp_path, record)
    copy = Service.objects.for_detail().get()
    assert (str(copy.pk), copy.publication) == (record["id"], "draft")
    assert {one.slug for one in copy.terms.all()} == {"helpline", "domestic-abuse", "women"}
    assert [(one.region.slug, one.is_partial) for one in copy.areas.all()] == [("leeds", True)]
    assert (copy.cost, copy.referral_routes, copy.interpreter) == ("free", "self", "yes")
    assert {name: getattr(copy, name) for name in TEXTS} == TEXTS
    assert (copy.referral_status, str(copy.referral_status_as_of), copy.url) == (
        "waiting_list",
        "2026-10-01",
        "",
    )
    ways = {one.channel: one for one in copy.contacts.all()}
    assert {name: one.value for name, one in ways.items()} == {
        "phone": "0808 801 0331",
        "webchat": "https://chat.example.org",
    }
    assert (ways["phone"].cost, ways["webchat"].transcript_kept) == ("free", "no")
    period = copy.schedules.get()
    assert (period.contact_route_id, period.byday) == (ways["phone"].pk, "MO,TU")
    assert (f"{period.opens_at:%H:%M}", f"{period.closes_at:%H:%M}") == ("21:00", "03:00")
    # Also a place of ours is a foreign one to a copy.
    assert {one.address_visibility for one in Location.objects.all()} == {"area_only"}
    assert "1 to leave" in loaded(tmp_path, record)


@pytest.mark.parametrize(("is_derived", "kept"), [(True, ""), (False, "Runs Night line.")])
def test_words_that_our_feed_made_of_names_come_back_as_nothing(
    tmp_path: Path, is_derived: bool, kept: str
) -> None:
    record = record_of(ours())
    record["organization"] |= {
        "id": str(UUID(int=7)),
        "name": "Night people",
        "description": "Runs Night line.",
        "sd_description_is_derived": is_derived,
    }
    loaded(tmp_path, record | {"id": str(UUID(int=8))}, with_duplicates=True)
    runs = Service.objects.get(pk=UUID(int=8)).organization
    assert (runs.name, runs.description) == ("Night people", kept)


def test_our_prefix_in_a_feed_of_others_is_no_way_around_a_rule(tmp_path: Path) -> None:
    row = ours()
    record = record_of(row) | {
        "id": "another",
        "name": "Leeds Refuge",
        "sd_code": "222222",
        "sd_summary": "Come to LS1 5AA.",
        "sd_cost": "invented",
        "sd_publication": "published",
        "service_areas": [{"name": "Leeds", "sd_is_partial": "yes"}],
        "schedules": [{"sd_byday": "MO", "sd_opens_at": "25:00", "sd_closes_at": "1"}],
    }
    record["contacts"] = [
        {"sd_channel": channel, "sd_value": value}
        for channel, value in (
            ("fax", "1"), ("post", "Box 7"), ("in_person", "At the church"), ("phone", "Ring"),
            ("website", "javascript:1"),
        )
    ]  # fmt: skip
    printed = load(written(tmp_path, [record]), with_duplicates=True)
    assert "summary: it may hold the address of a refuge" in printed
    record["sd_summary"] = "We listen."
    assert "hours.0.closes: String should" in load(
        written(tmp_path, [record]), with_duplicates=True
    )
    record["schedules"] = []
    loaded(tmp_path, record, with_duplicates=True)
    there = Service.objects.exclude(pk=row.pk).get()
    assert (there.publication, there.cost) == ("draft", "not_known")
    assert not there.contacts.exists()
