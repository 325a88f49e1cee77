"""Pages and API answer the same question with the same services in the same order.

The questions are made from the shipped areas and kinds of help, by slug and by code, with several
values, empty values and spellings in capitals; the seed is fixed, so a failure can be repeated.
"""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client

from resources.filters import ServiceFilter
from resources.filters.fields import ChoiceFilter
from resources.filters.lookups import TermLookup
from resources.models import Service
from resources.regions import all_regions
from tests.chance import Repeatable
from tests.pages.reading import Page
from tests.shipped import LISTINGS

pytestmark = [pytest.mark.long, pytest.mark.both_engines]

QUESTIONS = 50


# "Open now" is left out, as the two answers may be a minute apart, and so are words, which a page
# takes by form alone, and how they are read.
NOT_ASKED = {"open", "words", "reading"}
# A list starts from one place: a second one is refused by the API, and left out by a page.
ONE_VALUE = "near"
# What is no closed list.
VALUES = {
    "age": ["16", "under-18", "40"],
    "near": ["53.43,-1.36", "leeds"],
    "region": [],
    "type": [],
}


def _terms() -> dict[str, list[dict[str, str]]]:
    """Return the shipped terms of each taxonomy."""
    taxonomies = json.loads((LISTINGS.parent / "terms.json").read_text())["taxonomies"]
    return {one["slug"]: one["terms"] for one in taxonomies}


def _further() -> list[tuple[str, str]]:
    """Return a few values of every filter: the first, the last and one between."""
    pairs = []
    for name, asked in ServiceFilter.base_filters.items():
        if name in NOT_ASKED:
            continue
        values = VALUES.get(name)
        if isinstance(asked, ChoiceFilter):
            values = [choice.code for choice in asked.options]
        elif isinstance(lookup := getattr(asked, "lookup", None), TermLookup) and values is None:
            values = [term["slug"] for term in _terms()[lookup.taxonomy]]
        if values is None:
            raise LookupError(f"{name}: say in VALUES what is asked of it")
        few = dict.fromkeys((values[0], values[len(values) // 2], values[-1])) if values else ()
        pairs += [(name, value) for value in few]
    return pairs


def _spellings() -> tuple[list[str], list[str]]:
    """Return the words for areas and for kinds of help, each by slug and by code."""
    regions = [word for one in all_regions() for word in (one.slug, one.code, one.code.lower())]
    return regions, [word for term in _terms()["type"] for word in (term["slug"], term["code"])]


def _questions() -> list[str]:
    """Return query strings, the same ones in every run."""
    chance = Repeatable(20261124)
    regions, kinds = _spellings()
    # Most districts have no service of their own, so wide areas are asked for more often.
    wide = [word for one in all_regions() if one.depth < 3 for word in (one.slug, one.code)]
    further = _further()
    found = [""]
    while len(found) < QUESTIONS:
        pairs = [("region", word) for word in chance.sample(wide, chance.randint(0, 1))]
        pairs += [("region", word) for word in chance.sample(regions, chance.randint(0, 2))]
        pairs += [("type", word) for word in chance.sample(kinds, chance.randint(0, 3))]
        more = [pair for pair in further if chance.random() < 0.02]
        pairs += [(name, value) for name, value in more if name != ONE_VALUE]
        # Each value comes up, whatever chance says and however many filters there are.
        pairs += further[len(found) - 1 :: QUESTIONS - 1]
        pairs += [(name, "") for name in ("region", "type") if chance.random() < 0.3]
        chance.shuffle(pairs)
        found.append(urlencode(pairs))
    return found


def _on_pages(client: Client, question: str) -> list[str]:
    """Return the codes of the services on all pages of the list."""
    codes: list[str] = []
    address: str | None = f"?{question}"
    while address is not None:
        page = Page(client.get(f"/services/{address}").content.decode())
        codes += page.listed
        address = next((one.attrs["href"] for one in page.all("a", rel="next")), None)
    return codes


def _without_blanks(question: str) -> str:
    """Return a question as a program has to ask it: a form sends what was left empty, too."""
    return urlencode(parse_qsl(question))


def _in_api(client: Client, question: str) -> list[str]:
    """Return the codes of the services on all pages of the API."""
    codes: list[str] = []
    address: str | None = f"/api/v1/services/?{_without_blanks(question)}"
    while address is not None:
        answer: dict[str, Any] = client.get(address).json()
        codes += [one["code"] for one in answer["results"]]
        address = answer["next"]
    return codes


@pytest.mark.proves("DESIGN 2.6")
@pytest.mark.parametrize("question", _questions())
def test_pages_and_api_answer_the_same_question_with_the_same_services(
    question: str, shipped_once: None, db: None, client: Client
) -> None:
    on_pages = _on_pages(client, question)
    assert on_pages == _in_api(client, question)
    assert len(on_pages) == len(set(on_pages))


def test_every_further_filter_is_asked_for_alone_or_with_others() -> None:
    asked = {name for question in _questions() for name, _value in parse_qsl(question)}
    assert asked == set(ServiceFilter.base_filters) - NOT_ASKED


def test_the_questions_tell_services_apart(shipped_once: None, db: None, client: Client) -> None:
    counts = {
        client.get(f"/api/v1/services/?{_without_blanks(question)}&page_size=1").json()["count"]
        for question in _questions()
    }
    assert Service.objects.published().count() in counts
    assert len(counts) > 10, "questions that all find the same prove nothing"
