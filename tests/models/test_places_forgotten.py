"""What nobody may know of a place is in no version, whoever hid it and whatever its row became."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from resources.choices import AddressVisibility, Publication, SnapshotWriter
from resources.curation import redaction
from resources.curation.document import place_document
from resources.curation.snapshots import Writing, written
from resources.models import Location, ProposalRevision, Service, ServiceAtLocation, Snapshot
from tests.admin.forms import address, filled
from tests.commands.listing_lines import load, organization_line, place_line, service_line
from tests.factories import (
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
)
from tests.proposing import a_proposal

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)
LOADED = Writing(SnapshotWriter.LOAD, NOW)
SECRET = "Quokka"
AT_THE_DOOR = {"address_1": f"9 {SECRET} Lane", "description": f"Behind {SECRET} Church."}


def hidden_line(number: int = 1) -> dict[str, Any]:
    return {"id": place_line(number)["id"], "address_visibility": "hidden"}


def told() -> str:
    """Return all that versions of listings and of proposals say."""
    rows = [*Snapshot.objects.all(), *ProposalRevision.objects.all()]
    return json.dumps([row.content for row in rows])


def test_a_line_that_hides_its_place_takes_the_address_out_of_every_version(
    tmp_path: Path,
) -> None:
    """To load a changed line makes its place anew, under the same id."""
    line = service_line(1, publication="draft", location=place_line(1, **AT_THE_DOOR))
    load(tmp_path, organization_line(), line)
    for summary in ("Someone to talk to, by phone.", "Someone who listens."):
        line |= {"summary": summary}
        load(tmp_path, organization_line(), line)
    assert told().count(AT_THE_DOOR["address_1"]) == 3
    load(tmp_path, organization_line(), line | {"location": hidden_line()})
    assert Snapshot.objects.count() == 4
    assert SECRET not in told()
    assert Location.objects.get().address_visibility == AddressVisibility.HIDDEN


def test_a_line_that_hides_a_place_takes_it_out_of_what_others_say_of_it(tmp_path: Path) -> None:
    first = service_line(1, publication="draft", location=place_line(1, **AT_THE_DOOR))
    load(tmp_path, organization_line(), first)
    place = Location.objects.get()
    visited = ServiceAtLocationFactory.make(location=place, service__publication="draft")
    written([visited.service_id], LOADED)
    a_proposal(ServiceFactory.make(), UserFactory.make(), location=place_document(place))
    visited.delete()
    load(tmp_path, organization_line(), first | {"location": hidden_line()})
    assert Snapshot.objects.filter(service=visited.service_id).count() == 1
    assert SECRET not in told()


def a_draft_at(place: Location) -> Service:
    """Write a draft that can be visited at a place, keep a version of it, and let it move away."""
    visit = ServiceAtLocationFactory.make(
        location=place,
        description=AT_THE_DOOR["description"],
        service__publication=Publication.DRAFT,
    )
    written([visit.service_id], LOADED)
    service: Service = visit.service
    visit.delete()
    return service


def delete(staff: Client, place: Location) -> str:
    answer = staff.post(address(Location, "delete", place), {"post": "yes"}, follow=True)
    assert not Location.objects.filter(pk=place.pk).exists()
    return answer.content.decode()


@pytest.fixture
def staff(db: None) -> Client:
    client = Client()
    client.force_login(UserFactory.make())
    return client


def test_what_a_place_could_not_tell_goes_with_its_row_out_of_every_version(
    staff: Client,
) -> None:
    """It was hidden in a shell, which tells no version."""
    place = LocationFactory.make(address_1=AT_THE_DOOR["address_1"], city="Leeds")
    a_draft_at(place)
    Location.objects.update(
        address_visibility=AddressVisibility.AREA_ONLY, name="", address_1="", postcode="",
        latitude=None, longitude=None,
    )  # fmt: skip
    assert "stays in the history" not in delete(staff, place)
    assert SECRET not in told()
    assert "Leeds" in told()


def test_an_address_that_was_public_to_the_end_stays_in_the_history_and_staff_are_told(
    staff: Client,
) -> None:
    place = LocationFactory.make(address_1=AT_THE_DOOR["address_1"])
    a_draft_at(place)
    assert "stays in the history" in delete(staff, place)
    assert AT_THE_DOOR["address_1"] in told()


def test_places_that_are_ticked_in_the_list_are_forgotten_in_the_same_way(staff: Client) -> None:
    place = LocationFactory.make(address_1=AT_THE_DOOR["address_1"], region=None)
    a_draft_at(place)
    Location.objects.update(
        address_visibility=AddressVisibility.HIDDEN, name="", address_1="", postcode="", city="",
        latitude=None, longitude=None,
    )  # fmt: skip
    ticked = {"action": "delete_selected", "_selected_action": [str(place.pk)], "post": "yes"}
    staff.post(address(Location, "changelist"), ticked)
    assert not Location.objects.exists()
    assert SECRET not in told()


def redact(value: str) -> None:
    pattern = redaction.pattern_of(value)
    redaction.clear(pattern, redaction.find(pattern), NOW)


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_redacted_address_goes_out_of_versions_that_spell_it_in_another_way(
    staff: Client, is_deleted: bool
) -> None:
    place = LocationFactory.make(address_1=AT_THE_DOOR["address_1"], postcode="S60 1AE")
    draft = a_draft_at(place)
    Location.objects.update(address_1="Nine, Quokka La.")
    ServiceAtLocation.objects.create(service=draft, location=place)
    written([draft.pk], LOADED)
    if is_deleted:
        ServiceAtLocation.objects.all().delete()
        delete(staff, place)
    redact(AT_THE_DOOR["address_1"])
    if not is_deleted:
        # The row has the other spelling: it may be another house, for a person to say.
        redact("Nine, Quokka La.")
    assert SECRET not in told()
    assert "S60" not in told()


def test_a_place_that_moved_keeps_its_new_address_when_the_old_one_is_redacted() -> None:
    place = LocationFactory.make(address_1=AT_THE_DOOR["address_1"])
    draft = a_draft_at(place)
    Location.objects.update(address_1="1 High Street")
    ServiceAtLocation.objects.create(service=draft, location=place)
    written([draft.pk], LOADED)
    redact(AT_THE_DOOR["address_1"])
    assert SECRET not in told()
    assert "1 High Street" in told()


def test_a_form_hides_a_place_that_was_loaded_again_in_every_version(
    staff: Client, tmp_path: Path
) -> None:
    line = service_line(1, publication="draft", location=place_line(1, **AT_THE_DOOR))
    load(tmp_path, organization_line(), line)
    load(tmp_path, organization_line(), line | {"summary": "Someone who listens."})
    place = Location.objects.get()
    where = address(Location, "change", place)
    emptied = dict.fromkeys(
        ("address_1", "postcode", "city", "latitude", "longitude", "region"), ""
    )
    sent = filled(staff.get(where)) | emptied | {"address_visibility": "hidden"}
    assert staff.post(where, sent).status_code == 302
    assert SECRET not in told()
