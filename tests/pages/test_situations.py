"""Ways to start from the front page: each leads to who can be reached, and none is last."""

import json
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from resources.choices import Channel
from resources.content.situations import FILE, Situation, Situations, read_situations
from resources.models import TaxonomyTerm
from resources.presenters import WayIn, ways_in
from tests.factories import ServiceFactory, term
from tests.pages.reading import Page, read

SHIPPED = read_situations()
EVERY = (*SHIPPED.first, *SHIPPED.more)
REACHED = {Channel.PHONE, Channel.TEXT, Channel.WEBCHAT, Channel.WHATSAPP}
MOST_WORDS = 7
# Nobody comes second: each of these finds a way to start.
RANK = {
    "I am a man": ("men",),
    "I am LGBT+": ("lgbt", "trans-nonbinary"),
    "I am an older person": ("older-people",),
    "I am disabled": ("disabled",),
    "I am Deaf, or I sign": ("deaf",),
    "It was in a faith group": ("faith",),
    "I grew up in care": ("care-experienced",),
    "I am worried about someone": ("supporters",),
    "I am Black or minoritised": ("black-minoritised",),
    "I am worried about my visa": ("migrants",),
    "I am a student": ("students",),
}


def _links(page: Page) -> dict[str, str]:
    """Return every way to start on the front page, with its address."""
    quick, more = (
        page.one("nav", aria_label="Quick starts"),
        page.section("Start from where you are"),
    )
    return {one.words: one.attrs["href"] for part in (quick, more) for one in part.all("a")}


def _terms() -> list[TaxonomyTerm]:
    return list(TaxonomyTerm.objects.select_related("taxonomy"))


@pytest.mark.proves("SAFETY 4.1")
def test_the_front_page_offers_every_situation_in_the_words_of_who_reads_them(
    db: None, client: Client
) -> None:
    page = read(client, "/")
    assert list(_links(page)) == [one.words for one in EVERY]
    beside = page.one("nav", aria_label="Quick starts")
    assert [one.words for one in beside.all("a")] == [one.words for one in SHIPPED.first]
    assert 2 <= len(SHIPPED.first) <= 3


def test_a_situation_is_a_short_sentence_of_somebody_and_no_order() -> None:
    words = [one.words for one in EVERY]
    assert len(set(words)) == len(words)
    for said in words:
        assert said.split()[0] in {"I", "It"}
        assert len(said.split()) <= MOST_WORDS
        assert said[-1] not in ".!?"


def test_the_situations_say_when_they_were_read_through() -> None:
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    assert date.fromisoformat(raw["reviewed_on"]) >= date(2026, 11, 28)


@pytest.mark.proves("SAFETY 4.2")
@pytest.mark.parametrize("words", RANK)
def test_the_front_page_has_a_way_to_start_for_everybody_alike(
    words: str, db: None, client: Client
) -> None:
    address = _links(read(client, "/"))[words]
    codes = [term(slug).code for slug in RANK[words]]
    assert address == "/services/?" + "&".join(f"audience={code}" for code in codes)
    ServiceFactory.make(name="For others", terms=["sex-workers"])
    for slug in RANK[words]:
        ServiceFactory.make(name=f"For {slug}", terms=[slug])
    names = {card.one("h3").words for card in read(client, address).cards}
    assert names == {f"For {slug}" for slug in RANK[words]}


@pytest.mark.proves("SAFETY 4.2")
def test_somebody_under_18_has_a_way_to_start_and_meets_no_service_for_adults_only(
    db: None, client: Client
) -> None:
    ServiceFactory.make(name="For children", terms=["children"])
    ServiceFactory.make(name="For adults", minimum_age=18)
    address = _links(read(client, "/"))["I am under 18"]
    names = {card.one("h3").words for card in read(client, address).cards}
    assert names == {"For children"}


@pytest.mark.proves("SAFETY 2.4")
def test_an_address_of_a_situation_holds_codes_and_never_the_name_of_a_term(
    db: None, client: Client
) -> None:
    slugs = set(TaxonomyTerm.objects.values_list("slug", flat=True))
    for address in _links(read(client, "/")).values():
        query = urlsplit(address).query
        assert {pair.partition("=")[2] for pair in query.split("&")}.isdisjoint(slugs)


@pytest.mark.usefixtures("shipped_once")
@pytest.mark.parametrize(
    "situation", [one for one in EVERY if not one.page], ids=lambda one: str(one.words)
)
def test_each_situation_leads_to_services_that_can_be_reached(
    situation: Situation, db: None, client: Client
) -> None:
    (way,) = ways_in([situation], _terms())
    page = read(client, way.url)
    assert page.status == 200
    assert "did not understand" not in page.words
    # All that was asked is said back: no part of the link was left out.
    asked = sum(len(values) for values in situation.asks.values())
    assert len([one for one in page.chosen if one.startswith("Take off: ")]) == asked
    links = [href for card in page.cards for href in card.one("div", class_="reach").hrefs]
    assert [href for href in links if href.startswith(("tel:", "sms:", "https://"))]
    assert [href for href in links if href.startswith(("tel:", "sms:"))]


@pytest.mark.parametrize(
    "situation", [one for one in EVERY if one.page], ids=lambda one: str(one.words)
)
def test_a_situation_that_leads_to_a_page_leads_to_a_part_that_is_there(
    situation: Situation, db: None, client: Client
) -> None:
    (way,) = ways_in([situation], _terms())
    address, _, part = way.url.partition("#")
    assert address == reverse(situation.page)
    page = read(client, address)
    assert page.status == 200
    assert part in {one.attrs.get("id") for one in page.one("main").walk()}


def test_a_situation_of_which_no_term_is_left_is_not_offered(db: None) -> None:
    gone = Situation("I am gone", {"audience": ("nobody",)}, "", "")
    half = Situation("I am half", {"audience": ("nobody", "men"), "open": ("now",)}, "", "")
    code = term("men").code
    assert ways_in([gone, half], _terms()) == [
        WayIn("I am half", f"/services/?audience={code}&open=now")
    ]


def test_the_situations_are_read_once() -> None:
    assert isinstance(SHIPPED, Situations)
    assert read_situations() is SHIPPED
