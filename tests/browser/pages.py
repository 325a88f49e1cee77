"""Every page, and every state of a page, that a person can come to: the one list of them.

A new page is one line here; each check of the browser's tests then opens it.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection
from typing import Final
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize


@dataclass(frozen=True, eq=False, slots=True)
class State:
    """A page in one state: an address, or what a person sends with the form, and the status.

    `form` is the address of that form. `like` names a state that has every part of this one: what
    takes long is asked of that one.
    """

    name: str
    path: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    like: str = ""
    form: str = "/find"

    def __str__(self) -> str:
        """Name the state in a report."""
        return self.name


# The two windows that pages are made for.
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 900}
# Words that no place and no service knows.
NOWHERE = "Xyzzyhampton"

STATES = (
    State("front", "/"),
    State("list", "/services/"),
    State("list, second page", "/services/?page=2", like="list"),
    State(
        "list with filters", "/services/?region=E08000018&region=E08000038&channel=phone&cost=free"
    ),
    State("list of extremes", "/in/isles-of-scilly/"),
    State("area", "/in/rotherham/", like="list of extremes"),
    State("nothing found", "/services/?region=M83000003"),
    State("hardly anything found", "/services/?region=W92000004&type=sarc"),
    State("words of no sure meaning", asked={"words": "everything is in the drawer for them"}),
    State("filter not understood", "/services/?region=nowhere", like="place not found"),
    State("place found", asked={"place": "S60 1AE"}, like="list with filters"),
    State("several places", asked={"place": "Newport"}),
    State("place not found", asked={"place": NOWHERE}),
    State("border of nations", asked={"place": "TD15"}, like="several places"),
    State("overseas", asked={"place": "France"}, like="several places"),
    State("expired search", "/r/old/", status=410, like="place not found"),
    State("service, much known", "/services/9tdn9r/"),
    State("service, little known", "/services/tf5nsz/"),
    State("service, long words", "/services/xtrm24/"),
    State("service, right to left", "/services/xtrm25/"),
    State("service, no longer listed", "/services/xtrm27/", status=410),
    State("mistake", "/services/9tdn9r/mistake/"),
    State("mistake, to change", asked={"words": "x" * 301}, form="/services/9tdn9r/mistake/"),
    State("mistake, long words", "/services/xtrm24/mistake/", like="mistake"),
    State("mistake, sent", "/services/9tdn9r/mistake/sent/"),
    State("organisation", "/organizations/z63n28/"),
    State("organisation, long words", "/organizations/xtrm22/"),
    State("short list", "/lists/first-steps/"),
    State("short list, long words", "/lists/far-apart/"),
    State("safety", "/safety/"),
    State("about", "/about/"),
    State("kinds of help", "/help/"),
    State("privacy", "/privacy/"),
    State("accessibility", "/accessibility/"),
    State("promises", "/promises/"),
    State("interface for programs", "/api/v1/docs/"),
    State("bad request", "/fault/400/", status=400, like="not found"),
    State("forbidden", "/fault/403/", status=403, like="not found"),
    State("not found", "/nothing-here/", status=404),
    State("our mistake", "/fault/500/", status=500, like="not found"),
)

# All of them, those that have every part of another one by `make endurance`.
EVERY_STATE = [
    pytest.param(state, marks=pytest.mark.endurance) if state.like else state for state in STATES
]
# One of each layout.
LAYOUTS = tuple(state for state in STATES if not state.like)


@cache
def path_of(state: State, server: str) -> str:
    """Return where the state is found on a server; a search is sent once, as its form sends it."""
    if not state.asked:
        return state.path
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with closing(HTTPConnection(urlsplit(server).netloc, timeout=20)) as connection:
        connection.request("POST", state.form, urlencode(state.asked), form)
        answer = connection.getresponse()
        assert answer.status == 303
        return str(answer.headers["Location"])


def opened(page: Page, state: State, server: str) -> Page:
    """Open a state in the browser, and see that it is the one that was meant."""
    answer = page.goto(server + path_of(state, server))
    assert answer is not None
    assert answer.status == state.status, state.name
    return page
