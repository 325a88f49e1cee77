"""A list of words says how they were read, why each service is shown, and what it is unsure of."""

import pytest
from django.test import Client

from resources.choices import ContactCost, KnownAnswer
from tests.factories import ServiceFactory
from tests.pages.reading import Page, read

pytestmark = pytest.mark.django_db

ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
UNDO = "Look only for my words as I typed them"
GENERAL = ["everyone", "helpline", "domestic-abuse", "rape-sexual-assault", "child-sexual-abuse"]


def search(client: Client, **form: str) -> Page:
    """Send the form and read the page that answers it."""
    return read(client, client.post("/find", form)["Location"])


def told(page: Page, name: str) -> list[str]:
    """Return what the paragraphs of one class on a page say."""
    return [one.words for one in page.one("main").all("p", class_=name)]


def link(page: Page, words: str) -> str:
    """Return where the only link of some words leads."""
    (found,) = [one.attrs["href"] for one in page.all("a") if one.words == words]
    return found


def test_a_slip_is_told_and_can_be_taken_back(client: Client) -> None:
    ServiceFactory.make(name="Garden House", terms=["counselling"])
    page = search(client, words="counceling")
    reading = page.one("p", class_="reading")
    assert "We found nothing for “counceling”, so we looked for “counselling”." in reading.words
    assert [one.words for one in reading.all("bdi")] == ["counceling", "counselling"]

    literal = read(client, link(page, UNDO))
    assert not literal.has("p", class_="reading")
    assert literal.one("input", name="reading").attrs["value"] == "as-typed"
    # How words are read leaves nothing out by itself: it is no filter, and can be taken off.
    summary = literal.one("details", class_="change").all("summary")[0]
    assert summary.words == "Change what is shown (1 on)"
    rest = literal.section("Take one off to see more")
    assert [one.one("bdi").words for one in rest.all("a") if one.has("bdi")] == ["“counceling”"]


def test_what_words_mean_is_named(client: Client) -> None:
    ServiceFactory.make(name="Garden House", terms=["rape-sexual-assault"])
    page = search(client, words="i was raped")
    reading = page.one("p", class_="reading")
    assert "We also looked for: rape and sexual assault" in reading.words
    assert link(page, UNDO).startswith("/r/")


def test_another_language_is_named_and_so_is_who_helps_in_it(client: Client) -> None:
    ServiceFactory.make(name="Polish line", terms=["domestic-abuse"], languages="pl")
    ServiceFactory.make(
        name="With interpreters", terms=["domestic-abuse"], interpreter=KnownAnswer.YES
    )
    ServiceFactory.make(name="Nobody asked", terms=["domestic-abuse"])
    page = search(client, words="przemoc domowa")
    reading = page.one("p", class_="reading").words
    assert "We read this as Polish." in reading
    assert "Each service below says if it helps in Polish or uses interpreters." in reading
    said = {
        card.one("h3").words: card.one("p", class_="card__why").words.partition(" Shown")[0]
        for card in page.cards
    }
    assert said["Polish line"] == "Helps in Polish."
    assert said["With interpreters"] == "Uses interpreters."
    assert said["Nobody asked"].startswith("Shown because: ")


def test_a_language_in_which_nobody_is_known_to_help_is_said_honestly(client: Client) -> None:
    ServiceFactory.make(name="Any", terms=["domestic-abuse"])
    page = search(client, words="przemoc domowa")
    assert "We do not know yet if any service on this page helps in Polish" in page.words


def test_a_card_says_why_it_is_shown_in_at_most_three_terms(client: Client) -> None:
    ServiceFactory.make(name="Garden House", terms=["rape-sexual-assault"], areas=["rotherham"])
    page = search(client, words="i was raped in rotherham")
    assert told(page, "card__why") == [
        "Shown because: rape and sexual assault, serves Rotherham. Not checked yet."
    ]


def test_a_card_that_was_named_says_so(client: Client) -> None:
    ServiceFactory.make(name="Lighthouse")
    page = search(client, words="lighthouse")
    assert told(page, "card__why")[0].startswith("Shown because: its name or number.")


def test_a_list_without_words_gives_no_reasons(client: Client) -> None:
    ServiceFactory.make(name="Garden House", areas=["rotherham"])
    page = search(client, words="Rotherham")
    assert told(page, "card__why") == ["Not checked yet."]
    assert not page.has("p", class_="reading")


@pytest.mark.proves("SAFETY 3.7")
def test_where_little_is_understood_lines_for_anyone_come_first_and_the_page_says_so(
    client: Client,
) -> None:
    ServiceFactory.make(name="Anyone", terms=GENERAL)
    ServiceFactory.make(name="Hill house", summary="Zebras, giraffes and okapis.", terms=["legal"])
    for number in range(20):
        ServiceFactory.make(name=f"House {number}")
    page = search(client, words="zebras giraffes okapis")
    assert page.sections.index("Lines for anyone who has been hurt") < page.sections.index(
        "This may fit too"
    )
    general = page.section("Lines for anyone who has been hurt")
    assert "We are not sure what you are looking for." in general.words
    assert [one.words for one in general.all("h3")] == ["Anyone"]
    assert [one.words for one in page.section("This may fit too").all("h3")] == ["Hill house"]


def test_what_is_no_support_stands_last_under_a_heading_of_its_own(client: Client) -> None:
    for area in ("rotherham", "yorkshire-and-the-humber", "england"):
        ServiceFactory.make(name=f"Report {area}", terms=["reporting"], areas=[area])
        ServiceFactory.make(name=f"Talk {area}", terms=GENERAL, areas=[area])
    ServiceFactory.make(name="Drinking", terms=["addiction", "helpline"], areas=["rotherham"])
    page = search(client, words="Rotherham")
    begins = ("In R", "Across", "Other serv", "Places to r")
    assert [one for one in page.sections if one.startswith(begins)] == [
        "In Rotherham",
        "Across Yorkshire and the Humber",
        "Across England",
        "Other services",
        "Places to report",
    ]
    assert [one.words for one in page.section("Other services").all("h3")] == ["Drinking"]
    reporting = page.section("Places to report")
    assert [one.words.split()[0] for one in reporting.all("h3")] == ["Report"] * 3
    assert "They give no support themselves." in reporting.words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (16, 25, ["For anyone from 16 to 25. Anywhere in the UK."]),
        (16, None, ["For anyone 16 or over. Anywhere in the UK."]),
        (None, 18, ["For anyone up to 18. Anywhere in the UK."]),
        (0, 18, ["For anyone up to 18. Anywhere in the UK."]),
        (None, None, ["For anyone. Anywhere in the UK."]),
    ],
)
def test_a_card_says_for_which_ages_a_service_is(
    client: Client, low: int | None, high: int | None, words: list[str]
) -> None:
    ServiceFactory.make(name="Any", terms=["everyone"], minimum_age=low, maximum_age=high)
    assert told(read(client, "/services/"), "card__fit") == words


def test_a_list_of_which_nobody_can_be_sure_begins_with_a_line_that_is_open(client: Client) -> None:
    listens = ServiceFactory.make(
        name="Listens", terms=["everyone", "helpline", "suicidal-thoughts"], hours=ALWAYS
    )
    listens.contacts.update(cost=ContactCost.FREE)
    for number in range(4):
        ServiceFactory.make(name=f"Other {number}", terms=["domestic-abuse"])
    sure, unsure = (
        [one.words for one in search(client, words=words).all("div", class_="gap gap--first")]
        for words in ("my husband hits me", "everything is in the drawer for them")
    )
    assert sure == []
    assert [words.startswith("Free and open now: Listens") for words in unsure] == [True]
