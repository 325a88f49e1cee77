"""The staff area as a site of Django's admin."""

from functools import partial
from typing import Any, cast

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


class StaffSite(AdminSite):
    """The admin, which works out what a page shows when the page shows it."""

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return every kind of row that a person may see.

        Django gives it to each page, and asks for every right and sorts every name to make it; two
        of our pages show it.
        """
        make = partial(super().get_app_list, request, app_label)
        return cast("list[Any]", SimpleLazyObject(make))
