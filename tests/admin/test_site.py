"""What the staff area works out for a page."""

import pytest
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_kinds_of_rows_are_listed_for_pages_that_show_them_alone(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    make = AdminSite.get_app_list

    def counted(site: AdminSite, request: HttpRequest, app_label: str | None = None) -> object:
        shown.append(request.path)
        return make(site, request, app_label)

    monkeypatch.setattr(AdminSite, "get_app_list", counted)
    for path in ("/staff/resources/service/", "/staff/due/", "/staff/resources/", "/staff/"):
        assert staff.get(path).status_code == 200
    assert shown == ["/staff/resources/", "/staff/"]
