"""The list says how near each service is, goes on page by page, and is never a dead end."""

from urllib.parse import parse_qsl

import pytest
from django.test import Client

from resources.choices import Channel, ContactCost
from resources.models import ServiceArea
from resources.views.outlines import PAGE_SIZE
from tests.factories import ServiceFactory, region, term
from tests.pages.reading import Page, read

ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
LISTENS = ["everyone", "helpline", "child-sexual-abuse"]
NEXT, OPEN_NOW = "Take one off to see more", "Free and open now, anywhere in the UK"


@pytest.fixture
def around_rotherham(db: None) -> None:
    """One service of each width around Rotherham, and one elsewhere."""
    for name, slug in [
        ("Country", "united-kingdom"),
        ("Nation", "england"),
        ("Region", "yorkshire-and-the-humber"),
        ("Town", "rotherham"),
        ("Elsewhere", "wales"),
    ]:
        ServiceFactory.make(name=name, areas=[slug])


def _groups(page: Page) -> dict[str, list[str]]:
    """Return the names of services under each heading of the list."""
    return {
        section.all("h2")[0].words: [heading.words for heading in section.all("h3")]
        for section in page.one("main").all("section")
        if section.has("li", class_="card")
    }


def test_services_for_a_town_stand_under_headings_from_the_nearest_to_the_widest(
    around_rotherham: None, client: Client
) -> None:
    page = read(client, "/services/", region="rotherham")
    assert list(_groups(page).items()) == [
        ("In Rotherham", ["Town"]),
        ("Across Yorkshire and the Humber", ["Region"]),
        ("Across England", ["Nation"]),
        ("Anywhere in the UK", ["Country"]),
    ]


def test_a_rotherham_service_is_found_from_yorkshire_and_the_humber(
    around_rotherham: None, client: Client
) -> None:
    page = read(client, "/services/", region="yorkshire-and-the-humber")
    assert list(_groups(page).items()) == [
        ("Across Yorkshire and the Humber", ["Region"]),
        ("Local services in Yorkshire and the Humber", ["Town"]),
        ("Across England", ["Nation"]),
        ("Anywhere in the UK", ["Country"]),
    ]


def test_services_of_two_towns_stand_under_both_names(db: None, client: Client) -> None:
    ServiceFactory.make(name="Leeds", areas=["leeds"])
    ServiceFactory.make(name="Rotherham", areas=["rotherham"])
    page = read(client, "/services/?region=rotherham&region=leeds")
    assert _groups(page) == {"In Rotherham and Leeds": ["Leeds", "Rotherham"]}


def test_without_a_place_the_list_has_one_group_and_says_nothing_of_nearness(
    around_rotherham: None, client: Client
) -> None:
    assert _groups(read(client, "/services/")) == {
        "The services": ["Country", "Nation", "Elsewhere", "Region", "Town"]
    }


def test_a_service_for_a_part_of_an_area_says_so(db: None, client: Client) -> None:
    service = ServiceFactory.make(areas=["rotherham"])
    ServiceArea.objects.filter(service=service).update(is_partial=True)
    (card,) = read(client, "/services/", region="rotherham").cards
    assert card.one("p", class_="card__fit").words == "Part of Rotherham."


def _only_writes(name: str, area: str) -> None:
    """Make a service that nobody can talk to at once."""
    service = ServiceFactory.make(name=name, areas=[area])
    service.contacts.update(channel=Channel.EMAIL, value="help@example.org")


@pytest.mark.proves("DESIGN 2.8")
def test_where_nobody_near_answers_the_list_says_so_first_and_who_is_next(
    db: None, client: Client
) -> None:
    _only_writes("Town", "rotherham")
    ServiceFactory.make(name="Region", areas=["yorkshire-and-the-humber"], hours=ALWAYS)
    page = read(client, "/services/", region="rotherham")
    gap = page.section("In Rotherham").one("div", class_="gap")
    assert gap.all("p")[0].words == (
        "We know no number and no chat here yet. The nearest who answers: Region"
    )
    assert "Open now" in gap.words
    assert gap.hrefs == ["tel:08088010331"]
    # It stands once more in its own place, and is one service of the list.
    assert [card.one("h3").words for card in page.cards] == ["Town", "Region"]
    assert page.listed == [card.all("a")[0].attrs["href"].split("/")[2] for card in page.cards]


def test_where_nobody_at_all_answers_no_number_is_promised(db: None, client: Client) -> None:
    _only_writes("Town", "rotherham")
    page = read(client, "/services/", region="rotherham")
    gap = page.section("In Rotherham").one("div", class_="gap")
    assert gap.words == "We know no number and no chat in this list yet."
    assert gap.hrefs == []


def test_a_later_group_in_which_nobody_answers_says_so_too(db: None, client: Client) -> None:
    ServiceFactory.make(name="Town", areas=["rotherham"])
    _only_writes("Region", "yorkshire-and-the-humber")
    ServiceFactory.make(name="Country", areas=["united-kingdom"])
    page = read(client, "/services/", region="rotherham")
    assert not page.section("In Rotherham").has("div", class_="gap")
    gap = page.section("Across Yorkshire and the Humber").one("div", class_="gap")
    assert gap.all("p")[0].words.endswith("The nearest who answers: Country")


@pytest.mark.parametrize(("answers", "is_first"), [("", True), ("3", False)])
def test_a_list_whose_first_services_lead_to_nobody_begins_with_an_open_line(
    db: None, client: Client, answers: str, *, is_first: bool
) -> None:
    listens = ["everyone", "helpline", "domestic-abuse"]
    for name in "1234":
        service = ServiceFactory.make(name=name, terms=["counselling", "housing"])
        if name != answers:
            service.contacts.update(channel=Channel.EMAIL, value="help@example.org")
    line = ServiceFactory.make(name="Line", terms=listens, hours=ALWAYS)
    line.contacts.update(cost=ContactCost.FREE)
    page = read(client, "/services/", type="counselling")
    assert {card.one("h3").words for card in page.cards} == {"1", "2", "3", "4"}
    first = [one.words for one in page.all("div", class_="gap gap--first")]
    assert [words.startswith("Free and open now: Line") for words in first] == [True] * is_first


def test_where_somebody_near_answers_nothing_stands_before_the_services(
    around_rotherham: None, client: Client
) -> None:
    assert not read(client, "/services/", region="rotherham").has("div", class_="gap")


@pytest.fixture
def three_pages(db: None) -> list[str]:
    """So many services for Rotherham that the list has three pages; their codes in order."""
    made = [
        ServiceFactory.make(name=f"Line {number:03}", areas=["rotherham"], terms=["helpline"])
        for number in range(2 * PAGE_SIZE + 1)
    ]
    return [one.code for one in made]


def _next(page: Page) -> str | None:
    return next((one.attrs["href"] for one in page.all("a", rel="next")), None)


def _previous(page: Page) -> str | None:
    return next((one.attrs["href"] for one in page.all("a", rel="prev")), None)


def test_a_long_list_is_read_page_by_page_and_back(three_pages: list[str], client: Client) -> None:
    first = read(client, "/services/?region=rotherham&type=helpline")
    second = read(client, f"/services/{_next(first)}")
    third = read(client, f"/services/{_next(second)}")
    assert first.listed + second.listed + third.listed == three_pages
    assert (_previous(first), _next(third)) == (None, None)
    assert read(client, f"/services/{_previous(third)}").listed == second.listed
    assert read(client, f"/services/{_previous(second)}").listed == first.listed
    titles = [one.title for one in (first, second, third)]
    assert titles == [f"Services, page {number} of 3" for number in (1, 2, 3)]


def test_the_way_to_the_next_page_holds_codes_and_no_words(
    three_pages: list[str], client: Client
) -> None:
    page = read(client, "/services/?region=rotherham&type=helpline")
    pairs = parse_qsl((_next(page) or "").removeprefix("?"))
    code = term("helpline").code
    assert pairs == [("region", region("rotherham").code), ("type", code), ("page", "2")]


@pytest.mark.parametrize(
    ("asked", "number"),
    [("abc", 1), ("", 1), ("²", 1), ("1.5", 1), ("0", 3), ("-1", 3), ("999", 3), ("9" * 99, 3)],
)
def test_a_page_number_that_does_not_exist_leads_to_one_that_does(
    asked: str, number: int, three_pages: list[str], client: Client
) -> None:
    page = read(client, "/services/", page=asked)
    assert page.status == 200
    assert page.title == f"Services, page {number} of 3"
    assert page.listed == three_pages[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


def test_a_short_list_has_no_way_to_other_pages(around_rotherham: None, client: Client) -> None:
    page = read(client, "/services/")
    assert not page.has("nav", aria_label="Pages of this list")


@pytest.fixture
def nothing(db: None, client: Client) -> Page:
    """A list that finds nothing, while a line for everyone is open."""
    ServiceFactory.make(name="Night line", areas=["united-kingdom"], terms=LISTENS, hours=ALWAYS)
    return read(client, "/services/?region=wales&type=housing&type=legal")


@pytest.mark.proves("SAFETY 3.3")
def test_a_list_that_finds_nothing_offers_each_filter_to_take_off(
    nothing: Page, client: Client
) -> None:
    assert nothing.listed == []
    assert nothing.heading == "No service for all of this in Wales"
    assert nothing.counts == "We looked in Wales and the UK."
    section = nothing.section(NEXT)
    wider = [one for one in section.all("a") if one.words.startswith("Take off: ")]
    names = ["Wales", term("housing").name, term("legal").name]
    assert [one.one("bdi").words for one in wider] == names
    queries = [dict.fromkeys(parse_qsl(one.attrs["href"][1:])) for one in wider]
    assert all(len(query) == 2 for query in queries)
    assert "/services/" in section.hrefs


@pytest.mark.proves("SAFETY 3.3")
def test_a_list_that_finds_nothing_still_ends_with_a_free_line_that_is_open_now(
    nothing: Page,
) -> None:
    lines = nothing.section(OPEN_NOW)
    assert nothing.sections.index(OPEN_NOW) == nothing.sections.index(NEXT) + 1
    assert "tel:08088010331" in lines.hrefs
    assert "Night line" in lines.words


@pytest.mark.proves("DESIGN 2.8")
@pytest.mark.parametrize("question", ["", "region=wales", "type=helpline", "page=2"])
def test_every_list_ends_with_a_free_line_that_is_open_now(
    question: str, three_pages: list[str], client: Client
) -> None:
    ServiceFactory.make(name="Night line", terms=LISTENS, hours=ALWAYS)
    page = read(client, f"/services/?{question}")
    assert page.sections[-1] == OPEN_NOW
    assert "tel:08088010331" in page.section(page.sections[-1]).hrefs


def test_no_line_is_promised_when_none_is_open(db: None, client: Client) -> None:
    page = read(client, "/services/", region="wales")
    assert not page.has_section(OPEN_NOW)
    assert page.has_section(NEXT)
