"""Each page answers as it should, with a heading that helps and a title that gives nothing away.

Titles stand in histories and in the list of open windows, so they name no place, no service, no
organisation and no kind of abuse. Every page also works when no service is listed at all.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from resources.choices import Channel, Publication
from resources.models import Service
from tests.factories import (
    CollectionFactory,
    ContactRouteFactory,
    OrganizationFactory,
    ServiceFactory,
    VerificationFactory,
)
from tests.pages.reading import Element, Page, read
from tests.rows_again import made_again

CODE = "bcdfgh"
REL = {"nofollow", "noreferrer", "noopener"}
PAGES = [
    ("/", "Where are you, or what do you need?", "Support directory"),
    ("/services/", "Support anywhere in the UK", "Services, page 1 of 1"),
    (f"/services/{CODE}/", "Rape crisis line", "Service details"),
    (f"/organizations/{CODE}/", "Incest Survivors", "Organisation details"),
    ("/lists/list/", "After an assault", "A list of services"),
    ("/safety/", "Staying safe online", "Staying safe online"),
    ("/about/", "About this directory", "About this directory"),
    ("/help/", "Kinds of help", "Kinds of help"),
    ("/privacy/", "Privacy", "Privacy"),
    ("/accessibility/", "Accessibility statement", "Accessibility"),
    ("/promises/", "What we promise", "What we promise"),
    ("/api/v1/docs/", "Open data for partners", "For partners"),
]
SITES = {
    Channel.WEBSITE: "site.example",
    Channel.WEBCHAT: "chat.example",
    Channel.WEB_FORM: "form.example",
    Channel.VIDEO_BSL: "sign.example",
}
FIXED = [
    "/",
    "/services/",
    "/safety/",
    "/about/",
    "/help/",
    "/privacy/",
    "/accessibility/",
    "/api/v1/docs/",
]
MISSING = [
    "/nothing/",
    "/services/zzzzzz/",
    "/services/ZZZZZZ/",
    "/services/zzzzz/",
    "/services/aeiou1/",
    "/organizations/zzzzzz/",
    "/lists/no-such-list/",
]


def make_listing() -> Service:
    """Make a service of an organisation, on a list, whose names would give a visit away."""
    organization = OrganizationFactory.make(
        code=CODE, name="Incest Survivors", website="https://www.incest-survivors.example/start"
    )
    service = ServiceFactory.make(code=CODE, name="Rape crisis line", organization=organization)
    for channel, host in SITES.items():
        address = f"https://{host}/a/b?c=d"
        ContactRouteFactory.make(service=service, channel=channel, value=address)
    ContactRouteFactory.make(service=service, channel=Channel.WHATSAPP, value="07537 432414")
    VerificationFactory.make(service=service, source_url="https://www.source.example/page")
    VerificationFactory.make(service=service, source_url="http://plain.example/", fields="hours")
    CollectionFactory.make(slug="list", title="After an assault", services=[service])
    return service


@pytest.fixture
def listing(db: None) -> Service:
    return made_again(make_listing)


@pytest.mark.proves("DESIGN 2.3")
@pytest.mark.parametrize(("address", "heading", "title"), PAGES)
def test_a_page_says_what_it_is_and_its_title_gives_nothing_away(
    address: str, heading: str, title: str, listing: Service, client: Client
) -> None:
    page = read(client, address)
    assert (page.status, page.heading, page.title) == (200, heading, title)


@pytest.mark.parametrize("address", MISSING)
def test_an_address_that_leads_nowhere_says_so_and_leads_on(
    address: str, listing: Service, client: Client
) -> None:
    page = read(client, address)
    assert (page.status, page.title) == (404, "Page not found")
    assert page.heading == "This page is not here"
    assert {"/services/", "/", "/safety/"} <= set(page.one("main").hrefs)


@pytest.mark.parametrize("address", FIXED)
def test_a_page_works_when_no_service_is_listed(address: str, db: None, client: Client) -> None:
    page = read(client, address)
    assert page.status == 200
    assert page.heading
    assert page.listed == []


@pytest.mark.parametrize(
    "publication", [Publication.DRAFT, Publication.IN_REVIEW, Publication.WITHDRAWN]
)
def test_a_list_and_an_organisation_stay_reachable_or_vanish_with_their_last_service(
    publication: Publication, listing: Service, client: Client
) -> None:
    Service.objects.filter(pk=listing.pk).update(publication=publication)
    assert read(client, "/lists/list/").status == 200
    assert read(client, f"/organizations/{CODE}/").status == 404


def _leads_away(link: Element) -> bool:
    """Tell whether a link leaves the site."""
    return bool(urlsplit(link.attrs["href"]).hostname)


def _shown_host(link: Element) -> str:
    return (urlsplit(link.attrs["href"]).hostname or "").removeprefix("www.")


@pytest.mark.proves("SAFETY 2.6")
@pytest.mark.parametrize("address", [address for address, _heading, _title in PAGES])
def test_a_link_to_another_site_says_where_it_leads_and_passes_nothing_on(
    address: str, listing: Service, client: Client
) -> None:
    page = read(client, address)
    leaving = read(client, "/safety/").section("Leaving this site quickly")
    outside = [link for link in page.all("a") if _leads_away(link)]
    assert outside, "the way out is on every page"
    for link in outside:
        assert set(link.attrs["rel"].split()) == REL
        assert "target" not in link.attrs
        # The way out is a short link; the page about safety names the site that it leads to.
        around = leaving if "Exit this page" in link.words else link
        assert _shown_host(link) in around.words


@pytest.mark.proves("SAFETY 2.6")
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/services/",
        f"/services/{CODE}/",
        f"/organizations/{CODE}/",
        "/lists/list/",
        "/services/?type=legal&region=leeds",
    ],
)
def test_a_page_with_links_to_other_sites_warns_that_they_may_have_no_way_out(
    address: str, listing: Service, client: Client
) -> None:
    """Also where the only such link is a chat that is open now, below a list or instead of one."""
    always = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
    chat = ServiceFactory.make(terms=["everyone", "helpline", "any-crime"], hours=always)
    chat.contacts.update(channel=Channel.WEBCHAT, value="https://talk.example/")
    main = read(client, address).one("main")
    assert [link for link in main.all("a") if _leads_away(link)]
    assert "leaves this site" in main.words
    assert "may have no exit button" in main.words


def test_every_kind_of_outside_link_stands_on_the_page_of_a_service(
    listing: Service, client: Client
) -> None:
    page = read(client, f"/services/{CODE}/")
    hosts = {_shown_host(link) for link in page.one("main").all("a") if _leads_away(link)}
    assert hosts == {*SITES.values(), "wa.me", "source.example", "plain.example"}


@pytest.mark.parametrize("address", [address for address, _heading, _title in PAGES])
def test_nothing_opens_a_new_window_and_nothing_loads_from_elsewhere(
    address: str, listing: Service, client: Client
) -> None:
    page = read(client, address)
    for one in page.walk():
        assert "target" not in one.attrs
        assert one.tag not in {"iframe", "embed", "object", "img"}
        is_fetched = one.tag == "link" and one.attrs.get("rel") != "alternate"
        source = one.attrs.get("src", "") or one.attrs.get("href", "") * is_fetched
        assert not urlsplit(source).netloc


@pytest.mark.proves("SAFETY 1.3")
@pytest.mark.parametrize("address", [*(one[0] for one in PAGES), "/nothing/"])
def test_the_way_out_comes_first_on_every_page(
    address: str, listing: Service, client: Client
) -> None:
    page: Page = read(client, address)
    first = page.one("body").all("a")[0]
    assert first.words == "Emergency: Exit this page"
    assert first.attrs["href"] == "https://www.bbc.co.uk/weather"
    body = page.one("body").words
    line = body.index("Exit does not delete your history.")
    assert line < body.index(page.heading)
    assert "/safety/" in page.one("nav", aria_label="Main").hrefs


DANGER = "In danger now"


@pytest.mark.proves("SAFETY 4.4")
@pytest.mark.parametrize(
    "address",
    ["/", "/services/", f"/services/{CODE}/", f"/organizations/{CODE}/", "/lists/list/"],
)
def test_a_page_with_services_begins_with_one_line_for_danger_that_opens(
    address: str, listing: Service, client: Client
) -> None:
    main = read(client, address).one("main")
    danger = main.one("details", class_="danger")
    assert next(one for one in main.children if isinstance(one, Element)) is danger
    assert danger.one("summary").words == f"{DANGER}: Call 999."
    assert {"tel:999", "tel:101"} <= set(danger.hrefs)
    for number in ("55", "18000"):
        assert number in danger.words


@pytest.mark.proves("SAFETY 4.4")
def test_the_page_about_safety_says_what_to_do_in_danger_and_folds_none_of_it_away(
    db: None, client: Client
) -> None:
    page = read(client, "/safety/")
    danger = page.one("section", id="now")
    assert danger.one("h2").words == DANGER
    assert not danger.has("details")
    assert {"tel:999", "tel:101"} <= set(danger.hrefs)
    assert "We last read this advice through on" in danger.words


@pytest.mark.proves("SAFETY 4.4")
@pytest.mark.parametrize("address", [*(one[0] for one in PAGES), "/nothing/"])
def test_every_page_says_whom_to_call_in_danger_where_nothing_has_to_be_opened(
    address: str, listing: Service, client: Client
) -> None:
    page = read(client, address)
    shown = page.walk(*page.all("details"))
    assert [one for one in shown if one.tag == "a" and one.attrs["href"] == "tel:999"]


FOLLOWABLE = re.compile(r"^(/|#|\?|https?://[a-z]|(tel|sms):[0-9])")
MISTYPED = [
    (Channel.WHATSAPP, "message us"),
    (Channel.PHONE, "call us"),
    (Channel.WEBSITE, "http://[wrong"),
    (Channel.WEBCHAT, "https://[talk"),
]


@pytest.mark.parametrize(("channel", "value"), MISTYPED)
def test_a_way_of_contact_that_was_mistyped_is_shown_as_words_and_takes_no_page_down(
    channel: Channel, value: str, listing: Service, client: Client
) -> None:
    listens, always = ["everyone", "helpline"], [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]
    service = ServiceFactory.make(terms=listens, hours=always)
    service.contacts.update(channel=channel, value=value)
    for address in ("/", "/services/", service.get_absolute_url()):
        page = read(client, address)
        assert page.status == 200
        assert all(FOLLOWABLE.match(href) for href in page.hrefs)
        assert not [link for link in page.all("a") if value in link.words]
        assert value in page.one("main").words or address == "/"
