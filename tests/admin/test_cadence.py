"""What happens to listings that nobody confirms, day by day, by a clock that the tests turn."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from resources.choices import CadenceKind, LapseStage, Publication
from resources.curation import rules
from resources.curation.cadence import kind_of
from resources.curation.daily import STEPS, run
from resources.curation.due import last_run
from resources.curation.run_log import RunLog
from resources.curation.workflow import NotAllowedError
from resources.models import (
    DailyRun,
    DataRevision,
    DueFact,
    Lapse,
    Review,
    Service,
    Verification,
    WithdrawalRule,
)
from tests.admin.test_due import checked
from tests.cadence import (
    LOCAL,
    PUBLISHED,
    a_listing,
    agreed,
    at,
    days_of_steps,
    stage_of,
    until_unconfirmed,
)
from tests.factories import ContactRouteFactory, ServiceFactory, UserFactory, VerificationFactory
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db


def test_a_listing_is_reminded_of_twice_and_then_marked_each_on_its_day() -> None:
    service = a_listing()
    stages = (LapseStage.REMINDED, LapseStage.REMINDED_AGAIN, LapseStage.UNCONFIRMED)
    before = ""
    for day, stage in zip(days_of_steps(CadenceKind.LOCAL), stages, strict=True):
        run(at(day - timedelta(days=1)))
        assert stage_of(service) == before
        assert run(at(day)).counts[stage] == 1
        assert stage_of(service) == stage
        before = stage
    run(at(until_unconfirmed() + timedelta(days=2000)))
    service.refresh_from_db()
    assert (stage_of(service), service.publication) == (LapseStage.UNCONFIRMED, "published")


def test_a_fresh_directory_starts_calm_however_old_its_sources_are() -> None:
    service = a_listing(date(2026, 11, 28))
    VerificationFactory.make(
        service=service, contact_route=service.contacts.get(), checked_on=date(2019, 5, 1)
    )
    publish_all()
    run(at(date(2026, 11, 29)))
    assert not Lapse.objects.exists()
    run(at(date(2026, 11, 28) + LOCAL.period))
    assert not Lapse.objects.exists()


def test_a_listing_without_a_review_is_counted_from_its_first_version_or_its_own_date() -> None:
    service = ServiceFactory.make(areas=["rotherham"], last_modified=at(PUBLISHED))
    publish_all()
    day = until_unconfirmed()
    assert stage_of(service) == LapseStage.UNCONFIRMED
    # That it was marked dates the listing, and changes nothing of that.
    before = DataRevision.objects.current()
    run(at(day + timedelta(days=1)))
    assert DataRevision.objects.current() == before


def test_after_a_long_time_without_a_run_a_listing_is_still_reminded_of_twice() -> None:
    service = a_listing()
    day = PUBLISHED + timedelta(days=3000)
    run(at(day))
    assert stage_of(service) == LapseStage.REMINDED
    run(at(day + LOCAL.grace))
    assert stage_of(service) == LapseStage.REMINDED_AGAIN


@pytest.mark.parametrize("stages", [1, 2, 3])
def test_a_check_of_the_contact_ends_it_at_once_at_any_stage(stages: int) -> None:
    service = a_listing()
    days = days_of_steps(CadenceKind.LOCAL)[:stages]
    for day in days:
        run(at(day))
    assert stage_of(service)
    checked(service, "name", day=days[-1])
    assert stage_of(service)  # a check of another fact says nothing of the number
    checked(service, "contact", day=days[-1])
    assert stage_of(service) == ""
    run(at(days[-1] + LOCAL.period))
    assert stage_of(service) == ""


def test_a_check_that_was_written_by_hand_ends_it_with_the_next_run() -> None:
    service = a_listing()
    day = until_unconfirmed()
    VerificationFactory.make(service=service, contact_route=service.contacts.get(), checked_on=day)
    assert stage_of(service)
    run(at(day + timedelta(days=1)))
    assert stage_of(service) == ""


def test_a_second_run_on_the_same_day_changes_nothing(settings: LazySettings) -> None:
    services = [a_listing() for _ in range(3)]
    agreed()
    day = days_of_steps(CadenceKind.LOCAL)[-1] + timedelta(days=60)

    def told() -> list[Any]:
        return [
            list(model.objects.order_by("pk").values())
            for model in (Service, Lapse, Review, DueFact, Verification)
        ]

    for today in (*days_of_steps(CadenceKind.LOCAL), day):
        settings.MOST_WITHDRAWN_AT_ONCE = 1 if today == day else 5
        run(at(today))
        before = told()
        run(at(today) + timedelta(hours=3))
        assert told() == before
    assert Service.objects.published().count() == len(services) - 1


def test_without_a_rule_nothing_is_withdrawn_by_itself() -> None:
    a_listing()
    rules.propose(CadenceKind.LOCAL, 14, "Gone.", UserFactory.make(), at(PUBLISHED))
    day = until_unconfirmed()
    run(at(day + timedelta(days=5000)))
    assert Service.objects.published().count() == 1


def test_a_rule_of_two_people_withdraws_what_was_marked_so_long_ago() -> None:
    service = a_listing()
    rule = agreed()
    day = until_unconfirmed()
    run(at(day + timedelta(days=59)))
    assert stage_of(service) == LapseStage.UNCONFIRMED
    assert run(at(day + timedelta(days=60))).counts["withdrawn"] == 1
    service.refresh_from_db()
    assert service.publication == Publication.WITHDRAWN
    assert Lapse.objects.get(service=service).rule == rule
    review = service.reviews.get(to_publication=Publication.WITHDRAWN)
    assert review.actor is None
    assert str(rule.proposed_by) in review.reason
    assert str(rule.agreed_by) in review.reason
    assert not DueFact.objects.filter(service=service).exists()
    assert [removal["id"] for removal in Service.objects.removed()] == [service.pk]


def test_the_days_of_a_rule_are_not_counted_from_before_two_had_agreed() -> None:
    service = a_listing()
    day = until_unconfirmed()
    late = day + timedelta(days=300)
    agreed(late)
    run(at(late + timedelta(days=59)))
    assert stage_of(service) == LapseStage.UNCONFIRMED
    run(at(late + timedelta(days=60)))
    assert stage_of(service) == LapseStage.WITHDRAWN


def test_a_rule_of_one_kind_takes_no_other_kind_and_one_taken_back_takes_nothing() -> None:
    national, local = a_listing(areas=["england"]), a_listing()
    rule = agreed()
    for kind in (CadenceKind.LOCAL, CadenceKind.NATIONAL):
        day = until_unconfirmed(kind=kind)
    assert stage_of(national) == LapseStage.UNCONFIRMED
    assert (stage_of(national), stage_of(local)) == ("unconfirmed", "withdrawn")
    other = agreed(day, CadenceKind.NATIONAL)
    rules.take_back(other.pk, other.proposed_by, at(day))
    run(at(day + timedelta(days=400)))
    assert stage_of(national) == "unconfirmed"
    assert rule.lapses.get().service == local


def test_a_helpline_stays_until_a_person_looks() -> None:
    line = a_listing(terms=["helpline"])
    urgent = a_listing()
    urgent.contacts.update(is_crisis_line=True, do_not_test_call=True)
    for kind in CadenceKind:
        if kind != CadenceKind.HELPLINE:
            agreed(kind=kind, after_days=14)
    day = until_unconfirmed(kind=CadenceKind.HELPLINE)
    for later in (14, 100, 1000):
        run(at(day + timedelta(days=later)))
    for service in (line, urgent):
        assert stage_of(service) == LapseStage.UNCONFIRMED
        assert Service.objects.published().filter(pk=service.pk).exists()


def test_what_became_a_helpline_since_the_mark_stays_too() -> None:
    service = a_listing()
    agreed()
    day = until_unconfirmed()
    service.contacts.update(is_crisis_line=True, do_not_test_call=True)
    assert run(at(day + timedelta(days=60))).counts["not_withdrawn"] == 1
    assert Service.objects.published().filter(pk=service.pk).exists()


def test_no_helpline_rule_can_be_proposed_and_a_rule_needs_two_different_approvers() -> None:
    first, second, third = (UserFactory.make() for _ in range(3))
    editor = UserFactory.make(is_superuser=False)

    def refused(step: Any, *arguments: Any) -> str:
        with pytest.raises(NotAllowedError) as refusal:
            step(*arguments)
        return str(refusal.value)

    now = at(PUBLISHED)
    told = (CadenceKind.LOCAL, 60, "Gone.")
    assert "until a person looks" in refused(
        rules.propose, CadenceKind.HELPLINE, 60, "Gone.", first, now
    )
    assert "Only approvers" in refused(rules.propose, *told, editor, now)
    assert "from 14" in refused(rules.propose, CadenceKind.LOCAL, 13, "Gone.", first, now)
    rule = rules.propose(*told, first, now)
    assert "There is a rule" in refused(rules.propose, *told, second, now)
    assert "Somebody else" in refused(rules.agree, rule.pk, first, now)
    assert "Only approvers" in refused(rules.agree, rule.pk, editor, now)
    rules.agree(rule.pk, second, now)
    assert "agreed already" in refused(rules.agree, rule.pk, third, now)
    for person in (first, second):
        rules.take_back(rule.pk, person, now)
        assert not WithdrawalRule.objects.in_force().exists()
        rule = rules.agree(rules.propose(*told, first, now).pk, second, now)


def test_one_day_takes_at_most_so_many_public_listings_away(settings: LazySettings) -> None:
    for _ in range(5):
        a_listing()
    agreed()
    day = until_unconfirmed() + timedelta(days=60)
    settings.MOST_WITHDRAWN_AT_ONCE = 2
    left = []
    for later in range(4):
        row = run(at(day + timedelta(days=later)))
        left.append((Service.objects.published().count(), row.counts.get("left_by_limit", 0)))
    assert left == [(3, 3), (1, 1), (0, 0), (0, 0)]


def test_one_day_marks_at_most_so_many_what_has_waited_for_longest_first(
    settings: LazySettings,
) -> None:
    settings.MOST_WITHDRAWN_AT_ONCE = 2
    late, early = ([a_listing(day) for _ in range(3)] for day in (date(2026, 1, 7), PUBLISHED))
    firsts = (PUBLISHED, date(2026, 1, 7))
    reminders = {day for first in firsts for day in days_of_steps(CadenceKind.LOCAL, first)[:2]}
    for day in sorted(reminders):
        run(at(day))

    def marked(services: list[Service]) -> int:
        return sum(stage_of(one) == LapseStage.UNCONFIRMED for one in services)

    last = days_of_steps(CadenceKind.LOCAL, date(2026, 1, 7))[-1]
    seen = []
    for later in range(4):
        row = run(at(last + timedelta(days=later)))
        again = run(at(last + timedelta(days=later)) + timedelta(hours=3))
        assert again.counts.get("unconfirmed", 0) == 0
        seen.append((marked(early), marked(late), row.counts.get("mark_left_by_limit", 0)))
    assert seen == [(2, 0, 4), (3, 1, 2), (3, 3, 0), (3, 3, 0)]


def test_what_a_rule_withdrew_begins_anew_once_it_is_published_again() -> None:
    service = a_listing()
    agreed()
    day = until_unconfirmed() + timedelta(days=60)
    run(at(day))
    Service.objects.filter(pk=service.pk).update(publication=Publication.PUBLISHED)
    publish_all()
    assert stage_of(service) == ""
    run(at(day + timedelta(days=1)))
    assert stage_of(service) == LapseStage.REMINDED


def test_each_listing_has_the_kind_that_asks_for_most_care() -> None:
    def kind(**facts: Any) -> CadenceKind:
        service = ServiceFactory.make(**facts)
        return kind_of(Service.objects.for_detail().get(pk=service.pk))

    assert kind(terms=["helpline", "housing", "domestic-abuse"]) == CadenceKind.HELPLINE
    assert kind(terms=["online-chat"]) == CadenceKind.HELPLINE
    assert kind(terms=["housing", "domestic-abuse"]) == CadenceKind.REFUGE
    assert kind(areas=["rotherham"]) == CadenceKind.LOCAL
    assert kind(areas=["rotherham", "wales"]) == CadenceKind.NATIONAL
    site = ServiceFactory.make()
    site.contacts.all().delete()
    ContactRouteFactory.make(service=site, channel="website", value="https://a.example/")
    assert kind_of(Service.objects.for_detail().get(pk=site.pk)) == CadenceKind.WEBSITE


def test_the_row_of_a_run_tells_what_failed_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_now: datetime, _log: RunLog) -> None:
        raise ValueError("0114 496 0999 is secret")

    a_listing()
    row = run(at(PUBLISHED), steps=(("broken", broken), *STEPS))
    assert row == last_run() == DailyRun.objects.last_run()
    assert row.failures == [{"step": "broken", "error": "ValueError", "count": 1}]
    assert row.counts["facts_due"] == DueFact.objects.count()
    assert row.finished_at is not None
    assert not row.is_whole
    assert "0114" not in str(DailyRun.objects.values().get())


def test_one_listing_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = a_listing(), a_listing()
    usual = kind_of

    def kind(service: Service) -> CadenceKind:
        if service.pk == bad.pk:
            raise ValueError
        return usual(service)

    monkeypatch.setattr("resources.curation.cadence.kind_of", kind)
    row = run(at(days_of_steps(CadenceKind.LOCAL)[0]))
    assert (stage_of(bad), stage_of(good)) == ("", LapseStage.REMINDED)
    assert row.failures == [{"step": "cadence", "error": "ValueError", "count": 1}]
