"""Every writer leaves a version of the whole listing, as a listings file has it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from resources.choices import Publication, SnapshotWriter
from resources.curation.document import listing_document
from resources.curation.snapshots import Writing, found, written
from resources.listings.reading import read
from resources.listings.rows import ServiceRow
from resources.models import (
    AppendOnlyError,
    ContactRoute,
    Location,
    Organization,
    Schedule,
    Service,
    Snapshot,
    Verification,
)
from tests.admin.forms import address, filled
from tests.cast import Cast
from tests.commands.listing_lines import load, organization_line, service_line
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.infrastructure.tables import every_row
from tests.shipped import LISTINGS

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)
LOADED = Writing(SnapshotWriter.LOAD, NOW)


def document(service: Service) -> dict[str, Any]:
    return listing_document(Service.objects.for_detail().get(pk=service.pk))


def as_row(content: dict[str, Any]) -> ServiceRow:
    """Read a version as a line of a file."""
    return ServiceRow.model_validate({**content, "publication": "draft"})


def comparable(row: ServiceRow) -> dict[str, Any]:
    """Return a line without its state, and without the order of what has none."""
    plain = row.model_dump(mode="json", exclude={"publication", "removal_reason"})
    named = [json.dumps(source, sort_keys=True) for source in plain["sources"]]
    for contact in plain["contacts"]:
        contact["sources"] = sorted(named[index] for index in contact["sources"])
        contact["do_not_test_call"] |= contact["is_crisis_line"]
        contact["hours"] = _hours(contact["hours"])
    plain["fact_sources"] = {
        fact: sorted({named[index] for index in places})
        for fact, places in plain["fact_sources"].items()
    }
    if plain["location"]:
        # The point is no part of a shipped line: it is that of the postcode.
        plain["location"] |= {"latitude": None, "longitude": None}
    terms = {name: sorted(slugs) for name, slugs in plain["terms"].items()}
    areas = sorted(plain["areas"], key=str)
    return plain | {"sources": sorted(set(named)), "terms": terms, "areas": areas}


def _hours(hours: Any) -> Any:
    if hours == "24/7":
        days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        always = {"days": days, "opens": "00:00", "closes": "00:00", "bank_holidays": "open"}
        return [always | {"valid_from": None, "valid_to": None}]
    return sorted(hours, key=str)


@pytest.mark.one_engine
@pytest.mark.usefixtures("shipped")
def test_every_shipped_listing_is_kept_as_its_line_has_it() -> None:
    with LISTINGS.open(encoding="utf-8") as lines:
        rows = {line.row.id: line.row for line in read(lines).services}
    versions = {row.service_id: row for row in Snapshot.objects.latest_of(rows)}
    assert versions.keys() == rows.keys()
    for key, row in rows.items():
        assert comparable(as_row(versions[key].content)) == comparable(row)
        assert (versions[key].version, versions[key].writer) == (1, SnapshotWriter.LOAD)


def a_whole_listing() -> Service:
    """Write a listing with more than the form shows: places with hours, dates, days of validity."""
    cast = Cast(lambda: "Text", lambda number: f"https://{number}.example/")
    service = ServiceFactory.make(
        organization=cast.organization(), minimum_age=0, alert="Moved.", card_line="A line.",
        alert_until=date(2027, 1, 1), referral_status="open", languages="en,cy", code="7kq2mw",
        referral_status_as_of=date(2026, 11, 1), hours=[("MO", "09:00", "17:00")],
        terms=["helpline", "women"], areas=["rotherham", "leeds"], cost="free",
    )  # fmt: skip
    for city in ("Leeds", "York"):
        place = LocationFactory.make(city=city, latitude=53.5, longitude=-1.5, step_free="yes")
        visit = ServiceAtLocationFactory.make(
            service=service, location=place, description="Upstairs."
        )
        Schedule.objects.create(
            service=service, service_at_location=visit, byday="TU", opens_at="10:00",
            closes_at="12:00", valid_from=date(2026, 1, 1), bank_holidays="closed",
        )  # fmt: skip
    Schedule.objects.create(service=service, byday="FR", opens_at="10:00", closes_at="12:00")
    route = ContactRouteFactory.make(service=service, languages="cy", needs_name="no", note="Ask.")
    VerificationFactory.make(service=service, contact_route=route, source_url="https://a.example/")
    VerificationFactory.make(service=service, fact="minimum_age", checked_on=None, precision="")
    return service


def test_a_version_written_to_a_file_and_loaded_elsewhere_is_the_same_version(
    tmp_path: Path,
) -> None:
    service = a_whole_listing()
    content = document(service)
    owner = service.organization
    runs = organization_line() | {
        "id": str(owner.pk), "code": owner.code, "slug": owner.slug, "name": owner.name,
    }  # fmt: skip
    for model in (Schedule, ContactRoute):
        model.objects.all().delete()
    service.service_at_locations.all().delete()
    Location.objects.all().delete()
    service.verifications.all().delete()
    service.areas.all().delete()
    service.terms.clear()
    Service.objects.update(
        name="Emptied", publication="draft", minimum_age=None, alert="", alert_until=None,
        languages="", listing_loaded_at=NOW, last_modified=NOW,
    )  # fmt: skip
    owner.listing_loaded_at = owner.last_modified = NOW
    owner.save()
    load(tmp_path, runs, {**content, "publication": "published"})
    after = document(service)
    # Places without an order of their own come in that of their new ids.
    for one in (content, after):
        one["places"] = sorted([one.pop("location"), *one.pop("other_locations")], key=str)
    assert after == content


def test_a_loaded_change_leaves_the_version_before_and_the_one_after(tmp_path: Path) -> None:
    line = service_line(1, publication="draft")
    load(tmp_path, organization_line(), line)
    load(tmp_path, organization_line(), line)
    load(tmp_path, organization_line(), line | {"summary": "Other."})
    rows = Snapshot.objects.order_by("version")
    assert list(rows.values_list("version", "base_version", "writer", "actor")) == [
        (1, None, "load", None),
        (2, 1, "load", None),
    ]
    assert [row.content["summary"] for row in rows] == ["Someone to talk to.", "Other."]
    assert {row.reason for row in rows} == {"Loaded from the shipped listings."}


def test_a_form_leaves_who_when_and_why_and_first_what_it_found() -> None:
    draft = ServiceFactory.make(publication=Publication.DRAFT)
    asha = UserFactory.make()
    staff = Client()
    staff.force_login(asha)
    where = address(Service, "change", draft)
    sent = filled(staff.get(where))
    changed = {"contacts-0-value": "0114 496 0777", "change_reason": "Read on their site."}
    assert staff.post(where, sent | changed).status_code == 302
    before, after = Snapshot.objects.order_by("version")
    assert (before.writer, before.actor, before.content["contacts"][0]["value"]) == (
        "found", None, "0808 801 0331",
    )  # fmt: skip
    assert (after.writer, after.actor, after.reason) == ("form", asha, "Read on their site.")
    assert after.content["contacts"][0]["value"] == "0114 496 0777"
    assert (after.version, after.base_version) == (2, 1)
    staff.post(where, filled(staff.get(where)))
    assert Snapshot.objects.count() == 2  # nothing was changed


def test_what_a_shell_has_changed_is_found_by_the_next_writer() -> None:
    service = ServiceFactory.make()
    written([service.pk], LOADED)
    ContactRoute.objects.update(value="0114 496 0777")
    found([service.pk], NOW)
    found([service.pk], NOW)
    latest, first = Snapshot.objects.order_by("-version")
    assert (first.writer, latest.writer) == ("load", "found")
    assert latest.content["contacts"][0]["value"] == "0114 496 0777"


def test_a_step_is_no_new_version() -> None:
    service = ServiceFactory.make()
    written([service.pk], LOADED)
    Service.objects.update(publication=Publication.WITHDRAWN, last_modified=NOW)
    assert written([service.pk], LOADED) == 0


def test_versions_are_never_changed_or_deleted() -> None:
    service = ServiceFactory.make()
    written([service.pk], LOADED)
    version = Snapshot.objects.get()
    with pytest.raises(AppendOnlyError):
        version.save()
    with pytest.raises(AppendOnlyError):
        version.delete()
    with pytest.raises(AppendOnlyError):
        Snapshot.objects.update(reason="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.create(
            service=service,
            version=1,
            content={},
            organization={},
            writer=SnapshotWriter.FORM,
            at=NOW,
        )


def test_many_listings_cost_no_more_queries_than_one(django_assert_num_queries: Any) -> None:
    many = [ServiceFactory.make().pk for _ in range(12)]
    with django_assert_num_queries(10):
        written(many[:1], LOADED)
    with django_assert_num_queries(10):
        written(many[1:], LOADED)


@pytest.mark.parametrize("visibility", ["area_only", "hidden"])
def test_a_change_at_a_place_without_an_address_leaves_its_earlier_versions(
    visibility: str,
) -> None:
    """Or the second person would see that nothing differs."""
    place = LocationFactory.make(
        address_visibility=visibility, address_1="", postcode="", city="", region=None
    )
    visit = ServiceAtLocationFactory.make(location=place, description="Ask by phone.")
    written([visit.service_id], LOADED)
    type(visit).objects.update(description="Come to the door.")
    written([visit.service_id], LOADED)
    versions = Snapshot.objects.order_by("version")
    assert [version.content["location"]["description"] for version in versions] == [
        "Ask by phone.",
        "Come to the door.",
    ]


@pytest.mark.parametrize("visibility", ["area_only", "hidden"])
def test_the_address_of_a_place_that_is_hidden_now_stands_in_no_earlier_version(
    visibility: str,
) -> None:
    """A refuge whose address was typed by mistake: what is hidden is not stored, nor its past."""
    place = LocationFactory.make(
        address_1="9 Quokka Lane", city="Leeds", latitude=53.5, longitude=1
    )
    draft = ServiceAtLocationFactory.make(
        location=place, service__publication=Publication.DRAFT, description="Behind Quokka Church."
    ).service
    elsewhere = ServiceAtLocationFactory.make(location=place).service
    whole = Service.objects.for_detail().get(pk=draft.pk)
    VerificationFactory.make(service=whole, fact="location")
    written([draft.pk, elsewhere.pk], LOADED)
    elsewhere.service_at_locations.all().delete()
    Service.objects.filter(pk=elsewhere.pk).update(publication=Publication.DRAFT)
    staff = Client()
    staff.force_login(UserFactory.make())
    where = address(Location, "change", place)
    city = "Leeds" if visibility == "area_only" else ""
    emptied = {"address_visibility": visibility, "address_1": "", "postcode": "", "city": city}
    sent = filled(staff.get(where)) | emptied | {"latitude": "", "longitude": ""}
    assert staff.post(where, sent).status_code == 302
    assert Snapshot.objects.filter(service=draft).count() == 2
    # A digest of the address could be found by trying, and the log of the staff names places.
    assert Verification.objects.get().digest == ""
    tables = (row for row in every_row() if "django_session" not in str(row))
    assert not [row for row in tables if "Quokka" in str(row)]
    for version in Snapshot.objects.all():
        told = json.dumps(version.content)
        assert "Quokka" not in told
        assert "53.5" not in told
        assert version.content["location"]["address_visibility"] == visibility


def test_a_changed_organisation_leaves_a_version_of_each_of_its_listings_with_the_name() -> None:
    draft, withdrawn = (
        ServiceFactory.make(publication=state)
        for state in (Publication.DRAFT, Publication.WITHDRAWN)
    )
    Service.objects.filter(pk=withdrawn.pk).update(organization=draft.organization)
    asha = UserFactory.make()
    staff = Client()
    staff.force_login(asha)
    where = address(Organization, "change", draft.organization)
    staff.post(where, filled(staff.get(where)) | {"website": "https://evil.example.org/"})
    for listing in (draft, withdrawn):
        before, after = listing.snapshots.order_by("version")
        assert (before.writer, after.writer, after.actor) == ("found", "form", asha)
        assert before.content == after.content
        assert "website" not in before.organization
        assert after.organization["website"] == "https://evil.example.org/"


def test_a_file_that_changes_only_an_organisation_leaves_versions_of_its_listings(
    tmp_path: Path,
) -> None:
    line = service_line(1, publication="draft")
    load(tmp_path, organization_line(), line)
    load(tmp_path, organization_line(name="Renamed"), line)
    first, second = Snapshot.objects.order_by("version")
    assert (first.writer, second.writer) == ("load", "load")
    assert first.content == second.content
    assert second.organization["name"] == "Renamed"
