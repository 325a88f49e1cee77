"""How rows name themselves: for curators in words, for pages by addresses that say nothing."""

from datetime import timedelta

import pytest
from django.db.models import Model
from django.urls import resolve

from resources.choices import Channel
from resources.models import Service
from tests.factories import (
    CollectionFactory,
    ContactRouteFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    region,
    term,
)
from tests.models import rows

pytestmark = pytest.mark.django_db


def test_rows_are_named_in_words_that_a_curator_knows() -> None:
    service = ServiceFactory.make(name="The Line", areas=["leeds"])
    place = ServiceAtLocationFactory.make(location=LocationFactory.make(address_1=""))
    named: dict[str, Model] = {
        "The Line": service,
        "Leeds": service.areas.get(),
        "Rotherham": region("rotherham"),
        "Email: help@example.org": ContactRouteFactory.make(value="help@example.org"),
        "GB-CHC 0": rows.identifier(),
        "MO 09:00 to 17:00": rows.schedule(),
        "in_review to published": rows.review(),
        "The opening hours are wrong": rows.report(),
        "Rotherham, S60 1AE": place,
        "Galop": OrganizationFactory.make(name="Galop"),
        "First steps": CollectionFactory.make(title="First steps"),
    }
    entry = CollectionFactory.make(services=[service]).entries.get()
    assert str(entry) == "The Line"
    assert {name: str(row) for name, row in named.items()} == {name: name for name in named}


def test_terms_and_their_lists_are_named_as_they_are_shown() -> None:
    counselling = term("counselling")
    assert str(counselling) == counselling.name
    assert str(counselling.taxonomy) == counselling.taxonomy.name


def test_pages_of_listings_stand_at_neutral_addresses_that_lead_to_them() -> None:
    service = ServiceFactory.make(code="7kq2mw", slug="rape-crisis")
    organization = OrganizationFactory.make(code="s38xtc", slug="rape-crisis")
    collection = CollectionFactory.make(slug="first-steps")
    expected = [
        (service.get_absolute_url(), "/services/7kq2mw/", "7kq2mw"),
        (organization.get_absolute_url(), "/organizations/s38xtc/", "s38xtc"),
        (collection.get_absolute_url(), "/lists/first-steps/", "first-steps"),
    ]
    for address, wanted, key in expected:
        assert address == wanted
        assert list(resolve(address).kwargs.values()) == [key]


def test_terms_keep_one_name_on_every_copy_of_the_directory() -> None:
    counselling = term("counselling")
    assert counselling.uri == f"urn:uuid:{counselling.pk}"
    assert counselling.taxonomy.uri == f"urn:uuid:{counselling.taxonomy.pk}"


def test_an_area_knows_the_areas_around_it() -> None:
    assert region("rotherham").lineage == ["K02000001", "E92000001", "E12000003", "E08000018"]


@pytest.mark.parametrize(("kept", "codes"), [("", []), ("en", ["en"]), ("en,bfi", ["en", "bfi"])])
def test_languages_are_read_as_codes(kept: str, codes: list[str]) -> None:
    assert ServiceFactory.make(languages=kept).language_codes == codes


def test_a_web_address_is_no_direct_way_of_contact() -> None:
    service = ServiceFactory.make()
    ContactRouteFactory.make(service=service, channel=Channel.WEBSITE, value="https://a.example")
    assert [route.channel for route in service.contacts.direct()] == ["phone"]


def test_a_row_is_curated_once_somebody_has_made_or_changed_it_after_loading() -> None:
    service = ServiceFactory.make()
    assert service.is_curated
    service.listing_loaded_at = service.last_modified
    service.save()
    loaded = Service.objects.get(pk=service.pk)
    assert not loaded.is_curated
    loaded.last_modified += timedelta(seconds=1)
    loaded.save()
    assert Service.objects.get(pk=service.pk).is_curated
