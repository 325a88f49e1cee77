"""The addresses of the pages for spreadsheets.

The pages load what reads and writes a workbook. Few ever need that, so it waits for who does.
"""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from resources.admin.sheet_rights import sheet_rights
from resources.admin.uploading import FAR_TOO_LARGE, HeldInMemory


def sheet_urls(model_admin: "admin.ModelAdmin[Any]") -> list[URLPattern]:
    """Return the addresses of the pages; only the first takes a file."""
    site = model_admin.admin_site
    guard = site.admin_view
    name = "resources_service_"

    @csrf_exempt  # the page inside checks the form, once it is said how a file is held
    def bring(request: HttpRequest) -> HttpResponse:
        _hold_in_memory(request)
        answer: HttpResponse = guard(lambda inner: _import_page(site, inner))(request)
        return answer

    return [
        path("import/", bring, name=f"{name}import"),
        path("export/", guard(lambda request: _export_page(site, request)), name=f"{name}export"),
        path("template/<slug:form>/", guard(_template_file), name=f"{name}template"),
    ]


def _hold_in_memory(request: HttpRequest) -> None:
    """Let those who may bring rows send one file; for everybody else it is refused unread."""
    if request.method != "POST" or not sheet_rights(request)["may_import"]:
        return
    most = settings.IMPORT_MOST_BYTES
    if int(request.META.get("CONTENT_LENGTH") or 0) > FAR_TOO_LARGE * most:
        raise RequestDataTooBig
    request.upload_handlers = [HeldInMemory(most)]


def _import_page(site: admin.AdminSite, request: HttpRequest) -> HttpResponse:
    from resources.admin.sheets import import_page  # noqa: PLC0415  openpyxl, for who brings a file

    return import_page(site, request)


def _export_page(site: admin.AdminSite, request: HttpRequest) -> HttpResponse:
    from resources.admin.sheets import export_page  # noqa: PLC0415  openpyxl, for who takes a file

    return export_page(site, request)


def _template_file(request: HttpRequest, form: str) -> HttpResponse:
    from resources.admin.sheets import template_file  # noqa: PLC0415  openpyxl, for an empty sheet

    return template_file(request, form)
