"""What is due: every writer keeps the table true, and the list shows the worst first."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resources.choices import Publication, VerificationMethod
from resources.curation import redaction, workflow
from resources.curation.checks import Checking, facts_to_check, verify
from resources.curation.due import count_due, due
from resources.curation.roles import Role
from resources.models import DueFact, Service, Verification, is_old, publish_revision
from resources.models.facts import kind_of
from tests.admin.test_queries import cost
from tests.commands.listing_lines import load, organization_line, service_line
from tests.factories import (
    ContactRouteFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
    term,
)
from tests.proposing import a_new_number, approve
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)
DUE = reverse("staff-due")
Row = tuple[Any, str, Any]


def freeze(monkeypatch: pytest.MonkeyPatch, today: date) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_arguments: today)


def old_facts(today: date) -> set[Row]:
    """Look at every fact of every public listing, one by one: slow and plainly right."""
    found = set()
    for service in Service.objects.published().for_detail():
        for fact in facts_to_check(service):
            day = fact.last_check.checked_on if fact.last_check else None
            if is_old(day, today, kind_of(fact.fact)):
                found.add((service.pk, fact.fact, fact.route.pk if fact.route else None))
    return found


def listed(today: date) -> set[Row]:
    return {(row.service_id, row.fact, row.contact_route_id) for row in due(today)}


def a_listing(**facts: Any) -> Service:
    """Make a listing with a fact of every kind."""
    told = {
        "minimum_age": 13,
        "referral_status": "open",
        "referral_status_as_of": TODAY,
        "accessibility_description": "There is a ramp.",
    }
    service = ServiceFactory.make(hours=[("MO", "09:00", "17:00")], **(told | facts))
    ServiceAtLocationFactory.make(service=service)
    return service


def checked(service: Service, only: str = "", *, day: date = TODAY) -> None:
    """Check every fact of a listing on a day, or one of them: as a page that was read."""
    whole = Service.objects.for_detail().get(pk=service.pk)
    keys = [fact.key for fact in facts_to_check(whole) if only in {"", fact.fact}]
    how = Checking(VerificationMethod.WEBSITE)
    at = datetime.combine(day, time(15), tzinfo=UTC)
    person: User = UserFactory.make()
    verify(service, keys, how, person, at)


def test_what_is_past_its_half_life_is_due_and_nothing_else_on_any_day(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    listings = [a_listing(terms=["helpline"]), a_listing(), a_listing(publication="draft")]
    ContactRouteFactory.make(service=listings[1])
    VerificationFactory.make(service=listings[0], contact_route=listings[0].contacts.get())
    VerificationFactory.make(service=listings[1], fact="name", checked_on=None, precision="")
    publish_all()
    checked(listings[1], day=TODAY - timedelta(days=10))
    checked(listings[0], "hours", day=TODAY)
    shown = []
    for days in (0, 20, 22, 50, 125, 170, 171, 180, 181, 356, 400, 720, 721, 1000):
        today = TODAY + timedelta(days=days)
        freeze(monkeypatch, today)
        assert listed(today) == old_facts(today), today
        shown.append(staff.get(DUE).context["page"].paginator.count)
        assert shown[-1] == count_due(today) == len(old_facts(today))
        desk = {box.name: box.count for box in staff.get(reverse("staff-desk")).context["boxes"]}
        assert desk["due"] == shown[-1]
    assert len(set(shown)) > 5  # one kind of fact after the other becomes due


def test_every_writer_keeps_the_table_true_in_its_own_transaction() -> None:
    author, second = UserFactory.make(), UserFactory.make()
    draft = a_listing(publication=Publication.DRAFT)
    assert not DueFact.objects.exists()
    workflow.submit(draft, author, NOW)
    workflow.publish(draft, second, NOW)
    assert listed(TODAY) == old_facts(TODAY)
    assert DueFact.objects.remake() == 0
    checked(draft)
    assert listed(TODAY) == old_facts(TODAY) == set()
    assert DueFact.objects.remake() == 0
    approve(a_new_number(draft, author), second)
    # A changed number is due at once; of the hours nothing changed.
    assert {row.fact for row in due(TODAY)} == {"contact"}
    assert DueFact.objects.remake() == 0
    matches = list(redaction.find(redaction.pattern_of("There is a ramp.")))
    redaction.clear(redaction.pattern_of("There is a ramp."), matches, NOW)
    assert DueFact.objects.remake() == 0
    workflow.withdraw(draft, author, NOW, "It has closed.")
    assert not DueFact.objects.filter(service=draft).exists()


def test_the_daily_run_puts_right_what_was_changed_past_every_writer() -> None:
    service = a_listing()
    publish_all()
    checked(service)
    Service.objects.filter(pk=service.pk).update(name="Another name")
    assert DueFact.objects.remake() == 2  # the old row has gone, and a new one came
    assert {(row.fact, row.due_on) for row in due(TODAY)} == {("name", None)}
    assert DueFact.objects.remake() == 0


def test_helplines_come_first_then_ways_of_contact_then_what_has_waited_longest() -> None:
    line = ServiceFactory.make(terms=["helpline"])
    urgent = ServiceFactory.make()
    urgent.contacts.update(is_crisis_line=True, do_not_test_call=True)
    place = ServiceFactory.make()
    for service, days in ((line, 400), (urgent, 500), (place, 600)):
        day = TODAY - timedelta(days=days)
        VerificationFactory.make(
            service=service, contact_route=service.contacts.get(), checked_on=day
        )
    Verification.objects.create(
        service=place, fact="areas", fact_kind="description", fields="areas", method="public_source"
    )
    publish_all()
    rows = list(due(TODAY))
    first = [(row.service, row.fact) for row in rows]
    assert first[:2] == [(urgent, "contact"), (line, "contact")]
    helplines = [row.is_helpline for row in rows]
    assert helplines == sorted(helplines, reverse=True)
    others = [(row.fact == "contact", row.days_over(TODAY)) for row in rows if not row.is_helpline]
    assert others[0] == (True, 600 - 180)
    assert {days for is_contact, days in others if not is_contact} == {None}
    assert list(due(TODAY, 2)) == rows[:2]


def test_the_list_says_what_is_over_and_leads_to_the_page_of_checks(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(monkeypatch, TODAY)
    service = ServiceFactory.make(name="Zebra line", terms=["helpline"])
    VerificationFactory.make(
        service=service,
        contact_route=service.contacts.get(),
        checked_on=TODAY - timedelta(days=181),
    )
    publish_all()
    page = staff.get(DUE)
    told = page.content.decode()
    assert "1 day over" in told
    assert "never checked" in told
    assert reverse("admin:resources_service_check", args=[service.pk]) in told
    assert "The daily run has never run" in told


def test_the_list_is_narrowed_by_kind_by_area_and_to_what_was_never_checked(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(monkeypatch, TODAY)
    north = ServiceFactory.make(name="North", areas=["rotherham"])
    wales = ServiceFactory.make(name="Cymru", areas=["wales"])
    VerificationFactory.make(
        service=wales, contact_route=wales.contacts.get(), checked_on=date(2020, 1, 1)
    )
    publish_all()

    def names(query: str) -> set[str]:
        return {listing.service.name for listing in staff.get(f"{DUE}?{query}").context["listings"]}

    assert names("") == names("kind=unheard&area=unheard") == {"North", "Cymru"}
    assert names("kind=contact&never=on") == {"North"}
    assert names("kind=hours") == set()
    # Rotherham lies in Yorkshire and in England.
    for code, found in (("E12000003", north), ("E92000001", north), ("W92000004", wales)):
        assert names(f"area={code}") == {found.name}


def test_a_viewer_is_led_to_what_they_may_open() -> None:
    viewer = UserFactory.make(is_superuser=False)
    viewer.groups.add(Group.objects.get(name=Role.VIEWER))
    service = ServiceFactory.make()
    publish_all()
    client = Client()
    client.force_login(viewer)
    told = client.get(DUE).content.decode()
    assert reverse("admin:resources_service_change", args=[service.pk]) in told
    assert reverse("admin:resources_service_check", args=[service.pk]) not in told


def test_the_list_costs_the_same_for_many_listings_as_for_few(staff: Client) -> None:
    for _ in range(3):
        a_listing(terms=["helpline"])
    publish_all()
    few = cost(staff, DUE)
    for _ in range(17):
        a_listing(terms=["helpline"])
    publish_all()
    assert cost(staff, DUE) == few <= 12
    with CaptureQueriesContext(connection) as asked:
        assert [(row.service.name, row.label) for row in due(TODAY, 30)]
    assert len(asked) == 1


def test_a_term_that_goes_takes_its_due_fact_along() -> None:
    service = ServiceFactory.make(terms=["helpline"])
    publish_all()
    assert DueFact.objects.filter(fact="type").exists()
    service.terms.remove(term("helpline"))
    publish_revision(Service.objects.filter(pk=service.pk))
    assert not DueFact.objects.filter(fact="type").exists()
    assert not any(row.is_helpline for row in due(TODAY))


def test_what_a_file_publishes_is_due_where_its_sources_say_nothing(tmp_path: Path) -> None:
    load(tmp_path, organization_line(), service_line(publication="published"))
    assert listed(TODAY) == old_facts(TODAY) != set()
    assert DueFact.objects.remake() == 0
