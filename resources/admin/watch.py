"""What the watch of providers' pages found: each closed by saying what came of it."""

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.permissions import ReadOnlyAdmin, signed_in
from resources.choices import WatchOutcome
from resources.curation.workflow import NotAllowedError
from resources.listings.watch.tasks import close, last_run, may_close, waiting
from resources.models import WatchedPage, WatchRun, WatchTask
from resources.models.watch import LONGEST_WORDS

LIST: Final = "admin/resources/watchtask/waiting.html"
PAGE: Final = "admin/resources/watchtask/close.html"
ON_A_PAGE: Final = 20


class ClosingForm(forms.Form):
    """What came of a task, and a few words where they help."""

    outcome = forms.ChoiceField(
        choices=[("", "—"), *WatchOutcome.choices], label=_lazy("What came of it")
    )
    words = forms.CharField(
        required=False,
        max_length=LONGEST_WORDS,
        label=_lazy("In a few words, if that helps a colleague"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@admin.register(WatchTask)
class WatchTaskAdmin(ReadOnlyAdmin):
    """Tasks of the watch. Nobody adds, changes or deletes one; a curator closes it."""

    list_display = ("kind", "owner", "opened_at", "came_of_it", "closed_by")
    list_filter = ("kind", "outcome")
    list_select_related = ("page__service", "page__organization", "closed_by")
    list_per_page = 50
    search_fields = ("page__address", "page__service__name", "page__organization__name")

    def get_urls(self) -> list[URLPattern]:
        """Add the page of what waits; Django's page of any row takes every other word."""
        own = path(
            "waiting/",
            self.admin_site.admin_view(self.waiting_view),
            name="resources_watchtask_waiting",
        )
        return [own, *super().get_urls()]

    @admin.display(description=_lazy("whose page"))
    def owner(self, task: WatchTask) -> str:
        return str(task.page.owner)

    @admin.display(description=_lazy("what came of it"), ordering="outcome")
    def came_of_it(self, task: WatchTask) -> str:
        return str(task.get_outcome_display()) if task.outcome else _("Open")

    def waiting_view(self, request: HttpRequest) -> HttpResponse:
        """Show what waits, the oldest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("What the watch found"),
            "opts": self.opts,
            "page": Paginator(waiting(), ON_A_PAGE).get_page(request.GET.get("page")),
            "last_run": last_run(),
        }
        return TemplateResponse(request, LIST, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one task; take down what came of it from somebody who may say so."""
        task = self.get_object(request, object_id)
        if task is None:
            raise Http404
        if not self.has_view_permission(request, task):
            raise PermissionDenied
        user = signed_in(request)
        is_sent = request.method == "POST"
        if is_sent and not may_close(user):
            raise PermissionDenied
        form = ClosingForm(request.POST if is_sent else None)
        if form.is_valid():
            said = form.cleaned_data
            try:
                close(task, WatchOutcome(said["outcome"]), said["words"], user, timezone.now())
            except NotAllowedError as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, _("Closed."), messages.SUCCESS)
                return redirect("admin:resources_watchtask_waiting")
        context = {
            **self.admin_site.each_context(request),
            "title": task.get_kind_display(),
            "subtitle": str(task.page.owner),
            "opts": self.opts,
            "task": task,
            "form": form,
            "may_close": may_close(user) and not task.outcome,
        }
        return TemplateResponse(request, PAGE, context)


@admin.register(WatchedPage)
class WatchedPageAdmin(ReadOnlyAdmin):
    """Pages of providers as the watch saw them last."""

    list_display = ("address", "owner", "state", "since", "looked_at")
    list_filter = ("state",)
    list_select_related = ("service", "organization")
    list_per_page = 50
    search_fields = ("address", "service__name", "organization__name")


@admin.register(WatchRun)
class WatchRunAdmin(ReadOnlyAdmin):
    """When the watch went round, and how far it came."""

    list_display = ("started_at", "ended_at", "is_complete", "page_count", "task_count")
    search_fields = ("started_at",)
    list_per_page = 50
