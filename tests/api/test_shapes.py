"""The shape of each answer, and that what nobody has told us is null, empty or "not_known"."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from resources.choices import Channel, Publication, VerificationMethod
from resources.models import OrganizationIdentifier, Service
from resources.models.contact import TRACE_FIELDS
from tests.factories import (
    CollectionFactory,
    ContactRouteFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
    region,
    term,
)

IN_A_LIST = {
    "id", "code", "slug", "name", "alternate_name", "organization", "summary", "card_line",
    "status", "url", "cost", "referral_routes", "minimum_age", "maximum_age", "alert",
    "alert_until", "languages", "interpreter", "police_report_needed", "pre_trial_therapy",
    "terms", "areas", "coverage_description", "contacts", "checked", "last_modified",
    "page_url", "must_refresh_by", "intervals_until", "licence", "attribution", "display",
}  # fmt: skip
WITHOUT_A_DATE = {"referral_status_as_of", "referral_status_precision"}
BY_ITSELF = IN_A_LIST | {
    "description", "eligibility_description", "excludes_description", "what_happens_next",
    "confidentiality", "fees_description", "referral_status", "referral_status_as_of",
    "referral_status_precision", "who_answers", "what_they_ask", "call_back",
    "accessibility_description", "easy_read_url", "bsl_url", "service_at_locations",
    "verifications",
}  # fmt: skip


def _get(client: Client, address: str) -> Any:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200
    return response.json()


@pytest.fixture
def service(db: None) -> Service:
    """A service with hours, a source, two areas and terms."""
    made = ServiceFactory.make(
        organization=OrganizationFactory.make(name="The Charity"),
        areas=["rotherham", "wales"],
        terms=["helpline", "men"],
        languages="en,cy",
        hours=[("MO,TU", "20:00", "02:00")],
    )
    route = made.contacts.get()
    VerificationFactory.make(
        service=made, contact_route=route, source_url="https://www.example.org/"
    )
    return made


def test_a_list_says_how_many_there_are_and_where_the_rest_is(db: None, client: Client) -> None:
    for _ in range(3):
        ServiceFactory.make()
    answer = _get(client, "services/?page=2&page_size=1")
    assert answer["count"] == 3
    assert answer["next"] == "http://testserver/api/v1/services/?page=3&page_size=1"
    assert answer["previous"] == "http://testserver/api/v1/services/?page_size=1"
    assert len(answer["results"]) == 1


def test_a_service_in_a_list_says_enough_to_choose_by(service: Service, client: Client) -> None:
    (row,) = _get(client, "services/")["results"]
    assert set(row) == IN_A_LIST
    assert (row["id"], row["code"]) == (str(service.pk), service.code)
    assert row["organization"] == {"id": str(service.organization.pk), "name": "The Charity"}
    assert row["languages"] == ["en", "cy"]
    assert row["checked"] == {
        "is_checked": True,
        "last_checked": "2026-10-03",
        "precision": "day",
        "is_confirmed_with_service": False,
        "confirmed_on": None,
        "unconfirmed_since": None,
    }


def test_a_service_by_itself_says_everything_the_list_says_and_more(
    service: Service, client: Client
) -> None:
    (row,) = _get(client, "services/")["results"]
    whole = _get(client, f"services/{service.pk}/")
    assert set(whole) == BY_ITSELF
    assert {name: whole[name] for name in row} == row


def test_an_area_says_its_code_level_and_whether_only_a_part_is_served(
    service: Service, client: Client
) -> None:
    service.areas.filter(region__slug="rotherham").update(is_partial=True)
    wales, rotherham = _get(client, f"services/{service.pk}/")["areas"]
    assert (wales["slug"], wales["is_partial"]) == ("wales", False)
    assert rotherham == {
        "code": "E08000018",
        "slug": "rotherham",
        "name": "Rotherham",
        "level": "district",
        "is_partial": True,
    }


def test_a_term_says_to_which_taxonomy_it_belongs(service: Service, client: Client) -> None:
    terms = _get(client, f"services/{service.pk}/")["terms"]
    assert {(one["taxonomy"], one["slug"]) for one in terms} == {
        ("type", "helpline"),
        ("audience", "men"),
    }
    assert set(terms[0]) == {"id", "taxonomy", "slug", "name"}


def test_a_contact_says_its_hours_and_leaves_no_trace_unanswered(
    service: Service, client: Client
) -> None:
    ContactRouteFactory.make(service=service, channel=Channel.EMAIL, position=1)
    phone, email = _get(client, f"services/{service.pk}/")["contacts"]
    assert (phone["channel"], phone["value"], phone["cost"]) == ("phone", "0808 801 0331", "free")
    assert phone["schedules"] == [
        {
            "byday": "MO,TU",
            "opens_at": "20:00:00",
            "closes_at": "02:00:00",
            "valid_from": None,
            "valid_to": None,
            "bank_holidays": "not_known",
        }
    ]
    assert email["schedules"] == []
    assert {email[field] for field in TRACE_FIELDS} == {"not_known"}


def test_a_source_says_what_where_and_when_but_not_who(service: Service, client: Client) -> None:
    (source,) = _get(client, f"services/{service.pk}/")["verifications"]
    assert set(source) == {
        "id", "contact", "fact_kind", "fact", "value_has_changed", "fields", "method",
        "source_kind", "source_url", "checked_on", "precision",
    }  # fmt: skip
    assert (source["fact"], source["value_has_changed"]) == ("contact", False)
    assert source["contact"] == str(service.contacts.get().pk)
    assert source["source_url"] == "https://www.example.org/"


def test_a_public_place_says_its_address_and_what_is_known_of_getting_in(
    service: Service, client: Client
) -> None:
    ServiceAtLocationFactory.make(service=service, location__region=region("rotherham"))
    (visit,) = _get(client, f"services/{service.pk}/")["service_at_locations"]
    place = visit["location"]
    assert (place["address_1"], place["postcode"]) == ("1 High Street", "S60 1AE")
    assert (place["region"], place["step_free"]) == ("E08000018", "not_known")
    assert (place["latitude"], place["longitude"]) == (None, None)


def test_what_nobody_has_told_us_is_null_empty_or_not_known(db: None, client: Client) -> None:
    row = _get(client, f"services/{ServiceFactory.make().pk}/")
    nulls = {name for name, value in row.items() if value is None}
    assert nulls == {"minimum_age", "maximum_age", "alert_until"} | WITHOUT_A_DATE
    for name in ("cost", "referral_routes", "interpreter", "referral_status"):
        assert row[name] == "not_known"
    assert row["verifications"] == row["languages"] == row["service_at_locations"] == []
    assert row["checked"] == {
        "is_checked": False,
        "last_checked": None,
        "precision": None,
        "is_confirmed_with_service": False,
        "confirmed_on": None,
        "unconfirmed_since": None,
    }


def test_an_organisation_says_its_register_numbers(service: Service, client: Client) -> None:
    organization = service.organization
    OrganizationIdentifier.objects.create(
        organization=organization, scheme="GB-CHC", identifier="1155140"
    )
    (row,) = _get(client, "organizations/")["results"]
    assert row == _get(client, f"organizations/{organization.pk}/")
    assert row["identifiers"] == [{"scheme": "GB-CHC", "identifier": "1155140"}]
    assert set(row) == {
        "id", "code", "slug", "name", "alternate_name", "description", "website", "email",
        "identifiers", "last_modified",
    }  # fmt: skip


def test_a_region_is_known_by_its_code_and_names_the_one_around_it(
    db: None, client: Client
) -> None:
    assert _get(client, "regions/E08000018/") == {
        "code": "E08000018",
        "slug": "rotherham",
        "name": "Rotherham",
        "level": "district",
        "parent": "E12000003",
    }
    first = _get(client, "regions/")["results"][0]
    assert (first["slug"], first["parent"]) == ("united-kingdom", None)


def test_a_term_has_a_name_that_is_the_same_on_every_copy(db: None, client: Client) -> None:
    helpline = term("helpline")
    row = _get(client, f"terms/{helpline.pk}/")
    assert row["uri"] == f"urn:uuid:{helpline.pk}"
    assert (row["taxonomy"], row["parent"]) == ("type", str(term("emotional").pk))
    assert isinstance(row["synonyms"], list)


def test_a_collection_keeps_its_order_and_leaves_out_what_is_withdrawn(
    db: None, client: Client
) -> None:
    services = [ServiceFactory.make(name=name) for name in ("B", "A", "C")]
    CollectionFactory.make(slug="l", services=services)
    Service.objects.filter(pk=services[1].pk).update(publication=Publication.WITHDRAWN)
    row = _get(client, "collections/l/")
    assert set(row) == {"id", "slug", "title", "intro", "post_url", "entries", "last_modified"}
    assert row["entries"] == [
        {"service": str(services[0].pk), "note": "Note 0."},
        {"service": str(services[2].pk), "note": "Note 2."},
    ]
    assert _get(client, "collections/")["results"] == [row]


def test_a_service_that_was_asked_itself_says_when_but_not_by_whom(
    db: None, client: Client
) -> None:
    service = ServiceFactory.make()
    VerificationFactory.make(
        service=service,
        contact_route=service.contacts.get(),
        method=VerificationMethod.EMAIL,
        checked_by=UserFactory.make(username="zebedee"),
    )
    row = _get(client, f"services/{service.pk}/")
    assert row["checked"]["is_confirmed_with_service"] is True
    assert row["checked"]["confirmed_on"] == "2026-10-03"
    assert row["verifications"][0]["method"] == "email"
    assert "zebedee" not in str(row)


def test_the_date_of_a_web_address_says_nothing_of_the_number_beside_it(
    db: None, client: Client
) -> None:
    service = ServiceFactory.make()
    site = ContactRouteFactory.make(
        service=service, channel=Channel.WEBSITE, value="https://a.example/"
    )
    VerificationFactory.make(service=service, contact_route=site, checked_on=date(2026, 11, 1))
    assert _get(client, f"services/{service.pk}/")["checked"]["last_checked"] is None
