"""Every page is easy to read, in every state, and says nothing that our pages never say."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from directory.middleware import NO_VISITS
from resources.content import glossary
from resources.listings.reference import TERMS
from tests.infrastructure.readability import (
    DATA,
    LONGEST,
    banned,
    complaints,
    grade,
    length,
    read_text,
    syllables,
)
from tests.pages.readable_pages import make_cast, opened, states
from tests.pages.reading import Page
from tests.privacy.asking import FOR_PROGRAMS, ROUTES

ROOT = Path(__file__).parents[2]
HARDEST_EXPLANATION = 8.0

EASY = "<p>You can call them. A person will listen. You can stop at any time.</p>"
HARD = "".join(
    f"<p>{one} considerations necessitate organisational documentation.</p>"
    for one in ("Eligibility", "Confidentiality", "Safeguarding", "Accessibility", "Legal")
)
BAD = {
    "grade": "<p>Organisational confidentiality considerations necessitate documentation.</p>",
    "words:": f"<p>You can {'call or ' * 12} write.</p>",
    "words a sentence": f"<p>You can {'call or ' * 8} write. You can {'go or ' * 8} stay.</p>",
    "danger block: grade": f'{EASY * 9}<div class="a danger"><p>Immediately telephone emergency'
    " operators whenever necessary.</p></div>",
    "'Why'": f"<h2>Why it matters</h2>{EASY}",
    "'alleged'": f"<p>The alleged abuse is over.</p>{EASY}",
    "'claims'": f"<p>She claims it.</p>{EASY}",
    "'should have'": f"<p>You should have told us.</p>{EASY}",
    "'!'": f"<p>Call now!</p>{EASY}",
    "'crisis'": f'<a href="/" aria-label="A crisis line">A line</a>{EASY}',
    "'perpetrator'": f"<li>The perpetrator</li>{EASY}",
    "'Case'": f"<dt>Case</dt>{EASY}",
    "'clients'": f"<p>For our clients.</p>{EASY}",
    "'journey'": f"<p>Your journey.</p>{EASY}",
    "'Signposting'": f"<summary>Signposting</summary>{EASY}",
    "'historic'": f"<label>Non-recent or historic abuse</label>{EASY}",
}


@pytest.fixture
def _cast(db: None, settings: LazySettings) -> None:
    """Services of all kinds, and an address at which something breaks."""
    settings.ROOT_URLCONF = "tests.privacy.broken_urls"
    make_cast()


@pytest.mark.proves("SAFETY 4.1")
@pytest.mark.usefixtures("_cast")
def test_every_page_in_every_state_is_easy_to_read() -> None:
    pages = {name: opened(ask) for name, ask in states().items()}
    found = {name: complaints(page) for name, page in pages.items()}
    assert {name: said for name, said in found.items() if said} == {}
    # Something was read on each: its own words and those of the frame around it.
    framed = [pages.pop(name) for name in [*pages] if "frame" in name]
    assert min(len(read_text(page).sentences) for page in framed) > 1
    assert min(len(read_text(page).sentences) for page in pages.values()) > 5
    assert {page.status for page in pages.values()} == {200, 400, 403, 404, 410, 500}


@pytest.mark.usefixtures("_cast")
def test_a_page_of_ours_with_a_bad_text_is_found() -> None:
    page = opened(states()["not found"])
    assert complaints(page) == []
    page.one("main").children.extend(Page("".join(BAD.values()) + HARD).children)
    said = " ".join(complaints(page))
    assert "page: grade" in said
    assert "'Why'" in said


@pytest.mark.usefixtures("_cast")
def test_no_page_is_forgotten() -> None:
    answers = [ask(Client(raise_request_exception=False)) for ask in states().values()]
    shown = [answer for answer in answers if answer.status_code in {200, 410}]
    read = {answer.resolver_match.view_name for answer in shown}
    pages = {name for name in ROUTES if not name.startswith("api-")} | {"api-docs"}
    assert read >= pages - {"find", "embed-area", "embed-region", *FOR_PROGRAMS} - NO_VISITS


@pytest.mark.proves("SAFETY 5.1")
@pytest.mark.parametrize(("complaint", "text"), BAD.items())
def test_a_bad_text_is_found(complaint: str, text: str) -> None:
    assert any(complaint in said for said in complaints(Page(text)))
    assert complaints(Page(EASY)) == []


def test_a_heading_a_link_and_a_repetition_do_not_make_a_hard_text_look_easy() -> None:
    hard = BAD["grade"]
    alone = grade(read_text(Page(hard)).sentences)
    labels = "<h2>Go on</h2><ul><li>One</li></ul><a href='/'>To all</a>"
    padded = read_text(Page(f"{labels}{hard}{hard}<p>{labels}</p>"))
    assert grade(padded.sentences) == alone
    assert set(padded.fragments) == {"Go on", "One", "To all"}


def test_a_link_after_a_sentence_does_not_run_into_it() -> None:
    text = read_text(Page("<p>It is free. <a href='/'>See all</a> You can stop.</p>"))
    assert text.sentences == ("It is free.", "You can stop.")
    assert text.fragments == ("See all",)
    within = read_text(Page("<p>You can <a href='/'>read on</a> or stop.</p>"))
    assert within.sentences == ("You can read on or stop.",)


def test_a_fact_is_one_word_in_a_sentence_and_nothing_on_its_own() -> None:
    page = f"<h3>{DATA}</h3><p>Run by {DATA}.</p><p>Call <bdi>0808 801 0331</bdi> now.</p>"
    assert read_text(Page(page)).everything == (f"Run by {DATA}.", f"Call {DATA} now.")


def test_words_are_counted_as_they_are_spoken() -> None:
    spoken = {"abuse": 2, "called": 1, "wanted": 2, "services": 3, "people": 2, "organisation": 5}
    assert {word: syllables(word) for word in spoken} == spoken
    assert length("Call 0808 801 0331 or open www.nhs.uk today.") == 8


def _terms() -> Iterator[tuple[str, str]]:
    """Yield each shipped taxonomy and term with its explanation."""
    for taxonomy in json.loads(TERMS.read_text(encoding="utf-8"))["taxonomies"]:
        yield taxonomy["name"], taxonomy["description"]
        for term in taxonomy["terms"]:
            yield term["name"], term["description"]


EXPLAINED = [*_terms(), *((one.word, one.means) for one in glossary.read_glossary())]


@pytest.mark.proves("SAFETY 3.1")
@pytest.mark.parametrize(("name", "words"), EXPLAINED, ids=[name for name, _words in EXPLAINED])
def test_every_term_is_explained_in_a_few_plain_sentences(name: str, words: str) -> None:
    sentences = read_text(Page(f"<p>{words}</p>")).sentences
    assert 1 <= len(sentences) <= 3
    assert words.endswith(".")
    assert all(2 <= length(one) <= LONGEST for one in sentences)
    assert grade(sentences) <= HARDEST_EXPLANATION
    assert banned(f"{name} {words}") == []


def test_every_short_form_in_a_term_is_explained() -> None:
    known = " ".join(f"{one.word} {one.means}" for one in glossary.read_glossary())
    used = set(
        re.findall(r"\b[A-Z]{3,}\b", " ".join(f"{name} {words}" for name, words in _terms()))
    )
    assert {"ISVA", "IDVA", "SARC", "FGM", "IAPT"} <= used
    assert used <= set(re.findall(r"\b[A-Z]{3,}\b", known))
    long = {one.word for one in glossary.read_glossary() if one.stands_for}
    assert {"ISVA", "IDVA", "SARC", "IAPT", "NRPF", "MARAC", "BSL", "GP"} <= long


def test_the_words_are_explained_in_the_order_of_the_alphabet_and_once() -> None:
    words = [one.word.lower() for one in glossary.read_glossary()]
    assert words == sorted(set(words))


# What a page says comes from these: the staff's forms and the models' own names are not read here.
SPEAKING = ("presenters", "views", "opening_hours", "filters", "choices.py", "models/contact.py")
TRANSLATED = re.compile(
    r"""{%\s*translate\s+"([^"]+)"|{%\s*blocktranslate.*?%}(.*?){%\s*endblocktranslate""", re.DOTALL
)
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "_trace"}


def _of_templates() -> Iterator[str]:
    """Yield each text of the public templates, also those of states that are hard to reach."""
    for path in (ROOT / "templates").rglob("*.html"):
        if "admin" not in path.parts:
            for one in TRANSLATED.finditer(path.read_text(encoding="utf-8")):
                whole = " ".join((one[1] or one[2]).split())
                yield from re.split(r"{%\s*plural\s*%}", re.sub(r"{{.*?}}", DATA, whole))


def _of_code() -> Iterator[str]:
    """Yield each text that code gives to a page."""
    for name in SPEAKING:
        place = ROOT / "resources" / name
        for path in place.rglob("*.py") if place.is_dir() else [place]:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
                    texts = (one.value for one in node.args if isinstance(one, ast.Constant))
                    yield from (one for one in texts if isinstance(one, str))


@pytest.mark.proves("SAFETY 4.1")
def test_no_text_that_a_page_could_show_holds_a_word_we_never_use() -> None:
    texts = [*_of_templates(), *_of_code()]
    assert len(texts) > 400
    assert {"Why"} <= set(banned("Why not"))
    assert {one: found for one in texts if (found := banned(one))} == {}


def test_no_sentence_that_a_page_could_show_is_too_long() -> None:
    sentences = [
        one for text in _of_templates() for one in read_text(Page(f"<p>{text}</p>")).everything
    ]
    assert len(sentences) > 200
    assert [one for one in sentences if length(one) > LONGEST] == []
