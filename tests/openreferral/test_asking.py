"""What a program can ask of the feed. A slip is named, not answered with the whole country."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from django.test import Client

from resources.models import Change, Organization, Schedule, Service, TaxonomyTerm
from resources.openreferral.endpoints import ENDPOINTS
from tests.api.problems import mistakes, problem
from tests.factories import (
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    at_point,
    term,
)
from tests.openreferral.standard import FEED, every, ids, read
from tests.publishing import publish_all
from tests.rows_again import made_again

pytestmark = pytest.mark.django_db
# No row has it.
NOBODY: Final = UUID(int=1)


def names(client: Client, path: str, query: str = "") -> set[str]:
    return {record["name"] for record in every(client, path, query)}


def make_three() -> None:
    """Make three services that differ in everything that can be asked for."""
    ash = ServiceFactory.make(
        name="Ash", terms=["helpline", "men"], hours=[("MO", "09:00", "17:00")], areas=["rotherham"]
    )
    birch = ServiceFactory.make(name="Birch", terms=["counselling"], minimum_age=18)
    ServiceFactory.make(name="Elm", maximum_age=17, hours=[("FR", "22:00", "02:00")])
    for service in (ash, birch):
        ServiceAtLocationFactory.make(service=service)
    Organization.objects.filter(services=ash).update(name="Trees")


@pytest.fixture
def _three() -> None:
    made_again(make_three)


def _key(name: str) -> str:
    return str(Service.objects.get(name=name).organization_id)


@pytest.mark.usefixtures("_three")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("search=birch", {"Birch"}),
        ("region=leeds", {"Birch", "Elm"}),
        ("region=leeds&region=rotherham&type=helpline", {"Ash"}),
        ("taxonomy_term_id={helpline}", {"Ash"}),
        ("taxonomy_id={type}", {"Ash", "Birch"}),
        ("taxonomy_id={type}&minimum_age=18", {"Ash", "Birch"}),
        ("minimum_age=18", {"Ash", "Birch"}),
        ("maximum_age=17", {"Ash", "Elm"}),
        ("minimum_age=16&maximum_age=19", {"Ash", "Birch", "Elm"}),
        ("organization_id={run}", {"Ash"}),
        ("organization_id={run}&minimum_age=99", {"Ash"}),
        ("organization_id={run}&taxonomy_term_id={counselling}", set()),
        ("organization_id={nobody}", set()),
        ("day=MO", {"Ash"}),
        ("day=sa", {"Elm"}),
        ("day=FR&start_time=23:00", {"Elm"}),
        ("start_time=16:30&end_time=18:00", {"Ash"}),
        ("end_time=01:00", {"Elm"}),
        ("modified_after=2026-01-01", {"Ash", "Birch", "Elm"}),
        ("modified_after=2099-01-01T00:00:00Z", set()),
    ],
)
def test_each_parameter_narrows_what_is_found(client: Client, query: str, found: set[str]) -> None:
    keys = {
        "helpline": term("helpline").pk,
        "counselling": term("counselling").pk,
        "type": term("helpline").taxonomy_id,
        "run": _key("Ash"),
        "nobody": NOBODY,
    }
    assert names(client, "/services", "&" + query.format(**keys)) == found


@pytest.mark.usefixtures("_three")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("search=birch", {"Birch"}),
        ("ages=17", {"Ash"}),
        ("ages=17,30", {"Ash", "Birch"}),
        ("day=MO&start_time=10:00", {"Ash"}),
        ("postcode=S60", {"Ash", "Birch"}),
        ("postcode=cf10", {"Birch"}),
        ("modified_after=2099-01-01", set()),
        ("full=true", {"Ash", "Birch"}),
    ],
)
def test_each_parameter_narrows_which_places_are_found(
    client: Client, query: str, found: set[str]
) -> None:
    visits = every(client, "/service_at_locations", f"&{query}")
    assert {visit["service"]["name"] for visit in visits} == found


def test_places_near_the_first_half_of_a_postcode_are_found_by_their_metres(client: Client) -> None:
    at_point(ServiceFactory.make(name="Near"), 53.43, -1.36)
    at_point(ServiceFactory.make(name="Far"), 53.80, -1.55)
    ServiceAtLocationFactory.make(location=LocationFactory.make(postcode=""))
    for metres, found in ((6_000, {"Near"}), (60_000, {"Near", "Far"}), (1, set())):
        visits = every(client, "/service_at_locations", f"&postcode=S60&proximity={metres}")
        assert {visit["service"]["name"] for visit in visits} == found


@pytest.mark.usefixtures("_three")
def test_organisations_are_found_by_name_and_by_what_they_run(client: Client) -> None:
    assert names(client, "/organizations", "&search=tree") == {"Trees"}
    helpline = term("helpline")
    assert names(client, "/organizations", f"&taxonomy_term_id={helpline.pk}") == {"Trees"}
    assert len(names(client, "/organizations", f"&taxonomy_id={helpline.taxonomy_id}")) == 2
    assert "services" not in read(client, "/organizations")["contents"][0]
    assert "services" in read(client, "/organizations?full=true")["contents"][0]


def test_terms_are_found_by_their_list_and_by_their_place_in_it(client: Client) -> None:
    child = TaxonomyTerm.objects.filter(parent__isnull=False)[0]
    below = ids(client, "/taxonomy_terms", f"&parent_id={child.parent_id}")
    assert str(child.pk) in below
    tops = ids(client, "/taxonomy_terms", "&top_only=true")
    assert tops
    assert not tops & below
    own = every(client, "/taxonomy_terms", f"&taxonomy_id={child.taxonomy_id}")
    assert {record["taxonomy_id"] for record in own} == {str(child.taxonomy_id)}
    assert names(client, "/taxonomy_terms", "&search=Someone+PHONE") == {
        "Someone to talk to by phone"
    }
    assert len(names(client, "/taxonomies", "&search=kind")) == 1


def test_a_minimal_list_has_ids_and_times_of_all_on_one_page(client: Client) -> None:
    for _ in range(30):
        ServiceFactory.make()
    page = read(client, "/services?minimal=true")
    assert (page["size"], page["total_pages"]) == (30, 1)
    assert set(page["contents"][0]) == {"id", "last_modified"}
    whole = {one["id"]: one["last_modified"] for one in every(client, "/services")}
    assert {one["id"]: one["last_modified"] for one in page["contents"]} == whole
    assert read(client, "/services?minimal=true&per_page=7")["total_pages"] == 5


def test_only_what_changed_since_is_asked_for_in_any_zone(client: Client) -> None:
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    early, late = ServiceFactory.make(name="Early"), ServiceFactory.make(name="Late")
    publish_all()
    for service, moment in ((early, noon - timedelta(hours=1)), (late, noon)):
        Change.objects.filter(pk=service.pk).update(changed_at=moment)
    for asked in (
        "2026-11-24T12:00:00Z",
        "2026-11-24T13:00:00%2B01:00",
        "2026-11-24T13:00:00+01:00",  # as a program sends it that forgets about the plus sign
        "2026-11-24T12:00:00",
    ):
        assert names(client, "/services", f"&modified_after={asked}") == {"Late"}
    # A change of the organisation is one of the record.
    Organization.objects.filter(services=early).update(website="https://early.example/")
    publish_all()
    assert len(names(client, "/services", "&modified_after=2026-11-24T12:00:00Z")) == 2


def test_a_stream_has_every_record_one_a_line(client: Client) -> None:
    made = [ServiceFactory.make() for _ in range(130)]
    for path in ("/services", "/organizations", "/taxonomies", "/taxonomy_terms"):
        response: Any = client.get(f"{FEED}{path}?format=ndjson")
        assert response["Content-Type"] == "application/x-ndjson"
        assert response["Cache-Control"] == "no-store"
        lines = response.getvalue().decode().splitlines()
        assert len(lines) == read(client, path)["total_items"]
    assert len(ids(client, "/services", "&per_page=500")) == len(made)


WRONG = [
    ("/services", "colour=red", "colour"),
    ("/services", "search=", "search"),
    ("/services", "region=atlantis", "region"),
    ("/services", "age=old", "age"),
    ("/services", "words=talk", "words"),
    ("/services", "near=leeds", "near"),
    ("/services", "page=0", "page"),
    ("/services", "page=two", "page"),
    ("/services", "page=1&page=2", "page"),
    ("/services", "per_page=501", "per_page"),
    ("/services", "format=xml", "format"),
    ("/services", "full=perhaps", "full"),
    ("/services", "minimal=true&full=true", "minimal"),
    ("/services", "taxonomy_term_id=helpline", "taxonomy_term_id"),
    ("/services", f"taxonomy_term_id={NOBODY}", "taxonomy_term_id"),
    ("/services", f"taxonomy_id={NOBODY}", "taxonomy_id"),
    ("/services", "organization_id=7", "organization_id"),
    ("/services", "modified_after=yesterday", "modified_after"),
    ("/services", "modified_after=2026-13-01", "modified_after"),
    ("/services", "modified_after=0001-01-01T00:00:00%2B23:59", "modified_after"),
    ("/services", "minimum_age=-1", "minimum_age"),
    ("/services", "minimum_age=20&maximum_age=10", "maximum_age"),
    ("/services", "day=FUNDAY", "day"),
    ("/services", "start_time=25:00", "start_time"),
    ("/services", "start_time=10:00&end_time=09:00", "end_time"),
    ("/services", "search=%3F", "search"),
    ("/service_at_locations", "ages=old", "ages"),
    ("/service_at_locations", "postcode=S60+1AE", "postcode"),
    ("/service_at_locations", "postcode=ZZ99", "postcode"),
    ("/service_at_locations", "proximity=100", "proximity"),
    ("/service_at_locations", "postcode=S60&proximity=near", "proximity"),
    ("/taxonomy_terms", "parent_id=x", "parent_id"),
    ("/taxonomy_terms", "top_only=2", "top_only"),
    ("/organizations", "full_service=x", "full_service"),
    ("/taxonomies", "full=true", "full"),
    ("", "page=1", "page"),
    ("/openapi.json", "format=json", "format"),
]


@pytest.mark.parametrize(("path", "query", "named"), WRONG)
def test_what_is_not_understood_is_refused_and_named(
    client: Client, path: str, query: str, named: str
) -> None:
    response = client.get(f"{FEED}{path}?{query}")
    assert response.status_code == 400
    assert list(mistakes(response)) == [named]
    assert response["Access-Control-Allow-Origin"] == "*"


STRANGE = [
    *("%00", "a%00b", "%D9%A3", "-0", "1e9", "9" * 40, "%F0%9F%98%80", "{}", "%27;--", "a," * 300),
    *("2026-02-30", "9999-12-31T23:59:59-23:59", "T", "12:00:00%2B01:00", "word%20" * 900),
]


@pytest.mark.both_engines
def test_no_value_however_strange_makes_an_address_fail(client: Client) -> None:
    ServiceFactory.make()
    for endpoint in ENDPOINTS:
        for name in endpoint.parameters if endpoint.is_list else ():
            for value in STRANGE:
                response = client.get(f"{FEED}{endpoint.path}?{name}={value}")
                assert response.status_code in {200, 400, 404}, (endpoint.path, name, value)


def test_a_whole_postcode_is_not_repeated(client: Client) -> None:
    told = client.get(f"{FEED}/service_at_locations?postcode=S601AE").content.decode()
    assert "1AE" not in told


def test_a_page_past_the_end_is_an_error_that_says_how_many_there_are(client: Client) -> None:
    ServiceFactory.make()
    response = client.get(f"{FEED}/services?page=2")
    assert response.status_code == 404
    assert problem(response)["detail"] == "page: there are 1."
    empty = read(client, f"/services?organization_id={NOBODY}")
    assert (empty["total_pages"], empty["empty"], empty["contents"]) == (1, True, [])


def test_hours_that_have_run_out_are_not_found(client: Client) -> None:
    service = ServiceFactory.make()
    Schedule.objects.create(
        service=service,
        byday="MO",
        opens_at=time(9),
        closes_at=time(17),
        valid_to=datetime(2020, 1, 1, tzinfo=UTC).date(),
    )
    assert ids(client, "/services", "&day=MO") == set()
