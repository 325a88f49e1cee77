"""A list inside somebody else's post, in a Firefox as people have it: nothing of us stays."""

import html
import re
import sqlite3
import urllib.request
from pathlib import Path

import pytest

from tests.browser.posts import HOSTS, TITLE, overheard, post
from tests.infrastructure.bidi import Firefox, FirefoxTab
from tests.infrastructure.firefox import stock_firefox
from tests.infrastructure.profiles import listed

pytestmark = pytest.mark.browser
PREVIEW = "/embed/preview/?list=first-steps"
FRAME = re.compile(r'<textarea id="frame"[^>]*>(.*?)</textarea>', re.DOTALL)
STYLED = "getComputedStyle(document.querySelector('h1')).fontFamily.includes('serif')"
FITS = "document.documentElement.scrollWidth <= innerWidth"


def pasted(address: str, attributes: str) -> str:
    """Return the frame that an author takes from us, on a phone, with what a site adds to it."""
    with urllib.request.urlopen(address + PREVIEW, timeout=30) as page:  # noqa: S310  our own server
        [found] = FRAME.findall(page.read().decode())
    markup = html.unescape(found).strip().replace('width="600"', 'width="320"')
    return markup.replace("<iframe", f"<iframe{attributes}")


def inside(tab: FirefoxTab) -> FirefoxTab:
    """Return the frame of a post, once the list is there and has its sheet."""
    found = tab.frame()
    found.until("document.readyState === 'complete' && document.body.innerText.includes('116 123')")
    return found


def read_post(browser: Firefox, address: str, host: str) -> None:
    """Open a post with the list in it as a person does, and see what they see."""
    headers, sandbox = HOSTS[host]
    with post(headers, pasted(address, sandbox)) as host_address, browser.tab() as tab:
        tab.open(host_address)
        list_shown = inside(tab)
        assert list_shown.evaluate(STYLED), host
        assert list_shown.evaluate(FITS), host
        assert list_shown.evaluate("document.scripts.length") == 0
        assert list_shown.evaluate("document.referrer") == ""
        assert (tab.evaluate("document.title"), tab.where()) == (TITLE, host_address)
        # The empty tab, and the post.
        assert tab.evaluate("history.length") <= 2, host


def rows(file: Path, question: str) -> list[str]:
    with sqlite3.connect(file) as database:
        return [str(row[0]) for row in database.execute(question)]


def test_a_frame_loads_in_any_post_and_stays_in_no_history(address: str, tmp_path: Path) -> None:
    asked: list[dict[str, str]] = []
    profile = tmp_path / "profile"
    with overheard(address, asked) as ours, stock_firefox(profile) as browser:
        for host in HOSTS:
            asked.clear()
            read_post(browser, ours, host)
            paths = {one["path"].split("/")[1] for one in asked}
            # The sheet is asked for once, and kept.
            assert {"embed"} <= paths <= {"embed", "static"}, host
            for one in asked:
                assert not {"cookie", "referer"} & set(one), (host, one)
    shown = rows(profile / "places.sqlite", "SELECT url FROM moz_places WHERE hidden = 0")
    assert [url for url in shown if url.startswith("http://localhost:")]
    assert not listed(profile, ours)
    assert rows(profile / "cookies.sqlite", "SELECT host FROM moz_cookies") == []
