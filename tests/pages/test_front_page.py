"""The front page, in the order in which a frightened person needs it."""

import pytest
from django.test import Client

from resources.choices import Publication
from resources.models import Service
from tests.factories import CollectionFactory, ServiceFactory, VerificationFactory
from tests.pages.reading import Element, Page, read
from tests.rows_again import made_again

ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
DAYTIME = [("MO,TU,WE,TH,FR", "09:00", "17:00")]
EVENING = [("MO,TU,WE,TH,FR", "18:00", "22:00")]
LISTENS = ["everyone", "helpline", "child-sexual-abuse"]
OPEN_NOW = "Free and open now"


def _names(section: Element) -> list[str]:
    """Return the names under the headings of a section."""
    return [heading.words for heading in section.all("h3")]


@pytest.mark.proves("SAFETY 4.3")
def test_the_front_page_has_its_parts_in_the_order_of_need(db: None, client: Client) -> None:
    ServiceFactory.make(name="Night line", terms=LISTENS, hours=ALWAYS)
    CollectionFactory.make()
    main = read(client, "/").one("main")
    parts = [
        main.one("details", class_="danger"),
        main.one("h1"),
        main.one("nav", aria_label="Quick starts"),
        *main.all("h2"),
    ]
    order = list(main.walk())
    assert [order.index(part) for part in parts] == sorted(order.index(part) for part in parts)
    assert [one.words for one in main.all("h2")] == [
        OPEN_NOW,
        "Start from where you are",
        "Short lists",
        "By area",
        "Staying safe online",
        "About",
        "Words on this page",
    ]


@pytest.mark.proves("SAFETY 1.3")
def test_the_way_out_and_one_line_about_safety_come_before_everything(
    db: None, client: Client
) -> None:
    body = read(client, "/").one("body").words
    order = [
        "Exit this page",
        "Exit does not delete your history",
        "Staying safe online",
        "999",
        "Where are you, or what do you need?",
    ]
    places = [body.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.proves("SAFETY 4.4")
def test_a_person_in_danger_is_told_in_one_line_to_call_999_and_how_without_speaking(
    db: None, client: Client
) -> None:
    danger = read(client, "/").one("details", class_="danger")
    assert danger.one("summary").words == "In danger now: Call 999."
    assert "open" not in danger.attrs
    assert {"tel:999", "tel:101"} <= set(danger.hrefs)
    for number in ("55", "18000", "101"):
        assert number in danger.words


@pytest.mark.proves("SAFETY 4.4")
def test_a_link_can_call_999_where_nothing_has_been_opened(db: None, client: Client) -> None:
    page = read(client, "/")
    folded = {id(one) for fold in page.all("details") for one in fold.walk()}
    dial = [one for one in page.all("a") if one.attrs["href"] == "tel:999"]
    assert [one for one in dial if id(one) not in folded]


@pytest.mark.proves("SAFETY 4.1")
def test_one_question_takes_a_place_or_words_and_never_asks_what_happened(
    db: None, client: Client
) -> None:
    form = read(client, "/").one("main").one("form", action="/find", method="post")
    assert form.attrs["autocomplete"] == "off"
    assert form.one("h1").one("label", _for="words").words == "Where are you, or what do you need?"
    assert not form.has("select")
    (box,) = form.all("input")
    assert (box.attrs["name"], box.attrs["type"]) == ("words", "text")
    hint = next(
        one for one in form.all("p") if one.attrs.get("id") == box.attrs["aria-describedby"]
    )
    assert hint.words == "A town, a postcode or your own words. We do not keep them."
    assert [one.words for one in form.all("button")] == ["Show services"]


def test_the_question_is_answered_by_a_list(db: None, client: Client) -> None:
    ServiceFactory.make(name="Local", areas=["rotherham"])
    form = read(client, "/").one("main").one("form")
    answer = client.post(form.attrs["action"], {"words": "Rotherham"})
    assert read(client, answer["Location"]).heading.startswith("Support for Rotherham")


def make_lines() -> None:
    """Make lines of several kinds."""
    ServiceFactory.make(name="Night line", terms=LISTENS, hours=ALWAYS)
    ServiceFactory.make(name="Day line", terms=LISTENS, hours=DAYTIME)
    ServiceFactory.make(name="Evening line", terms=LISTENS, hours=EVENING)
    ServiceFactory.make(name="Line with no known hours", terms=LISTENS)
    ServiceFactory.make(name="Line for men", terms=["men", *LISTENS[1:]], hours=ALWAYS)
    ServiceFactory.make(name="Leeds line", areas=["leeds"], terms=LISTENS, hours=ALWAYS)
    ServiceFactory.make(name="Police", terms=["everyone", "reporting", "any-crime"], hours=ALWAYS)
    ServiceFactory.make(name="Drink", terms=[*LISTENS[:2], "addiction"], hours=ALWAYS)
    charged = ServiceFactory.make(name="Charged line", terms=LISTENS, hours=ALWAYS)
    charged.contacts.update(cost="charged")
    draft = ServiceFactory.make(name="Draft line", terms=LISTENS, hours=ALWAYS)
    Service.objects.filter(pk=draft.pk).update(publication=Publication.DRAFT)


@pytest.fixture
def lines(db: None) -> Page:
    """The front page when lines of several kinds exist; it is Tuesday at three."""
    made_again(make_lines)
    return read(Client(), "/")


def test_only_free_lines_to_talk_to_for_everyone_that_are_open_now_are_called_open(
    lines: Page,
) -> None:
    assert sorted(_names(lines.section(OPEN_NOW))) == ["Day line", "Night line"]


def test_a_line_that_is_open_now_shows_its_number(lines: Page) -> None:
    section = lines.section(OPEN_NOW)
    assert section.hrefs.count("tel:08088010331") == 2
    assert "0808 801 0331" in section.words


def test_a_line_open_now_says_when_its_number_was_checked(db: None, client: Client) -> None:
    service = ServiceFactory.make(terms=LISTENS, hours=ALWAYS)
    VerificationFactory.make(service=service, contact_route=service.contacts.get())
    assert "Checked 3 October 2026" in read(client, "/").section(OPEN_NOW).words


def test_at_most_three_lines_are_called_open_now_and_the_others_are_one_step_away(
    db: None, client: Client
) -> None:
    made = {ServiceFactory.make(terms=LISTENS, hours=ALWAYS).name for _ in range(7)}
    section = read(client, "/").section(OPEN_NOW)
    assert len(_names(section)) == 3
    (more,) = [one for one in section.all("a") if one.words == "All services that are open now"]
    listed = {card.one("h3").words for card in read(client, more.attrs["href"]).cards}
    assert listed == made


def test_no_line_is_called_open_when_none_is(db: None, client: Client) -> None:
    ServiceFactory.make(terms=LISTENS, hours=EVENING)
    page = read(client, "/")
    assert not page.has_section(OPEN_NOW)
    assert not page.has("ul", class_="lines")


def test_only_published_lists_are_offered(db: None, client: Client) -> None:
    CollectionFactory.make(title="First steps", slug="first-steps")
    CollectionFactory.make(title="Not ready", is_published=False)
    section = read(client, "/").section("Short lists")
    assert [one.words for one in section.all("a")] == ["First steps"]
    assert section.hrefs == ["/lists/first-steps/"]


def test_the_wide_areas_are_offered_and_each_leads_to_its_list(db: None, client: Client) -> None:
    section = read(client, "/").section("By area")
    found = {one.words: one.attrs["href"] for one in section.all("a")}
    assert {"England", "Wales", "Scotland", "Northern Ireland", "South East"} < set(found)
    assert "Rotherham" not in found
    for name, address in found.items():
        assert read(client, address).title.startswith(f"Services in {name}, ")
