"""The watch opens a task where a page has changed, once, and never changes a listing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from resources.choices import Channel, Publication, WatchOutcome, WatchState
from resources.curation.workflow import NotAllowedError
from resources.listings.proposals import content_of
from resources.listings.watch import tasks
from resources.listings.watch.fetching import (
    PAGE,
    CertificateError,
    ClosedAddressError,
    FetchError,
    Network,
    RefusedError,
    UnreachableError,
    UnreadableError,
    Wanted,
)
from resources.listings.watch.pages import targets
from resources.listings.watch.visiting import Page, Visitor
from resources.listings.watch.watching import DEAD_AFTER, AlreadyRunningError, watch
from resources.models import Service, WatchedPage, WatchRun, WatchTask
from tests.factories import ContactRouteFactory, OrganizationFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=ZoneInfo("Europe/London"))
DAY = timedelta(days=1)
URL = "https://a.example/help"
WITH, WITHOUT = b"Ring 0808 801 0331", b"Ring us"


class Told(Visitor):
    """A visitor that sees what the test says."""

    def __init__(self, seen: bytes | str | FetchError | Callable[[], Page]) -> None:
        super().__init__(Network(), "", 0, lambda _seconds: None)
        self.seen, self.asked = seen, list[str]()

    def visit(self, address: str, wanted: Wanted = PAGE) -> Page:
        self.asked.append(address)
        if isinstance(self.seen, FetchError):
            raise self.seen
        if isinstance(self.seen, str):
            return Page(self.seen, WITH, is_whole=True)
        if isinstance(self.seen, bytes):
            return Page(address, self.seen, is_whole=True)
        return self.seen()


def look(seen: Any, day: int = 0, limit: int | None = None) -> list[str]:
    """Look at everything on some day; return the tasks that wait then."""
    watch(Told(seen), lambda: NOW + day * DAY, limit)
    return [task.kind for task in tasks.open_tasks()]


def close_all() -> None:
    for task in tasks.open_tasks():
        tasks.close(task, WatchOutcome.RIGHT, "", UserFactory.make(), NOW)


@pytest.fixture
def listing() -> Service:
    return ServiceFactory.make(url=URL)


@pytest.mark.usefixtures("listing")
def test_a_number_that_has_gone_opens_one_task_and_another_when_it_goes_again() -> None:
    assert look(WITH) == []
    assert look(WITHOUT, 1) == look(WITHOUT, 2) == ["number_gone"]
    assert WatchTask.objects.count() == 1
    close_all()
    assert look(WITHOUT, 3) == []
    assert WatchedPage.objects.get().state == WatchState.NUMBER_GONE
    assert look(WITH, 4) == []
    assert WatchedPage.objects.get().state == WatchState.OK
    assert look(WITHOUT, 5) == ["number_gone"]


@pytest.mark.usefixtures("listing")
def test_a_number_that_was_never_on_the_page_cannot_go_from_it() -> None:
    assert look(WITHOUT) == look(WITHOUT, 1) == []


def test_a_number_that_the_listing_no_longer_has_may_go(listing: Service) -> None:
    look(WITH)
    listing.contacts.update(value="0114 496 0123")
    assert look(WITHOUT, 1) == []


@pytest.mark.usefixtures("listing")
def test_what_is_kept_of_a_number_is_nothing_that_could_be_dialled() -> None:
    look(WITH)
    page = WatchedPage.objects.get()
    assert len(page.numbers_seen) == 1
    assert "8010331" not in str(vars(page))


@pytest.mark.usefixtures("listing")
def test_a_page_that_was_cut_says_nothing_of_numbers() -> None:
    look(WITH)
    assert look(lambda: Page(URL, WITHOUT, is_whole=False), 1) == []
    assert look(WITHOUT, 2) == ["number_gone"]


@pytest.mark.usefixtures("listing")
def test_a_site_may_be_down_for_a_night_but_not_for_two() -> None:
    down = UnreachableError("500")
    assert look(down) == look(down) == []
    assert look(WITH, 1) == look(down, 2) == []
    assert look(down, 3) == look(UnreachableError("too slow"), 4) == ["unreachable"]
    close_all()
    # Somebody knows, and is not told again until it has worked in between.
    assert look(down, 5) == look(WITH, 6) == look(down, 7) == []
    assert look(down, 8) == ["unreachable"]


@pytest.mark.usefixtures("listing")
def test_a_page_that_leads_to_another_site_is_told_and_so_is_the_next_one() -> None:
    assert look("https://www.a.example/help/new") == []
    assert look("https://b.example/") == look("https://b.example/", 1) == ["other_host"]
    assert tasks.open_tasks()[0].found == "It leads to b.example."
    assert look("https://c.example/", 2) == ["other_host"]
    assert tasks.open_tasks()[0].found == "It leads to c.example."
    close_all()
    assert look("https://c.example/", 3) == []
    assert look("https://d.example/", 4) == ["other_host"]


@pytest.mark.usefixtures("listing")
@pytest.mark.parametrize(
    ("error", "opened"),
    [
        (CertificateError("expired"), ["certificate"]),
        (ClosedAddressError("not public"), ["not_allowed"]),
        (RefusedError("robots.txt"), []),
        (UnreadableError("pdf"), []),
    ],
)
def test_each_finding_opens_its_task_or_none(error: FetchError, opened: list[str]) -> None:
    assert look(error) == look(error, 1) == opened
    assert WatchedPage.objects.get().state == error.state


def test_the_watch_changes_no_listing(listing: Service) -> None:
    def rows() -> Any:
        kept = Service.objects.values("publication", "status", "last_modified").get()
        return kept, content_of(listing.pk), listing.verifications.count()

    before = rows()
    for day, seen in enumerate([WITH, WITHOUT, "https://b.example/", CertificateError("x")]):
        look(seen, day)
    assert len(tasks.open_tasks()) == 3
    assert rows() == before


def test_each_public_page_is_watched_once_with_the_numbers_of_all_who_name_it() -> None:
    organization = OrganizationFactory.make(website=f"{URL}#about")
    first = ServiceFactory.make(url=URL, organization=organization)
    second = ServiceFactory.make(organization=organization)
    second.contacts.update(value="116 123")
    for channel, value in (
        (Channel.WEB_FORM, "https://a.example/write"),
        (Channel.WEBCHAT, "https://chat.example/"),
        (Channel.EMAIL, "us@a.example"),
    ):
        ContactRouteFactory.make(service=second, channel=channel, value=value)
    ServiceFactory.make(url="https://draft.example/", publication=Publication.DRAFT)
    found = {target.address: target for target in targets()}
    assert set(found) == {URL, "https://a.example/write"}
    assert found[URL].numbers == {"0808 801 0331", "116 123"}
    assert (found[URL].service, found[URL].organization) == (first.pk, None)


def test_a_round_with_a_limit_goes_on_where_the_last_one_ended() -> None:
    for name in "abc":
        ServiceFactory.make(url=f"https://{name}.example/")
    for day in (0, 1):
        look(WITH, day, limit=2)
    looked_at = WatchedPage.objects.order_by("address").values_list("looked_at", flat=True)
    assert [moment - NOW for moment in looked_at] == [DAY, timedelta(), DAY]
    run = tasks.last_run()
    assert run is not None
    assert (run.page_count, run.is_complete, run.started_at) == (2, True, NOW + DAY)


@pytest.mark.usefixtures("listing")
def test_while_a_run_goes_on_no_other_begins_unless_it_has_died() -> None:
    WatchRun.objects.create(started_at=NOW, beat_at=NOW, place=1)
    told = Told(WITH)
    with pytest.raises(AlreadyRunningError):
        watch(told, lambda: NOW + DEAD_AFTER)
    assert told.asked == []
    run = watch(told, lambda: NOW + DEAD_AFTER + timedelta(seconds=1))
    assert (run.is_complete, told.asked) == (True, [URL])
    assert [one.is_complete for one in WatchRun.objects.all()] == [True, False]


def test_a_run_that_was_taken_for_dead_stops_and_writes_nothing_more() -> None:
    for name in "ab":
        ServiceFactory.make(url=f"https://{name}.example/")

    def overtaken() -> Page:
        WatchRun.objects.update(ended_at=NOW, place=None)
        return Page("https://b.example/")

    told = Told(overtaken)
    run = watch(told, lambda: NOW)
    assert (run.is_complete, len(told.asked), WatchedPage.objects.count()) == (False, 1, 0)


@pytest.mark.usefixtures("listing")
def test_a_run_that_breaks_gives_its_place_back() -> None:
    def broken() -> Page:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        watch(Told(broken), lambda: NOW)
    run = WatchRun.objects.get()
    assert (run.place, run.ended_at, run.is_complete) == (None, NOW, False)


@pytest.mark.usefixtures("listing")
def test_a_task_is_closed_once_by_somebody_who_may() -> None:
    look("https://b.example/")
    (task,) = tasks.open_tasks()
    nobody = UserFactory.make(is_superuser=False)
    with pytest.raises(NotAllowedError, match="Only editors"):
        tasks.close(task, WatchOutcome.RIGHT, "", nobody, NOW)
    person = UserFactory.make()
    closed = tasks.close(task, WatchOutcome.CHANGED, "They moved.", person, NOW)
    assert (closed.outcome, closed.closed_by, closed.closed_at) == ("changed", person, NOW)
    with pytest.raises(NotAllowedError, match="closed this already"):
        tasks.close(task, WatchOutcome.RIGHT, "", UserFactory.make(), NOW)
    assert tasks.open_tasks() == []


@pytest.mark.usefixtures("listing")
def test_without_its_setting_the_watch_says_that_it_is_off_and_opens_nothing(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_args: Any, **_more: Any) -> Any:
        raise AssertionError("It asked the network.")

    for name in ("socket.socket.connect", "socket.getaddrinfo", "socket.create_connection"):
        monkeypatch.setattr(name, opened)
    said = StringIO()
    assert settings.WATCH is False
    call_command("watch", stdout=said)
    assert said.getvalue().startswith("The watch is off.")
    assert not WatchRun.objects.exists()
    settings.WATCH, settings.CONTACT_EMAIL = True, ""
    with pytest.raises(CommandError, match="CONTACT_EMAIL"):
        call_command("watch", stdout=said)
    settings.CONTACT_EMAIL = "us@directory.example"
    with pytest.raises(CommandError, match="--limit"):
        call_command("watch", limit=0, stdout=said)


def test_switched_on_it_goes_round_and_says_what_was_done(settings: LazySettings) -> None:
    # An address that is closed by its own spelling: nothing is asked.
    ServiceFactory.make(url="http://127.0.0.1/")
    settings.WATCH, settings.CONTACT_EMAIL = True, "us@directory.example"
    said = StringIO()
    call_command("watch", limit=5, stdout=said)
    assert said.getvalue() == "1 pages, 1 new tasks.\n"
    WatchRun.objects.update(ended_at=None, place=1, is_complete=False)
    WatchRun.objects.update(beat_at=datetime.now(tz=NOW.tzinfo))
    with pytest.raises(CommandError, match="Another run"):
        call_command("watch", stdout=said)
