"""What visitors report is kept without a trace, up to a number a day, and raised where it hurts."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connections
from django.db.models import DateTimeField
from django.utils import timezone

from resources.choices import ReportKind, ReportOutcome
from resources.curation.reports import (
    MOST_MARKED,
    EnoughReportsError,
    decide,
    is_marked,
    is_raised,
    may_decide,
    receive,
)
from resources.curation.workflow import NotAllowedError
from resources.listings.reference import load_reference
from resources.models import DataRevision, Report, Service
from resources.models.report import MORE_IN_DANGER, MOST_A_DAY
from tests.factories import ServiceFactory, UserFactory
from tests.models.test_migrations import an_empty_database

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_reference_rows_afterwards")]

DAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 15, 0, tzinfo=timezone.get_default_timezone())
HOURS, CLOSED = [ReportKind.HOURS_WRONG], [ReportKind.SERVICE_CLOSED]
UNSAFE, ADDRESS = [ReportKind.FELT_UNSAFE], [ReportKind.ADDRESS_SHOWN]


@pytest.fixture
def service() -> Service:
    return ServiceFactory.make()


def with_rights(*rights: str) -> User:
    user = UserFactory.make(is_superuser=False)
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    return User.objects.get(pk=user.pk)


def fill(service: Service, kinds: list[ReportKind], number: int, day: date = DAY) -> None:
    for _ in range(number):
        receive(service, kinds, "", day)


def test_a_report_holds_its_ticks_its_words_and_its_day_and_nothing_finer(service: Service) -> None:
    receive(service, [*CLOSED, *HOURS], "It says closed on the door.", DAY)
    report = Report.objects.get()
    assert report.kinds == [*CLOSED, *HOURS]
    assert (report.words, report.received_on) == ("It says closed on the door.", DAY)
    times = [field.name for field in Report._meta.fields if isinstance(field, DateTimeField)]
    # The time of a curator's decision, which is empty until then.
    assert times == ["decided_at"]
    assert report.decided_at is None


def test_the_keys_of_reports_do_not_say_in_which_order_they_came(service: Service) -> None:
    fill(service, HOURS, MOST_A_DAY)
    keys = [str(key) for key in Report.objects.order_by("number").values_list("pk", flat=True)]
    assert keys != sorted(keys)


def test_after_ten_reports_of_a_listing_no_more_are_kept_that_day(service: Service) -> None:
    fill(service, HOURS, MOST_A_DAY)
    with pytest.raises(EnoughReportsError):
        receive(service, CLOSED, "One more.", DAY)
    assert Report.objects.count() == MOST_A_DAY
    receive(service, CLOSED, "", date(2026, 11, 29))
    receive(ServiceFactory.make(), CLOSED, "", DAY)


def test_a_flood_of_other_reports_does_not_keep_a_warning_out(service: Service) -> None:
    fill(service, HOURS, MOST_A_DAY)
    fill(service, UNSAFE, MORE_IN_DANGER)
    with pytest.raises(EnoughReportsError):
        receive(service, ADDRESS, "", DAY)


def test_warnings_leave_the_places_of_other_reports_free_while_they_can(service: Service) -> None:
    fill(service, UNSAFE, MORE_IN_DANGER)
    fill(service, HOURS, MOST_A_DAY)
    assert Report.objects.count() == MOST_A_DAY + MORE_IN_DANGER


def test_deciding_reports_makes_no_room_for_more_on_the_same_day(service: Service) -> None:
    fill(service, HOURS, MOST_A_DAY)
    for report in Report.objects.all():
        decide(report, ReportOutcome.RIGHT_ALREADY, UserFactory.make(), NOW)
    with pytest.raises(EnoughReportsError):
        receive(service, HOURS, "", DAY)


def test_one_address_raises_a_listing_and_one_who_felt_unsafe_does_not(service: Service) -> None:
    receive(service, UNSAFE, "", DAY)
    assert not is_raised(service)
    receive(service, ADDRESS, "", DAY)
    assert is_raised(service)


def test_two_who_felt_unsafe_raise_a_listing_and_both_reports(service: Service) -> None:
    receive(service, UNSAFE, "", date(2026, 11, 1))
    receive(ServiceFactory.make(), UNSAFE, "", DAY)
    receive(service, [*UNSAFE, *HOURS], "", DAY)
    raised = Report.objects.raised()
    assert [report.service for report in raised] == [service, service]


def test_a_listing_stays_raised_until_each_of_its_raised_reports_is_decided(
    service: Service,
) -> None:
    lead = with_rights("decide_danger")
    fill(service, UNSAFE, 2)
    for report, still in zip(Report.objects.raised(), (True, False), strict=True):
        decide(report, ReportOutcome.RIGHT_ALREADY, lead, NOW)
        assert is_raised(service) is still
    # What was decided does not count again.
    receive(service, UNSAFE, "", DAY)
    assert not is_raised(service)


def test_no_more_pages_are_marked_at_once_than_a_person_can_look_at() -> None:
    """One sender without a name could otherwise mark every page there is."""
    lead = with_rights("decide_danger")
    listings = [ServiceFactory.make() for _ in range(MOST_MARKED + 2)]
    *marked, more, unsafe = listings
    for listing in (*marked, more):
        receive(listing, ADDRESS, "", DAY)
    fill(unsafe, UNSAFE, 2)
    assert [is_marked(listing) for listing in listings] == [True] * MOST_MARKED + [False] * 2
    # Nothing is passed over: each waits for the safety lead.
    assert all(is_raised(listing) for listing in listings)
    # A page that is marked counts once, however many told of it.
    assert receive(marked[0], ADDRESS, "", DAY).marks_page
    for report in Report.objects.raised().filter(service__in=marked[:1]):
        decide(report, ReportOutcome.NOT_ABOUT_IT, lead, NOW)
    receive(unsafe, UNSAFE, "", DAY)
    assert [is_marked(listing) for listing in (marked[0], more, unsafe)] == [False, False, True]
    assert Report.objects.marking().filter(service=unsafe).count() == 3


def test_kept_pages_are_made_again_only_where_the_mark_comes_or_goes(service: Service) -> None:
    steps = []
    for kinds in (HOURS, ADDRESS, ADDRESS):
        receive(service, kinds, "", DAY)
        steps.append(DataRevision.objects.current())
    for report in Report.objects.raised():
        decide(report, ReportOutcome.CHANGED, UserFactory.make(), NOW)
        steps.append(DataRevision.objects.current())
    first = steps[0]
    assert [step - first for step in steps] == [0, 1, 1, 1, 2]


def test_who_decided_a_report_when_and_how_is_kept_and_not_changed_again(service: Service) -> None:
    report = receive(service, HOURS, "", DAY)
    curator = with_rights("change_report")
    decide(report, ReportOutcome.CHANGED, curator, NOW)
    report.refresh_from_db()
    assert (report.outcome, report.decided_by, report.decided_at) == ("changed", curator, NOW)
    with pytest.raises(NotAllowedError, match="decided this report already"):
        decide(report, ReportOutcome.NOT_ABOUT_IT, UserFactory.make(), NOW)


def test_only_the_safety_lead_decides_what_was_raised(service: Service) -> None:
    curator, lead = with_rights("change_report"), with_rights("decide_danger")
    raised, other = receive(service, ADDRESS, "", DAY), receive(service, HOURS, "", DAY)
    assert [may_decide(raised, user) for user in (curator, lead)] == [False, True]
    assert [may_decide(other, user) for user in (curator, lead)] == [True, False]
    with pytest.raises(NotAllowedError, match="Only the safety lead"):
        decide(raised, ReportOutcome.NOT_ABOUT_IT, curator, NOW)
    assert is_raised(service)


def test_an_outcome_of_an_earlier_version_is_given_by_nobody(service: Service) -> None:
    report = receive(service, HOURS, "", DAY)
    with pytest.raises(NotAllowedError):
        decide(report, ReportOutcome.NOT_RECORDED, UserFactory.make(), NOW)


def test_that_a_listing_was_merged_is_said_by_its_merge_alone(service: Service) -> None:
    report = receive(service, HOURS, "", DAY)
    with pytest.raises(NotAllowedError):
        decide(report, ReportOutcome.MERGED, UserFactory.make(), NOW)


def test_what_cannot_wait_comes_first_and_then_the_oldest_day() -> None:
    made = {
        name: receive(ServiceFactory.make(), kinds, name, day)
        for name, kinds, day in (
            ("decided", HOURS, date(2026, 11, 1)),
            ("new", HOURS, DAY),
            ("old", CLOSED, date(2026, 11, 2)),
            ("unsafe", UNSAFE, DAY),
            ("address", ADDRESS, DAY),
        )
    }
    decide(made["decided"], ReportOutcome.CHANGED, UserFactory.make(), NOW)
    words = [report.words for report in Report.objects.by_urgency()]
    assert words == ["address", "unsafe", "old", "new", "decided"]


@pytest.fixture(scope="module")
def migrated(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database that the migrations have made, with areas and terms: once for the module."""
    folder, usual = tmp_path_factory.mktemp("migrated"), connections["default"]
    name = str(folder / "empty.sqlite3")
    with django_db_blocker.unblock(), an_empty_database(folder):
        call_command("migrate", interactive=False, verbosity=0)
        load_reference()
        # Nobody is connected to what is copied.
        connections["default"].close()
        if usual.vendor == "postgresql":
            made, name = (f"{usual.settings_dict['NAME']}_{one}" for one in ("empty", "migrated"))
            usual.cursor().execute(f'CREATE DATABASE "{name}" TEMPLATE "{made}"')
    yield name
    if usual.vendor == "postgresql":
        with django_db_blocker.unblock():
            usual.cursor().execute(f'DROP DATABASE "{name}"')


@pytest.fixture
def a_file(
    migrated: str, transactional_db: None, tmp_path: Path
) -> Iterator[Callable[[Callable[[], None], int], None]]:
    """Do something in several connections at the same moment, to a database that they share.

    The usual one of SQLite is in memory, where connections do not wait for each other.
    """

    def at_once(work: Callable[[], None], people: int) -> None:
        start, shared = Barrier(people), connections["default"]

        def run() -> None:
            connections["default"] = shared.copy()
            start.wait()
            try:
                work()
            finally:
                connections["default"].close()

        threads = [Thread(target=run) for _ in range(people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    with an_empty_database(tmp_path, like=migrated):
        yield at_once


def test_people_who_report_at_the_same_moment_do_not_get_past_the_limit(a_file: Any) -> None:
    service = ServiceFactory.make()
    fill(service, HOURS, MOST_A_DAY - 2)
    refused: list[Service] = []

    def report() -> None:
        try:
            receive(service, HOURS, "", DAY)
        except EnoughReportsError:
            refused.append(service)

    a_file(report, 6)
    assert (Report.objects.count(), len(refused)) == (MOST_A_DAY, 4)


def test_two_who_feel_unsafe_at_the_same_moment_raise_the_listing(a_file: Any) -> None:
    service = ServiceFactory.make()
    a_file(lambda: fill(service, UNSAFE, 1), 2)
    assert Report.objects.raised().count() == 2


def test_pages_that_are_marked_at_the_same_moment_are_counted_one_after_the_other(
    a_file: Any,
) -> None:
    waiting = [ServiceFactory.make() for _ in range(MOST_MARKED + 1)]
    for _ in range(MOST_MARKED - 1):
        receive(waiting.pop(), ADDRESS, "", DAY)
    a_file(lambda: fill(waiting.pop(), ADDRESS, 1), 2)
    assert Report.objects.marking().count() == MOST_MARKED
    assert Report.objects.raised().count() == MOST_MARKED + 1


def test_of_two_who_decide_at_the_same_moment_one_is_told_that_it_is_done(a_file: Any) -> None:
    report = receive(ServiceFactory.make(), HOURS, "", DAY)
    curators, told = [UserFactory.make(), UserFactory.make()], []
    waiting = list(curators)

    def say() -> None:
        try:
            decide(report, ReportOutcome.CHANGED, waiting.pop(), NOW)
        except NotAllowedError as refusal:
            told.append(str(refusal))

    a_file(say, 2)
    assert told == ["A colleague has decided this report already."]
    report.refresh_from_db()
    assert report.decided_by in curators
