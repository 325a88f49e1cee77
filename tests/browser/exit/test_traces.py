"""What a visit leaves in a browser's profile: neutral addresses and titles, and nothing else.

A person types, chooses, reads, leaves and closes the browser. Then every file is searched.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.exit.conftest import Start
from tests.browser.exit.visiting import Visit
from tests.conftest import LISTINGS
from tests.infrastructure.neutral import NeutralSite
from tests.infrastructure.profiles import addresses, found

pytestmark = pytest.mark.browser

PLACE, WORDS, AREA = "qxplacexq", "qxwordsxq", "E08000018"
POSTCODE = "S60 1AE"
PLANTED = "qxplantedxq"
ADD_WORDS = """(() => {
  const words = document.createElement('input');
  words.id = 'more-words';
  words.name = 'words';
  document.querySelector('#place').closest('p').append(words);
})()"""
LONGEST = """[...document.querySelectorAll("main h3 a[href^='/services/']")]
  .sort((one, other) => other.innerText.length - one.innerText.length)[0].id = 'longest'"""
CHOOSE = """[...document.querySelectorAll('.filters input[type=checkbox]')].slice(0, 2)
  .map((one) => { one.checked = true; return one.labels[0].textContent.trim() })"""
# Where a person has been stands in the history list: codes and sealed words, never a query.
ALLOWED = re.compile(
    r"/(services/([a-z0-9]{6}/)?|safety/|find|r/([\w-]+={0,2}/)?"
    r"|static/(css|js)/[a-z]+\.[0-9a-f]{12}\.(css|js))?"
)


@dataclass(frozen=True)
class Left:
    """What a visit left: the profile. And what it must not hold, and what it may."""

    profile: Path
    start: str
    secrets: list[str]
    path: str


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
    visit.tab.evaluate(ADD_WORDS)
    visit.tab.type("#more-words", WORDS)
    visit.search(PLACE)
    visit.search(POSTCODE)
    chosen = visit.tab.evaluate(CHOOSE)
    visit.follow("form button", "/r/")
    heading = visit.tab.evaluate("document.querySelector('h1').innerText")
    assert heading.endswith("3 filters")
    return [PLACE, WORDS, POSTCODE, AREA, *chosen, heading]


def read_and_leave(visit: Visit) -> str:
    """Read the service with the longest name and the safety page, and leave; return its code."""
    visit.tab.evaluate(LONGEST)
    visit.follow("#longest", "/services/")
    code = urlsplit(visit.tab.where()).path.split("/")[2]
    visit.follow("a[href='/safety/']", "/safety/")
    visit.tab.go(-1)
    visit.tab.until_at(f"{visit.directory}/services/{code}/")
    visit.leave()
    return code


@pytest.fixture(scope="module")
def left(
    start: Start, tmp_path_factory: pytest.TempPathFactory, address: str, neutral: NeutralSite
) -> Left:
    """What is left when a person has visited, left, opened another site and closed the browser."""
    profile = tmp_path_factory.mktemp("visited") / "profile"
    with start(profile) as browser, browser.tab(stays=True) as tab:
        visit = Visit(tab, address, neutral)
        searched = search(visit)
        code = read_and_leave(visit)
        tab.open(f"{neutral.root}?words={PLANTED}")
    return Left(profile, address, [*searched, *names_of(code)], f"/services/{code}/")


def test_the_search_finds_what_other_sites_leave_however_it_is_packed(left: Left) -> None:
    """An address in the history and the session, gzip and brotli in the cache."""
    packed = {"a light wind": "cache", "exit-status": "cache", PLANTED: "session"}
    hits = found(left.profile, packed)
    for needle, kind in packed.items():
        assert [file for file in hits[needle] if kind in file.lower()], needle


def test_the_history_holds_neutral_titles_and_addresses_alone(left: Left) -> None:
    titles = ["Staying safe online", "Search results, page 1 of"]
    assert set(found(left.profile, titles)) == set(titles)

    paths = {one.removeprefix(left.start) for one in addresses(left.profile, left.start)}
    assert {left.path, "/safety/"} <= paths
    assert [path for path in paths if not ALLOWED.fullmatch(path)] == []


def test_nothing_typed_chosen_or_read_is_in_the_profile(left: Left) -> None:
    assert len(left.secrets) >= 9
    read = ["does not delete your history", "Find support after abuse"]
    assert found(left.profile, [*left.secrets, *read]) == {}
