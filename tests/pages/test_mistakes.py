"""A visitor says that a listing is wrong: easily, in few words, and without leaving a trace."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from resources.choices import Publication, ReportKind, ReportOutcome
from resources.curation.reports import decide, receive
from resources.models import Report, Service
from resources.models.report import LONGEST_WORDS, MORE_IN_DANGER, MOST_A_DAY
from tests.factories import ServiceFactory, UserFactory
from tests.pages.reading import Page, read

pytestmark = pytest.mark.django_db

MARK = "Somebody has told us of a problem here. We are looking into it."
ALWAYS = [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]


@pytest.fixture
def service() -> Service:
    return ServiceFactory.make(name="Zebra")


def form_of(service: Service) -> str:
    return f"{service.get_absolute_url()}mistake/"


def send(client: Client, service: Service, **form: Any) -> str:
    """Send the form; return the address to which the answer leads."""
    answer = client.post(form_of(service), form)
    assert answer.status_code == 303
    assert answer.content == b""
    return str(answer["Location"])


def again(client: Client, service: Service, **form: Any) -> Page:
    """Send a form that cannot be used as it is; return the page that says what to change."""
    address = send(client, service, **form)
    assert address != f"{form_of(service)}sent/"
    return read(client, address)


def told(page: Page) -> str:
    """Return what the page says has to be changed."""
    return page.one("div", role="alert").words


def test_the_page_of_a_service_leads_to_the_form(client: Client, service: Service) -> None:
    page = read(client, service.get_absolute_url())
    (link,) = [one for one in page.all("a") if one.words == "Report a mistake on this page"]
    assert link.attrs["href"] == form_of(service)
    form = read(client, form_of(service))
    assert (form.status, form.title, form.heading) == (200, "Report a mistake", "Report a mistake")
    assert "About: Zebra" in form.one("main").words


def test_the_form_asks_for_ticks_and_for_no_story(client: Client, service: Service) -> None:
    page = read(client, form_of(service))
    form = page.one("form")
    assert form.one("legend").words == "What is wrong?"
    ticks = [label.words for label in form.all("label") if label.has("input", type="checkbox")]
    assert ticks == [str(kind.label) for kind in ReportKind]
    words = form.one("textarea", name="words")
    assert words.attrs["maxlength"] == str(LONGEST_WORDS)
    assert "required" not in words.attrs
    hint = form.one("span", id="about-words").words
    assert "do not write your name, or what happened to you" in hint
    assert "Nobody can answer you" in hint
    assert "nothing about you, your device or the time" in page.one("main").words


def test_what_was_ticked_and_written_is_kept_and_the_next_page_is_the_same_for_everyone(
    client: Client, service: Service
) -> None:
    pages = []
    for form in (
        {"kind": ["number_wrong", "hours_wrong"], "words": " It rings out.\r\nNobody came. "},
        {"kind": "felt_unsafe"},
    ):
        address = send(client, service, **form)
        assert address == f"{form_of(service)}sent/"
        pages.append(client.get(address).content)
    assert pages[0] == pages[1]
    first = Report.objects.get(number_wrong=True)
    assert first.kinds == [ReportKind.NUMBER_WRONG, ReportKind.HOURS_WRONG]
    assert first.words == "It rings out.\nNobody came."
    assert (first.service, first.received_on) == (service, timezone.localdate())


def test_words_alone_are_a_report_too(client: Client, service: Service) -> None:
    send(client, service, words="The name is spelt in another way.")
    assert Report.objects.get().kinds == [ReportKind.SOMETHING_ELSE]


def test_the_next_page_says_what_happens_and_leads_back_and_to_somebody_to_talk_to(
    client: Client, service: Service
) -> None:
    line = ServiceFactory.make(
        name="Open line", terms=["everyone", "helpline", "child-sexual-abuse"], hours=ALWAYS
    )
    page = read(client, f"{form_of(service)}sent/")
    assert (page.title, page.heading) == ("Thank you", "Thank you for telling us")
    assert "Somebody on our staff reads it." in page.section("What happens next").words
    assert "nobody can answer you" in page.words
    links = page.one("main").hrefs
    assert {"/services/", service.get_absolute_url(), line.get_absolute_url()} <= set(links)
    assert "You can talk to somebody" in page.section("If something felt unsafe").words


def test_a_form_with_nothing_on_it_is_asked_for_a_tick(client: Client, service: Service) -> None:
    page = again(client, service, words=" \r\n ", kind="nonsense")
    assert page.title == "There is something to change: Report a mistake"
    assert told(page) == "There is something to change Tick what is wrong. One tick is enough."
    first = page.one("div", role="alert").one("a").attrs["href"].removeprefix("#")
    assert page.one("input", id=first).attrs["type"] == "checkbox"
    described = page.one("form").one("fieldset").attrs["aria-describedby"]
    assert page.one("strong", id=described).words == "Tick what is wrong. One tick is enough."
    assert not Report.objects.exists()


def test_too_long_a_text_comes_back_whole_to_be_shortened(client: Client, service: Service) -> None:
    typed = "é" * (LONGEST_WORDS + 1)
    page = again(client, service, kind=["hours_wrong"], words=typed)
    assert "Please use fewer words" in told(page)
    assert page.one("textarea").words == typed
    assert page.one("textarea").attrs["aria-invalid"] == "true"
    ticked = [one.attrs["value"] for one in page.all("input") if "checked" in one.attrs]
    assert ticked == ["hours_wrong"]
    assert not Report.objects.exists()


def test_as_many_lines_as_the_browser_counts_are_taken(client: Client, service: Service) -> None:
    """A browser counts a new line as one sign, and sends two."""
    send(client, service, kind="hours_wrong", words="a\r\n" * (LONGEST_WORDS // 2 - 1) + "bb")
    assert len(Report.objects.get().words) == LONGEST_WORDS


def test_what_was_typed_stands_in_no_address_and_is_gone_after_a_while(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    address = send(client, service, kind="felt_unsafe", words="zebra" * 100)
    assert not re.search("zebra|unsafe", address)
    assert client.get(f"/r/{address.rstrip('/').rpartition('/')[2]}/").status_code == 410
    late = timezone.now() + timedelta(minutes=settings.SEARCH_TOKEN_MINUTES + 2)
    monkeypatch.setattr(timezone, "now", lambda: late)
    page = read(client, address)
    assert page.status == 410
    assert "What you had typed is gone, and was not sent." in told(page)
    assert page.one("textarea").words == ""


def test_a_program_that_fills_in_every_field_is_stopped_and_a_person_is_not_lost(
    client: Client, service: Service
) -> None:
    page = read(client, form_of(service))
    (trap,) = [one for one in page.one("form").all("p") if "hidden" in one.attrs]
    name = trap.one("input").attrs["name"]
    form = {"kind": ["hours_wrong"], "words": "Nine to five."}
    page = again(client, service, **form, **{name: "https://spam.example/"})
    assert "that nobody can see was filled in" in told(page)
    assert page.one("textarea").words == "Nine to five."
    assert page.one("input", name=name).attrs.get("value", "") == ""
    assert not Report.objects.exists()


def test_who_comes_when_there_are_enough_reports_is_told_so_and_warnings_still_pass(
    client: Client, service: Service
) -> None:
    for _ in range(MOST_A_DAY):
        send(client, service, kind="hours_wrong")
    page = again(client, service, kind="service_closed", words="The door is locked.")
    assert page.title == "Your report was not sent: Report a mistake"
    assert "What you sent was not kept." in told(page)
    assert page.one("textarea").words == "The door is locked."
    assert Report.objects.count() == MOST_A_DAY
    for _ in range(MORE_IN_DANGER):
        send(client, service, kind="felt_unsafe")
    assert Report.objects.count() == MOST_A_DAY + MORE_IN_DANGER
    assert "was not kept" in told(again(client, service, kind="felt_unsafe"))


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_a_form_of_another_site_reports_nothing(
    client: Client, service: Service, origin: str
) -> None:
    sent = {"kind": "address_shown"}
    answer = client.post(form_of(service), sent, headers={"Sec-Fetch-Site": origin})
    assert answer.status_code == 403
    assert not Report.objects.exists()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {}], ids=str)
def test_no_token_and_no_cookie_is_needed(service: Service, headers: dict[str, str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(form_of(service), {"kind": "hours_wrong"}, headers=headers)
    assert (answer.status_code, Report.objects.count()) == (303, 1)
    assert not answer.cookies
    assert not strict.cookies


@pytest.mark.parametrize("state", [Publication.DRAFT, Publication.IN_REVIEW, Publication.WITHDRAWN])
def test_nobody_reports_what_is_not_public(
    client: Client, service: Service, state: Publication
) -> None:
    Service.objects.filter(pk=service.pk).update(publication=state)
    for address in ("", "sent/", "old/"):
        assert client.get(form_of(service) + address).status_code == 404
    assert send(client, service, kind="hours_wrong") == service.get_absolute_url()
    assert not Report.objects.exists()


def test_one_address_marks_the_page_until_it_is_decided(client: Client, service: Service) -> None:
    send(client, service, kind="hours_wrong", words="Zoo.")
    assert MARK not in read(client, service.get_absolute_url()).words
    send(client, service, kind="address_shown", words="Giraffe.")
    page = read(client, service.get_absolute_url())
    assert MARK in page.one("main").words
    assert not [word for word in ("Giraffe", "Zoo", "address that") if word in page.words]
    decide(
        Report.objects.raised().get(),
        ReportOutcome.RIGHT_ALREADY,
        UserFactory.make(),
        timezone.now(),
    )
    assert MARK not in read(client, service.get_absolute_url()).words


def test_two_people_who_felt_unsafe_mark_the_page_and_no_other(
    client: Client, service: Service
) -> None:
    other = ServiceFactory.make()
    for marked in (False, True):
        send(client, service, kind="felt_unsafe")
        assert (MARK in read(client, service.get_absolute_url()).words) is marked
    assert MARK not in read(client, other.get_absolute_url()).words


def test_a_listing_that_was_reported_is_found_as_before(client: Client, service: Service) -> None:
    before = client.get("/services/").content
    receive(service, [ReportKind.ADDRESS_SHOWN], "", timezone.localdate())
    assert client.get("/services/").content == before
