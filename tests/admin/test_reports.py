"""Curators see what visitors reported, the most urgent first, and say what came of each report."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resources.choices import ReportKind, ReportOutcome
from resources.curation.reports import decide, receive
from resources.models import Report, Service
from tests.admin.forms import address
from tests.factories import ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "admin:resources_report_changelist"


def signed_in(*rights: str) -> Client:
    """Return the browser of somebody with these rights, and no others."""
    user = UserFactory.make(is_superuser=False)
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def reported(*kinds: ReportKind, words: str = "", name: str = "Zebra") -> Report:
    service = ServiceFactory.make(name=name)
    return receive(service, kinds or [ReportKind.HOURS_WRONG], words, timezone.localdate())


def close(client: Client, report: Report, outcome: str) -> list[str]:
    """Say what came of a report; return what is said then."""
    answer = client.post(address(Report, "change", report), {"outcome": outcome}, follow=True)
    assert answer.status_code == 200
    told = [str(message) for message in answer.context["messages"]]
    if "form" in answer.context:
        told += [str(error) for found in answer.context["form"].errors.values() for error in found]
    report.refresh_from_db()
    return told


def listed(client: Client, **filters: str) -> list[str]:
    """Return the names of the services whose reports the list shows, in its order."""
    page = client.get(reverse(LIST), filters)
    assert page.status_code == 200
    return [report.service.name for report in page.context["cl"].result_list]


def test_the_list_shows_first_what_cannot_wait_and_can_be_filtered(staff: Client) -> None:
    done = reported(name="Done")
    reported(name="Hours")
    reported(ReportKind.FELT_UNSAFE, name="Unsafe")
    reported(ReportKind.ADDRESS_SHOWN, ReportKind.HOURS_WRONG, name="Address")
    decide(done, ReportOutcome.CHANGED, UserFactory.make(), timezone.now())
    assert listed(staff) == ["Address", "Unsafe", "Hours", "Done"]
    assert listed(staff, state="open") == ["Address", "Unsafe", "Hours"]
    assert listed(staff, state="raised") == ["Address"]
    assert listed(staff, state="decided") == ["Done"]
    assert listed(staff, kind="hours_wrong") == ["Address", "Hours", "Done"]
    assert listed(staff, kind="hours_wrong", state="open") == ["Address", "Hours"]
    assert listed(staff, outcome__exact="changed") == ["Done"]
    page = staff.get(reverse(LIST)).content.decode()
    assert "Safety lead" in page
    assert "Danger" in page


def test_the_page_of_a_listing_leads_to_its_reports_and_to_no_others(staff: Client) -> None:
    report = reported(name="Zebra")
    reported(name="Zebra too")
    link = f"{reverse(LIST)}?service__id__exact={report.service_id}"
    for page in (address(Service, "change", report.service), address(Report, "change", report)):
        assert f'href="{link}"' in staff.get(page).content.decode()
    assert [row.service for row in staff.get(link).context["cl"].result_list] == [report.service]
    viewer = signed_in("view_service")
    assert link not in viewer.get(address(Service, "change", report.service)).content.decode()


def test_a_report_is_closed_by_saying_what_came_of_it(staff: Client, curator: User) -> None:
    report = reported(words="It rings out.")
    page = staff.get(address(Report, "change", report)).content.decode()
    assert "It rings out." in page
    assert str(ReportKind.HOURS_WRONG.label) in page
    assert close(staff, report, "") == ["This field is required."]
    assert report.outcome == ""
    assert close(staff, report, "right_already") == ["This report is decided."]
    assert (report.outcome, report.decided_by) == (ReportOutcome.RIGHT_ALREADY, curator)
    assert report.decided_at is not None
    page = staff.get(address(Report, "change", report)).content.decode()
    assert "The listing was right already" in page
    assert "Close this report" not in page


def test_what_was_decided_is_not_decided_again(staff: Client, second: Client) -> None:
    report = reported()
    close(staff, report, "changed")
    assert close(second, report, "not_about_it") == ["A colleague has decided this report already."]
    assert report.outcome == "changed"


@pytest.mark.parametrize("outcome", ["not_recorded", "nonsense"])
def test_an_outcome_that_is_not_offered_is_refused(staff: Client, outcome: str) -> None:
    report = reported()
    (refusal,) = close(staff, report, outcome)
    assert "Select a valid choice" in refusal
    assert report.outcome == ""


def test_a_raised_report_waits_for_the_safety_lead(db: None) -> None:
    report = reported(ReportKind.ADDRESS_SHOWN)
    curator = signed_in("view_report", "change_report")
    page = curator.get(address(Report, "change", report)).content.decode()
    assert "Only the safety lead decides it." in page
    assert "Close this report" not in page
    assert close(curator, report, "changed") == [
        "Only the safety lead decides a report of a danger."
    ]
    lead = signed_in("view_report", "decide_danger")
    assert close(lead, report, "changed") == ["This report is decided."]


def test_who_may_only_look_decides_nothing(db: None) -> None:
    report = reported()
    viewer = signed_in("view_report")
    assert listed(viewer) == ["Zebra"]
    assert "Close this report" not in viewer.get(address(Report, "change", report)).content.decode()
    answer = viewer.post(address(Report, "change", report), {"outcome": "changed"})
    assert answer.status_code == 403
    report.refresh_from_db()
    assert report.outcome == ""


def test_who_has_no_right_to_reports_sees_none(db: None) -> None:
    report = reported()
    stranger = signed_in("change_service", "view_service")
    for where in (reverse(LIST), address(Report, "change", report)):
        assert stranger.get(where).status_code == 403
    answer = stranger.post(address(Report, "change", report), {"outcome": "changed"})
    assert answer.status_code == 403


def test_a_report_is_not_added_rewritten_or_deleted_by_anybody(staff: Client) -> None:
    report = reported(words="It rings out.")
    assert staff.get(address(Report, "add")).status_code == 403
    assert staff.post(address(Report, "delete", report), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in staff.get(reverse(LIST)).content.decode()
    sent = {"outcome": "changed", "words": "Other.", "received_on": "2020-01-01"}
    staff.post(address(Report, "change", report), sent)
    report.refresh_from_db()
    assert (report.words, report.received_on) == ("It rings out.", timezone.localdate())


def test_there_is_no_page_of_a_report_that_is_not_there(staff: Client) -> None:
    for key in ("1", "00000000-0000-4000-8000-000000000001"):
        where = reverse("admin:resources_report_change", args=[key])
        assert staff.get(where).status_code == 404
