"""The list of listings says what a curator looks for, and finds it however it is typed."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, strip_tags

from resources.choices import (
    Channel,
    HoldKind,
    Publication,
    ReportKind,
    SnapshotWriter,
    VerificationMethod,
)
from resources.curation import snapshots, workflow
from resources.curation.reports import receive
from resources.curation.snapshots import Writing
from resources.listings import proposals
from resources.models import ContactRoute, Service
from tests.admin.forms import address
from tests.factories import (
    ContactRouteFactory,
    OrganizationFactory,
    ServiceFactory,
    VerificationFactory,
)
from tests.proposing import a_proposal

LIST = address(Service, "changelist")


def names(staff: Client, **asked: str) -> list[str]:
    """Return the names of the listings that a list shows."""
    response = staff.get(f"{LIST}?{urlencode(asked)}")
    assert response.status_code == 200
    return [service.name for service in response.context["cl"].result_list]


def row(staff: Client, service: Service) -> dict[str, str]:
    """Return what a row says of a listing, by the name of each cell."""
    page = staff.get(LIST).context["cl"]
    shown = next(one for one in page.result_list if one.pk == service.pk)
    cells = {name: str(getattr(page.model_admin, name)(shown)) for name in page.list_display[1:]}
    told = {name: " ".join(strip_tags(cell).split()) for name, cell in cells.items()}
    # Each cell begins with its own name, for a narrow screen.
    heads = {"number": "Number", "area": "Area", "confirmed": "Last confirmed", "reports":
             "Open reports", "change": "Waiting change", "changed": "Last changed"}  # fmt: skip
    return {
        name: text.removeprefix(heads[name]).strip() if name in heads else text
        for name, text in told.items()
    }


def with_number(value: str, **facts: Any) -> Service:
    service = ServiceFactory.make(**facts)
    ContactRoute.objects.filter(service=service).update(value=value)
    return service


@pytest.mark.django_db
@pytest.mark.parametrize("stored", ["0114 496 0999", "+44 114 496 0999", "(0114) 496-0999"])
@pytest.mark.parametrize(
    "typed",
    [
        "01144960999",
        "0114 496 0999",
        "+441144960999",
        "+44 (0)114 496 0999",
        "0044 114 496 0999",
        "441144960999",
        "4960999",
        "0114",
        "+44 114",
    ],
)
def test_a_number_is_found_in_every_spelling(staff: Client, stored: str, typed: str) -> None:
    with_number(stored, name="Sought")
    with_number("0808 801 0331", name="Another")
    assert names(staff, q=typed) == ["Sought"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["116 123", "116123"])
def test_a_short_number_is_found_and_no_number_that_only_holds_its_digits(
    staff: Client, typed: str
) -> None:
    with_number("116 123", name="Short")
    with_number("0114 116 1234", name="Longer")
    assert names(staff, q=typed) == ["Short"]


@pytest.mark.django_db
def test_a_number_in_a_name_is_found_too(staff: Client) -> None:
    with_number("0808 801 0331", name="The 999 project")
    with_number("999", name="Emergency")
    assert names(staff, q="999") == ["Emergency", "The 999 project"]


@pytest.mark.django_db
def test_every_word_has_to_stand_somewhere_and_a_listing_is_found_once(staff: Client) -> None:
    trust = OrganizationFactory.make(name="Rotherham Trust")
    both = ServiceFactory.make(name="Rise", summary="Talk by phone.", organization=trust)
    for number in range(3):
        ContactRouteFactory.make(service=both, value=f"talk{number}@rise.example.org")
    ServiceFactory.make(name="Talk elsewhere")
    assert names(staff, q="rotherham TALK") == ["Rise"]
    assert names(staff, q="talk1@rise") == ["Rise"]
    assert names(staff, q="rotherham elsewhere") == []


@pytest.mark.django_db
def test_a_row_says_state_number_area_and_that_nobody_ever_confirmed_it(staff: Client) -> None:
    service = ServiceFactory.make(name="Line", areas=["rotherham", "sheffield", "leeds"])
    ContactRouteFactory.make(service=service, channel=Channel.EMAIL, position=0)
    ContactRoute.objects.filter(service=service, channel=Channel.PHONE).update(position=1)
    told = row(staff, service)
    assert told["named"] == "Line Published"
    assert told["number"] == "0808 801 0331"
    assert told["area"] == "Leeds, Rotherham and 1 more"
    assert told["confirmed"] == "never not read as it stands now"
    assert (told["reports"], told["change"]) == ("-", "-")


@pytest.mark.django_db
def test_a_listing_without_a_number_shows_another_way_or_that_there_is_none(staff: Client) -> None:
    mail = ServiceFactory.make()
    ContactRoute.objects.filter(service=mail).update(channel="email", value="a@example.org")
    nothing = ServiceFactory.make(publication="draft", areas=[])
    nothing.contacts.all().delete()
    assert row(staff, mail)["number"] == "Email: a@example.org"
    assert (row(staff, nothing)["number"], row(staff, nothing)["area"]) == ("none", "not said")


def confirm(service: Service, curator: User) -> None:
    VerificationFactory.make(
        service=service,
        contact_route=service.contacts.get(),
        method=VerificationMethod.PHONE,
        checked_by=curator,
    )


@pytest.mark.django_db
def test_a_confirmed_number_has_its_day_and_a_changed_one_was_never_confirmed(
    staff: Client, curator: User
) -> None:
    confirmed, changed, read = (ServiceFactory.make(name=name) for name in "ABC")
    confirm(confirmed, curator)
    confirm(changed, curator)
    VerificationFactory.make(service=read, contact_route=read.contacts.get())
    ContactRoute.objects.filter(service=changed).update(value="0114 496 0123")
    assert row(staff, confirmed)["confirmed"] == "3 October 2026"
    assert row(staff, changed)["confirmed"] == "never not read as it stands now"
    assert row(staff, read)["confirmed"] == "never read 3 October 2026"
    assert names(staff, needs="confirmation") == ["B", "C"]


@pytest.mark.django_db
def test_a_row_says_open_reports_waiting_change_and_who_changed_it(
    staff: Client, curator: User, colleague: User
) -> None:
    service = ServiceFactory.make()
    receive(service, [ReportKind.HOURS_WRONG], "", timezone.localdate())
    receive(service, [ReportKind.ADDRESS_SHOWN], "", timezone.localdate())
    proposal = a_proposal(service, colleague)
    writing = Writing(SnapshotWriter.FORM, timezone.now() + timedelta(days=1), curator)
    Service.objects.filter(pk=service.pk).update(summary="Changed.")
    snapshots.written([service.pk], writing)
    told = row(staff, service)
    assert told["reports"] == "2, raised to the safety lead"
    assert told["change"] == "for a second person"
    assert told["changed"].endswith(" asha")
    proposals.send_back(proposal, curator, timezone.now(), "No.")
    assert row(staff, service)["change"] == "given back to its author"
    for link in (
        f"{reverse('admin:resources_report_changelist')}?service__id__exact={service.pk}",
        reverse("admin:resources_proposal_change", args=[proposal.pk]),
    ):
        assert link in staff.get(LIST).content.decode()
        assert staff.get(link).status_code == 200


def test_the_saved_views_are_links_that_show_what_they_name(
    staff: Client, curator: User, colleague: User
) -> None:
    hours = [("MO", "09:00", "17:00")]
    good = ServiceFactory.make(name="Good", hours=hours)
    confirm(good, curator)
    reported = ServiceFactory.make(name="Reported", hours=hours)
    confirm(reported, curator)
    receive(reported, [ReportKind.HOURS_WRONG], "", timezone.localdate())
    changing = ServiceFactory.make(name="Changing", hours=hours)
    confirm(changing, curator)
    a_proposal(changing, colleague)
    closed = ServiceFactory.make(name="No hours")
    confirm(closed, curator)
    ServiceFactory.make(name="Unconfirmed", hours=hours)
    reviewed = ServiceFactory.make(name="Reviewed", publication=Publication.DRAFT)
    workflow.submit(reviewed, curator, timezone.now())
    held = {"publication": Publication.DRAFT, "hold_reason": "Of 2019."}
    ServiceFactory.make(name="Held", hold_kind=HoldKind.OLD, **held)
    views = {view.label: view for view in staff.get(LIST).context["views"]}
    found = {}
    for label, view in views.items():
        page = staff.get(LIST + view.query)
        found[label] = [service.name for service in page.context["cl"].result_list]
        shown = [one.label for one in page.context["views"] if one.is_shown]
        assert shown == [label]
        link = f'<a href="{escape(view.query)}" aria-current="page">{label}</a>'
        assert link in page.content.decode()
    assert found.pop("All") == sorted([good.name, reported.name, "Changing", "No hours",
                                       "Unconfirmed", "Reviewed", "Held"])  # fmt: skip
    assert found == {
        "In review": ["Reviewed"],
        "Waiting change": ["Changing"],
        "With open reports": ["Reported"],
        "Public, never confirmed": ["Unconfirmed"],
        "Public, no hours": ["No hours"],
        "Held": ["Held"],
    }


@pytest.mark.django_db
def test_filters_are_closed_beside_a_view_and_open_where_one_was_chosen(staff: Client) -> None:
    def filters(asked: str) -> str:
        (part,) = re.findall(r'<details class="list-filters"[^>]*>', staff.get(LIST + asked).text)
        return str(part)

    assert "open" not in filters("")
    assert "open" not in filters("?needs=hours&publication__exact=published")
    assert "open" in filters("?cost__exact=free")


@pytest.mark.django_db
def test_what_is_held_is_divided_by_the_kind_of_hold(staff: Client) -> None:
    for kind in (HoldKind.OLD, HoldKind.NO_CONTACT):
        ServiceFactory.make(
            name=f"Held {kind}", publication="draft", hold_kind=kind, hold_reason="In words."
        )
    page = staff.get(f"{LIST}?hold=any")
    (held,) = [view for view in page.context["views"] if view.parts]
    assert [part.label for part in held.parts] == [
        "No way to make contact was confirmed (1)",
        "What was read is too old (1)",
    ]
    old = held.parts[1]
    page = staff.get(LIST + old.query)
    assert [part.label for view in page.context["views"] for part in view.parts if part.is_shown]
    assert [service.name for service in page.context["cl"].result_list] == ["Held old"]
    told = "Held old Draft, held: What was read is too old"
    assert row(staff, page.context["cl"].result_list[0])["named"] == told


@pytest.mark.django_db
def test_what_is_held_in_words_alone_is_found_under_another_reason(staff: Client) -> None:
    words = {"publication": "draft", "hold_reason": "In words."}
    ServiceFactory.make(name="Kindless", **words)
    ServiceFactory.make(name="Other", hold_kind=HoldKind.OTHER, **words)
    page = staff.get(f"{LIST}?hold=other")
    assert [service.name for service in page.context["cl"].result_list] == ["Kindless", "Other"]
    (held,) = [view for view in page.context["views"] if view.parts]
    assert [part.label for part in held.parts] == ["Another reason (2)"]


@pytest.mark.django_db
def test_a_kind_of_hold_is_chosen_in_the_form_and_needs_words(staff: Client) -> None:
    service = ServiceFactory.make(publication=Publication.DRAFT)
    page = staff.get(address(Service, "change", service))
    assert "hold_kind" in page.context["adminform"].form.fields
    service.hold_kind = HoldKind.OLD
    with pytest.raises(Exception, match="Say in words what keeps it a draft"):
        service.full_clean()
    service.hold_kind, service.hold_reason = "", "Of 2019."
    service.full_clean()
    assert service.hold_kind == HoldKind.OTHER


@pytest.mark.django_db
def test_the_order_can_be_changed_and_pages_go_on(staff: Client) -> None:
    made = [ServiceFactory.make(name=f"Line {number:02}") for number in range(53)]
    Service.objects.filter(pk=made[7].pk).update(last_modified=timezone.now() + timedelta(days=1))
    assert names(staff)[:2] == ["Line 00", "Line 01"]
    assert names(staff, p="2") == ["Line 50", "Line 51", "Line 52"]
    assert names(staff, o="-7")[0] == "Line 07"
    assert len(names(staff, all="")) == 53
    assert staff.get(f"{LIST}?p=9").status_code == 302
    page = staff.get(f"{LIST}?q=07").context["cl"]
    assert (page.result_count, page.full_result_count) == (1, 53)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "?q=line", "?q=0808", "?needs=confirmation", "?hold=any"])
def test_each_view_and_search_costs_the_same_for_many_as_for_few(
    staff: Client, colleague: User, asked: str
) -> None:
    def some() -> None:
        service = ServiceFactory.make(name="Line", areas=["leeds", "rotherham"])
        receive(service, [ReportKind.HOURS_WRONG], "", timezone.localdate())
        a_proposal(service, colleague)
        ServiceFactory.make(
            name="Line", publication="draft", hold_kind="old", hold_reason="Of 2019."
        )

    costs = []
    for times in (2, 5):
        for _ in range(times):
            some()
        staff.get(LIST + asked)
        with CaptureQueriesContext(connection) as questions:
            staff.get(LIST + asked)
        costs.append(len(questions))
    assert costs[0] == costs[1]
    assert costs[0] <= 12
