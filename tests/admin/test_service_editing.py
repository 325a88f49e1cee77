"""What the public can see is read only; what it cannot see is edited on one page."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from resources.choices import AddressVisibility, Publication
from resources.models import (
    Collection,
    ContactRoute,
    Location,
    Organization,
    Service,
    ServiceArea,
)
from tests.admin.forms import address, filled, publication
from tests.commands.listing_lines import load, organization_line, service, service_line
from tests.factories import (
    CollectionFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    region,
)

DRAFT = Publication.DRAFT


def save(client: Client, row: Model, **changes: Any) -> int:
    """Change some fields of a row's page and send it; return the status of the answer."""
    where = address(type(row), "change", row)
    response = client.post(where, filled(client.get(where)) | changes)
    return response.status_code


def test_a_draft_is_edited_through_its_form(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    assert save(staff, draft, summary="Someone who listens.", languages="en,cy") == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.languages) == ("Someone who listens.", "en,cy")
    assert draft.contacts.count() == 1


def test_a_new_listing_begins_as_a_draft_with_a_code_of_its_own(staff: Client) -> None:
    page = staff.get(address(Service, "add"))
    assert page.context["adminform"].prepopulated_fields
    sent = filled(page) | {
        "organization": str(OrganizationFactory.make().pk),
        "name": "Listening",
        "slug": "listening",
        "summary": "Someone to talk to.",
        "publication": "published",
        "areas-TOTAL_FORMS": "1",
        "areas-0-region": region("rotherham").pk,
    }
    assert staff.post(address(Service, "add"), sent).status_code == 302
    made = Service.objects.get(slug="listening")
    assert made.publication == DRAFT
    assert len(made.code) == 6
    assert ServiceArea.objects.get(service=made).region.slug == "rotherham"


@pytest.mark.parametrize("forged", ["published", "withdrawn", "in_review"])
def test_no_form_moves_a_listing_to_another_state(staff: Client, forged: str) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    assert save(staff, draft, publication=forged, slug="stolen", code="222222") == 302
    kept = Service.objects.get(pk=draft.pk)
    assert (kept.publication, kept.slug, kept.code) == (DRAFT, draft.slug, draft.code)


@pytest.mark.parametrize("state", [Publication.PUBLISHED, Publication.IN_REVIEW])
def test_what_the_public_sees_or_a_colleague_judges_is_not_changed_alone(
    staff: Client, state: Publication
) -> None:
    """Whoever publishes could otherwise change a number first, and nobody else would see it.

    The form was opened before: what was typed is not thrown away.
    """
    listing = ServiceFactory.make(publication=DRAFT)
    where = address(Service, "change", listing)
    sent = filled(staff.get(where)) | {"summary": "Changed.", "contacts-0-value": "0808 000 0000"}
    Service.objects.filter(pk=listing.pk).update(publication=state)
    assert staff.get(where).status_code == 200
    answer = staff.post(where, sent)
    assert answer.status_code == 200
    assert "Changed." in answer.content.decode()
    assert "0808 000 0000" in answer.content.decode()
    listing.refresh_from_db()
    assert listing.summary == "Someone to talk to."
    assert listing.contacts.get().value == "0808 801 0331"
    assert listing.publication == state
    if state == Publication.IN_REVIEW:
        assert "A colleague handed this listing to review" in answer.content.decode()


def test_a_listing_in_review_shows_no_field_that_can_be_changed(staff: Client) -> None:
    listing = ServiceFactory.make(
        hours=[("MO", "09:00", "17:00")], publication=Publication.IN_REVIEW
    )
    ServiceAtLocationFactory.make(service=listing)
    page = staff.get(address(Service, "change", listing))
    assert list(page.context["adminform"].form.fields) == []
    inlines = page.context["inline_admin_formsets"]
    assert len(inlines) == 3
    for inline in inlines:
        allowed = (
            inline.has_add_permission,
            inline.has_change_permission,
            inline.has_delete_permission,
        )
        assert allowed == (False, False, False)
    text = page.content.decode()
    assert 'name="_save"' not in text
    assert "Mon 9am-5pm" in text


@pytest.mark.parametrize("state", Publication.values)
def test_no_listing_is_ever_deleted(staff: Client, state: str) -> None:
    listing = ServiceFactory.make(publication=state)
    assert staff.post(address(Service, "delete", listing), {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [str(listing.pk)], "post": "yes"}
    staff.post(address(Service, "changelist"), sent)
    assert publication(listing) == state


def test_an_organization_of_a_draft_alone_is_changed_at_once(staff: Client) -> None:
    shown = ServiceFactory.make().organization
    hidden = ServiceFactory.make(publication=DRAFT).organization
    for row in (shown, hidden):
        save(staff, row, name="Changed")
    assert set(Organization.objects.filter(name="Changed")) == {hidden}


def test_a_place_that_a_public_listing_shows_is_not_deleted(staff: Client) -> None:
    shown = ServiceAtLocationFactory.make().location
    hidden = LocationFactory.make()
    for row in (shown, hidden):
        save(staff, row, city="Leeds")
    assert set(Location.objects.filter(city="Leeds")) == {hidden}
    assert staff.post(address(Location, "delete", shown), {"post": "yes"}).status_code == 403
    assert staff.post(address(Location, "delete", hidden), {"post": "yes"}).status_code == 302
    assert set(Location.objects.all()) == {shown}


def test_a_place_that_is_saved_stands_where_its_postcode_is(staff: Client) -> None:
    place = LocationFactory.make()

    def point() -> tuple[float | None, float | None]:
        place.refresh_from_db()
        return place.latitude, place.longitude

    assert save(staff, place, city="Rotherham") == 302
    assert point() == (53.4312, -1.362)
    assert save(staff, place, postcode="G2 8JQ") == 302
    assert point() == (55.8582, -4.2616)
    # What a curator has said of the very door stays.
    assert save(staff, place, latitude="55.86", longitude="-4.26") == 302
    assert save(staff, place, city="Glasgow") == 302
    assert point() == (55.86, -4.26)


def test_a_street_is_refused_for_a_place_that_is_hidden(staff: Client) -> None:
    place = LocationFactory.make()
    assert save(staff, place, address_visibility=AddressVisibility.HIDDEN) == 200
    place.refresh_from_db()
    assert place.address_visibility == AddressVisibility.FULL


@pytest.mark.parametrize("factory", [ServiceFactory, OrganizationFactory, CollectionFactory])
def test_saving_a_row_dates_the_change(staff: Client, factory: Any) -> None:
    long_ago = timezone.now() - timedelta(days=30)
    made: dict[type[Any], dict[str, Any]] = {
        ServiceFactory: {"publication": DRAFT},
        CollectionFactory: {"is_published": False},
    }
    row: Service | Organization | Collection = factory.make(
        last_modified=long_ago, **made.get(factory, {})
    )
    assert save(staff, row) == 302
    row.refresh_from_db()
    assert timezone.now() - row.last_modified < timedelta(minutes=1)


def test_a_changed_part_alone_keeps_the_loader_away(staff: Client, tmp_path: Path) -> None:
    held = {"publication": "draft", "hold_reason": "No hours known."}
    load(tmp_path, organization_line(), service_line(1, **held))
    assert save(staff, service(), **{"contacts-0-value": "0808 802 9999"}) == 302
    printed = load(tmp_path, organization_line(), service_line(1, name="Other", **held))
    assert "1 to refuse" in printed
    assert ContactRoute.objects.filter(service=service(), value="0808 802 9999").exists()


def test_a_card_line_that_is_too_long_is_refused_with_its_limit_beside_it(staff: Client) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    page = staff.get(address(Service, "change", draft)).content.decode()
    assert "in one line of at most 90 characters" in page
    assert save(staff, draft, card_line="x" * 91) == 200
    assert save(staff, draft, card_line="Someone who listens.") == 302
    draft.refresh_from_db()
    assert draft.card_line == "Someone who listens."


def test_a_second_form_does_not_write_over_what_a_colleague_saved_meanwhile(
    staff: Client, second: Client
) -> None:
    """Both opened it; the colleague's new number would be lost, and nobody would know."""
    draft = ServiceFactory.make(publication=DRAFT)
    where = address(Service, "change", draft)
    opened = filled(staff.get(where))
    assert save(second, draft, **{"contacts-0-value": "0114 496 0555"}) == 302
    typed = {
        "summary": "Someone who listens.",
        "contacts-0-note": "Press 2.",
        "contacts-1-channel": "phone",
        "contacts-1-value": "0114 496 0111",
        "contacts-1-hours": "Sat 10am-noon",
        "areas-1-region": "Rotherham",
    }
    answer = staff.post(where, opened | typed)
    assert answer.status_code == 200
    assert filled(answer).items() >= typed.items()  # what was typed stays, in the parts too
    assert draft.contacts.count() == draft.areas.count() == 1
    assert draft.contacts.get().value == "0114 496 0555"
    told = answer.content.decode()
    assert "A colleague changed this listing" in told
    assert "before “0808 801 0331”, now “0114 496 0555”" in told
    assert "bryn: contacts" in told
    assert "Someone who listens." in told  # what was typed stays
    # The same from a page that was opened again.
    assert save(staff, draft, summary="Someone who listens.") == 302
    assert draft.contacts.get().value == "0114 496 0555"


@pytest.mark.parametrize("was_saved_before", [True, False])
def test_nor_over_what_was_changed_without_a_form(staff: Client, was_saved_before: bool) -> None:
    draft = ServiceFactory.make(publication=DRAFT)
    if was_saved_before:
        save(staff, draft, summary="Someone to talk to, day and night.")
    where = address(Service, "change", draft)
    opened = filled(staff.get(where))
    ContactRoute.objects.update(value="0114 496 0555")
    answer = staff.post(where, opened | {"summary": "Someone who listens."})
    (errors,) = answer.context["adminform"].form.errors.values()
    assert len(errors) == 1
    assert draft.contacts.get().value == "0114 496 0555"
    without = {name: value for name, value in filled(staff.get(where)).items() if name != "seen"}
    assert staff.post(where, without).status_code == 200  # a page that says nothing of it
