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
from resources.models import Service
from resources.regions import all_regions
from tests.chance import Repeatable
from tests.conftest import LISTINGS
from tests.pages.reading import Page

pytestmark = pytest.mark.long

QUESTIONS = 50


# Values of the further filters. "Open now" is left out, as the two answers may be a minute apart,
# and so are words, which a page takes by form alone.
FURTHER = (
    ("topic", "child-sexual-abuse"),
    ("topic", "domestic-abuse"),
    ("audience", "men"),
    ("audience", "children"),
    ("channel", "phone"),
    ("channel", "webchat"),
    ("cost", "free"),
    ("referral", "self"),
    ("language", "pl"),
    ("sign", "bsl"),
    ("sign", "relay"),
    ("age", "16"),
    ("access", "step_free"),
    ("off_bill", "maybe"),
    ("no_name", "yes"),
    ("no_account", "maybe"),
    ("no_report", "maybe"),
    ("before_trial", "maybe"),
    ("interpreter", "yes"),
    ("by_and_for", "led-by-lgbt"),
    ("near", "53.43,-1.36"),
)


def _spellings() -> tuple[list[str], list[str]]:
    """Return the words for areas and for kinds of help, each by slug and by code."""
    regions = [word for one in all_regions() for word in (one.slug, one.code, one.code.lower())]
    taxonomies = json.loads((LISTINGS.parent / "terms.json").read_text())["taxonomies"]
    (kinds,) = [one["terms"] for one in taxonomies if one["slug"] == "type"]
    return regions, [word for term in kinds for word in (term["slug"], term["code"])]


def _questions() -> list[str]:
    """Return query strings, the same ones in every run."""
    chance = Repeatable(20261124)
    regions, kinds = _spellings()
    # Most districts have no service of their own, so wide areas are asked for more often.
    wide = [word for one in all_regions() if one.depth < 3 for word in (one.slug, one.code)]
    found = [""]
    while len(found) < QUESTIONS:
        pairs = [("region", word) for word in chance.sample(wide, chance.randint(0, 1))]
        pairs += [("region", word) for word in chance.sample(regions, chance.randint(0, 2))]
        pairs += [("type", word) for word in chance.sample(kinds, chance.randint(0, 3))]
        pairs += [pair for pair in FURTHER if chance.random() < 0.07]
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


def _in_api(client: Client, question: str) -> list[str]:
    """Return the codes of the services on all pages of the API."""
    codes: list[str] = []
    address: str | None = f"/api/v1/services/?{question}"
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
    assert asked == set(ServiceFilter.base_filters) - {"open", "words"}


def test_the_questions_tell_services_apart(shipped_once: None, db: None, client: Client) -> None:
    counts = {
        client.get(f"/api/v1/services/?{question}&page_size=1").json()["count"]
        for question in _questions()
    }
    assert Service.objects.published().count() in counts
    assert len(counts) > 10, "questions that all find the same prove nothing"
