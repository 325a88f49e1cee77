"""The list: what a link may ask for, what it does with what it cannot read, and its words.

A value is a slug, as posts write it, or a code, as our own pages write it. Several values of one
kind widen the list, several kinds narrow it. A value that is not known is left out, the rest is
kept, and the page says which part it did not understand without repeating a word of it.
"""

from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client

from resources.choices import Channel
from tests.factories import ContactRouteFactory, ServiceFactory, region, term
from tests.pages.reading import Element, Page, read
from tests.rows_again import made_again

ROTHERHAM = "E08000018"
EVIL = "Call 0900 555 1234 <b>now</b>"


def make_cast() -> dict[str, str]:
    """Make five services; return them as name to code."""
    made = [
        ServiceFactory.make(name="A", areas=["rotherham"], terms=["counselling"]),
        ServiceFactory.make(name="B", areas=["leeds"], terms=["housing"]),
        ServiceFactory.make(name="C", areas=["yorkshire-and-the-humber"], terms=["helpline"]),
        ServiceFactory.make(name="D", areas=["wales"], terms=["counselling", "housing"]),
        ServiceFactory.make(name="E", terms=["peer-support"]),
    ]
    return {one.name: one.code for one in made}


@pytest.fixture
def cast(db: None) -> dict[str, str]:
    return made_again(make_cast)


def found(page: Page, cast: dict[str, str]) -> str:
    """Return the names of the services on a page, in order."""
    names = {code: name for name, code in cast.items()}
    return "".join(names[code] for code in page.listed)


QUESTIONS = [
    ("", "EDCAB"),
    ("region=&type=", "EDCAB"),
    ("region=rotherham", "ACE"),
    (f"region={ROTHERHAM}", "ACE"),
    (f"region={ROTHERHAM.lower()}", "ACE"),
    ("region=+Rotherham+", "ACE"),
    ("region=yorkshire-and-the-humber", "CABE"),
    ("region=wales", "DE"),
    ("region=rotherham&region=wales", "DACE"),
    ("region=rotherham&region=leeds", "ABCE"),
    ("type=counselling", "DA"),
    ("type=counselling&type=helpline", "DCA"),
    ("type=emotional", "EDCA"),
    ("type=practical", "DB"),
    ("region=wales&type=counselling", "D"),
    ("region=rotherham&type=counselling", "A"),
    ("region=rotherham&region=wales&type=counselling&type=peer-support", "DAE"),
    ("region=wales&type=helpline", ""),
]


@pytest.mark.parametrize(("question", "names"), QUESTIONS)
def test_a_link_finds_any_of_its_values_and_all_of_its_kinds(
    question: str, names: str, cast: dict[str, str], client: Client
) -> None:
    page = read(client, f"/services/?{question}")
    assert found(page, cast) == names


def test_a_kind_of_help_is_understood_by_its_code_as_by_its_slug(
    cast: dict[str, str], client: Client
) -> None:
    by_code = read(client, "/services/", type=term("counselling").code.upper())
    assert found(by_code, cast) == "DA"


MISTAKES = [
    (f"region=rotherham&region={EVIL}", "ACE", ["area"]),
    (f"region={EVIL}&type=counselling", "DA", ["area"]),
    (f"type={EVIL}", "EDCAB", ["kind of help"]),
    (f"region={EVIL}&type={EVIL}", "EDCAB", ["area", "kind of help"]),
    ("region=rotherham&type=child-sexual-abuse", "ACE", ["kind of help"]),
    ("region=rotherham&region=\0", "ACE", ["area"]),
]


@pytest.mark.parametrize(("question", "names", "labels"), MISTAKES)
def test_a_wrong_value_is_left_out_the_rest_is_kept_and_the_page_names_the_part(
    question: str, names: str, labels: list[str], cast: dict[str, str], client: Client
) -> None:
    pairs = parse_qsl(question, keep_blank_values=True)
    page = read(client, f"/services/?{urlencode(pairs)}")
    assert page.status == 200
    assert found(page, cast) == names
    told = [one.words for one in page.all("p") if "did not understand" in one.words]
    assert told == [
        f"We did not understand the {label} in this link, so we left it out." for label in labels
    ]


@pytest.mark.parametrize("name", ["region", "type", "page", "words", EVIL])
def test_a_link_can_put_no_words_of_its_own_on_the_page(
    name: str, cast: dict[str, str], client: Client
) -> None:
    clean = client.get("/services/").content.decode()
    answer = client.get("/services/", {name: [EVIL, "Call+0900"]}).content.decode()
    for words in ("555", "1234", "0900 ", "Call+", "<b>", "&lt;b"):
        assert answer.count(words) == clean.count(words)


def test_a_link_that_is_understood_says_nothing_of_mistakes(
    cast: dict[str, str], client: Client
) -> None:
    page = read(client, "/services/", region="rotherham")
    assert "understand" not in page.one("main").words


HEADINGS = [
    ("", "Support anywhere in the UK", "5 services."),
    (
        "region=rotherham",
        "Support for Rotherham",
        "1 there, 1 in Yorkshire and the Humber, 1 for the whole of the UK.",
    ),
    ("region=wales&type=counselling", "Support for Wales", "1 there."),
    (
        "region=wales&type=helpline",
        "No service for all of this in Wales",
        "We looked in Wales and the UK.",
    ),
]


@pytest.mark.proves("SAFETY 3.2")
@pytest.mark.parametrize(("question", "heading", "counts"), HEADINGS)
def test_the_heading_says_for_which_place_and_how_many_near_and_far(
    question: str, heading: str, counts: str, cast: dict[str, str], client: Client
) -> None:
    page = read(client, f"/services/?{question}")
    assert (page.heading, page.counts) == (heading, counts)


ALONE = {"type": "type=counselling", "region": "region=wales"}


def _removals(page: Page) -> dict[str, Element]:
    """Return the links that take a filter off, by the name of the filter."""
    links = [one for one in page.all("a") if one.words.startswith("Take off: ")]
    return {one.one("bdi").words: one for one in links}


@pytest.mark.proves("SAFETY 3.2")
def test_each_chosen_filter_can_be_taken_off_by_a_link_that_keeps_the_others(
    cast: dict[str, str], client: Client
) -> None:
    page = read(client, "/services/?region=rotherham&region=wales&type=counselling")
    removals = _removals(page)
    expected = {"Rotherham": "D", "Wales": "A", term("counselling").name: "DACE"}
    assert set(removals) == set(expected)
    for name, names in expected.items():
        after = read(client, f"/services/{removals[name].attrs['href']}")
        assert found(after, cast) == names
        assert set(_removals(after)) == set(expected) - {name}


def test_the_last_filter_and_all_filters_can_be_taken_off(
    cast: dict[str, str], client: Client
) -> None:
    (only,) = _removals(read(client, "/services/?region=wales")).values()
    assert found(read(client, f"/services/{only.attrs['href']}"), cast) == "EDCAB"
    two = read(client, "/services/?region=wales&type=counselling")
    assert "Take all off" not in two.words
    several = read(client, "/services/?region=wales&type=counselling&type=housing")
    (clear,) = [one for one in several.all("a") if one.words == "Take all off"]
    assert clear.attrs["href"] == "/services/"


def test_a_link_of_the_list_holds_codes_and_never_the_name_of_a_kind_of_help(
    cast: dict[str, str], client: Client
) -> None:
    page = read(client, "/services/?region=rotherham&region=wales&type=counselling")
    asked = [one for one in page.hrefs if "?" in one and "://" not in one]
    assert asked
    codes = {region("wales").code, ROTHERHAM, term("counselling").code}
    for address in asked:
        assert {value for _name, value in parse_qsl(address.partition("?")[2])} <= codes


def test_the_form_keeps_what_was_asked_for_also_further_areas(
    cast: dict[str, str], client: Client
) -> None:
    page = read(client, "/services/?region=rotherham&region=wales&type=counselling")
    form = page.one("main").one("form")
    selected = [one.words for one in form.all("option") if "selected" in one.attrs]
    ticked = [one.attrs["value"] for one in form.all("input") if "checked" in one.attrs]
    assert [words.partition(" (")[0] for words in selected] == ["Rotherham"]
    assert ticked == [region("wales").code, term("counselling").code]


@pytest.mark.proves("SAFETY 3.2")
def test_the_form_is_one_closed_part_before_the_first_result_and_has_its_button_at_both_ends(
    cast: dict[str, str], client: Client
) -> None:
    main = read(client, "/services/").one("main")
    order = list(main.walk())
    part = main.one("details", class_="change")
    assert "open" not in part.attrs
    form = part.one("form", action="/find", method="post")
    assert order.index(form) < order.index(main.all("li", class_="card")[0])
    controls = [one for one in form.walk() if one.tag in {"select", "input", "button"}]
    assert [controls[0].attrs["name"], controls[1].tag, controls[-1].tag] == [
        "words",
        "button",
        "button",
    ]
    for control in controls:
        around = any(control in label.children for label in form.all("label"))
        beside = "id" in control.attrs and form.has("label", _for=control.attrs["id"])
        assert control.tag == "button" or around or beside


@pytest.mark.proves("SAFETY 3.2")
@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("", "Change what is shown"),
        ("region=wales", "Change what is shown (1 on)"),
        ("region=wales&region=leeds&type=counselling", "Change what is shown (3 on)"),
    ],
)
def test_the_closed_form_says_how_many_filters_are_on(
    question: str, name: str, cast: dict[str, str], client: Client
) -> None:
    part = read(client, f"/services/?{question}").one("details", class_="change")
    assert part.all("summary")[0].words == name


@pytest.mark.proves("SAFETY 3.1")
def test_a_link_skips_the_form_to_the_services(cast: dict[str, str], client: Client) -> None:
    page = read(client, "/services/")
    way_out, skip = page.one("header").all("a")
    assert way_out.words == "Emergency: Exit this page"
    assert (skip.words, skip.attrs["href"]) == ("Skip to the services", "#services")
    (services,) = [one for one in page.walk() if one.attrs.get("id") == "services"]
    assert services.attrs["tabindex"] == "-1"
    assert len(services.all("li", class_="card")) == 5
    assert not services.has("form")
    # Other pages have no list to skip to.
    assert read(client, "/about/").one("header").hrefs[1] == "#main"


@pytest.mark.proves("SAFETY 3.2")
def test_what_was_asked_stands_between_the_heading_and_the_first_service(
    cast: dict[str, str], client: Client
) -> None:
    page = read(client, "/services/?region=rotherham&type=counselling")
    order = list(page.one("main").walk())
    chips = page.one("ul", aria_label="What you asked for")
    assert order.index(page.one("h1")) < order.index(chips) < order.index(page.cards[0])
    assert page.chosen == ["Take off: Rotherham", f"Take off: {term('counselling').name}"]


@pytest.mark.proves("SAFETY 3.3")
def test_who_finds_hardly_anything_sees_what_taking_a_filter_off_would_find(
    cast: dict[str, str], client: Client
) -> None:
    kind = term("counselling").name
    few = read(client, "/services/?region=wales&type=counselling")
    assert few.counts.startswith("1 there")
    alone = {name: read(client, f"/services/?{query}") for name, query in ALONE.items()}
    assert few.chips == [
        f"Take off: Wales, shows {len(alone['type'].cards)}",
        f"Take off: {kind}, shows {len(alone['region'].cards)}",
    ]
    assert ("#open-now" in few.hrefs) == few.has_section("Free and open now, anywhere in the UK")
    assert ("#open-now" in few.hrefs) == few.has("div", class_="gap gap--first")
    # Who finds enough is not told what else there is.
    many = read(client, "/services/?type=counselling&type=helpline&type=housing&type=legal")
    assert len(many.cards) > 3
    assert not any("shows" in chip for chip in many.chips)
    assert "#open-now" not in many.hrefs


@pytest.mark.proves("SAFETY 2.6")
def test_what_holds_for_every_service_is_said_once_below_the_list(
    cast: dict[str, str], client: Client
) -> None:
    page = read(client, "/services/")
    note = page.one("p", class_="list-note")
    assert "We read these facts in public pages. No service has confirmed them yet." in note.words
    assert "A call stays in your call list until you delete it." in note.words
    assert "leaves this site: that site may keep cookies and may have no exit button" in note.words
    assert page.one("main").words.count("leaves this site") == 1
    order = list(page.one("main").walk())
    assert order.index(page.cards[-1]) < order.index(note)
    nothing = read(client, "/services/?region=wales&type=helpline")
    assert not nothing.has("p", class_="list-note")


@pytest.mark.proves("SAFETY 4.4")
@pytest.mark.parametrize("question", ["", "region=wales", "region=wales&type=helpline"])
def test_every_list_begins_with_one_line_that_says_whom_to_call_in_danger(
    question: str, cast: dict[str, str], client: Client
) -> None:
    main = read(client, f"/services/?{question}").one("main")
    first = next(one for one in main.children if isinstance(one, Element))
    assert first is main.one("details", class_="danger")
    assert first.one("summary").words == "In danger now: Call 999."
    assert "tel:999" in first.hrefs


@pytest.mark.proves("SAFETY 3.2")
def test_a_card_says_who_where_and_what_with_one_way_to_reach_somebody(
    db: None, client: Client
) -> None:
    service = ServiceFactory.make(
        name="Harbour",
        terms=["women"],
        areas=["wales"],
        minimum_age=18,
        hours=[("MO,TU,WE,TH,FR", "09:00", "17:00")],
        card_line="Talks with women.",
    )
    ContactRouteFactory.make(service=service)
    (card,) = read(client, "/services/").cards
    assert card.one("h3").words == "Harbour"
    assert card.one("p", class_="mark").words == "Adults only"
    assert card.one("p", class_="card__fit").words == "For women 18 or over. Wales."
    assert card.one("p", class_="card__about").words == "Talks with women."
    reach = card.one("div", class_="reach")
    assert reach.hrefs == ["tel:08088010331"]
    assert reach.one("a").words == "Call 0808 801 0331, Harbour"
    assert reach.one("p", class_="state state--open").words == "Open now until 5pm"
    assert "Free. Also email." in reach.words
    assert not card.has("details")


def test_a_service_that_only_has_a_website_shows_it_and_where_it_leads(
    db: None, client: Client
) -> None:
    service = ServiceFactory.make()
    service.contacts.all().delete()
    ContactRouteFactory.make(
        service=service, channel=Channel.WEBSITE, value="https://www.harbour.example/help"
    )
    reach = read(client, "/services/").cards[0].one("div", class_="reach")
    assert reach.hrefs == ["https://www.harbour.example/help"]
    assert reach.one("bdi").words == "harbour.example"
    assert "The link leaves this site." in reach.words
    # Nobody answers a website, so nothing is said of hours.
    assert "Hours" not in reach.words
