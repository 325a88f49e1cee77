"""What a record says: what is known, in the standard's words, and nothing that is not public."""

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils.timezone import localdate

from resources.choices import AddressVisibility, Channel, VerificationMethod
from resources.models import Schedule, Service
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.openreferral.standard import FEED, every, read

pytestmark = pytest.mark.django_db


def record(client: Client, service: Service) -> dict[str, Any]:
    told: dict[str, Any] = read(client, f"/services/{service.pk}")
    return told


def hours(service: Service, opens: str, closes: str, **more: Any) -> Schedule:
    return Schedule.objects.create(
        **{"service": service, "byday": "FR,SU", **more},
        opens_at=time.fromisoformat(opens),
        closes_at=time.fromisoformat(closes),
    )


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Ash"], "Runs Ash."),
        (["Ash", "Birch"], "Runs Ash and Birch."),
        (["Ash", "Birch", "Elm"], "Runs Ash, Birch and Elm."),
        (["Ash", "Birch", "Elm", "Oak"], "Runs Ash, Birch, Elm and 1 more service."),
        (["Ash", "Birch", "Elm", "Oak", "Yew"], "Runs Ash, Birch, Elm and 2 more services."),
    ],
)
def test_an_organisation_that_nobody_described_says_what_it_runs(
    client: Client, names: list[str], words: str
) -> None:
    runs = OrganizationFactory.make()
    for name in reversed(names):
        ServiceFactory.make(organization=runs, name=name)
    ServiceFactory.make(organization=runs, name="Draft", publication="draft")
    told = read(client, f"/organizations/{runs.pk}")
    assert (told["description"], told["sd_description_is_derived"]) == (words, True)
    assert [service["name"] for service in told["services"]] == names


def test_what_a_curator_wrote_of_an_organisation_stands_as_it_is(client: Client) -> None:
    runs = OrganizationFactory.make(description="A charity of survivors.")
    service = ServiceFactory.make(organization=runs)
    told = record(client, service)["organization"]
    assert told["description"] == "A charity of survivors."
    assert told["sd_description_is_derived"] is False


def test_a_service_that_comes_is_named_at_once_by_the_one_beside_it(client: Client) -> None:
    first = ServiceFactory.make(name="Ash")
    assert record(client, first)["organization"]["description"] == "Runs Ash."
    ServiceFactory.make(name="Birch", organization=first.organization)
    assert record(client, first)["organization"]["description"] == "Runs Ash and Birch."


def test_hours_over_midnight_are_two_schedules_and_tell_that_they_are_one(client: Client) -> None:
    service = ServiceFactory.make()
    row = hours(service, "22:00", "06:00", contact_route=service.contacts.get())
    evening, morning = record(client, service)["schedules"]
    assert (evening["byday"], evening["opens_at"], evening["closes_at"]) == (
        "FR,SU",
        "22:00",
        "23:59",
    )
    assert (morning["byday"], morning["opens_at"], morning["closes_at"]) == (
        "MO,SA",
        "00:00",
        "06:00",
    )
    assert evening["id"] == str(row.pk) != morning["id"]
    for half in (evening, morning):
        whole = [half[f"sd_{name}"] for name in ("byday", "opens_at", "closes_at")]
        assert whole == ["FR,SU", "22:00", "06:00"]
        assert half["freq"] == "WEEKLY"
        assert half["notes"] == "Bank holidays: not known."
        assert half["description"] == "Phone: 0808 801 0331"
    assert morning["sd_is_after_midnight"] is True


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [
        ("09:00", "17:00", [("09:00", "17:00")]),
        ("00:00", "00:00", [("00:00", "23:59")]),
        ("18:00", "00:00", [("18:00", "23:59")]),
    ],
)
def test_a_day_ends_at_its_last_minute(
    client: Client, opens: str, closes: str, told: list[tuple[str, str]]
) -> None:
    service = ServiceFactory.make()
    hours(service, opens, closes)
    rows = record(client, service)["schedules"]
    assert [(row["opens_at"], row["closes_at"]) for row in rows] == told
    assert rows[0]["description"] == "The whole service"


@pytest.mark.parametrize("kept", [AddressVisibility.AREA_ONLY, AddressVisibility.HIDDEN])
def test_of_a_place_that_is_not_public_nothing_is_told(
    client: Client, kept: AddressVisibility
) -> None:
    service = ServiceFactory.make(areas=["rotherham"])
    city = "Worksop" if kept == AddressVisibility.AREA_ONLY else ""
    place = LocationFactory.make(address_visibility=kept, address_1="", postcode="", city=city)
    visit = ServiceAtLocationFactory.make(service=service, location=place, description="Quokka")
    hours(service, "09:00", "17:00", service_at_location=visit)
    told = client.get(f"{FEED}/services/{service.pk}").content.decode()
    for secret in ("service_at_locations", "Worksop", "Quokka", str(place.pk), str(visit.pk)):
        assert secret not in told
    assert "schedules" not in told
    assert [area["name"] for area in record(client, service)["service_areas"]] == ["Rotherham"]
    assert every(client, "/service_at_locations") == []
    assert client.get(f"{FEED}/service_at_locations/{visit.pk}").status_code == 404


def test_an_address_is_told_whole_or_not_at_all(client: Client) -> None:
    service = ServiceFactory.make()
    ServiceAtLocationFactory.make(service=service)
    (visit,) = record(client, service)["service_at_locations"]
    (address,) = visit["location"]["addresses"]
    assert address | {"id": 0, "location_id": 0} == {
        "id": 0,
        "location_id": 0,
        "address_1": "1 High Street",
        "city": "Rotherham",
        "state_province": "England",
        "postal_code": "S60 1AE",
        "country": "GB",
        "address_type": "physical",
    }
    other = ServiceFactory.make()
    ServiceAtLocationFactory.make(service=other, location=LocationFactory.make(postcode=""))
    (visit,) = record(client, other)["service_at_locations"]
    assert "addresses" not in visit["location"]


def test_a_way_of_contact_has_all_that_belongs_to_it(client: Client) -> None:
    service = ServiceFactory.make()
    line = service.contacts.get()
    mail = ContactRouteFactory.make(service=service, value="help@example.org", label="By letter")
    chat = ContactRouteFactory.make(
        service=service, channel=Channel.WEBCHAT, value="https://example.org/chat"
    )
    told = record(client, service)
    by_id = {contact["id"]: contact for contact in told["contacts"]}
    assert set(by_id) == {str(route.pk) for route in (line, mail, chat)}
    (phone,) = by_id[str(line.pk)]["phones"]
    assert told["phones"] == [phone]
    assert (phone["number"], phone["sd_e164"]) == ("0808 801 0331", "+448088010331")
    assert (phone["type"], by_id[str(line.pk)]["sd_cost"]) == ("voice", "free")
    assert "sd_voicemail" not in by_id[str(line.pk)]
    assert (by_id[str(mail.pk)]["email"], told["email"]) == ("help@example.org",) * 2
    assert [link["url"] for link in told["additional_urls"]] == ["https://example.org/chat"]


def test_what_nobody_knows_is_left_out_and_what_is_free_costs_nothing(client: Client) -> None:
    quiet, free = ServiceFactory.make(), ServiceFactory.make(cost="free", minimum_age=0)
    told = record(client, quiet)
    unknown = {"minimum_age", "cost_options", "languages", "schedules", "alert", "assured_date"}
    assert not unknown & set(told)
    assert record(client, free)["cost_options"][0]["amount"] == 0
    assert record(client, free)["minimum_age"] == 0


@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (7, True)])
def test_a_warning_stands_until_its_last_day(client: Client, days: int, is_told: bool) -> None:
    until = localdate() + timedelta(days=days)
    service = ServiceFactory.make(alert="Closed this week.", alert_until=until)
    told = record(client, service)
    assert ("alert" in told, "sd_alert_until" in told) == (is_told, is_told)


def test_only_what_the_service_itself_confirmed_is_assured(
    client: Client, settings: LazySettings
) -> None:
    settings.CONTACT_EMAIL = "directory@example.org"
    seen, confirmed = ServiceFactory.make(), ServiceFactory.make()
    day = date(2026, 11, 3)
    VerificationFactory.make(service=seen, contact_route=seen.contacts.get(), checked_on=day)
    VerificationFactory.make(
        service=confirmed,
        contact_route=confirmed.contacts.get(),
        method=VerificationMethod.EMAIL,
        checked_by=UserFactory.make(),
        checked_on=day,
    )
    told = record(client, seen)
    assert not {"assured_date", "assurer_email"} & set(told)
    assert told["sd_last_checked"] == "2026-11-03"
    told = record(client, confirmed)
    assert (told["assured_date"], told["assurer_email"]) == ("2026-11-03", "directory@example.org")


def test_terms_say_whom_it_is_for_and_what_it_does(client: Client) -> None:
    service = ServiceFactory.make(terms=["helpline", "men"])
    told = {term["value"]: term for term in record(client, service)["attributes"]}
    assert {name: term["link_type"] for name, term in told.items()} == {
        "Someone to talk to by phone": "service",
        "Men": "eligibility",
    }
    address = told["Men"]["taxonomy_term"]["term_uri"].removeprefix("http://testserver")
    assert client.get(address).json()["name"] == "Men"


def test_a_whole_organisation_has_its_services_whole(client: Client) -> None:
    service = ServiceFactory.make()
    key = service.organization_id
    (whole,) = read(client, f"/organizations/{key}?full_service=true")["services"]
    alone = record(client, service)
    assert whole == {name: value for name, value in alone.items() if name != "organization"}
    (listed,) = read(client, "/organizations?full_service=true")["contents"]
    assert listed["services"] == [whole]


def test_a_service_may_be_at_no_place_of_another(client: Client) -> None:
    assert client.get(f"{FEED}/service_at_locations/{uuid4()}").status_code == 404
    assert client.get(f"{FEED}/organizations/{OrganizationFactory.make().pk}").status_code == 404


def test_a_curator_is_told_what_the_description_of_an_organisation_is_for(client: Client) -> None:
    client.force_login(UserFactory.make())
    form = client.get("/staff/resources/organization/add/").content.decode()
    assert "Until it is filled they are told which services it runs." in form
