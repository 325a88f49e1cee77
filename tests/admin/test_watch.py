"""Curators see what the watch found, and say what came of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resources.models import Service, WatchedPage, WatchRun, WatchTask
from tests.admin.forms import address
from tests.factories import OrganizationFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "admin:resources_watchtask_waiting"
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def task() -> WatchTask:
    service: Service = ServiceFactory.make(name="Zebra", url="https://a.example/")
    page = WatchedPage.objects.create(
        address=service.url, service=service, state="ok", since=NOW.date(), looked_at=NOW
    )
    return WatchTask.objects.create(
        page=page, kind="other_host", found="It leads to b.example.", opened_at=NOW
    )


def listed(client: Client, query: str = "") -> str:
    return client.get(reverse(LIST) + query).content.decode()


def test_the_list_says_what_was_found_whose_it_is_and_when_the_watch_went_round(
    staff: Client, task: WatchTask
) -> None:
    assert "has not gone round yet" in listed(staff)
    run = WatchRun.objects.create(started_at=NOW, beat_at=NOW, place=1)
    assert "is going round since 24 November 2026, 06:00" in listed(staff)
    WatchRun.objects.update(ended_at=NOW, place=None, page_count=7)
    shown = listed(staff)
    for words in ("Zebra", "leads to another site", "b.example", "7 pages", "not come to its end"):
        assert words in shown
    WatchRun.objects.filter(pk=run.pk).update(is_complete=True)
    assert "not come to its end" not in listed(staff)


def test_a_task_is_closed_by_saying_what_came_of_it(
    staff: Client, curator: User, task: WatchTask
) -> None:
    where = address(WatchTask, "change", task)
    assert "Nothing was done yet" in staff.post(where, {"words": "x"}).content.decode()
    staff.post(where, {"outcome": "changed", "words": "They <b>moved</b>."})
    task.refresh_from_db()
    assert (task.outcome, task.closed_by) == ("changed", curator)
    assert "Nothing waits" in listed(staff)
    everything = staff.get(address(WatchTask, "changelist")).content.decode()
    for words in ("Zebra", "The listing was wrong", reverse(LIST)):
        assert words in everything
    assert "They &lt;b&gt;moved&lt;/b&gt;." in staff.get(where).content.decode()
    again = staff.post(where, {"outcome": "right"}).content.decode()
    assert "A colleague has closed this already." in again


def test_who_may_only_look_closes_nothing(task: WatchTask) -> None:
    user = UserFactory.make(is_superuser=False)
    user.user_permissions.add(Permission.objects.get(codename="view_watchtask"))
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    where = address(WatchTask, "change", task)
    assert "Only editors close it" in client.get(where).content.decode()
    assert client.post(where, {"outcome": "right"}).status_code == 403
    task.refresh_from_db()
    assert task.outcome == ""


def test_a_page_of_an_organisation_leads_to_it(staff: Client, task: WatchTask) -> None:
    owner = OrganizationFactory.make(name="Antelope")
    WatchedPage.objects.update(service=None, organization=owner)
    assert "Antelope" in listed(staff)
    shown = staff.get(address(WatchTask, "change", task)).content.decode()
    assert reverse("admin:resources_organization_change", args=[owner.pk]) in shown


def test_fifty_tasks_cost_as_many_queries_as_one(staff: Client, task: WatchTask) -> None:
    listed(staff)  # what is asked once, after signing in
    with CaptureQueriesContext(connection) as first:
        listed(staff)
    for number in range(49):
        WatchedPage.objects.create(
            address=f"https://{number}.example/",
            service=task.page.service,
            state="ok",
            since=NOW.date(),
            looked_at=NOW,
        )
    pages = WatchedPage.objects.exclude(pk=task.page_id)
    WatchTask.objects.bulk_create(
        [WatchTask(page=page, kind="certificate", opened_at=NOW) for page in pages]
    )
    with CaptureQueriesContext(connection) as many:
        assert "After these" in listed(staff)
    assert len(many) == len(first)
    assert "Before these" in listed(staff, "?page=2")
