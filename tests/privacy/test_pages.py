"""Every page begins with the way out, runs only its script, and loads nothing from elsewhere."""

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.api.problems import problem
from tests.pages.reading import Element, Page
from tests.privacy.asking import FORMS, PAGES, PREFETCH, ROUTES, Exchange, ask, page_of

FOCUSED = {"a", "button", "input", "select", "textarea", "summary", "iframe", "area"}
LOADING = {"src", "srcset", "poster", "background", "data", "action", "formaction", "ping"}
# Where an author of a post chooses from menus of ours; nothing is typed there.
AUTHORS = ROUTES["embed-preview"]
# Relative where the address is a secret, which stands nowhere in its page.
FORM_ADDRESSES = {ROUTES[name] for name in FORMS} | {".", "..", AUTHORS}
RUNNING = {"script", "iframe", "object", "embed", "frame", "applet", "style", "base"}


@pytest.fixture(params=PAGES, ids=str)
def page(request: pytest.FixtureRequest, visitor: Client) -> Page:
    """Every page that a person can be shown, errors included."""
    exchange: Exchange = request.param
    return page_of(ask(visitor, exchange))


def elements(page: Page) -> list[Element]:
    return list(page.walk())


@pytest.mark.proves("SAFETY 1.1")
def test_the_way_out_is_the_first_thing_on_every_page(page: Page, settings: LazySettings) -> None:
    body = page.one("body")
    [first, *_rest] = [one for one in body.children if isinstance(one, Element)]
    reached = [one for one in body.walk() if one.tag in FOCUSED]
    way_out = reached[0]
    assert way_out in list(first.walk())
    assert way_out.attrs["href"] == settings.EXIT_URL
    assert way_out.words == "Emergency: Exit this page"
    assert way_out.attrs["rel"].split() == ["nofollow", "noreferrer", "noopener"]
    assert not {"target", "tabindex", "ping"} & way_out.attrs.keys()
    assert not [one for one in elements(page) if one.attrs.get("tabindex", "0") > "0"]


@pytest.mark.proves("SAFETY 2.1")
def test_no_page_runs_or_embeds_anything_but_the_script_of_the_way_out(page: Page) -> None:
    [script] = [one for one in elements(page) if one.tag in RUNNING]
    assert script.tag == "script"
    assert script.attrs["src"] == "/static/js/exit.js"
    # It guards the page before anything is shown: neither late nor after title and style sheet.
    assert not {"defer", "async", "type"} & script.attrs.keys()
    order = [one for one in page.one("head").children if isinstance(one, Element)]
    assert [one.tag for one in order[:2]] == ["meta", "script"]
    written = [name for one in elements(page) for name in one.attrs]
    assert not [name for name in written if name.startswith("on") or name == "style"]


@pytest.mark.proves("SAFETY 2.1")
def test_no_page_loads_anything_from_another_site(page: Page) -> None:
    links = [one.attrs for one in page.all("link")]
    assert links
    for one in links:
        assert one["rel"] in {"stylesheet", "icon", "alternate"}
        # A browser fetches no alternate; programs that write posts need the whole address.
        ours = "http://testserver/oembed?" if one["rel"] == "alternate" else ("/static/", "data:,")
        assert one["href"].startswith(ours)
    loaded = [
        (one.tag, value)
        for one in elements(page)
        for name, value in one.attrs.items()
        if name in LOADING and not value.startswith("/static/")
    ]
    assert {tag for tag, _value in loaded} <= {"form"}
    assert {value for _tag, value in loaded} <= FORM_ADDRESSES
    refreshed = [one.attrs for one in page.all("meta") if "http-equiv" in one.attrs]
    assert refreshed == []


@pytest.mark.proves("SAFETY 2.2")
def test_a_form_puts_what_is_typed_into_no_address_and_asks_for_no_memory(page: Page) -> None:
    for form in page.all("form"):
        is_chosen = form.attrs["action"] == AUTHORS
        assert form.attrs["method"] == ("get" if is_chosen else "post")
        assert not (is_chosen and [*form.all("input"), *form.all("textarea")])
        assert form.attrs["action"] in FORM_ADDRESSES
        assert form.attrs["autocomplete"] == "off"
        hidden = [one.attrs for one in form.all("input") if one.attrs.get("type") == "hidden"]
        assert hidden == []


@pytest.mark.proves("SAFETY 2.6")
def test_no_link_opens_a_window_or_leaves_with_a_name(page: Page) -> None:
    for link in page.all("a"):
        assert "target" not in link.attrs
        if "//" in link.attrs["href"]:
            assert link.attrs["rel"].split() == ["nofollow", "noreferrer", "noopener"]


def test_no_error_repeats_what_was_asked_for(visitor: Client) -> None:
    for exchange in (
        Exchange(404, "/qxsentinelqx/?a=qxsentinelqx"),
        Exchange(404, "/api/v1/qxsentinelqx/"),
        Exchange(500, "/broken/?a=qxsentinelqx"),
        Exchange(400, "/qxsentinelqx/", headers={"Host": "qxsentinelqx.example"}),
        Exchange(410, "/r/qxsentinelqx/"),
        Exchange(200, "/services/?region=qxsentinelqx&qxsentinelqx=1"),
    ):
        assert "qxsentinelqx" not in ask(visitor, exchange).content.decode()


def test_a_program_is_answered_in_json_also_when_something_breaks(visitor: Client) -> None:
    elsewhere = Exchange(400, "/api/v1/services/", headers={"Host": "elsewhere.example"})
    for exchange in (
        elsewhere,
        Exchange(400, "/api/v1/services/", headers={"Host": "a/b.example:x"}),
        Exchange(404, "/api/v1/nothing/"),
        Exchange(404, "/api/v2/"),
        Exchange(405, "/api/v1/services/", "DELETE"),
        Exchange(405, "/api/v1/docs/", "POST"),
        Exchange(500, "/api/broken/"),
        Exchange(503, "/api/v1/services/", headers=PREFETCH),
    ):
        assert problem(ask(visitor, exchange))["errors"] == []
