"""A list joined from a kept frame says what its template says, and keeps nothing of a visit."""

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from django.utils.safestring import SafeString

from resources.content.glossary import words_in
from resources.curation import workflow
from resources.filters import ServiceFilter
from resources.models import Service
from resources.presenters import FilterForm, FormErrors, cards, choices, rendering, write_page
from resources.search import current_index
from resources.templatetags.plain_words import explained_in_brief
from resources.views import list_markup, list_shapes, pages, search
from resources.views.lists import ListPage
from tests.factories import ServiceFactory, UserFactory, term

pytestmark = pytest.mark.django_db
SENTINEL = "qxsentinelqx"
# The package has a function of the same name.
forms = import_module("resources.presenters.filter_markup")
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
    write = list_markup.write_list

    def shown(page: ListPage, filterset: ServiceFilter, **how: Any) -> str:
        bare = write_page(page)
        main = bare.partition("<main")[2].partition("</main>")[0]
        words = explained_in_brief(frozenset(words_in(main, only_short=True)))
        found.append(write_page(replace(page, words=words)))
        return write(page, filterset, **how)

    for module in (pages, list_markup):
        monkeypatch.setattr(module, "write_list", shown)
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


@pytest.mark.parametrize(
    "asked",
    [
        {"words": f"{SENTINEL} <b>\"help\" & 'me'", "age": "17", "channel": ["text", "phone"]},
        {"words": "somebody to talk to", "region": ["Rotherham", "Leeds"], "near": "place"},
        {
            "words": "somebody to talk to",
            "region": "Yorkshire and the Humber",
            "reading": "as-typed",
        },
        {"words": "somebody to talk to", "place": f"{SENTINEL} <i>", "type": "emotional"},
        {"words": "somebody to talk to <b>&\"'"},
        {"words": "cwnsela i fenywod"},
        {"words": "conselling"},
        {"place": "S60 2TH", "near": "place"},
    ],
)
def test_the_answer_to_a_form_is_what_its_templates_write(
    client: Client, written: list[str], whole: list[str], asked: dict[str, Any]
) -> None:
    for _time in range(2):
        page = client.post("/find", asked, follow=True).content.decode()
        assert page == written.pop()
        assert whole.pop() in page


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the templates write of each form that is shown, in one go and without marks."""
    found: list[str] = []
    join = forms._written

    def joined(form: FilterForm, place: str, errors: FormErrors | None, chosen: int) -> SafeString:
        further = [render_to_string(forms.FURTHER, {"group": group}) for group in form.further]
        kinds = render_to_string(forms.KINDS, {"types": form.types})
        choices = SafeString("\n".join((kinds, *further)))
        given = {"filters": form, "place": place, "form_errors": errors, "chosen": chosen}
        found.append(render_to_string(forms.TEMPLATE, {**given, "choices": choices}))
        shown: SafeString = join(form, place, errors, chosen)
        return shown

    monkeypatch.setattr(forms, "_written", joined)
    return found


def test_a_frame_that_was_written_is_not_written_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get("/services/").content

    def refused(_page: Any) -> None:
        raise AssertionError("It was written before.")

    near = client.get("/services/?near=rotherham").content
    for module in (list_markup, list_shapes):
        monkeypatch.setattr(module, "write_page", refused)
    assert client.get("/services/").content == first
    # One with a place in it has a frame of its shape, which says nothing of the place.
    assert client.get("/services/?near=rotherham").content == near
    assert "rotherham" in near.decode().lower()
    list_shapes._frame.cache_clear()
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
    assert not index._lasting["frame"]
    assert SENTINEL not in str((index._lasting, index._kept))


KEPT = (
    (forms, "_frame"),
    (forms, "_kinds"),
    (forms, "_choices"),
    (choices, "_until_count"),
    (cards, "_frame"),
    (list_shapes, "_frame"),
)


def test_what_frames_are_kept_by_and_what_they_say_is_nothing_that_was_typed_or_chosen(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    asked: set[Any] = set()
    ServiceFactory.make(areas=["rotherham"], terms=["counselling", "women"])

    def noting(kept: Any) -> Any:
        def write(*key: Any) -> Any:
            found = kept(*key)
            asked.add(kept)
            told.append(f"{key} {found}")
            return found

        write.__wrapped__ = kept.__wrapped__  # type: ignore[attr-defined]  # as `lru_cache` has it
        return write

    for module, name in KEPT:
        monkeypatch.setattr(module, name, noting(getattr(module, name)))
    nearby = {"place": "S60 2TH", "near": "place"}
    words = {"words": f"somebody to talk to {SENTINEL}", **nearby}
    ticked = {"age": "17", "channel": "text", "type": term("helpline").code}
    assert SENTINEL in client.post("/find", words, follow=True).content.decode()
    assert "Rotherham" in client.post("/find", nearby, follow=True).content.decode()
    page = client.post("/find", {**words, **ticked}, follow=True).content.decode()
    assert SENTINEL in page
    assert "checked>Age 17" in page
    assert len(asked) == len(KEPT)
    said = "".join(told)
    for typed in (SENTINEL, "S60", "Rotherham", "Age 17", "/r/", " checked>Text"):
        assert typed not in said


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
