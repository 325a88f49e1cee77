"""Spreadsheets in the staff area: bring rows, look at what they would do, take them as drafts.

The file is read in memory. What can be taken stands, signed, in the page that shows it; so nothing
is kept between the two requests, and what is taken is what was shown.
"""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from resources.admin.sheet_rights import sheet_rights
from resources.choices import Publication
from resources.listings.plan import Action
from resources.listings.sheets.exporting import (
    FORMATS,
    column_help,
    export,
    exported_services,
    template,
)
from resources.listings.sheets.opening import open_sheet
from resources.listings.sheets.planning import SheetPlan, plan_sheet
from resources.listings.sheets.tables import Limits, UnreadableError
from resources.listings.sheets.taking import MovedError, sealed, shown_again, take

IMPORT_PAGE: Final = "admin/resources/service/import.html"
EXPORT_PAGE: Final = "admin/resources/service/export.html"
FORM_CHOICES: Final = [("xlsx", _lazy("Excel (.xlsx)")), ("csv", _lazy("CSV"))]


class FileForm(forms.Form):
    """The file. What is in it decides what it is, not its name."""

    file = forms.FileField(
        label=_lazy("Spreadsheet (.xlsx or .csv)"),
        error_messages={"required": _lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class TakeForm(forms.Form):
    """Which rows to take, and the reason that history will give."""

    rows = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _lazy("Tick the rows to take.")}
    )
    reason = forms.CharField(
        max_length=400,
        label=_lazy("Where these rows come from, for the history"),
        error_messages={"required": _lazy("Say where these rows come from.")},
    )
    sealed = forms.CharField(widget=forms.HiddenInput)


class ExportForm(forms.Form):
    """Which listings, and in which form."""

    publication = forms.MultipleChoiceField(
        label=_lazy("Listings that are"),
        choices=Publication.choices,
        initial=Publication.values,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _lazy("Tick at least one state.")},
    )
    form = forms.ChoiceField(
        label=_lazy("Kind of file"), choices=FORM_CHOICES, initial="xlsx", widget=forms.RadioSelect
    )


def _person(request: HttpRequest, right: str) -> AbstractUser:
    if not sheet_rights(request)[right] or not isinstance(request.user, AbstractUser):
        raise PermissionDenied
    return request.user


def _limits() -> Limits:
    return Limits(size=settings.IMPORT_MOST_BYTES, rows=settings.IMPORT_MOST_ROWS)


def import_page(site: admin.AdminSite, request: HttpRequest) -> HttpResponse:
    """Ask for a file; show what its rows would do; take those that are ticked."""
    curator = _person(request, "may_import")
    if request.method != "POST":
        again = request.GET.get("file") == "again"
        return _shown(site, request, {"form": FileForm(), "is_signed_in_again": again})
    if "sealed" in request.POST:
        return _take(site, request, curator)
    form = FileForm(request.POST, request.FILES)
    try:
        sheet = open_sheet(_content(request, form), _limits())
    except UnreadableError as error:
        form.add_error("file", str(error))
        return _shown(site, request, {"form": form})
    plan = plan_sheet(sheet)
    seal = sealed(sheet, plan, curator) if plan.taken and not plan.bad else ""
    ticked = {step.number for step in plan.taken if not step.duplicates}
    return _shown(site, request, _planned(plan, seal, ticked, TakeForm()))


def _content(request: HttpRequest, form: FileForm) -> bytes:
    """Return what was sent; UnreadableError where that is nothing, or too much."""
    if any(getattr(one, "is_too_large", False) for one in request.upload_handlers):
        form.is_valid()
        form.errors.clear()
        most = settings.IMPORT_MOST_BYTES // 1_000
        raise UnreadableError(_("The file is larger than %(most)d kB.") % {"most": most})
    file = request.FILES.get("file")
    content = file.read() if file is not None else b""
    if not content:
        form.is_valid()
        form.errors.clear()
        raise UnreadableError(_("Choose a file that is not empty."))
    form.is_valid()
    return bytes(content)


def _take(site: admin.AdminSite, request: HttpRequest, curator: AbstractUser) -> HttpResponse:
    """Write the rows that are ticked; on a mistake show the rows again with what was typed."""
    form = TakeForm(request.POST)
    ticked = {int(one) for one in request.POST.getlist("rows") if one.isdecimal()}
    rows: Any = form.fields["rows"]
    rows.choices = [(str(one), str(one)) for one in ticked]
    seal = request.POST["sealed"]
    try:
        if form.is_valid():
            count = take(seal, ticked, form.cleaned_data["reason"], curator, timezone.now())
            told = ngettext(
                "%(count)d row is a draft now.", "%(count)d rows are drafts now.", count
            )
            messages.success(request, told % {"count": count})
            return redirect("admin:resources_service_changelist")
        plan = shown_again(seal, curator)
    except MovedError as error:
        empty = FileForm({})
        empty.is_valid()
        empty.errors.clear()
        empty.add_error("file", str(error))
        return _shown(site, request, {"form": empty})
    return _shown(site, request, _planned(plan, seal, ticked, form))


def _planned(plan: SheetPlan, seal: str, ticked: set[int], form: TakeForm) -> dict[str, Any]:
    sums = [(action, plan.count(action)) for action in Action]
    return {
        "plan": plan,
        "seal": seal,
        "ticked": ticked,
        "take_form": form,
        "sums": sums,
        "left": [step for step in plan.steps if step.action is Action.LEAVE],
        "shown": [step for step in plan.steps if step.action is not Action.LEAVE],
        "form": FileForm(),
    }


def _shown(site: admin.AdminSite, request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    context = {
        **site.each_context(request),
        "title": _("Bring listings from a spreadsheet"),
        "most_rows": settings.IMPORT_MOST_ROWS,
        "most_bytes": settings.IMPORT_MOST_BYTES,
        "columns": column_help(),
        **more,
    }
    return TemplateResponse(request, IMPORT_PAGE, context)


def export_page(site: admin.AdminSite, request: HttpRequest) -> HttpResponse:
    """Ask which listings, and send them as a file."""
    _person(request, "may_export")
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services = exported_services(form.cleaned_data["publication"])
        return _file(
            "listings", export(services, form.cleaned_data["form"]), form.cleaned_data["form"]
        )
    context = {**site.each_context(request), "title": _("Export listings"), "form": form}
    return TemplateResponse(request, EXPORT_PAGE, context)


@require_safe
def template_file(request: HttpRequest, form: str) -> HttpResponse:
    """Send the empty sheet."""
    _person(request, "may_import")
    if form not in FORMATS:
        raise Http404
    return _file("template", template(form), form)


def _file(name: str, content: bytes, form: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=FORMATS[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
