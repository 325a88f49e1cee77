"""Each page explains its own short forms and rare words, and no others.

Every page of the shipped listings is read: each service, organisation and short list, the lists of
all services, of each wide area and of each kind of choice, and the pages that are always there.
"""

import re
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import resolve

from directory.middleware import NO_VISITS
from resources.choices import RegionLevel
from resources.models import Collection, Organization, Service, TaxonomyTerm
from resources.regions import all_regions
from tests.pages.explaining import complaints, explained
from tests.pages.reading import Page, read
from tests.privacy.asking import FOR_PROGRAMS, ROUTES
from tests.shipped import share

# Who runs a service knows its words.
FOR_PROVIDERS = {"confirm", "confirm-again", "confirm-sent", "confirm-sent-part"}
FIXED = (
    "safety",
    "about",
    "help",
    "privacy",
    "accessibility",
    "promises",
    "api/v1/docs",
    "embed/preview",
)
SEARCHES = ("S60 1AE", "Newport", "TD15", "Jersey", "BFPO 1", "France", "Xyzzyhampton")
LISTS = re.compile(r"^/(services/(\?|$)|in/|r/)")
FAULTS = tuple(f"/fault/{status}/" for status in (400, 403, 404, 500))
NOTHING = "/nothing/"
NO_NAMES: frozenset[str] = frozenset()


def _addresses() -> Iterator[str]:
    """Yield the address of every page, and of each kind of list."""
    yield "/"
    yield from (f"/{name}/" for name in FIXED)
    for rows in (Service.objects, Organization.objects, Collection.objects):
        yield from (one.get_absolute_url() for one in rows.published())
    yield from (f"/services/?page={page}" for page in range(1, 9))
    yield from (f"/services/?channel={one}" for one in ("phone", "text", "webchat", "video_bsl"))
    for term in TaxonomyTerm.objects.select_related("taxonomy"):
        yield f"/services/?{term.taxonomy.slug.replace('-', '_')}={term.code}"
    wide = {RegionLevel.NATION, RegionLevel.REGION, RegionLevel.CROWN_DEPENDENCY}
    yield from (f"/in/{one.slug}/" for one in all_regions() if one.level in wide)
    yield "/r/old/"


def _own_names() -> set[str]:
    """Return the words of the names that services and organisations give themselves.

    One that is not among a share is named on the page of another.
    """
    return {
        word
        for row in share(1)
        for name in (row.get("name", ""), row.get("alternate_name", ""))
        for word in re.findall(r"[\w&+]+", name)
    }


@pytest.mark.long
@pytest.mark.proves("SAFETY 3.1")
def test_every_page_explains_its_own_rare_words_and_no_others(
    shipped_share_once: int, db: None, settings: LazySettings
) -> None:
    settings.ROOT_URLCONF = "tests.browser.faults"
    client = Client(raise_request_exception=False)
    names = _own_names()
    addresses = [*_addresses(), *FAULTS, NOTHING]
    addresses += [client.post("/find", {"place": one})["Location"] for one in SEARCHES]
    mistake = f"{Service.objects.published()[0].get_absolute_url()}mistake/"
    addresses += [mistake, f"{mistake}sent/", client.post(mistake)["Location"]]
    pages = {one: read(client, one) for one in addresses}
    found = {
        address: complaints(page, names, only_short=bool(LISTS.match(address)))
        for address, page in pages.items()
    }

    assert {address: said for address, said in found.items() if said} == {}
    assert len(pages) > (150 if shipped_share_once > 1 else 400)
    # A new page is read too: no route is left out.
    opened = {resolve(one.partition("?")[0]).view_name for one in addresses if one != NOTHING}
    routes = {name for name in ROUTES if not name.startswith("api-")} | {"api-docs"}
    framed = {"embed-collection", "embed-area", "embed-region"}
    left = {"find", *framed, *NO_VISITS, *FOR_PROVIDERS, *FOR_PROGRAMS}
    assert opened - {"fault"} == routes - left
    assert len(set().union(*(explained(page) for page in pages.values()))) > 30


PAGE = """<body><main><h1>Help</h1>{}<section aria-labelledby="meanings"><h2>Words on this page</h2>
<dl>{}</dl></section></main></body>"""
REFUGE = "<div><dt>Refuge</dt><dd>A safe place.</dd></div>"
ISVA = "<div><dt>ISVA (independent sexual violence adviser)</dt><dd>A worker.</dd></div>"


@pytest.mark.proves("SAFETY 5.1")
@pytest.mark.parametrize(
    ("text", "told", "said"),
    [
        ("<p>Ask an ISVA.</p>", "", ["'ISVA' is not explained"]),
        ("<p>Two ISVAs</p><p>A refuge</p>", ISVA, ["'Refuge' is not explained"]),
        ("<details><p>All Refuges</p></details>", "", ["'Refuge' is not explained"]),
        ("<p>Ask the XQZ or A&amp;E.</p>", "", ["'A&E' is no word", "'XQZ' is no word"]),
        ("<p>Ask.</p>", ISVA, ["'ISVA' is explained and not there"]),
        ("<p>Ask.</p>", REFUGE.replace("safe", "NHS"), ["'NHS' is not", "'Refuge' is explained"]),
        ("<p>Ask an ISVA in the UK, or text REGISTER to 999. S60 1AE</p>", ISVA, []),
        ("<p>Refugees.</p><code>ISVA</code><bdi>refuge.example</bdi><p>A refuge</p>", REFUGE, []),
        ("<p>Run by the RASASC.</p>", "", []),
    ],
)
def test_a_word_without_an_explanation_is_noticed(text: str, told: str, said: list[str]) -> None:
    found = complaints(Page(PAGE.format(text, told)), {"RASASC"})
    assert [one[: len(start)] for one, start in zip(found, said, strict=True)] == said


def test_where_there_is_no_room_for_more_short_forms_alone_are_asked_for() -> None:
    page = Page(PAGE.format("<p>A refuge, an ISVA</p>", ""))
    assert complaints(page, NO_NAMES, only_short=True) == ["'ISVA' is not explained"]
    assert len(complaints(page, NO_NAMES)) == 2


@pytest.mark.proves("SAFETY 3.1")
@pytest.mark.usefixtures("shipped_share_once")
def test_a_word_that_is_explained_can_be_linked_to_by_an_address_that_tells_nothing(
    client: Client, db: None
) -> None:
    whole = read(client, "/help/")
    ids = [one.attrs["id"] for one in whole.walk() if one.attrs.get("id", "").startswith("word-")]
    assert len(ids) > 40
    assert all(re.fullmatch(r"word-[a-z0-9]{3}", one) for one in ids)
    listed = read(client, "/services/")
    assert {one.attrs.get("id") for one in listed.all("div")} & set(ids)
    assert "/help/#words" in listed.hrefs
    assert whole.has("h2", id="words")


@pytest.mark.usefixtures("shipped_share_once")
def test_a_few_words_are_not_folded_away_and_many_are(client: Client, db: None) -> None:
    few = read(client, "/safety/").section("Words on this page")
    assert not few.has("details")
    many = read(client, "/").section("Words on this page")
    assert many.one("summary").words == f"What {len(many.all('dt'))} words mean"
