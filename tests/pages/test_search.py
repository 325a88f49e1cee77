"""Searching by form: a typed place finds what serves it, and nothing typed is in any address."""

import re
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from resources.models import TaxonomyTerm
from resources.private_search.form import PrivateSearch, area_code, encrypt_search
from resources.regions import all_regions
from tests.factories import ServiceFactory, term
from tests.pages.reading import Page

pytestmark = pytest.mark.django_db

HEADING = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
ANYWHERE = "Support anywhere in the UK"


def search(client: Client, **form: str | list[str]) -> str:
    """Send the form and return the page that answers it."""
    answer = client.post("/find", form)
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    assert page.status_code == 200
    return page.content.decode()


def heading(page: str) -> str:
    """Return the words of a page's h1."""
    found = HEADING.search(page)
    assert found
    return found[1].strip()


def counts(page: str) -> str:
    """Return how many services a page says that its list holds."""
    return Page(page).counts


@pytest.mark.proves("SAFETY 3.7")
@pytest.mark.parametrize("typed", ["S60 1AE", "s601ae", "Rotherham", " rotherham ", "nr Rotherham"])
def test_any_spelling_of_a_place_finds_what_serves_it(client: Client, typed: str) -> None:
    ServiceFactory.make(name="Local", areas=["rotherham"])
    ServiceFactory.make(name="Elsewhere", areas=["leeds"])
    page = search(client, place=typed)

    assert "Local" in page
    assert "Elsewhere" not in page
    assert re.match(r"Support (for|near) Rotherham", heading(page))
    assert counts(page) == "1 there."


@pytest.mark.proves("SAFETY 2.2")
def test_nothing_typed_is_in_the_address_or_on_the_page_that_answers(client: Client) -> None:
    answer = client.post("/find", {"place": "S60 1AE"})
    page = client.get(answer["Location"]).content.decode().lower()

    assert re.fullmatch(r"/r/[A-Za-z0-9_-]+/", answer["Location"])
    assert "s60" not in answer["Location"].lower()
    assert "s60" not in page
    assert "1ae" not in page


def test_a_town_of_many_places_is_offered_to_choose_from(client: Client) -> None:
    ServiceFactory.make(name="Gwent", areas=["newport"])
    page = search(client, place="newport")

    assert "There is more than one place with that name." in page
    link = re.search(r'href="(/r/[^"]+/)">Newport, Wales<', page)
    assert link
    chosen = client.get(link[1]).content.decode()
    assert heading(chosen) == "Support for Newport, Wales"
    assert counts(chosen) == "1 there."
    assert "Gwent" in chosen


def test_a_postcode_on_a_border_shows_both_nations_and_asks_for_the_rest(client: Client) -> None:
    ServiceFactory.make(name="North", areas=["scottish-borders"])
    ServiceFactory.make(name="South", areas=["northumberland"])
    page = search(client, place="TD15")

    assert "That postcode lies on a border" in page
    assert "North" in page
    assert "South" in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Jersey", "That place is outside the UK."),
        ("IM1 1AA", "That place is outside the UK."),
        ("France", "That place is outside the UK."),
        ("BFPO 801", "A forces address has no place on the map."),
        ("qwxyzzy", "We do not know that place."),
    ],
)
def test_a_place_that_is_not_on_our_map_has_an_honest_answer(
    client: Client, typed: str, told: str
) -> None:
    ServiceFactory.make(name="For everyone")
    page = search(client, place=typed)

    assert told in page
    assert "For everyone" in page


@pytest.mark.proves("SAFETY 3.7")
@pytest.mark.parametrize("typed", ["", "   ", "I don't know", "anywhere"])
def test_not_knowing_a_place_is_an_answer(client: Client, typed: str) -> None:
    ServiceFactory.make()

    page = search(client, place=typed)
    assert (heading(page), counts(page)) == (ANYWHERE, "1 service.")


def test_a_typed_place_outranks_an_area_chosen_from_the_list(client: Client) -> None:
    page = search(client, place="Leeds", region="E08000018")

    assert "Leeds" in heading(page)
    assert "Rotherham" not in heading(page)


def test_a_county_is_one_filter_to_take_off(client: Client) -> None:
    ServiceFactory.make(areas=["burnley"])
    page = search(client, place="Lancashire", type=[term("housing").code])

    assert heading(page).endswith("in Lancashire, North West")
    links = [one for one in Page(page).all("a") if one.words.startswith("Take off: ")]
    assert [one.one("bdi").words for one in links] == [
        "Lancashire, North West",
        term("housing").name,
    ]
    without = client.get(links[0].attrs["href"]).content.decode()
    assert "Lancashire" not in heading(without)


def test_pages_of_an_answer_follow_each_other_under_one_token(client: Client) -> None:
    for _ in range(12):
        ServiceFactory.make(areas=["rotherham"])
    address = client.post("/find", {"place": "rotherham"})["Location"]
    first = client.get(address).content.decode()
    second = client.get(f"{address}?page=2").content.decode()

    assert 'href="?page=2"' in first
    assert "<title>Search results, page 2 of 2</title>" in second
    assert 'href="."' in second


def test_two_equal_searches_have_two_addresses(client: Client) -> None:
    form = {"place": "rotherham"}

    assert client.post("/find", form)["Location"] != client.post("/find", form)["Location"]


@pytest.mark.parametrize("token", ["broken", "gAAAAABm" + "A" * 200])
def test_a_broken_address_shows_the_form_again_with_a_kind_sentence(
    client: Client, token: str
) -> None:
    answer = client.get(f"/r/{token}/")

    assert answer.status_code == 410
    assert "The answer to your search is gone." in answer.content.decode()
    assert 'action="/find"' in answer.content.decode()


def test_an_address_is_forgotten_after_the_time_that_was_set(
    client: Client, settings: LazySettings
) -> None:
    settings.SEARCH_TOKEN_MINUTES = 5
    asked = PrivateSearch({"region": ("E08000018",)}, "Rotherham")
    young = encrypt_search(asked, timezone.now() - timedelta(minutes=4))
    old = encrypt_search(asked, timezone.now() - timedelta(minutes=6))

    assert client.get(f"/r/{young}/").status_code == 200
    assert client.get(f"/r/{old}/").status_code == 410


def test_an_address_tells_no_more_than_the_minute_of_a_search(client: Client) -> None:
    address = client.post("/find", {"region": "E08000018"}).headers["Location"]
    token = address.removeprefix("/r/").removesuffix("/")
    # A Fernet token begins with its version, one byte, and the second in which it was made, eight.
    made = urlsafe_b64decode(token[:12])[1:9]

    assert int.from_bytes(made) % 60 == 0


@pytest.mark.parametrize(("site", "status"), [("same-origin", 303), ("none", 303), (None, 303)])
def test_our_own_form_is_read(client: Client, site: str | None, status: int) -> None:
    headers = {"Sec-Fetch-Site": site} if site else {}

    assert client.post("/find", {"place": "Leeds"}, headers=headers).status_code == status


@pytest.mark.proves("SAFETY 2.1")
@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_a_form_of_another_site_is_refused(client: Client, site: str) -> None:
    answer = client.post("/find", {"place": "Leeds"}, headers={"Sec-Fetch-Site": site})

    assert answer.status_code == 403
    assert "Exit this page" in answer.content.decode()


def test_asking_for_the_form_s_address_leads_to_the_list(client: Client) -> None:
    answer = client.get("/find")

    assert (answer.status_code, answer["Location"]) == (303, "/services/")


def test_a_form_with_too_much_in_it_is_read_as_far_as_a_form_of_ours_goes(client: Client) -> None:
    ServiceFactory.make(areas=["leeds"])
    page = search(client, region=["E08000035"] * 500, secret="x" * 5_000)

    assert (heading(page), counts(page)) == ("Support for Leeds", "1 there.")


def test_an_answer_is_compressed_and_its_own_address_is_not_in_it(client: Client) -> None:
    for _ in range(12):
        ServiceFactory.make(areas=["rotherham"])
    address = client.post("/find", {"place": "rotherham", "type": term("housing").code})["Location"]

    assert client.get(address, headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"
    for page in ("", "?page=2"):
        text = client.get(address + page).content.decode()
        assert "Take off:" in text
        assert address.removeprefix("/r/").strip("/") not in text


def test_the_links_of_an_answer_are_new_each_time_it_is_shown(client: Client) -> None:
    address = client.post("/find", {"place": "rotherham", "type": term("housing").code})["Location"]
    first, second = (
        set(re.findall("/r/[^/]+/", client.get(address).content.decode())) for _ in range(2)
    )

    assert len(first) == len(second) == 2
    assert first.isdisjoint(second)


@pytest.mark.parametrize("page", ["sentinel", "2sentinel", "99999", "-1", "<b>"])
def test_a_page_that_does_not_exist_is_not_repeated_in_an_answer(client: Client, page: str) -> None:
    address = client.post("/find", {"place": "rotherham"})["Location"]
    plain = client.get(address).content.decode()
    odd = client.get(address, {"page": page}).content.decode()

    assert re.sub("/r/[^/]+/", "", odd) == re.sub("/r/[^/]+/", "", plain)


def test_an_area_of_the_menu_is_sent_by_its_name(client: Client) -> None:
    ServiceFactory.make(areas=["bristol-city-of"])
    for word in ("Bristol, City of", "E06000023"):
        page = search(client, region=word)
        assert heading(page) == "Support for Bristol, City of"
        assert counts(page) == "1 there."


def test_every_area_of_the_menu_is_found_by_its_name() -> None:
    codes = {one.name: one.code for one in all_regions()}
    assert {name: area_code(name) for name in codes} == codes
    assert {name: area_code(f"{name} (12)") for name in codes} == codes


def test_the_menu_says_how_many_services_each_area_would_find(client: Client) -> None:
    ServiceFactory.make(areas=["bristol-city-of"], name="One")
    ServiceFactory.make(areas=["united-kingdom"], name="Two", terms=["counselling"])
    page = search(client, region="Bristol, City of")
    assert "<option selected>Bristol, City of (2)</option>" in page
    assert "<option>Plymouth (1)</option>" in page
    assert "<option>Wales (1)</option>" in page
    assert heading(search(client, region="Plymouth (1)")) == "Support for Plymouth"
    # The other choices count: somebody who asks for counselling finds one of the two.
    counselling = TaxonomyTerm.objects.get(slug="counselling")
    narrowed = search(client, type=counselling.code, region="Bristol, City of")
    assert "<option selected>Bristol, City of (1)</option>" in narrowed


def test_the_pages_of_an_expired_answer_follow_each_other(client: Client) -> None:
    for _ in range(12):
        ServiceFactory.make()

    assert "<title>Search results, page 2 of 2" in client.get("/r/old/?page=2").content.decode()
