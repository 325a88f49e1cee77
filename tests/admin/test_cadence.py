"""What happens to listings that nobody confirms, day by day, by a clock that the tests turn."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from resources.choices import CadenceKind, LapseStage, Publication
from resources.curation import daily, rules
from resources.curation.cadence import CADENCES, kind_of
from resources.curation.daily import STEPS, run
from resources.curation.due import last_run
from resources.curation.run_log import RunLog
from resources.curation.workflow import NotAllowedError
from resources.filters import ServiceFilter
from resources.listings.sheets.exporting import export, exported_services
from resources.models import (
    DailyRun,
    DueFact,
    Lapse,
    Review,
    Service,
    Verification,
    WithdrawalRule,
)
from tests.admin.test_due import checked
from tests.factories import ContactRouteFactory, ServiceFactory, UserFactory, VerificationFactory
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db
PUBLISHED = date(2026, 1, 5)
LOCAL = CADENCES[CadenceKind.LOCAL]
MARK = "We have not been able to confirm this lately"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def a_listing(published: date = PUBLISHED, **facts: Any) -> Service:
    """Make a listing that was published on a day."""
    service = ServiceFactory.make(**({"areas": ["rotherham"]} | facts))
    Review.objects.create(
        service=service,
        from_publication=Publication.IN_REVIEW,
        to_publication=Publication.PUBLISHED,
        at=at(published),
    )
    publish_all()
    return service


def stage_of(service: Service) -> str:
    lapse = Lapse.objects.filter(service=service).first()
    return lapse.stage if lapse else ""


def days_of_steps(kind: CadenceKind, start: date = PUBLISHED) -> list[date]:
    """Return the days of the two reminders and of the mark."""
    cadence = CADENCES[kind]
    first = start + cadence.period + timedelta(days=1)
    return [first, first + cadence.grace, first + 2 * cadence.grace]


def until_unconfirmed(start: date = PUBLISHED, kind: CadenceKind = CadenceKind.LOCAL) -> date:
    """Run on each day on which something happens; return the day of the mark."""
    days = days_of_steps(kind, start)
    for day in days:
        run(at(day))
    return days[-1]


def agreed(
    day: date = PUBLISHED, kind: CadenceKind = CadenceKind.LOCAL, after_days: int = 60
) -> WithdrawalRule:
    first, second = UserFactory.make(), UserFactory.make()
    rule = rules.propose(kind, after_days, "Gone for good.", first, at(day))
    return rules.agree(rule.pk, second, at(day))


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
    run(at(days_of_steps(CadenceKind.LOCAL)[0]))
    assert stage_of(service) == LapseStage.REMINDED


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
    settings.MOST_WITHDRAWN_AT_ONCE = 1
    services = [a_listing() for _ in range(3)]
    agreed()
    day = until_unconfirmed() + timedelta(days=60)

    def told() -> list[Any]:
        return [
            list(model.objects.order_by("pk").values())
            for model in (Service, Lapse, Review, DueFact, Verification)
        ]

    for today in (*days_of_steps(CadenceKind.LOCAL), day):
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
    settings.MOST_WITHDRAWN_AT_ONCE = 2
    for _ in range(5):
        a_listing()
    agreed()
    day = until_unconfirmed() + timedelta(days=60)
    left = []
    for later in range(4):
        row = run(at(day + timedelta(days=later)))
        left.append((Service.objects.published().count(), row.counts.get("left_by_limit", 0)))
    assert left == [(3, 3), (1, 1), (0, 0), (0, 0)]


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


def test_an_unconfirmed_listing_is_marked_and_last_in_its_group_everywhere(client: Client) -> None:
    lost = a_listing(name="Aaa")
    a_listing(name="Nation", areas=["england"])
    until_unconfirmed()
    found = a_listing(date(2027, 1, 1), name="Zzz")
    listing = client.get("/services/?region=rotherham").content.decode()
    places = [listing.index(f">{name}<") for name in ("Zzz", "Aaa", "Nation")]
    assert places == sorted(places)
    assert listing.count(MARK) == 1
    assert MARK in client.get(lost.get_absolute_url()).content.decode()
    assert MARK not in client.get(found.get_absolute_url()).content.decode()
    answer = client.get("/api/v1/services/?region=rotherham").json()["results"]
    assert [row["name"] for row in answer] == ["Zzz", "Aaa", "Nation"]
    marked = {row["name"]: row["checked"]["unconfirmed_since"] for row in answer}
    assert marked == {
        "Aaa": str(days_of_steps(CadenceKind.LOCAL)[-1]),
        "Zzz": None,
        "Nation": None,
    }
    one = client.get(f"/api/v1/services/{lost.pk}/").json()
    assert one["checked"]["unconfirmed_since"] == marked["Aaa"]
    checked(lost, "contact", day=date(2027, 2, 1))
    assert MARK not in client.get("/services/?region=rotherham").content.decode()
    assert client.get("/api/v1/services/?region=rotherham").json()["results"][0]["name"] == "Aaa"


def test_the_export_says_since_when_a_listing_is_unconfirmed() -> None:
    a_listing()
    day = until_unconfirmed()
    head, row = export(exported_services(["published"]), "csv").decode().splitlines()[:2]
    assert "Unconfirmed since" in head
    assert str(day) in row


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


def test_in_an_answer_to_words_it_is_last_too_unless_it_is_asked_for_by_its_name() -> None:
    a_listing(name="Aardvark line", summary="Somebody listens after rape.", terms=["counselling"])
    until_unconfirmed()
    a_listing(name="Zebra line", summary="Somebody listens after rape.", terms=["counselling"])

    def found(words: str) -> list[str]:
        question = QueryDict(urlencode({"words": words}))
        return [one.name for one in ServiceFilter(question, moment=at(PUBLISHED)).results]

    assert found("counselling after rape") == ["Zebra line", "Aardvark line"]
    assert found("Aardvark line")[0] == "Aardvark line"


def test_one_listing_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = a_listing(), a_listing()
    usual = daily.cadence.kind_of

    def kind(service: Service) -> CadenceKind:
        if service.pk == bad.pk:
            raise ValueError
        return usual(service)

    monkeypatch.setattr(daily.cadence, "kind_of", kind)
    row = run(at(days_of_steps(CadenceKind.LOCAL)[0]))
    assert (stage_of(bad), stage_of(good)) == ("", LapseStage.REMINDED)
    assert row.failures == [{"step": "cadence", "error": "ValueError", "count": 1}]


def test_the_pages_tell_of_reminders_and_two_people_set_a_rule_there(
    staff: Client, second: Client, curator: User, colleague: User
) -> None:
    a_listing(name="Zebra line")
    run(at(days_of_steps(CadenceKind.LOCAL)[0]))
    told = staff.get(reverse("staff-due")).content.decode()
    assert "Nobody has confirmed these in their period" in told
    assert "the second time on 2 August 2026" in told
    assert "The daily run was last made on 5 July 2026" in told
    page, target = (
        reverse(f"admin:resources_withdrawalrule_{name}") for name in ("standing", "set")
    )
    sent = {"decision": "propose", "kind": "local", "after_days": "60", "reason": "Gone."}
    assert "Error:" in staff.post(target, sent | {"after_days": "3"}).content.decode()
    assert staff.post(target, sent).status_code == 302
    rule = WithdrawalRule.objects.get()
    for client, may_agree in ((staff, False), (second, True)):
        assert ("Agree: Local service" in client.get(page).content.decode()) is may_agree
    agreeing = {"decision": "agree", "rule": rule.pk}
    assert "Somebody else has to agree" in staff.post(target, agreeing).content.decode()
    assert second.post(target, agreeing).status_code == 302
    assert "in force" in staff.get(page).content.decode()
    staff.post(target, {"decision": "take_back", "rule": rule.pk})
    rule.refresh_from_db()
    assert (rule.agreed_by, rule.ended_by) == (colleague, curator)
