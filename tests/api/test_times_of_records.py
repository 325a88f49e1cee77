"""`last_modified` is when the record as published last changed, whatever part of it."""

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from resources.choices import AddressVisibility, IdentifierScheme
from resources.listings.reference import load_reference
from resources.models import (
    Change,
    CollectionEntry,
    Location,
    Organization,
    OrganizationIdentifier,
    Region,
    Review,
    Schedule,
    Service,
    ServiceArea,
    Taxonomy,
    TaxonomyTerm,
    publish_revision,
    publish_untold,
)
from resources.models.change import UNKNOWN
from tests.factories import (
    CollectionFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
    term,
)
from tests.proposing_records import a_change, a_new_term, approve
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db
# When an organisation last changed is told of it, wherever it stands.
TIMES = {"last_modified", "sd_last_modified"}
FORMS = (
    "/api/v1/services/{key}/",
    "/api/v1/services/?id={key}&include=organization,places,sources,details",
    "/openreferral/services/{key}",
)


def without(told: Any, names: set[str]) -> Any:
    if isinstance(told, dict):
        return {name: without(one, names) for name, one in told.items() if name not in names}
    return [without(one, names) for one in told] if isinstance(told, list) else told


def forms(client: Client, service: Service) -> list[Any]:
    """Return the record of a service in every form, without times of changes."""
    told = [client.get(form.format(key=service.pk)).json() for form in FORMS]
    return [without(one, TIMES | {"revision"}) for one in told]


def changed_at(client: Client, service: Service) -> str:
    told: str = client.get(FORMS[0].format(key=service.pk)).json()["last_modified"]
    return told


def a_whole_service() -> Service:
    """Return a service with something in every part of its record."""
    runs = OrganizationFactory.make(name="Hope", description="A charity of survivors.")
    OrganizationIdentifier.objects.create(
        organization=runs, scheme=IdentifierScheme.GB_CHC, identifier="1000001"
    )
    service = ServiceFactory.make(
        name="Ash",
        organization=runs,
        terms=["legal"],
        areas=["leeds"],
        hours=[("MO", "09:00", "17:00")],
    )
    VerificationFactory.make(service=service)
    for visibility in (AddressVisibility.FULL, AddressVisibility.HIDDEN):
        nothing = {"address_1": "", "city": "", "postcode": ""}
        told = {} if visibility == AddressVisibility.FULL else nothing
        place = LocationFactory.make(address_visibility=visibility, **told)
        visit = ServiceAtLocationFactory.make(service=service, location=place)
        Schedule.objects.create(
            service=service,
            service_at_location=visit,
            byday="TU",
            opens_at=time(9),
            closes_at=time(12),
        )
    Schedule.objects.create(service=service, byday="WE", opens_at=time(9), closes_at=time(12))
    service.terms.update(parent=a_new_term())
    return service


def update(model: Any, **values: Any) -> Callable[[Service], object]:
    """Return what writes some values into every row of a model that the service has."""
    ways: dict[Any, str] = {
        Service: "pk",
        Organization: "services",
        OrganizationIdentifier: "organization__services",
        TaxonomyTerm: "services",
        Taxonomy: "terms__services",
        Region: "service_areas__service",
        Location: "service_at_locations__service",
    }

    def write(service: Service) -> None:
        way = ways.get(model, "service")
        keys = list(model.objects.filter(**{way: service.pk}).values_list("pk", flat=True))
        assert model.objects.filter(pk__in=keys).update(**values)

    return write


def hours_of(**which: Any) -> Callable[[Service], object]:
    def write(service: Service) -> None:
        rows = Schedule.objects.filter(service=service, **which)
        assert rows.update(opens_at=time(8))

    return write


def into_a_list(service: Service) -> None:
    CollectionFactory.make(services=[service])


def out_of_one_list_into_another(service: Service) -> None:
    (entry, other) = (
        CollectionFactory.make(services=[service]).entries.get(),
        CollectionFactory.make(),
    )
    CollectionEntry.objects.filter(pk=entry.pk).update(collection=other)


def under_another_term(service: Service) -> None:
    service.terms.update(parent=term("emotional"))


def a_term_above_moves(_service: Service) -> None:
    """What the service answers changes, and nothing that its record says."""
    assert TaxonomyTerm.objects.filter(slug="new-term").update(parent=term("emotional"))


LATER = timezone.now() + timedelta(days=1)
LONG_AGO = timezone.now() - timedelta(days=400)
HIDDEN = {"service_at_location__location__address_visibility": AddressVisibility.HIDDEN}
PUBLIC = {"service_at_location__location__address_visibility": AddressVisibility.FULL}
MOVES: dict[str, Callable[[Service], object]] = {
    "a name": update(Service, name="Birch"),
    "whether it takes new people": update(
        Service, referral_status="closed", referral_status_as_of=timezone.localdate()
    ),
    "how exactly it is known since when": update(Service, referral_status_precision="month"),
    "the name of an organisation": update(Organization, name="Home"),
    "the website of an organisation": update(Organization, website="https://home.example/"),
    "the description of an organisation": update(Organization, description="They listen."),
    "a register number": update(OrganizationIdentifier, identifier="1000002"),
    "the name of a term": update(TaxonomyTerm, name="Law"),
    "what a term means": update(TaxonomyTerm, description="About the law."),
    "a term below another": under_another_term,
    "the name of a list of terms": update(Taxonomy, name="Sorts"),
    "the name of an area": update(Region, name="Loidis"),
    "that a part of an area is served": update(ServiceArea, is_partial=True),
    "a number": lambda service: service.contacts.update(value="0808 801 0332"),
    "hours of a number": hours_of(contact_route__isnull=False),
    "hours of the whole": hours_of(contact_route=None, service_at_location=None),
    "hours of a public place": hours_of(**PUBLIC),
    "a fact of a place": update(Location, parking="yes"),
    "a source": lambda service: service.verifications.update(source_url="https://a.example/b"),
    "another source": lambda service: VerificationFactory.make(service=service),
}
STAYS: dict[str, Callable[[Service], object]] = {
    "nothing at all": lambda _service: None,
    "a note of curators": update(Service, curator_note="Ring in May.", last_modified=LATER),
    "an organisation that was saved": update(Organization, last_modified=LATER),
    "words that people type for a term": update(TaxonomyTerm, synonyms=["law"]),
    "hours of a place that is not public": hours_of(**HIDDEN),
    "a list for a post": into_a_list,
    "another list for a post": out_of_one_list_into_another,
    "a term above its term": a_term_above_moves,
}


def as_of_long_ago() -> None:
    """Publish everything, as something that last changed a year ago."""
    publish_all()
    Change.objects.update(changed_at=LONG_AGO)
    publish_all()


def changes(client: Client, write: Callable[[Service], object], them: list[Service]) -> list[Any]:
    """Write something; return of each service whether a form of its record has other bytes.

    Where its time says otherwise, that is returned instead.
    """
    as_of_long_ago()
    before = [(forms(client, one), changed_at(client, one)) for one in them]
    write(them[0])
    publish_all()
    found: list[Any] = []
    for one, (was, at) in zip(them, before, strict=True):
        has_changed, has_moved = forms(client, one) != was, changed_at(client, one) > at
        found.append(has_changed if has_changed == has_moved else (has_changed, has_moved))
    return found


@pytest.mark.long
def test_a_time_moves_with_the_bytes_of_its_own_record_in_any_form(client: Client) -> None:
    them = [a_whole_service(), ServiceFactory.make(name="Elm", terms=["domestic-abuse"])]
    found = {name: changes(client, write, them) for name, write in MOVES.items()}
    assert found == {name: [True, False] for name in MOVES}


@pytest.mark.long
def test_a_time_moves_with_nothing_else(client: Client) -> None:
    them = [a_whole_service(), ServiceFactory.make(name="Elm", terms=["domestic-abuse"])]
    found = {name: changes(client, write, them) for name, write in STAYS.items()}
    assert found == {name: [False, False] for name in STAYS}


def by_a_colleague(row: Any, **changed: Any) -> None:
    """Change a row as the staff do: one proposes, and another approves."""
    approve(a_change(row, UserFactory.make(), **changed), UserFactory.make())


def an_area_is_renamed(_service: Service) -> None:
    load_reference()


WAYS: dict[str, Callable[[Service], object]] = {
    "a term": lambda service: by_a_colleague(service.terms.get(), name="Law"),
    "an area": an_area_is_renamed,
    "an organisation": lambda service: by_a_colleague(service.organization, name="Home"),
    "a place": lambda service: by_a_colleague(
        service.service_at_locations.get().location, address_1="2 Low Street"
    ),
}


def to_the_millisecond(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def listed(client: Client) -> list[dict[str, datetime]]:
    """Return the times of all services, by id, as each list tells them."""
    pages = [
        client.get("/api/v1/services/").json()["results"],
        client.get("/api/v1/services/?ordering=last_modified").json()["results"],
        [one["data"] for one in client.get("/api/v1/changes/").json()["items"]],
        [
            json.loads(line)
            for line in client.get("/api/v1/bulk/services.ndjson").getvalue().splitlines()
        ],
        client.get("/openreferral/services").json()["contents"],
        client.get("/openreferral/services?minimal=true").json()["contents"],
    ]
    return [{one["id"]: to_the_millisecond(one["last_modified"]) for one in page} for page in pages]


@pytest.mark.long
def test_who_asks_next_is_told_the_new_time_in_every_list(client: Client) -> None:
    service = ServiceFactory.make(terms=["legal"], areas=["leeds"])
    other = ServiceFactory.make(terms=["domestic-abuse"], areas=["wales"])
    ServiceAtLocationFactory.make(service=service)
    Region.objects.filter(slug="leeds").update(name="Loidis")
    as_of_long_ago()
    for name, write in WAYS.items():
        (before, *_same) = listed(client)
        began = timezone.now()
        write(service)
        (told, *others) = listed(client)
        assert others == [told] * 5, name
        assert told[str(other.pk)] == before[str(other.pk)], name
        assert told[str(service.pk)] > began - timedelta(milliseconds=1), name
        since = quote(began.isoformat())
        later = client.get(f"/openreferral/services?modified_after={since}").json()["contents"]
        assert [one["id"] for one in later] == [str(service.pk)], name


def test_the_tag_of_an_answer_follows_the_time(client: Client) -> None:
    service = ServiceFactory.make(terms=["legal"])
    as_of_long_ago()
    address = FORMS[0].format(key=service.pk)
    tag = client.get(address)["ETag"]
    by_a_colleague(service.organization, website="https://home.example/")
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again["ETag"] != tag) == (200, True)


def test_what_was_away_for_a_day_has_the_time_at_which_it_came_back(client: Client) -> None:
    service = ServiceFactory.make()
    as_of_long_ago()
    for publication in ("withdrawn", "published"):
        Review.objects.create(
            service=service,
            from_publication="published" if publication == "withdrawn" else "withdrawn",
            to_publication=publication,
            at=timezone.now(),
        )
        Service.objects.filter(pk=service.pk).update(publication=publication)
        publish_revision(Service.objects.filter(pk=service.pk))
    assert changed_at(client, service)[:10] >= timezone.now().date().isoformat()


def test_after_a_restored_backup_every_record_has_a_new_time(client: Client) -> None:
    service = ServiceFactory.make()
    as_of_long_ago()
    before = changed_at(client, service)
    Change.objects.begin_again()
    publish_all()
    assert changed_at(client, service) > before


def test_what_a_new_release_tells_otherwise_has_a_new_time_with_the_next_request(
    client: Client,
) -> None:
    service, other = ServiceFactory.make(), ServiceFactory.make()
    as_of_long_ago()
    before = [changed_at(client, one) for one in (service, other)]
    # As when its digest was made of fewer fields.
    Change.objects.filter(pk=service.pk).update(digest="f" * 64, record_digest="f" * 64)
    assert publish_untold() == 1
    after = [changed_at(client, one) for one in (service, other)]
    assert [now > was for now, was in zip(after, before, strict=True)] == [True, False]


def test_what_a_version_noted_that_kept_no_times_keeps_the_time_that_was_told(
    client: Client,
) -> None:
    service, other = ServiceFactory.make(), ServiceFactory.make()
    as_of_long_ago()
    assert not Change.objects.are_behind()
    Change.objects.filter(pk=service.pk).update(digest="f" * 64, record_digest=UNKNOWN)
    Change.objects.filter(pk=other.pk).update(record_digest=UNKNOWN, changed_at=None)
    assert Change.objects.are_behind()
    before = [changed_at(client, one) for one in (service, other)]
    assert publish_untold() == 1
    assert not Change.objects.are_behind()
    assert [changed_at(client, one) for one in (service, other)] == before
    # Whoever writes before that counts as having changed the record.
    Change.objects.update(digest="f" * 64, record_digest=UNKNOWN)
    publish_all()
    assert all(changed_at(client, one) > before[0] for one in (service, other))


def test_a_directory_in_which_nothing_was_noted_is_behind(db: None) -> None:
    assert Change.objects.are_behind()
