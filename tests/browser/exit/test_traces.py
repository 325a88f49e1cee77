"""What a visit leaves in a browser's profile: neutral addresses and titles, and nothing else.

A person types, chooses, reads, leaves and closes the browser. Then every file is searched.
"""

import json
import re
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.browser.exit.conftest import Start
from tests.browser.exit.visiting import UNFOLD, Visit
from tests.infrastructure.neutral import NeutralSite
from tests.infrastructure.profiles import copied, found, listed
from tests.shipped import LISTINGS

pytestmark = pytest.mark.browser

PLACE, WORDS, AREA = "qxplacexq", "qxwordsxq", "E08000018"
POSTCODE = "S60 1AE"
UNSENT, UNSENT_WORDS = "qxunsentxq", "qxthoughtxq"
PLANTED = "qxplantedxq"
TITLES = ["Staying safe online", "Search results, page 1 of"]
# What must be found, and in what kind of file: packed with gzip, with brotli, and in the history.
PACKED = {"a light wind": "cache", "exit-status": "cache", PLANTED: ""}
Hits = dict[str, set[str]]
READ = ["does not delete your history", "Find support after abuse"]
EMPTY_WORDS = "document.querySelector('#words').value = ''"
LONGEST = """[...document.querySelectorAll("main h3 a[href^='/services/']")]
  .sort((one, other) => other.innerText.length - one.innerText.length)[0].id = 'longest'"""
CHOOSE = """[...document.querySelectorAll('.filters input[name=type]')].slice(0, 2)
  .map((one) => { one.checked = true; return one.labels[0].textContent.replace(/ \\(.*/, '') })"""
# Where a person has been stands in the history list: codes and encrypted words, never a query.
ALLOWED = re.compile(
    r"(/(services/([a-z0-9]{6}/)?|safety/|find|r/([\w-]+={0,2}/)?"
    r"|static/(css|js)/[a-z]+\.[0-9a-f]{12}\.(css|js))?)?"
)


@dataclass(frozen=True)
class Left:
    """What was found in two profiles, the addresses in one, and what must not be found."""

    closed: Hits
    switched_off: Hits
    addresses: set[str]
    secrets: list[str]
    service: str


def names_of(code: str) -> list[str]:
    """Return the name and the slug of a shipped service."""
    for line in LISTINGS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("code") == code:
            return [row["name"], row["slug"]]
    raise LookupError(code)


def search(visit: Visit) -> list[str]:
    """Search for words, a place, a postcode and filters; return what must not be found."""
    visit.open("/services/")
    visit.type_words(WORDS)
    visit.search(PLACE)
    # They were kept in their field. Without them the postcode finds services.
    visit.tab.evaluate(EMPTY_WORDS)
    visit.type_words(POSTCODE)
    visit.follow("form button", "/r/")
    visit.tab.evaluate(UNFOLD)
    chosen = visit.tab.evaluate(CHOOSE)
    visit.follow("form button", "/r/")
    heading = visit.tab.evaluate("document.querySelector('h1').innerText")
    assert visit.tab.evaluate("document.querySelectorAll('.chips__off').length") == 3
    return [PLACE, WORDS, POSTCODE, AREA, *chosen, heading]


def read(visit: Visit) -> str:
    """Read the service with the longest name and the safety page; return the service's code."""
    visit.tab.evaluate(LONGEST)
    visit.follow("#longest", "/services/")
    code = urlsplit(visit.tab.where()).path.split("/")[2]
    visit.follow("a[href='/safety/']", "/safety/")
    visit.tab.go(-1)
    visit.tab.until_at(f"{visit.directory}/services/{code}/")
    return code


@pytest.fixture(scope="module")
def left(
    start: Start, tmp_path_factory: pytest.TempPathFactory, address: str, neutral: NeutralSite
) -> Left:
    """What is left on a device that is switched off while a person types, or after they leave."""
    folder = tmp_path_factory.mktemp("visited")
    with start(folder / "profile") as browser, browser.tab(stays=True) as tab:
        visit = Visit(tab, address, neutral)
        secrets = search(visit)
        visit.type_place(UNSENT)
        visit.type_words(UNSENT_WORDS)
        # Longer than the browsers wait before they write down what is open.
        time.sleep(3.5)
        copied(folder / "profile", folder / "switched-off")
        code = read(visit)
        visit.leave()
        tab.open(f"{neutral.root}?words={PLANTED}")
        tab.until("document.readyState === 'complete'")
    secrets += [UNSENT, UNSENT_WORDS, *names_of(code), *READ]
    wanted = [*secrets, *TITLES, *PACKED]
    closed = found(folder / "profile", wanted)
    addresses = {one.removeprefix(address) for one in listed(folder / "profile", address)}
    switched_off = found(folder / "switched-off", wanted)
    return Left(closed, switched_off, addresses, secrets, f"/services/{code}/")


def test_the_search_finds_what_other_sites_leave_however_it_is_packed(left: Left) -> None:
    """An address in the history, gzip and brotli in the cache, what is open in the session."""
    for needle, kind in PACKED.items():
        assert [file for file in left.closed[needle] if kind in file.lower()], needle
    files = left.switched_off["Search results, page 1 of"]
    assert [file for file in files if "session" in file.lower()]


@pytest.mark.proves("SAFETY 2.4")
def test_the_history_holds_neutral_titles_and_addresses_alone(left: Left) -> None:
    assert left.closed.keys() >= set(TITLES)
    assert left.addresses >= {left.service, "/safety/"}
    assert [path for path in left.addresses if not ALLOWED.fullmatch(path)] == []


@pytest.mark.proves("DESIGN 2.1", "SAFETY 2.2")
@pytest.mark.parametrize("end", ["closed", "switched_off"])
def test_nothing_typed_chosen_or_read_is_in_the_profile(left: Left, end: str) -> None:
    assert len(left.secrets) >= 13
    hits: Hits = getattr(left, end)
    assert {secret: hits[secret] for secret in left.secrets if secret in hits} == {}
