"""The address of a refuge is not stored: the database refuses it, however it is written."""

from typing import Any, Final
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from pydantic import ValidationError as InvalidRow

from resources.choices import AddressVisibility
from resources.listings.rows import LocationRow
from resources.models import Location, ServiceAtLocation
from tests.factories import LocationFactory, ServiceAtLocationFactory

pytestmark = pytest.mark.django_db

ADDRESS: Final[list[dict[str, Any]]] = [
    {"address_1": "1 High Street"},
    {"address_2": "Flat 2"},
    {"postcode": "S60 1AE"},
    {"latitude": 53.43, "longitude": -1.36},
    {"latitude": 53.43},
    {"longitude": -1.36},
]


@pytest.mark.proves("DESIGN 2.5", "SAFETY 2.8")
@pytest.mark.parametrize("kept_quiet", [AddressVisibility.AREA_ONLY, AddressVisibility.HIDDEN])
@pytest.mark.parametrize("address", ADDRESS, ids=str)
def test_a_place_that_is_not_public_cannot_be_given_a_street_a_postcode_or_a_point(
    kept_quiet: AddressVisibility, address: dict[str, Any]
) -> None:
    place = Location.objects.create(address_visibility=kept_quiet)
    with (
        pytest.raises(IntegrityError, match="resources_location_no_address_unless_full"),
        transaction.atomic(),
    ):
        Location.objects.filter(pk=place.pk).update(**address)
    with (
        pytest.raises(IntegrityError, match="resources_location_no_address_unless_full"),
        transaction.atomic(),
    ):
        Location.objects.bulk_create([Location(address_visibility=kept_quiet, **address)])
    assert list(Location.objects.values("address_1", "postcode", "latitude")) == [
        {"address_1": "", "postcode": "", "latitude": None}
    ]


@pytest.mark.proves("DESIGN 2.5")
@pytest.mark.parametrize("address", [*ADDRESS[:4], {"city": "Rotherham"}, {"name": "Hope House"}])
def test_a_public_place_cannot_become_hidden_while_anything_of_it_is_kept(
    address: dict[str, Any],
) -> None:
    place = Location.objects.create(address_visibility=AddressVisibility.FULL, **address)
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.filter(pk=place.pk).update(address_visibility=AddressVisibility.HIDDEN)


@pytest.mark.parametrize("known", [{"city": "Rotherham"}, {"region_id": "E08000018"}])
def test_a_hidden_place_has_neither_a_town_nor_an_area(known: dict[str, str]) -> None:
    with (
        pytest.raises(IntegrityError, match="resources_location_hidden_has_no_area"),
        transaction.atomic(),
    ):
        Location.objects.bulk_create(
            [Location(address_visibility=AddressVisibility.HIDDEN, **known)]
        )


def test_a_place_known_by_its_area_keeps_its_town() -> None:
    place = Location.objects.create(
        address_visibility=AddressVisibility.AREA_ONLY, city="Rotherham"
    )
    assert str(place) == "Rotherham"


def test_a_public_place_keeps_its_whole_address() -> None:
    place = Location.objects.create(
        address_visibility=AddressVisibility.FULL,
        name="Hope House",
        city="Rotherham",
        **ADDRESS[0],
        **ADDRESS[1],
        **ADDRESS[2],
        latitude=53.43,
        longitude=-1.36,
    )
    assert str(place) == "Hope House, 1 High Street, Flat 2, Rotherham, S60 1AE"


def test_a_hidden_place_is_named_by_nothing_but_that_it_is_hidden() -> None:
    place = Location.objects.create(address_visibility=AddressVisibility.HIDDEN)
    assert str(place) == "Hidden: nothing is stored"


@pytest.mark.proves("SAFETY 2.8")
@pytest.mark.parametrize("kept_quiet", [AddressVisibility.AREA_ONLY, AddressVisibility.HIDDEN])
def test_words_beside_a_place_that_is_not_public_are_refused_and_never_told(
    client: Client, kept_quiet: AddressVisibility
) -> None:
    place = LocationFactory.make(
        name="", address_1="", postcode="", city="", latitude=None, longitude=None, region=None,
        address_visibility=kept_quiet,
    )  # fmt: skip
    visit = ServiceAtLocationFactory.make(location=place)
    visit.description = "The red door behind the bakery."
    with pytest.raises(ValidationError, match="not public"):
        visit.full_clean()
    # As code would write it that asks no form.
    ServiceAtLocation.objects.update(description=visit.description)
    page = client.get(visit.service.get_absolute_url()).content.decode()
    data = client.get(f"/api/v1/services/{visit.service.pk}/").content.decode()
    assert "red door" not in page + data


def test_a_file_with_words_beside_a_hidden_place_is_refused() -> None:
    place = {"id": str(UUID(int=1)), "address_visibility": "hidden", "description": "Ring twice."}
    with pytest.raises(InvalidRow, match="description"):
        LocationRow.model_validate(place)
