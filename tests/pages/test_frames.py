"""A list joined from a kept frame says what its template says, and keeps nothing of a visit."""

from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from resources.content.glossary import words_in
from resources.curation import workflow
from resources.filters import ServiceFilter
from resources.models import Service
from resources.presenters import rendering, write_page
from resources.search import current_index
from resources.templatetags.plain_words import explained_in_brief
from resources.views import list_markup, pages, search
from resources.views.lists import ListPage
from tests.factories import ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db
SENTINEL = "qxsentinelqx"
# Of several headings, of one card and of none, with notes, and with what has a frame of its own.
ADDRESSES = (
    "/services/",
    "/services/?page=2",
    "/services/?region=E08000018",
    "/services/?region=E08000018&type=helpline&age=7",
    "/services/?region=W92000004&cost=paid",
    "/services/?near=rotherham",
    f"/services/?words={SENTINEL}",
    "/in/rotherham/",
    "/in/england/",
)


@pytest.fixture(autouse=True)
def services(monkeypatch: pytest.MonkeyPatch) -> list[Service]:
    """Enough services for two pages, near and far, some of whose cards hold short forms."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    for module in (pages, search):
        monkeypatch.setattr(module, "this_minute", lambda: now)
    made = [
        ServiceFactory.make(
            areas=["rotherham" if number % 3 else "united-kingdom"],
            terms=["helpline", "everyone"],
            summary=f"An ISVA listens, {number}." if number % 2 else "They listen.",
        )
        for number in range(12)
    ]
    return [*Service.objects.filter(pk__in=[one.pk for one in made])]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the templates write of each list that is shown, in one go and without marks."""
    found: list[str] = []
    show = list_markup.show_list

    def shown(page: ListPage, filterset: ServiceFilter, **how: Any) -> HttpResponse:
        bare = write_page(page)
        main = bare.partition("<main")[2].partition("</main>")[0]
        words = explained_in_brief(frozenset(words_in(main, only_short=True)))
        found.append(write_page(replace(page, words=words)))
        return show(page, filterset, **how)

    for module in (pages, search):
        monkeypatch.setattr(module, "show_list", shown)
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_list_is_what_its_template_writes_the_first_time_and_later(
    client: Client, written: list[str], address: str
) -> None:
    for _time in range(3):
        page = client.get(address)
        assert page.status_code == 200
        assert page.content.decode() == written.pop()


def test_the_answer_to_a_search_is_what_its_template_writes(
    client: Client, written: list[str]
) -> None:
    for words in ("somebody to talk to in Rotherham", "S60 2TH", "i want to die", SENTINEL):
        page = client.post("/find", {"words": words}, follow=True)
        assert page.content.decode() == written.pop()


def test_a_frame_that_was_written_is_not_written_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get("/services/").content

    def refused(_page: Any) -> None:
        raise AssertionError("It was written before.")

    monkeypatch.setattr(list_markup, "write_page", refused)
    assert client.get("/services/").content == first
    with pytest.raises(AssertionError):
        client.get("/services/?near=rotherham")


@pytest.mark.parametrize(
    "asked",
    [
        {"words": f"{SENTINEL} help"},
        {"words": f"{SENTINEL} S60 2TH"},
        {"words": "S60 2TH"},
        {"age": "17"},
        {"channel": "text", "region": "E08000018"},
        {},
    ],
)
def test_nothing_of_a_search_is_kept_with_a_frame(client: Client, asked: dict[str, str]) -> None:
    page = client.post("/find", asked, follow=True)
    assert page.status_code == 200
    token = page.redirect_chain[0][0]
    assert token not in str(current_index()._lasting)
    index = current_index()
    assert not [key for key in index._lasting if "frame" in key]
    assert SENTINEL not in str((index._lasting, index._kept))


@pytest.mark.parametrize(
    "asked",
    [f"{SENTINEL}=1", f"type={SENTINEL}", f"page={SENTINEL}", f"{SENTINEL}=1&region=E08000018"],
)
def test_nothing_that_only_stands_in_a_link_is_kept(client: Client, asked: str) -> None:
    assert client.get(f"/services/?{asked}").status_code == 200
    index = current_index()
    assert SENTINEL not in str((index._lasting, index._kept))


@pytest.mark.parametrize(
    "typed", ["\ufdd0evil\ufdd1", "rape \ufdd0card\ufdd1", "\ufdd0filters\ufdd1"]
)
@pytest.mark.parametrize("field", ["words", "place"])
def test_what_is_typed_is_never_read_as_a_mark(client: Client, typed: str, field: str) -> None:
    answer = client.post("/find", {"words": "rape", "place": "", field: typed}, follow=True)
    assert answer.status_code == 200
    assert answer.content.decode().count("<main") == 1
    assert answer.content.decode().count('id="filters"') <= 1


def test_what_is_kept_is_written_for_nobody(
    client: Client, monkeypatch: pytest.MonkeyPatch, services: list[Service]
) -> None:
    given: list[HttpRequest] = []

    def noted(_template: str, _variables: Any, request: HttpRequest) -> str:
        given.append(request)
        return ""

    monkeypatch.setattr(rendering, "render_to_string", noted)
    client.get("/services/?region=E08000018", HTTP_REFERER=f"https://{SENTINEL}.example/")
    client.get(f"/services/{services[0].code}/", HTTP_REFERER=f"https://{SENTINEL}.example/")
    assert len(given) == 2
    assert not any(request.META or request.path or request.method for request in given)


def test_who_is_withdrawn_is_gone_from_list_and_page_with_the_next_request(
    client: Client, services: list[Service]
) -> None:
    gone = services[0]
    address = f"/services/{gone.code}/"
    lists = ("/services/", "/services/?page=2")
    for _time in range(2):
        assert client.get(address).status_code == 200
        assert any(address in client.get(one).content.decode() for one in lists)
    workflow.withdraw(
        Service.objects.get(pk=gone.pk), UserFactory.make(), timezone.now(), "Closed."
    )
    assert client.get(address).status_code == 410
    assert not any(address in client.get(one).content.decode() for one in lists)
