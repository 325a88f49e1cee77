"""What no page and no API answer ever says: drafts, brokers, hidden places, curators' own words.

Each secret is a word that stands nowhere else. Every public address is asked, those of the listing
itself included, and none of the answers may hold it.
"""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from resources.choices import AddressVisibility, Publication, VerificationMethod
from resources.models import Collection, Organization, Service
from tests.factories import (
    CollectionFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)

LISTS = [
    "/",
    "/services/",
    "/services/?region=rotherham",
    "/services/?type=counselling",
    "/services/?region=wales&type=legal",
    "/about/",
    "/safety/",
    "/help/",
    "/privacy/",
    "/accessibility/",
    "/api/v1/services/",
    "/api/v1/services/?region=rotherham",
    "/api/v1/organizations/",
    "/api/v1/collections/",
    "/api/v1/docs/",
    "/api/v1/schema/",
    "/openreferral",
    "/openreferral/openapi.json",
    "/openreferral/services?minimal=true",
    "/openreferral/services?full=true",
    "/openreferral/services?format=ndjson&full=true",
    "/openreferral/service_at_locations?full=true",
    "/openreferral/organizations?full_service=true",
    "/openreferral/taxonomy_terms?per_page=500",
]
ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
EVERY_TERM = ["everyone", "deaf", "helpline", "counselling", "child-sexual-abuse"]


@pytest.fixture
def listing(db: None) -> Service:
    """A service that every list shows while it is published."""
    organization = OrganizationFactory.make(name="Sentinel Trust")
    service = ServiceFactory.make(
        name="Sentinel line",
        organization=organization,
        summary="Sentinel words.",
        languages="cy",
        terms=EVERY_TERM,
        hours=ALWAYS,
    )
    CollectionFactory.make(slug="list", services=[service])
    return service


def _own_addresses(service: Service) -> list[str]:
    """Return the addresses at which a service and its organisation stand, and its list."""
    organization = service.organization
    return [
        service.get_absolute_url(),
        f"/api/v1/services/{service.pk}/",
        organization.get_absolute_url(),
        f"/api/v1/organizations/{organization.pk}/",
        f"/openreferral/services/{service.pk}",
        f"/openreferral/organizations/{organization.pk}?full_service=true",
    ]


def _answers(client: Client, service: Service) -> dict[str, str]:
    """Return every public answer in which a service could stand."""
    lists = ["/lists/list/", "/api/v1/collections/list/"] if Collection.objects.exists() else []
    addresses = [*LISTS, *lists, *_own_addresses(service)]
    return {address: _text(client, address) for address in addresses}


def _text(client: Client, address: str) -> str:
    """Return an answer whole, also one that is sent line by line."""
    response: Any = client.get(address)
    content: bytes = response.getvalue()
    return content.decode()


def _tells(client: Client, service: Service, secret: str) -> list[str]:
    """Return the addresses whose answer holds a word."""
    found = _answers(client, service)
    return [address for address, text in found.items() if secret.lower() in text.lower()]


def test_a_published_service_stands_in_every_list(listing: Service, client: Client) -> None:
    telling = _tells(client, listing, "sentinel")
    assert set(_own_addresses(listing)) < set(telling)
    assert {"/", "/services/", "/services/?type=counselling", "/lists/list/"} < set(telling)
    assert str(listing.pk) in _answers(client, listing)["/api/v1/collections/list/"]


BROKER = "run by a broker"
GONE = [Publication.DRAFT, Publication.IN_REVIEW, Publication.WITHDRAWN, BROKER]


@pytest.mark.parametrize("way", GONE)
def test_a_service_that_is_not_for_the_public_is_in_no_answer(
    way: str, listing: Service, client: Client
) -> None:
    if way == BROKER:
        Organization.objects.update(is_broker=True)
    else:
        Service.objects.filter(pk=listing.pk).update(publication=way)
    assert _tells(client, listing, "sentinel") == []
    assert _tells(client, listing, listing.code) == []
    assert _tells(client, listing, str(listing.pk)) == []
    for address in _own_addresses(listing):
        assert client.get(address).status_code == 404


def test_the_reason_that_holds_a_draft_back_is_in_no_answer(
    listing: Service, client: Client
) -> None:
    listed = listing.organization
    draft = ServiceFactory.make(
        organization=listed, publication=Publication.DRAFT, hold_reason="Quokka", name="Numbat"
    )
    for secret in ("quokka", "numbat", draft.code, str(draft.pk)):
        assert _tells(client, listing, secret) == []


def test_a_curators_note_is_in_no_answer(listing: Service, client: Client) -> None:
    Service.objects.filter(pk=listing.pk).update(curator_note="Quokka 0900 111 222")
    assert _tells(client, listing, "quokka") == []
    assert _tells(client, listing, "0900 111 222") == []


def test_nobody_on_the_staff_is_named_in_any_answer(listing: Service, client: Client) -> None:
    curator = UserFactory.make(
        username="quokka", first_name="Quokka", email="quokka@example.org", pk=1987654321
    )
    VerificationFactory.make(
        service=listing,
        contact_route=listing.contacts.get(),
        method=VerificationMethod.PHONE,
        checked_by=curator,
    )
    for secret in ("quokka", "1987654321", "checked_by"):
        assert _tells(client, listing, secret) == []


def test_a_collection_that_is_not_published_is_in_no_answer(
    listing: Service, client: Client
) -> None:
    Collection.objects.update(is_published=False, title="Quokka", intro="Quokka")
    assert _tells(client, listing, "quokka") == []
    assert client.get("/lists/list/").status_code == 404
    assert client.get("/api/v1/collections/list/").status_code == 404


NEARER = {"name", "address_1", "address_2", "postcode"}
POINT = {"latitude", "longitude"}


def _place(client: Client, service: Service, **kept: str) -> tuple[str, dict[str, str | None]]:
    """Give a service a place; return its page, and what the API says of where the place is."""
    blank = dict.fromkeys(("address_1", "city", "postcode"), "")
    ServiceAtLocationFactory.make(service=service, location=LocationFactory.make(**blank | kept))
    (visit,) = client.get(f"/api/v1/services/{service.pk}/").json()["service_at_locations"]
    names = NEARER | POINT | {"city", "region"}
    told = {name: value for name, value in visit["location"].items() if name in names}
    return client.get(service.get_absolute_url()).content.decode(), told


@pytest.mark.proves("DESIGN 2.5")
def test_a_hidden_place_tells_not_even_its_area(listing: Service, client: Client) -> None:
    page, told = _place(client, listing, address_visibility=AddressVisibility.HIDDEN)
    assert "The address is private, to keep people safe." in page
    assert "service_at_locations" not in client.get(f"/openreferral/services/{listing.pk}").json()
    assert told == {**dict.fromkeys(NEARER | {"city"}, ""), **dict.fromkeys(POINT | {"region"})}


def test_an_area_only_place_tells_its_town_and_nothing_nearer(
    listing: Service, client: Client
) -> None:
    area_only = AddressVisibility.AREA_ONLY
    page, told = _place(client, listing, address_visibility=area_only, city="Worksop")
    assert "Worksop" in page
    assert _tells(client, listing, "worksop") == [
        listing.get_absolute_url(),
        f"/api/v1/services/{listing.pk}/",
    ]
    assert "The address is not public. Ask when you get in touch." in page
    nothing = {**dict.fromkeys(NEARER, ""), **dict.fromkeys(POINT | {"region"})}
    assert told == {"city": "Worksop", **nothing}


MORE = [
    (AddressVisibility.HIDDEN, {"city": "Worksop"}),
    (AddressVisibility.HIDDEN, {"name": "Quokka House"}),
    (AddressVisibility.HIDDEN, {"region_id": "E07000171"}),
    (AddressVisibility.AREA_ONLY, {"name": "Quokka House"}),
    (AddressVisibility.AREA_ONLY, {"postcode": "S80 1AA"}),
    (AddressVisibility.AREA_ONLY, {"address_2": "Quokka Lane"}),
]


@pytest.mark.proves("SAFETY 2.8")
@pytest.mark.parametrize(("visibility", "more"), MORE)
def test_what_a_place_may_not_tell_cannot_even_be_stored(
    visibility: AddressVisibility, more: dict[str, str], listing: Service, client: Client
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _place(client, listing, address_visibility=visibility, **more)
