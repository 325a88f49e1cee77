"""The desk leads everybody to their work, and costs the same for much of it as for little."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from directory.staff.groups import give_role
from resources.admin import coverage
from resources.choices import Channel, Publication, ReportKind, SnapshotWriter, TombstoneReason
from resources.curation import recall, snapshots, workflow
from resources.curation.authors import authors_of
from resources.curation.reports import receive
from resources.curation.roles import Role
from resources.curation.snapshots import Writing
from resources.listings import proposals
from resources.models import Location, Service, WatchedPage, WatchTask
from tests.admin.forms import address
from tests.factories import (
    ContactRouteFactory,
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
)
from tests.proposing import NOW, a_new_number, a_proposal
from tests.proposing_records import a_change, a_public_organization
from tests.publishing import publish_written
from tests.staff.conftest import browser

DESK = "/staff/"
COVERAGE = "/staff/coverage/"


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """Let no test see what another has counted."""
    coverage._counted.clear()
    yield
    coverage._counted.clear()


def person(role: Role, name: str = "") -> User:
    made: User = UserFactory.make(username=name or role.value, is_superuser=False)
    give_role(made, role)
    return made


def boxes(who: User) -> dict[str, Any]:
    """Return the boxes of somebody's desk by their names."""
    response = browser(who).get(DESK)
    assert response.status_code == 200
    return {box.name: box for box in response.context["boxes"]}


def in_review(author: User, days: int = 0, **facts: Any) -> Service:
    """Make a draft that somebody wrote and handed to review, some days ago."""
    service = ServiceFactory.make(publication=Publication.DRAFT, **facts)
    at = timezone.now() - timedelta(days=days)
    snapshots.written([service.pk], Writing(SnapshotWriter.FORM, at, author))
    workflow.submit(service, author, at)
    return service


def raised(day: date) -> Service:
    service = ServiceFactory.make()
    receive(service, [ReportKind.ADDRESS_SHOWN], "", day)
    return service


def found_by_the_watch() -> WatchTask:
    now = timezone.now()
    service = ServiceFactory.make()
    page = WatchedPage.objects.create(
        address=f"https://{service.code}.example/", service=service, state="certificate",
        since=now.date(), looked_at=now,
    )  # fmt: skip
    return WatchTask.objects.create(page=page, kind="certificate", opened_at=now)


def some_work() -> None:
    """Make a thing of every kind that waits for somebody."""
    author, bryn = UserFactory.make(), User.objects.filter(username="bryn").first()
    today = timezone.localdate()
    raised(today)
    receive(ServiceFactory.make(), [ReportKind.HOURS_WRONG], "", today)
    in_review(author)
    a_new_number(ServiceFactory.make(), author)
    a_change(a_public_organization(), author, website="https://other.example")
    found_by_the_watch()
    publish_written()
    in_danger = ServiceFactory.make()
    asks = person(Role.EDITOR, f"asks {in_danger.code}")
    reason = TombstoneReason.NUMBER_REASSIGNED
    recall.recall(in_danger, asks, timezone.now(), reason, in_danger.name)
    if bryn:
        returned = in_review(bryn)
        workflow.return_to_author(returned, author, timezone.now(), "Ring them first.")


@pytest.mark.django_db
def test_the_desk_costs_at_most_twelve_queries_and_no_more_for_much_work_than_for_little() -> None:
    bryn = person(Role.SAFETY_LEAD, "bryn")
    client = browser(bryn)
    costs = []
    for times in (1, 4):
        for _ in range(times):
            some_work()
        client.get(DESK)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(DESK)
        costs.append(len(asked))
        assert all(box.count for box in response.context["boxes"])
    assert costs[0] == costs[1]
    assert costs[0] <= 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.VIEWER, ["safety", "due", "reports", "watch"]),
        (Role.EDITOR, ["safety", "records", "returned", "due", "reports", "watch"]),
        (Role.APPROVER, ["safety", "waiting", "records", "returned", "due", "reports", "watch"]),
        (Role.SAFETY_LEAD, ["safety", "waiting", "records", "returned", "due", "reports", "watch"]),
        (Role.ADMINISTRATOR, ["people"]),
    ],
)
def test_each_role_has_the_boxes_of_its_work_and_no_other(role: Role, shown: list[str]) -> None:
    some_work()
    assert list(boxes(person(role))) == shown


@pytest.mark.django_db
def test_an_administrator_sees_people_and_nothing_of_listings() -> None:
    some_work()
    page = browser(person(Role.ADMINISTRATOR)).get(DESK)
    assert reverse("admin:auth_user_changelist") in page.content.decode()
    assert "/staff/resources/" not in page.content.decode()
    assert COVERAGE not in page.content.decode()


@pytest.mark.django_db
def test_every_box_leads_to_pages_that_open_for_whoever_sees_it() -> None:
    bryn = person(Role.APPROVER, "bryn")
    some_work()
    client = browser(bryn)
    context = client.get(DESK).context
    leads = [link.address for box in context["boxes"] for link in box.links]
    leads += [row.address for box in context["boxes"] for row in box.rows]
    leads += [link.address for _count, link in context["states"]]
    leads += [note.address for note in context["notes"]]
    assert len(leads) > 15
    for lead in leads:
        assert client.get(lead).status_code == 200, lead


@pytest.mark.django_db
def test_what_was_raised_stands_first_with_the_days_that_it_is_open() -> None:
    today = timezone.localdate()
    newer, older = raised(today - timedelta(days=2)), raised(today - timedelta(days=9))
    receive(ServiceFactory.make(), [ReportKind.FELT_UNSAFE], "", today)
    safety = boxes(person(Role.VIEWER))["safety"]
    assert [(row.title, row.since) for row in safety.rows] == [
        (older.name, "9 days open"),
        (newer.name, "2 days open"),
    ]
    assert safety.count == 2
    assert safety.rows[0].told == str(ReportKind.ADDRESS_SHOWN.label)


@pytest.mark.django_db
def test_a_recall_for_danger_waits_among_what_cannot_wait_until_somebody_has_decided() -> None:
    bryn, cara = person(Role.EDITOR, "bryn"), person(Role.EDITOR, "cara")
    service = ServiceFactory.make(name="Old line")
    recall.recall(service, bryn, timezone.now(), TombstoneReason.NUMBER_REASSIGNED, "Old line")
    (row,) = boxes(cara)["safety"].rows
    assert (row.title, row.is_urgent) == ("Old line", True)
    assert "waits for a second look" in row.told
    recall.recall(service, cara, timezone.now(), TombstoneReason.NUMBER_REASSIGNED, "Old line")
    assert boxes(cara)["safety"].rows == []


@pytest.mark.django_db
def test_one_who_felt_unsafe_stands_first_among_the_reports_and_is_marked() -> None:
    today = timezone.localdate()
    receive(ServiceFactory.make(), [ReportKind.HOURS_WRONG], "", today - timedelta(days=30))
    unsafe = ServiceFactory.make()
    receive(unsafe, [ReportKind.FELT_UNSAFE], "", today)
    first, second = boxes(person(Role.VIEWER))["reports"].rows
    assert (first.title, first.is_urgent) == (unsafe.name, True)
    assert (second.since, second.is_urgent) == ("30 days open", False)


@pytest.mark.django_db
def test_a_changed_number_is_told_in_one_line_with_the_old_and_the_new() -> None:
    author, bryn = person(Role.EDITOR), person(Role.APPROVER)
    service = ServiceFactory.make(name="Line")
    content = proposals.content_of(service.pk)
    content["contacts"][0]["value"] = "0808 801 0999"
    changed = proposals.Wanted(content | {"description": "More."}, "They moved.", "Their site.")
    proposal = proposals.propose(service, author, NOW, changed)
    (row,) = boxes(bryn)["waiting"].rows
    assert row.told == "Phone: 0808 801 0331 → 0808 801 0999; and 1 other change"
    assert row.title == "Line"
    assert row.address == reverse("admin:resources_proposal_change", args=[proposal.pk])
    assert escape(row.told) in browser(bryn).get(DESK).content.decode()


@pytest.mark.django_db
def test_a_way_of_contact_that_is_new_or_taken_out_is_told_as_that() -> None:
    author, bryn = person(Role.EDITOR), person(Role.APPROVER)
    more, less = ServiceFactory.make(name="A more"), ServiceFactory.make(name="B less")
    route = ContactRouteFactory.make(
        service=less, channel=Channel.TEXT, value="07700 900123", label="Nights", position=1
    )
    added = {"id": str(route.pk)[:-4] + "0000", "channel": "phone", "value": "0114 496 0123",
             "cost": "free"}  # fmt: skip
    a_proposal(more, author, contacts=[*proposals.content_of(more.pk)["contacts"], added])
    a_proposal(less, author, contacts=proposals.content_of(less.pk)["contacts"][:1])
    told = {row.title: row.told for row in boxes(bryn)["waiting"].rows}
    assert told["A more"].startswith("Phone: new, 0114 496 0123")
    assert told["B less"].startswith("Text message (Nights): taken out, 07700 900123")


@pytest.mark.django_db
def test_a_listing_in_review_tells_what_differs_from_what_was_approved() -> None:
    author, bryn = person(Role.EDITOR), person(Role.APPROVER)
    new, again = in_review(author, name="A new"), in_review(author, name="B again")
    workflow.publish(again, UserFactory.make(), timezone.now())
    workflow.withdraw(again, author, timezone.now(), "Their words changed.")
    Service.objects.filter(pk=again.pk).update(summary="Someone who listens.")
    snapshots.written([again.pk], Writing(SnapshotWriter.FORM, timezone.now(), author))
    workflow.submit(Service.objects.get(pk=again.pk), author, timezone.now())
    rows = boxes(bryn)["waiting"].rows
    assert [(row.title, row.told) for row in rows] == [
        ("A new", "New listing"),
        ("B again", "Summary: Someone to talk to. → Someone who listens."),
    ]
    assert rows[0].address == reverse("admin:resources_service_step", args=[new.pk, "publish"])


def edited(model: type[Any], row: Any, who: User) -> None:
    """Let somebody change a row in its form."""
    client = browser(who)
    page = client.get(address(model, "change", row))
    form = page.context["adminform"].form
    data = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    data |= {"city": "Leeds", "website": "https://new.example.org"}
    for inline in page.context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        data |= {f"{prefix}-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert client.post(address(model, "change", row), data).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["listing", "proposal", "submitted", "organisation", "place"])
def test_what_somebody_wrote_a_part_of_does_not_wait_for_them(part: str) -> None:
    author, bryn, cara = (person(role, name) for role, name in (
        (Role.EDITOR, "ed"), (Role.APPROVER, "bryn"), (Role.APPROVER, "cara")
    ))  # fmt: skip
    if part == "proposal":
        a_proposal(ServiceFactory.make(), bryn)
    else:
        service = ServiceFactory.make(publication=Publication.DRAFT)
        place = LocationFactory.make()
        ServiceAtLocationFactory.make(service=service, location=place)
        if part == "organisation":
            edited(type(service.organization), service.organization, bryn)
        if part == "place":
            edited(Location, place, bryn)
        writer = bryn if part == "listing" else author
        snapshots.written([service.pk], Writing(SnapshotWriter.FORM, timezone.now(), writer))
        workflow.submit(service, bryn if part == "submitted" else author, timezone.now())
        assert (bryn.pk in authors_of(service)) is (part != "submitted")
    assert boxes(bryn)["waiting"].count == 0
    assert boxes(cara)["waiting"].count == 1


@pytest.mark.django_db
def test_what_was_changed_before_the_last_approval_counts_as_agreed() -> None:
    bryn, cara = person(Role.APPROVER, "bryn"), person(Role.APPROVER, "cara")
    service = ServiceFactory.make(publication=Publication.DRAFT)
    edited(type(service.organization), service.organization, bryn)
    workflow.submit(service, cara, timezone.now())
    workflow.publish(service, UserFactory.make(), timezone.now())
    a_proposal(service, cara)
    assert boxes(bryn)["waiting"].count == 1


@pytest.mark.django_db
def test_what_was_given_back_stands_on_the_desk_of_its_author_with_the_reason() -> None:
    ed, bryn = person(Role.EDITOR, "ed"), person(Role.APPROVER, "bryn")
    draft, public = in_review(ed, days=4, name="A draft"), ServiceFactory.make(name="B public")
    workflow.return_to_author(draft, bryn, timezone.now() - timedelta(days=3), "No hours.")
    proposals.send_back(a_proposal(public, ed), bryn, timezone.now(), "Which number?")
    rows = boxes(ed)["returned"].rows
    assert [(row.title, row.told, row.since) for row in rows] == [
        ("A draft", "No hours.", "from bryn, 3 days ago"),
        ("B public", "Which number?", "from bryn, today"),
    ]
    assert boxes(bryn)["returned"].count == 0
    workflow.submit(draft, ed, timezone.now())
    assert [row.title for row in boxes(ed)["returned"].rows] == ["B public"]


@pytest.mark.django_db
def test_the_oldest_waits_first_and_five_are_shown_of_many() -> None:
    author, bryn = person(Role.EDITOR), person(Role.APPROVER)
    for days in (1, 7, 3, 2, 5, 4, 6):
        service = ServiceFactory.make(publication=Publication.DRAFT, name=f"Waits {days}")
        workflow.submit(service, author, timezone.now() - timedelta(days=days))
    waiting = boxes(bryn)["waiting"]
    assert waiting.count == 7
    assert [row.title for row in waiting.rows] == [f"Waits {days}" for days in (7, 6, 5, 4, 3)]


@pytest.mark.django_db
def test_listings_are_counted_by_state_and_each_count_leads_to_as_many(staff: Client) -> None:
    for state, count in (("draft", 3), ("published", 2), ("withdrawn", 1)):
        for _ in range(count):
            ServiceFactory.make(publication=state)
    ServiceFactory.make(publication="draft", hold_kind="old", hold_reason="Of 2019.")
    states = staff.get(DESK).context["states"]
    told = [(link.label, count) for count, link in states]
    assert told == [
        ("Draft", 4), ("In review", 0), ("Published", 2), ("Withdrawn", 1), ("Held drafts", 1)
    ]  # fmt: skip
    for count, link in states:
        assert staff.get(link.address).context["cl"].result_count == count


@pytest.mark.django_db
def test_the_table_of_coverage_says_in_words_where_there_is_nobody(staff: Client) -> None:
    ServiceFactory.make(areas=["wales"], terms=["helpline", "domestic-abuse", "women"])
    page = staff.get(COVERAGE)
    rows = {(row.need, row.people): row for table in page.context["tables"] for row in table.rows}
    names = [area.slug for area in page.context["areas"]]
    cells = dict(zip(names, rows["Domestic abuse", "Women"].cells, strict=True))
    assert (cells["wales"].told, cells["scotland"].told) == ("1", "none")
    assert '<td class="grid__0">none</td>' in page.content.decode()
    wales = next(bar for bar in page.context["bars"] if bar.area == "Wales")
    assert (wales.covered, wales.covered + wales.partly + wales.empty) == (2, 70)


@pytest.mark.django_db
def test_a_part_of_an_area_is_told_apart_from_nobody_and_rows_without_gaps_can_be_left_out(
    staff: Client,
) -> None:
    terms = ["helpline", "domestic-abuse", "everyone"]
    for nation in ("england", "scotland", "northern-ireland"):
        ServiceFactory.make(areas=[nation], terms=terms)
    ServiceFactory.make(areas=["cardiff"], terms=terms)
    every, gaps = (
        {(row.need, row.people): row for table in staff.get(where).context["tables"]
         for row in table.rows}
        for where in (COVERAGE, f"{COVERAGE}?gaps")
    )  # fmt: skip
    cells = every["Domestic abuse", "Men"].cells
    assert ("none", "1 in part") in [(cell.told, cell.beside) for cell in cells]
    ServiceFactory.make(areas=["wales"], terms=terms)
    left = staff.get(f"{COVERAGE}?gaps").context["tables"]
    assert ("Domestic abuse", "Men") in gaps
    assert ("Domestic abuse", "Men") not in {(r.need, r.people) for t in left for r in t.rows}


@pytest.mark.django_db
def test_the_desk_tells_how_many_cells_were_empty_when_they_were_counted(staff: Client) -> None:
    ServiceFactory.make()
    assert "Count who can be reached where." in staff.get(DESK).content.decode()
    gaps = staff.get(COVERAGE).context["gaps"]
    assert f"{gaps} empty cells in the table of who can be reached where." in (
        staff.get(DESK).content.decode()
    )
    ServiceFactory.make()
    assert "data changed since" in staff.get(DESK).content.decode()


@pytest.mark.django_db
def test_coverage_is_counted_once_for_the_same_data(staff: Client) -> None:
    ServiceFactory.make(terms=["helpline"])
    staff.get(COVERAGE)
    with CaptureQueriesContext(connection) as asked:
        staff.get(COVERAGE)
    assert len(asked) <= 6
