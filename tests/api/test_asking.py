"""How the API is asked: order, pages and filters, and that no mistake is passed over."""

from typing import Any

import pytest
from django.test import Client

from resources.filters import ServiceFilter
from resources.models import TaxonomyTerm
from resources.regions import all_regions
from tests.api.problems import mistakes, problem
from tests.factories import CollectionFactory, OrganizationFactory, ServiceFactory, term
from tests.rows_again import made_again

SERVICES = "/api/v1/services/"
LISTS = ["services", "removed", "organizations", "regions", "terms", "collections"]


def _names(client: Client, question: str = "", name: str = "name") -> list[Any]:
    """Return a field of every row of a list, by walking its pages."""
    found: list[Any] = []
    address: str | None = f"/api/v1/{question or 'services/'}"
    while address is not None:
        answer = client.get(address).json()
        found += [row[name] for row in answer["results"]]
        address = answer["next"]
    return found


def make_cast() -> None:
    """Make five services, from a town to the whole country."""
    ServiceFactory.make(name="a town", areas=["rotherham"], terms=["counselling"])
    ServiceFactory.make(name="B town", areas=["leeds"], terms=["housing"])
    ServiceFactory.make(name="C region", areas=["yorkshire-and-the-humber"], terms=["helpline"])
    ServiceFactory.make(name="D nation", areas=["wales"], terms=["counselling", "housing"])
    ServiceFactory.make(name="E country", terms=["peer-support"])


@pytest.fixture
def cast(db: None) -> None:
    made_again(make_cast)


QUESTIONS = [
    ("", "EDCaB"),
    ("region=rotherham", "aCE"),
    ("region=e08000018&region=rotherham", "aCE"),
    ("region=leeds&region=wales", "DBCE"),
    ("region=yorkshire-and-the-humber", "CaBE"),
    ("type=emotional", "EDCa"),
    ("type=counselling&type=helpline", "DCa"),
    ("region=wales&type=counselling", "D"),
    ("region=wales&type=legal", ""),
]


@pytest.mark.parametrize(("question", "names"), QUESTIONS)
def test_the_nearest_services_come_first_and_values_widen_while_kinds_narrow(
    question: str, names: str, cast: None, client: Client
) -> None:
    assert "".join(name[0] for name in _names(client, f"services/?{question}")) == names


def test_a_kind_of_help_is_understood_by_its_code(cast: None, client: Client) -> None:
    assert _names(client, f"services/?type={term('housing').code}") == ["D nation", "B town"]


def test_services_of_one_width_are_ordered_by_name_whatever_its_case(
    db: None, client: Client
) -> None:
    for name in ("b", "A", "C"):
        ServiceFactory.make(name=name)
    assert _names(client) == ["A", "b", "C"]


def test_organisations_come_by_name_and_collections_by_slug(db: None, client: Client) -> None:
    for name in ("B", "A"):
        ServiceFactory.make(organization=OrganizationFactory.make(name=name))
        CollectionFactory.make(slug=name.lower())
    assert _names(client, "organizations/") == ["A", "B"]
    assert _names(client, "collections/", "slug") == ["a", "b"]


def test_an_organisation_with_two_services_is_listed_once(db: None, client: Client) -> None:
    organization = OrganizationFactory.make()
    for _ in range(2):
        ServiceFactory.make(organization=organization)
    assert _names(client, "organizations/", "id") == [str(organization.pk)]


def test_every_area_is_listed_once_and_parents_come_before_their_children(
    db: None, client: Client
) -> None:
    codes = _names(client, "regions/?page_size=100", "code")
    assert sorted(codes) == sorted(region.code for region in all_regions())
    parents = _names(client, "regions/?page_size=100", "parent")
    places = {code: place for place, code in enumerate(codes)}
    assert all(parent is None or places[parent] < place for place, parent in enumerate(parents))


def test_terms_come_in_the_order_that_curators_gave_them(db: None, client: Client) -> None:
    listed = _names(client, "terms/", "slug")
    ordered = TaxonomyTerm.objects.order_by("taxonomy__slug", "position", "slug")
    assert listed == list(ordered.values_list("slug", flat=True))


@pytest.mark.parametrize(
    ("asked", "size"),
    [("", 25), ("page_size=1", 1), ("page_size=100", 100), ("page_size=500", len(all_regions()))],
)
def test_a_page_holds_25_rows_or_as_many_as_are_asked_for(
    asked: str, size: int, db: None, client: Client
) -> None:
    assert len(client.get(f"/api/v1/regions/?{asked}").json()["results"]) == size


WRONG_NUMBERS = ["0", "-1", "501", "abc", "1.5", "²", "٣", "1e1", "9" * 30, " 5", "+5"]


@pytest.mark.parametrize("value", WRONG_NUMBERS)
@pytest.mark.parametrize("where", LISTS)
def test_a_page_size_that_cannot_be_used_is_named(
    where: str, value: str, db: None, client: Client
) -> None:
    response = client.get(f"/api/v1/{where}/", {"page_size": value})
    assert response.status_code == 400
    assert mistakes(response) == {"page_size": ["Give a whole number from 1 to 500."]}


@pytest.mark.parametrize("value", [one for one in WRONG_NUMBERS if one != "501"])
def test_a_page_number_that_cannot_be_used_is_named(value: str, db: None, client: Client) -> None:
    response = client.get(SERVICES, {"page": value})
    assert response.status_code == 400
    assert mistakes(response) == {"page": ["Give a whole number from 1."]}


@pytest.mark.parametrize(("page", "status"), [("1", 200), ("2", 404), ("999999999", 404)])
def test_past_the_last_page_there_is_nothing(
    page: str, status: int, cast: None, client: Client
) -> None:
    response = client.get(SERVICES, {"page": page})
    assert response.status_code == status
    if status == 404:
        assert problem(response)["detail"] == "page: there are 1."
        assert problem(response)["type"].endswith("#past-the-end")


def test_a_list_without_rows_has_one_empty_page(db: None, client: Client) -> None:
    answer = client.get(SERVICES).json()
    assert answer.pop("revision") >= 0
    assert answer == {"count": 0, "next": None, "previous": None, "words": None, "results": []}


MISTAKES = [
    ("region=nowhere", {"region": ["nowhere"]}),
    ("region=rotherham&region=nowhere&region=no", {"region": ["nowhere", "no"]}),
    ("type=shouting", {"type": ["shouting"]}),
    ("type=child-sexual-abuse", {"type": ["child-sexual-abuse"]}),
    ("region=x&type=y", {"region": ["x"], "type": ["y"]}),
    ("region=%00", {"region": ["\0"]}),
]


@pytest.mark.parametrize(("question", "wrong"), MISTAKES)
def test_a_value_that_is_not_known_is_an_error_that_names_its_parameter(
    question: str, wrong: dict[str, list[str]], cast: None, client: Client
) -> None:
    response = client.get(f"{SERVICES}?{question}")
    assert response.status_code == 400
    assert mistakes(response) == {
        name: [f"“{value}” is not known here." for value in values]
        for name, values in wrong.items()
    }


@pytest.mark.parametrize(
    ("question", "blank"),
    [
        ("region=", ["region"]),
        ("type=&region=wales", ["type"]),
        ("region=wales&region=", ["region"]),
        ("words=%20", ["words"]),
    ],
)
def test_a_parameter_without_a_value_is_an_error_and_not_the_whole_country(
    question: str, blank: list[str], cast: None, client: Client
) -> None:
    response = client.get(f"{SERVICES}?{question}")
    assert response.status_code == 400
    why = ["This is blank. Leave the parameter out, or give it a value."]
    assert mistakes(response) == dict.fromkeys(blank, why)


FACTS = ["off_bill", "no_name", "no_account", "no_report", "before_trial", "interpreter"]
CLOSED = ["language", "sign", "access", "cost", "referral", "channel", *FACTS]


@pytest.mark.parametrize("name", CLOSED)
def test_a_value_outside_a_closed_list_is_an_error_that_names_its_parameter(
    name: str, cast: None, client: Client
) -> None:
    response = client.get(SERVICES, {name: "perhaps"})
    assert response.status_code == 400
    assert mistakes(response) == {name: ["“perhaps” is not known here."]}


@pytest.mark.parametrize("value", ["-1", "121", "16.5", "abc", "²", "٣", "9" * 30, "1e1", "+5"])
def test_an_age_that_is_no_age_is_an_error_that_says_what_an_age_is(
    value: str, cast: None, client: Client
) -> None:
    response = client.get(SERVICES, {"age": value})
    assert response.status_code == 400
    message = f"“{value}” is not an age. Give a whole number from 0 to 120, or under-18."
    assert mistakes(response) == {"age": [message]}


def test_a_parameter_that_does_not_exist_is_an_error_that_says_which_do(
    cast: None, client: Client
) -> None:
    response = client.get(f"{SERVICES}?regoin=wales&q=x&region=nowhere")
    assert response.status_code == 400
    own = {"page", "page_size", "fields", "id", "include", "ordering"}
    known = ", ".join(sorted({*ServiceFilter.base_filters, *own}))
    why = [f"There is no such parameter here. Known: {known}."]
    assert mistakes(response) == {"regoin": why, "q": why}


@pytest.mark.parametrize("where", LISTS)
def test_no_list_passes_over_an_unknown_parameter(where: str, db: None, client: Client) -> None:
    response = client.get(f"/api/v1/{where}/?colour=blue")
    assert response.status_code == 400
    assert list(mistakes(response)) == ["colour"]


@pytest.mark.parametrize("name", ["x", "lang", "version", "format"])
def test_the_description_takes_no_parameter(name: str, client: Client) -> None:
    response = client.get("/api/v1/schema/", {name: "1"})
    assert response.status_code == 400
    assert mistakes(response) == {name: ["There is no such parameter here. Known: none."]}


@pytest.mark.parametrize("name", ["region", "page", "format", "colour"])
def test_a_single_row_takes_no_parameter_but_its_fields(
    name: str, db: None, client: Client
) -> None:
    service = ServiceFactory.make()
    response = client.get(f"{SERVICES}{service.pk}/", {name: "1"})
    assert response.status_code == 400
    assert mistakes(response) == {name: ["There is no such parameter here. Known: fields."]}


def test_a_service_that_is_not_nearby_is_still_found_by_its_id(cast: None, client: Client) -> None:
    for identifier in _names(client, "services/", "id"):
        assert client.get(f"{SERVICES}{identifier}/").json()["id"] == identifier
