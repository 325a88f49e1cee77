"""The front page, in the order in which a frightened person needs it."""

import pytest
from django.test import Client

from resources.choices import KnownAnswer, Publication
from resources.models import Service, TaxonomyTerm
from tests.factories import CollectionFactory, ServiceFactory, VerificationFactory
from tests.pages.reading import Element, Page, read

ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
DAYTIME = [("MO,TU,WE,TH,FR", "09:00", "17:00")]
EVENING = [("MO,TU,WE,TH,FR", "18:00", "22:00")]
LISTENS = ["everyone", "helpline", "child-sexual-abuse"]
OPEN_NOW = "Open now, anywhere in the UK"


def _names(section: Element) -> list[str]:
    """Return the names under the headings of a section."""
    return [heading.words for heading in section.all("h3")]


@pytest.mark.proves("SAFETY 4.3")
def test_the_front_page_has_its_parts_in_the_order_of_need(db: None, client: Client) -> None:
    ServiceFactory.make(name="Night line", terms=LISTENS, hours=ALWAYS)
    ServiceFactory.make(name="Sign line", terms=["deaf"])
    ServiceFactory.make(name="Polish line", languages="pl")
    CollectionFactory.make()
    page = read(client, "/")
    danger, *rest, words = page.sections
    assert words == "Words on this page"
    assert danger.startswith("In danger now")
    assert rest == [
        "Find a service",
        OPEN_NOW,
        "For deaf people",
        "In other languages",
        "Other ways to start",
        "Short lists to start from",
        "Services by area",
        "Staying safe online",
        "About",
    ]


@pytest.mark.proves("SAFETY 1.3")
def test_the_way_out_and_one_line_about_safety_come_before_everything(
    db: None, client: Client
) -> None:
    body = read(client, "/").one("body").words
    order = ["Exit this page", "does not delete your history", "Find support after abuse", "999"]
    places = [body.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.proves("SAFETY 4.4")
def test_a_person_in_danger_can_call_999_and_is_told_what_to_do_without_speaking(
    db: None, client: Client
) -> None:
    page = read(client, "/")
    danger = next(one for one in page.all("section") if one.attrs.get("id") == "now")
    assert "tel:999" in danger.hrefs
    for number in ("55", "18000", "101"):
        assert number in danger.words


@pytest.mark.proves("SAFETY 4.1")
def test_a_person_can_look_by_place_and_kind_without_saying_what_happened(
    db: None, client: Client
) -> None:
    form = read(client, "/").one("main").one("form", action="/find", method="post")
    assert form.attrs["autocomplete"] == "off"
    assert "Rotherham" in [option.words for option in form.all("option")]
    named = {one.attrs["name"] for one in form.walk() if one.tag in {"select", "input"}}
    assert named == {"words", "region", "type"}
    assert {one.attrs["type"] for one in form.all("input")} == {"checkbox", "text"}


def test_the_kinds_of_help_to_choose_from_are_two_branches_and_nothing_else(
    db: None, client: Client
) -> None:
    form = read(client, "/").one("main").one("form", action="/find", method="post")
    folds = form.all("details")
    assert [fold.one("span", class_="branch__name").words for fold in folds] == [
        "Emotional support",
        "Practical help",
    ]
    assert all(fold.all("input", type="checkbox") for fold in folds)


@pytest.fixture
def lines(db: None) -> Page:
    """The front page when lines of several kinds exist; it is Tuesday at three."""
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


def test_at_most_five_lines_are_called_open_now(db: None, client: Client) -> None:
    for _ in range(7):
        ServiceFactory.make(terms=LISTENS, hours=ALWAYS)
    assert len(_names(read(client, "/").section(OPEN_NOW))) == 5


def test_no_line_is_called_open_when_none_is(db: None, client: Client) -> None:
    ServiceFactory.make(terms=LISTENS, hours=EVENING)
    assert not read(client, "/").has_section(OPEN_NOW)


def test_services_for_deaf_people_and_in_other_languages_are_found_from_the_front_page(
    db: None, client: Client
) -> None:
    ServiceFactory.make(name="Sign line", terms=["deaf"], languages="en,bfi")
    ServiceFactory.make(name="Welsh line", languages="en,cy")
    ServiceFactory.make(name="Interpreted line", interpreter=KnownAnswer.YES)
    ServiceFactory.make(name="English line", languages="en")
    page = read(client, "/")
    assert _names(page.section("For deaf people")) == ["Sign line"]
    assert sorted(_names(page.section("In other languages"))) == ["Interpreted line", "Welsh line"]


def test_what_is_meant_for_deaf_people_comes_before_what_is_for_everyone(
    db: None, client: Client
) -> None:
    ServiceFactory.make(name="A line for everyone", terms=["everyone", "deaf"])
    ServiceFactory.make(name="Sign line", terms=["deaf"])
    section = read(client, "/").section("For deaf people")
    assert _names(section) == ["Sign line", "A line for everyone"]


def test_only_published_lists_are_offered(db: None, client: Client) -> None:
    CollectionFactory.make(title="First steps", slug="first-steps")
    CollectionFactory.make(title="Not ready", is_published=False)
    page = read(client, "/")
    assert _names(page.section("Short lists to start from")) == ["First steps"]
    assert "/lists/first-steps/" in page.hrefs


def test_only_kinds_of_help_are_offered_as_kinds_of_help(db: None, client: Client) -> None:
    offered = {one.attrs["value"] for one in read(client, "/").all("input", name="type")}
    kinds = TaxonomyTerm.objects.filter(taxonomy__slug="type").values_list("code", flat=True)
    assert offered == set(kinds)
