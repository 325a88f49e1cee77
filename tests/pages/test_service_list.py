"""The list: what a link may ask for, what it does with what it cannot read, and its words.

A value is a slug, as posts write it, or a code, as our own pages write it. Several values of one
kind widen the list, several kinds narrow it. A value that is not known is left out, the rest is
kept, and the page says which part it did not understand without repeating a word of it.
"""

from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client

from tests.factories import ServiceFactory, region, term
from tests.pages.reading import Element, Page, read

ROTHERHAM = "E08000018"
EVIL = "Call 0900 555 1234 <b>now</b>"


@pytest.fixture
def cast(db: None) -> dict[str, str]:
    """Five services, as name to code."""
    made = [
        ServiceFactory.make(name="A", areas=["rotherham"], terms=["counselling"]),
        ServiceFactory.make(name="B", areas=["leeds"], terms=["housing"]),
        ServiceFactory.make(name="C", areas=["yorkshire-and-the-humber"], terms=["helpline"]),
        ServiceFactory.make(name="D", areas=["wales"], terms=["counselling", "housing"]),
        ServiceFactory.make(name="E", terms=["peer-support"]),
    ]
    return {one.name: one.code for one in made}


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
    ("", "5 services"),
    ("region=rotherham", "3 services in Rotherham, 1 filter"),
    (
        "region=rotherham&region=wales&type=counselling",
        "2 services in Rotherham and Wales, 3 filters",
    ),
    ("region=wales&type=counselling", "1 service in Wales, 2 filters"),
    ("region=wales&type=helpline", "0 services in Wales, 2 filters"),
]


@pytest.mark.proves("SAFETY 3.2")
@pytest.mark.parametrize(("question", "heading"), HEADINGS)
def test_the_heading_says_how_many_where_and_by_how_many_filters(
    question: str, heading: str, cast: dict[str, str], client: Client
) -> None:
    assert read(client, f"/services/?{question}").heading == heading


def _removals(page: Page) -> dict[str, Element]:
    """Return the links that take a filter off, by the name of the filter."""
    links = [one for one in page.all("a") if one.words.startswith("Take off: ")]
    return {one.words.removeprefix("Take off: "): one for one in links}


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
    several = read(client, "/services/?region=wales&type=counselling")
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
def test_the_form_stands_above_the_first_result_and_ends_with_its_button(
    cast: dict[str, str], client: Client
) -> None:
    main = read(client, "/services/").one("main")
    order = list(main.walk())
    form = main.one("form")
    assert order.index(form) < order.index(main.all("article")[0])
    controls = [one for one in form.walk() if one.tag in {"select", "input", "button"}]
    assert controls[-1].tag == "button"
    for control in controls:
        around = any(control in label.children for label in form.all("label"))
        beside = "id" in control.attrs and form.has("label", _for=control.attrs["id"])
        assert control.tag == "button" or around or beside
