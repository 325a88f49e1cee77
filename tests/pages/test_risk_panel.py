"""Whoever is at risk sees lines to talk to above the results, and never their own words again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from resources.choices import Channel, Publication, ServiceStatus
from resources.models import Service, publish_revision
from tests.factories import ContactRouteFactory, ServiceFactory
from tests.pages.reading import Element, Page, read

pytestmark = pytest.mark.django_db

ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
SUICIDE, DANGER = "i want to kill myself", "he is going to kill me tonight"


@pytest.fixture(autouse=True)
def _lines() -> None:
    """The lines that are named for risk, with something that words find."""
    for slug, name, areas in (
        ("samaritans", "Samaritans", ["united-kingdom"]),
        ("nhs-111-mental-health-option-england", "NHS 111", ["england"]),
        ("nhs-111-press-2-wales", "NHS Wales", ["wales"]),
        ("childline", "Childline", ["united-kingdom"]),
        ("live-fear-free-helpline", "Live Fear Free", ["wales"]),
    ):
        ServiceFactory.make(
            slug=slug, name=name, areas=areas, hours=ALWAYS, terms=["suicidal-thoughts", "crisis"]
        )
    shout = ServiceFactory.make(slug="shout-crisis-text-line", name="Shout")
    shout.contacts.all().delete()
    ContactRouteFactory.make(
        service=shout, channel=Channel.TEXT, value="85258", note="Text the word SHOUT."
    )


def search(client: Client, words: str) -> Page:
    """Send the form and read the page that answers it."""
    return read(client, client.post("/find", {"words": words})["Location"])


def panel(page: Page) -> Element:
    return page.one("section", class_="risk")


def names(page: Page) -> list[str]:
    """Return the services in the panel of a page."""
    lines = panel(page).all("span", class_="risk__who")
    return [line.one("a").words for line in lines if line.has("a")]


def dialled(page: Page) -> list[Element]:
    """Return the links of a page's main part that call 999 without anything being opened."""
    main = page.one("main")
    return [
        one
        for one in main.walk(*main.all("details"))
        if one.tag == "a" and one.attrs["href"] == "tel:999"
    ]


@pytest.mark.proves("SAFETY 4.3")
def test_the_lines_stand_above_all_else_and_the_results_follow(client: Client) -> None:
    page = search(client, SUICIDE)
    first, second, *_rest = [one for one in page.one("main").children if isinstance(one, Element)]
    assert (first, second.tag) == (panel(page), "h1")
    assert names(page) == ["Samaritans", "Shout"]
    assert "Open now, 24 hours a day" in panel(page).words
    assert "Text the word SHOUT." in panel(page).words
    assert {"sms:85258", "tel:999"} <= set(panel(page).hrefs)
    assert page.listed


def test_nothing_that_was_typed_is_repeated_and_a_further_choice_keeps_it(client: Client) -> None:
    page = search(client, SUICIDE)
    assert "kill myself" not in page.one("main").words
    assert "Take off: your words" in page.one("main").words
    shown, kept = page.all("input", name="words")
    assert (shown.attrs["value"], kept.attrs["type"]) == ("", "hidden")

    again = client.post("/find", {"words": ["", kept.attrs["value"]], "type": "crisis"})
    assert names(read(client, again["Location"])) == ["Samaritans", "Shout"]
    other = client.post("/find", {"words": ["legal help", kept.attrs["value"]]})
    assert not read(client, other["Location"]).has("section", class_="risk")


@pytest.mark.parametrize(
    ("place", "line"), [("Leeds", "NHS 111"), ("Cardiff", "NHS Wales"), ("", None)]
)
def test_a_line_of_the_nation_is_among_them(client: Client, place: str, line: str | None) -> None:
    found = names(search(client, f"{SUICIDE} {place}"))
    expected = ["Samaritans", "Shout"] if line is None else ["Samaritans", line, "Shout"]
    assert found == expected


def test_somebody_young_sees_the_line_for_the_young_first(client: Client) -> None:
    assert names(search(client, f"i am 14 and {SUICIDE}"))[0] == "Childline"


def test_in_danger_999_comes_before_all_and_stands_once(client: Client) -> None:
    page = search(client, f"{DANGER} in Cardiff")
    assert panel(page).hrefs[0] == "tel:999"
    assert panel(page).one("h2", id="risk").words == "If you are in danger now"
    assert names(page) == ["Live Fear Free"]
    assert len(dialled(page)) == 1
    (danger,) = page.all("details", class_="danger")
    assert danger in list(panel(page).walk())


def test_a_line_that_is_withdrawn_or_closed_is_left_out(client: Client) -> None:
    for slug, change in (
        ("samaritans", {"publication": Publication.WITHDRAWN}),
        ("shout-crisis-text-line", {"status": ServiceStatus.TEMPORARILY_CLOSED}),
    ):
        Service.objects.filter(slug=slug).update(**change)
        publish_revision(Service.objects.all())
    page = search(client, SUICIDE)
    assert names(page) == []
    assert len(dialled(page)) == 1


@pytest.mark.parametrize("words", ["counselling", "bereaved by suicide", "Rotherham"])
def test_who_is_not_at_risk_sees_no_panel(client: Client, words: str) -> None:
    page = search(client, words)
    assert not page.has("section", class_="risk")
    assert page.has("details", class_="danger")


def test_a_link_never_shows_the_panel(client: Client) -> None:
    assert not read(client, "/services/", words=SUICIDE).has("section", class_="risk")


def test_the_panel_costs_two_queries(client: Client) -> None:
    costs = []
    for words in ("crisis helpline", SUICIDE):
        address = client.post("/find", {"words": words})["Location"]
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        costs.append(len(captured))
    assert costs[1] <= costs[0] + 2
