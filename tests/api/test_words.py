"""How the words of a question were read stands beside the services that they find."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import ServiceFactory
from tests.pages.reading import read

pytestmark = pytest.mark.django_db

SERVICES = "/api/v1/services/"


@pytest.fixture(autouse=True)
def _a_lighthouse() -> None:
    """One service whose name is a word that can be mistyped."""
    ServiceFactory.make(name="Lighthouse")


def answered(client: Client, **asked: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(SERVICES, asked).json()
    return answer


def names(answer: dict[str, Any]) -> list[str]:
    return [one["name"] for one in answer["results"]]


def test_other_words_than_were_asked_for_are_told_beside_the_results(client: Client) -> None:
    answer = answered(client, words="  lighthuose ")

    assert names(answer) == ["Lighthouse"]
    assert answer["words"] == {
        "asked_for": "lighthuose",
        "searched_for": "lighthouse",
        "read_as": None,
        "terms": [],
    }
    assert list(answer) == ["count", "revision", "next", "previous", "words", "results"]


@pytest.mark.parametrize(
    "asked",
    [{}, {"region": "wales"}],
)
def test_where_no_words_were_asked_for_the_answer_says_null(
    client: Client, asked: dict[str, str]
) -> None:
    assert answered(client, **asked)["words"] is None


@pytest.mark.parametrize("words", ["lighthouse", "Lighthouses", "qzxqzxqzx"])
def test_words_that_are_looked_for_as_they_are_say_so(client: Client, words: str) -> None:
    told = answered(client, words=words)["words"]
    assert told == {"asked_for": words, "searched_for": None, "read_as": None, "terms": []}


def test_a_language_and_the_terms_that_words_mean_are_told(client: Client) -> None:
    told = answered(client, words="przemoc domowa")["words"]
    assert told["read_as"] == "pl"
    assert "domestic-abuse" in told["terms"]


def test_the_other_words_are_told_also_where_filters_leave_nothing_of_them(client: Client) -> None:
    answer = answered(client, words="lighthuose", type="housing")

    assert answer["count"] == 0
    assert answer["words"]["searched_for"] == "lighthouse"


def test_every_page_of_the_answer_says_it(client: Client) -> None:
    ServiceFactory.make(name="Lighthouse two")
    second = client.get(answered(client, words="lighthuose", page_size="1")["next"]).json()

    assert second["words"]["searched_for"] == "lighthouse"


def test_page_and_answer_say_the_same(client: Client) -> None:
    found = client.post("/find", {"words": "lighthuose"})
    page = read(client, found["Location"])
    told = answered(client, words="lighthuose")["words"]

    assert f"nothing for “{told['asked_for']}”" in page.one("main").words
    assert f"looked for “{told['searched_for']}”" in page.one("main").words


@pytest.mark.parametrize("where", ["organizations", "regions", "terms", "collections", "removed"])
def test_lists_that_take_no_words_say_nothing_of_them(client: Client, where: str) -> None:
    answer = client.get(f"/api/v1/{where}/").json()
    assert set(answer) == {"count", "revision", "next", "previous", "results"}


def test_markup_among_the_words_is_a_text_of_json_and_of_nothing_else(client: Client) -> None:
    answer = client.get(SERVICES, {"words": "<b>lighthuose"})

    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    told = answer.json()["words"]
    assert told["asked_for"] == "<b>lighthuose"
    assert "<" not in told["searched_for"]
