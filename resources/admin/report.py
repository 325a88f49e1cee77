"""What visitors have reported: the most urgent first, and each closed by saying what came of it."""

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.permissions import ReadOnlyAdmin, signed_in
from resources.choices import ReportKind, ReportOutcome
from resources.curation.reports import decide, decides_any, may_decide
from resources.curation.workflow import NotAllowedError
from resources.models import Report
from resources.models.report import CHOSEN

PAGE: Final = "admin/resources/report/decide.html"


class OutcomeForm(forms.Form):
    """What came of a report, from the closed list."""

    outcome = forms.ChoiceField(
        choices=[("", "—"), *((value, ReportOutcome(value).label) for value in CHOSEN)],
        label=_lazy("What came of it"),
    )


class StateFilter(admin.SimpleListFilter):
    """Reports that wait, or those that are decided. Without a choice all are shown."""

    title = _lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("raised", _("Raised to the safety lead")),
            ("open", _("Open")),
            ("decided", _("Decided")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter a queryset of reports."""
        wanted = {
            "raised": Q(outcome="", is_raised=True),
            "open": Q(outcome=""),
            "decided": ~Q(outcome=""),
        }.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(wanted)


class KindFilter(admin.SimpleListFilter):
    """Reports by what was ticked."""

    title = _lazy("what is wrong")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return ReportKind.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter a queryset of reports."""
        kind = self.value()
        return queryset.filter(**{kind: True}) if kind in ReportKind.values else queryset


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Reports of visitors. Nobody adds, changes or deletes one; a curator says what came of it."""

    list_display = ("what", "service", "received_on", "urgency", "came_of_it", "decided_by")
    list_filter = (StateFilter, KindFilter, "outcome")
    list_select_related = ("service", "decided_by")
    list_per_page = 50
    search_fields = ("service__name", "words")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Show first what cannot wait."""
        reports: Any = Report.objects.by_urgency()
        found: QuerySet[Any] = reports
        return found

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Keep the order of the query where nobody has chosen another."""
        return ("urgency", "received_on", "id")

    @admin.display(description=_lazy("what is wrong"))
    def what(self, report: Report) -> str:
        return str(report)

    @admin.display(description=_lazy("urgency"), ordering="urgency")
    def urgency(self, report: Report) -> str:
        """Say in words what the order means."""
        if report.outcome:
            return ""
        if report.is_raised:
            return _("Safety lead")
        return _("Danger") if report.is_danger else ""

    @admin.display(description=_lazy("what came of it"), ordering="outcome")
    def came_of_it(self, report: Report) -> str:
        return str(report.get_outcome_display()) if report.outcome else _("Open")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one report; take down what came of it from somebody who may say so."""
        report = self.get_object(request, object_id)
        if report is None:
            raise Http404
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        user = signed_in(request)
        if request.method == "POST" and not decides_any(user):
            raise PermissionDenied
        form = OutcomeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                decide(report, ReportOutcome(form.cleaned_data["outcome"]), user, timezone.now())
            except NotAllowedError as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, _("This report is decided."), messages.SUCCESS)
                return redirect("admin:resources_report_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Report of a visitor"),
            "subtitle": str(report.service),
            "opts": self.opts,
            "report": report,
            "form": form,
            "may_decide": may_decide(report, user) and not report.outcome,
        }
        return TemplateResponse(request, PAGE, context)
