"""Loading a listings file: a dry run by default, all or nothing, and never the same work twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.utils import timezone

from resources.choices import FactKind, Publication, VerificationMethod
from resources.models import (
    Collection,
    ContactRoute,
    Location,
    Organization,
    PublishedRecord,
    Review,
    Service,
    Tombstone,
    Verification,
)
from tests.commands.listing_lines import (
    Line,
    collection_line,
    contact_line,
    dump,
    load,
    made_id,
    organization_line,
    place_line,
    service,
    service_line,
)
from tests.factories import LocationFactory, ServiceAtLocationFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

THREE = (organization_line(), service_line(1), collection_line(1))


def test_a_dry_run_writes_nothing_and_says_what_it_would_do(tmp_path: Path) -> None:
    before = dump()
    printed = load(tmp_path, *THREE, commit=False)
    assert dump() == before
    assert printed.splitlines() == [
        "create organization Helpers 1, line 1",
        "create service Listening 1, line 2",
        "create collection First steps, line 3",
        "3 to create, 0 to change, 0 to leave, 0 to refuse; "
        "0 services are not in this file and stay.",
        "Nothing was written. Run again with --commit to write this.",
    ]


def test_a_commit_prints_its_sums_and_every_step_only_when_asked(tmp_path: Path) -> None:
    draft = (organization_line(), service_line(1, publication="draft"), collection_line(1))
    assert load(tmp_path, *draft).startswith("3 to create, ")
    other = service_line(1, name="Other", publication="draft")
    changed = (organization_line(), other, collection_line(1))
    printed = load(tmp_path, *changed, verbosity=2)
    assert printed.splitlines()[0] == "change service Other, line 2"


def test_every_part_of_a_line_is_stored(tmp_path: Path) -> None:
    load(tmp_path, *THREE)
    loaded = service()
    assert (loaded.publication, loaded.languages) == (Publication.PUBLISHED, "en,ur")
    assert {term.slug for term in loaded.terms.all()} == {"helpline", "everyone"}
    assert {(area.region.slug, area.is_partial) for area in loaded.areas.all()} == {
        ("rotherham", False),
        ("leeds", True),
    }
    hours = {(one.contact_route_id, one.byday, f"{one}") for one in loaded.schedules.all()}
    assert {(str(route), days) for route, days, _words in hours} == {
        (made_id("contact-1"), "MO,TU"),
        (made_id("email-1"), "MO,TU,WE,TH,FR,SA,SU"),
    }
    assert [route.value for route in loaded.contacts.all()] == [
        "0808 801 0331",
        "help1@example.org",
    ]
    assert [f"{place}" for place in loaded.service_at_locations.all()] == [
        "1 High Street, Rotherham, S60 1AE"
    ]
    assert [f"{one}" for one in loaded.organization.identifiers.all()] == ["GB-CHC 100001"]
    entries = Collection.objects.get(slug="first-steps").entries.all()
    assert [(entry.service_id, entry.note) for entry in entries] == [(loaded.pk, "Note 1.")]


def test_facts_about_a_first_contact_are_stored_as_they_were_read(tmp_path: Path) -> None:
    told = {
        "police_report_needed": "no",
        "pre_trial_therapy": "yes",
        "who_answers": "Trained volunteers.",
        "what_they_ask": "Only what you want to say.",
        "call_back": "They ask when it is safe to ring.",
    }
    polish = contact_line("1", languages=["pl"])
    load(tmp_path, organization_line(), service_line(1, **told, contacts=[polish]))
    loaded = service()
    assert {name: getattr(loaded, name) for name in told} == told
    assert loaded.contacts.get().language_codes == ["pl"]


def test_whatever_the_public_may_know_of_a_service_can_stand_in_a_line(tmp_path: Path) -> None:
    told = {
        "alternate_name": "LS, Lissnin",
        "card_line": "Someone who listens, at any hour.",
        "description": "Longer than a summary.",
        "url": "https://helpers.example.org/listening",
        "minimum_age": 16,
        "maximum_age": 25,
        "eligibility_description": "You live in Leeds.",
        "excludes_description": "Not for people under 16.",
        "what_happens_next": "Somebody rings you within two days.",
        "confidentiality": "They pass on what they must.",
        "fees_description": "Five pounds a session.",
        "referral_status": "waiting_list",
        "referral_status_as_of": "2026-02-01",
        "referral_status_precision": "month",
        "alert": "Fewer places than before (2025).",
        "alert_until": "2027-01-01",
        "easy_read_url": "https://helpers.example.org/easy",
        "bsl_url": "https://helpers.example.org/bsl",
    }
    dates = {"referral_status_as_of", "alert_until"}
    load(tmp_path, organization_line(), service_line(1, **told))
    loaded = service()
    for name, value in told.items():
        found = getattr(loaded, name)
        assert (found.isoformat() if name in dates else found) == value


def test_what_a_way_of_contact_leaves_behind_is_stored_as_it_was_read(tmp_path: Path) -> None:
    traces = {
        "on_itemised_bill": "no",
        "voicemail": "depends",
        "caller_id": "no",
        "needs_name": "no",
        "needs_account": "yes",
        "transcript_kept": "yes",
    }
    told = service_line(1, publication="draft", contacts=[contact_line("1", **traces)])
    load(tmp_path, organization_line(), told)
    route = service().contacts.get()
    assert {name: getattr(route, name) for name in traces} == traces
    untold = service_line(1, publication="draft", contacts=[contact_line("1")])
    load(tmp_path, organization_line(), untold)
    route.refresh_from_db()
    assert {getattr(route, name) for name in traces} == {"not_known"}


def test_what_is_known_of_the_way_in_is_stored_with_the_place(tmp_path: Path) -> None:
    access = {"step_free": "yes", "parking": "no"}
    load(tmp_path, organization_line(), service_line(1, location=place_line(1, **access)))
    place = Location.objects.get(pk=made_id("place-1"))
    assert (place.step_free, place.parking, place.hearing_loop) == ("yes", "no", "not_known")


def test_who_leads_a_service_is_a_term_of_its_own(tmp_path: Path) -> None:
    terms = {"type": ["helpline"], "by-and-for": ["led-by-women"]}
    load(tmp_path, organization_line(), service_line(1, terms=terms))
    assert {term.slug for term in service().terms.all()} == {"helpline", "led-by-women"}


def test_each_fact_is_kept_with_the_source_that_states_it(tmp_path: Path) -> None:
    stated = {"minimum_age": [0, 1], "who_answers": [1], "languages": [1], "step_free": [1]}
    load(tmp_path, organization_line(), service_line(1, minimum_age=16, fact_sources=stated))
    checks = service().verifications.all()
    found = {(one.fields, one.fact_kind, one.fact) for one in checks}
    assert found == {
        ("number and hours", FactKind.CONTACT, "contact"),
        ("number and hours", FactKind.ELIGIBILITY, "minimum_age"),
        ("what it does", FactKind.ELIGIBILITY, "minimum_age"),
        ("what it does", FactKind.DESCRIPTION, "languages"),
        ("what it does", FactKind.DESCRIPTION, "who_answers"),
        ("what it does", FactKind.ACCESS, "step_free"),
    }
    assert not any(check.value_has_changed for check in checks)
    # Only what states a number says when the number was checked.
    routes = {one.fact_kind for one in checks if one.contact_route_id}
    assert routes == {FactKind.CONTACT}


CLOSED = {
    "publication": "withdrawn",
    "removal_reason": "closed",
    "hold_reason": "It closed in July 2024.",
}


def test_a_closed_service_that_nobody_has_seen_is_withdrawn_with_the_reason(tmp_path: Path) -> None:
    load(tmp_path, organization_line(), service_line(1, **CLOSED))
    assert service().publication == Publication.WITHDRAWN
    review = Review.objects.get()
    assert review.reason == "The service has closed. It closed in July 2024."
    assert not Tombstone.objects.exists()


def test_those_who_copied_a_service_are_told_that_it_has_closed(tmp_path: Path) -> None:
    load(tmp_path, *THREE)
    gone = (organization_line(), service_line(1, **CLOSED), collection_line(1))
    load(tmp_path, *gone)
    assert [one["reason"] for one in Service.objects.removed()] == ["closed"]
    before = dump()
    printed = load(tmp_path, *gone)
    assert printed.startswith("0 to create, 0 to change, 3 to leave, 0 to refuse")
    assert dump() == before
    # What was told to be gone for good does not come back by a file.
    assert "1 to refuse" in load(tmp_path, *THREE)
    assert service().publication == Publication.WITHDRAWN


def test_facts_that_a_line_does_not_speak_of_are_not_known(tmp_path: Path) -> None:
    load(tmp_path, *THREE)
    loaded = service()
    assert (loaded.police_report_needed, loaded.pre_trial_therapy) == ("not_known", "not_known")
    assert (loaded.who_answers, loaded.what_they_ask, loaded.call_back) == ("", "", "")
    assert {route.languages for route in loaded.contacts.all()} == {""}


def test_a_source_counts_for_the_contacts_that_it_states_and_for_no_other(tmp_path: Path) -> None:
    load(tmp_path, *THREE)
    checks = service().verifications.order_by("fields")
    assert [(one.fields, one.contact_route_id and str(one.contact_route_id)) for one in checks] == [
        ("number and hours", made_id("contact-1")),
        ("what it does", None),
    ]
    assert [one.fact_kind for one in checks] == [FactKind.CONTACT, FactKind.DESCRIPTION]
    assert {one.method for one in checks} == {VerificationMethod.PUBLIC_SOURCE}


def test_a_loaded_publication_is_written_down_as_a_step_that_no_person_took(tmp_path: Path) -> None:
    load(tmp_path, *THREE, service_line(2, publication="draft", hold_reason="No hours known."))
    review = Review.objects.get()
    assert (str(review.service_id), review.actor) == (made_id("service-1"), None)
    assert (review.from_publication, review.to_publication) == ("draft", "published")
    assert review.reason == "Loaded from the shipped listings."


def test_loading_a_file_twice_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, *THREE, service_line(2))
    before = dump()
    printed = load(tmp_path, *THREE, service_line(2))
    assert printed.startswith("0 to create, 0 to change, 4 to leave, 0 to refuse")
    assert dump() == before


def test_a_changed_line_changes_only_its_own_service(tmp_path: Path) -> None:
    load(tmp_path, *THREE, service_line(2, publication="draft"))
    before, first = dump(), service(1)
    revisions = set(PublishedRecord.objects.values_list("service", "revision"))
    changed_line = service_line(2, publication="draft", summary="Someone who listens.")
    printed = load(tmp_path, *THREE, changed_line)
    assert printed.startswith("0 to create, 1 to change, 3 to leave")
    after = dump()
    changed = {table for table in after if after[table] != before[table]}
    # What is no page yet has no record; searches of the staff follow the revision.
    assert changed == {"Service", "Snapshot", "SnapshotPlace", "DataRevision"}
    assert set(PublishedRecord.objects.values_list("service", "revision")) == revisions
    assert service(1).last_modified == first.last_modified
    assert service(2).summary == "Someone who listens."


def test_a_changed_line_keeps_ids_and_codes_of_what_stays_and_drops_the_rest(
    tmp_path: Path,
) -> None:
    load(tmp_path, organization_line(), service_line(1, publication="draft"), collection_line(1))
    before = service()
    shorter = service_line(
        1,
        publication="draft",
        contacts=[contact_line("1", value="0808 802 9999", hours=[], sources=[])],
        areas=[{"region": "leeds"}],
        terms={"type": ["counselling"]},
        sources=[],
    )
    del shorter["location"]
    load(tmp_path, organization_line(identifiers=[]), shorter, collection_line(1))
    after = service()
    assert (after.pk, after.code, after.slug) == (before.pk, before.code, before.slug)
    assert [(str(route.pk), route.value) for route in after.contacts.all()] == [
        (made_id("contact-1"), "0808 802 9999")
    ]
    assert not after.schedules.exists()
    assert not after.verifications.exists()
    assert not after.organization.identifiers.exists()
    assert [area.region.slug for area in after.areas.all()] == ["leeds"]
    assert [term.slug for term in after.terms.all()] == ["counselling"]
    assert not Location.objects.exists()


def test_a_reload_keeps_what_a_curator_has_confirmed_by_phone(tmp_path: Path) -> None:
    load(tmp_path, organization_line(), service_line(1, publication="draft"))
    check = Verification.objects.create(
        service=service(),
        contact_route_id=made_id("contact-1"),
        fact_kind=FactKind.CONTACT,
        fields="number",
        method=VerificationMethod.PHONE,
        checked_on="2026-10-03",
        precision="day",
        checked_by=UserFactory.make(),
    )
    other = service_line(1, publication="draft", summary="Other.")
    load(tmp_path, organization_line(), other)
    assert service().summary == "Other."
    assert Verification.objects.filter(pk=check.pk).exists()


def test_a_place_that_a_curator_has_made_stays_when_listings_are_loaded(tmp_path: Path) -> None:
    place = LocationFactory.make(city="Leeds")
    load(tmp_path, *THREE)
    load(tmp_path, *THREE)
    assert Location.objects.filter(pk=place.pk).exists()


def test_a_failure_half_way_leaves_nothing(tmp_path: Path) -> None:
    # The place stands in the database already, with another service: no reading can know that.
    place = LocationFactory.make(id=made_id("place-2"))
    ServiceAtLocationFactory.make(location=place)
    before = dump()
    with pytest.raises(IntegrityError):
        load(tmp_path, organization_line(), service_line(1), service_line(2))
    assert dump() == before
    assert not Organization.objects.filter(pk=made_id("organization-1")).exists()


def test_a_collection_follows_its_line_in_its_order(tmp_path: Path) -> None:
    listings = (service_line(1), service_line(2))
    load(tmp_path, organization_line(), *listings, collection_line(1, 2), as_shipped=False)
    load(
        tmp_path,
        organization_line(),
        service_line(1),
        service_line(2),
        collection_line(2, 1, title="Other steps", post_url="https://blog.example.org/post"),
    )
    listed = Collection.objects.get()
    assert (listed.title, listed.post_url) == ("Other steps", "https://blog.example.org/post")
    assert [str(one.service_id) for one in listed.entries.all()] == [
        made_id("service-2"),
        made_id("service-1"),
    ]


def test_services_that_the_file_does_not_speak_of_stay_and_are_counted(tmp_path: Path) -> None:
    others = [ServiceFactory.make(), ServiceFactory.make()]
    printed = load(tmp_path, *THREE)
    assert "2 services are not in this file and stay." in printed
    assert Service.objects.filter(pk__in=[one.pk for one in others]).count() == 2
    assert ContactRoute.objects.filter(service__in=others).count() == 2


def test_an_hour_of_loading_is_the_hour_of_the_rows(tmp_path: Path) -> None:
    load(tmp_path, *THREE)
    loaded = service()
    assert loaded.last_modified == loaded.listing_loaded_at
    assert timezone.now() - loaded.last_modified < timedelta(minutes=1)
    assert not loaded.is_curated


@pytest.mark.parametrize(
    ("changes", "point"),
    [
        ({}, (53.4312, -1.362)),
        ({"postcode": "BT1 6FD"}, (None, None)),
        ({"postcode": "ZZ1 1ZZ"}, (None, None)),
        ({"postcode": ""}, (None, None)),
        ({"address_visibility": "area_only", "address_1": "", "postcode": ""}, (None, None)),
    ],
)
def test_a_public_place_stands_where_its_postcode_is(
    tmp_path: Path, changes: Line, point: tuple[float | None, float | None]
) -> None:
    load(tmp_path, organization_line(), service_line(1, location=place_line(1, **changes)))
    place = Location.objects.get(pk=made_id("place-1"))
    assert (place.latitude, place.longitude) == point


def test_a_place_that_only_names_its_town_is_stored_without_an_address(tmp_path: Path) -> None:
    place = place_line(1, address_visibility="area_only", address_1="", postcode="", region="")
    load(tmp_path, organization_line(), service_line(1, location=place))
    stored = Location.objects.get(pk=made_id("place-1"))
    assert (f"{stored}", stored.region) == ("Rotherham", None)


def test_a_line_that_is_held_in_words_alone_has_another_reason(tmp_path: Path) -> None:
    told = {"publication": "draft", "hold_reason": "No hours known."}
    load(tmp_path, *THREE, service_line(2, **told), service_line(3, **told, hold_kind="undated"))
    kinds = Service.objects.exclude(hold_reason="").order_by("hold_kind")
    assert list(kinds.values_list("hold_kind", flat=True)) == ["other", "undated"]
