"""What the watch of providers' pages found: each closed by saying what came of it."""

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.permissions import ReadOnlyAdmin, signed_in
from resources.choices import WatchOutcome
from resources.curation.workflow import NotAllowedError
from resources.listings.watch.tasks import close, last_run, may_close
from resources.models import WatchedPage, WatchRun, WatchTask
from resources.models.watch import LONGEST_WORDS

LIST: Final = "admin/resources/watchtask/list.html"
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

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what waits, the oldest first; or what was closed, the newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        is_closed = "closed" in request.GET
        tasks: QuerySet[WatchTask] = WatchTask.objects.select_related(
            "page__service", "page__organization", "closed_by"
        )
        shown = (
            tasks.exclude(outcome="").order_by("-closed_at", "-id")
            if is_closed
            else tasks.filter(outcome="")
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("What the watch found, and what came of it")
            if is_closed
            else _("What the watch found"),
            "opts": self.opts,
            "page": Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page")),
            "is_closed": is_closed,
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
                return redirect("admin:resources_watchtask_changelist")
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
    list_per_page = 50
