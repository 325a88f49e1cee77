"""The page on which a curator says what they have checked, fact by fact, and how."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.permissions import signed_in
from resources.choices import FactKind, ProviderRole, VerificationMethod
from resources.curation.checks import Checking, FactToCheck, facts_to_check, verify
from resources.curation.workflow import NotAllowedError
from resources.models import HALF_LIVES, Service

PAGE: Final = "admin/resources/service/check.html"


class CheckForm(forms.Form):
    """How facts were checked. The facts to tick stand beside their values, in the template."""

    method = forms.ChoiceField(
        choices=[("", "—"), *VerificationMethod.choices], label=_lazy("How did you check?")
    )
    spoke_with = forms.ChoiceField(
        choices=[("", "—"), *ProviderRole.choices],
        required=False,
        label=_lazy("Who confirmed it? (their role)"),
    )
    source_url = forms.URLField(
        required=False, max_length=500, label=_lazy("Address of the page where you read it")
    )
    checked_on = forms.DateField(
        required=False,
        label=_lazy("Day, if it was not today"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def checking(self) -> Checking:
        """Return what was filled in, once it is valid."""
        role = self.cleaned_data["spoke_with"]
        return Checking(
            method=VerificationMethod(self.cleaned_data["method"]),
            spoke_with=ProviderRole(role) if role else None,
            source_url=self.cleaned_data["source_url"],
            checked_on=self.cleaned_data["checked_on"],
        )


def check_page(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str
) -> HttpResponse:
    """Show the facts of a listing as they stand, and record which of them were checked.

    What was ticked and typed stays on the page when it is refused. A link from the listing names
    the fact that it stands beside, which is ticked.
    """
    service = get_object_or_404(Service.objects.for_detail(), pk=object_id)
    if not may_check(model_admin, request, service):
        raise PermissionDenied
    form = CheckForm(request.POST if request.method == "POST" else None)
    ticked = request.POST.getlist("facts") or request.GET.getlist("fact")
    if form.is_valid():
        try:
            checks = verify(service, ticked, form.checking(), signed_in(request), timezone.now())
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            told = _("%(count)d facts are checked now.") % {"count": len(checks)}
            model_admin.message_user(request, told, messages.SUCCESS)
            return redirect("admin:resources_service_change", service.pk)
    # The fact that somebody came for stands first.
    facts = sorted(facts_to_check(service), key=lambda fact: fact.key not in ticked)
    context = _context(model_admin, request, service, facts)
    return TemplateResponse(request, PAGE, {**context, "form": form, "ticked": ticked})


def may_check(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, service: Service | None = None
) -> bool:
    """Tell whether somebody may see a listing and add checks."""
    user: Any = request.user
    may_add: bool = user.has_perm("resources.add_verification")
    return may_add and model_admin.has_view_permission(request, service)


def _context(
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    service: Service,
    facts: Sequence[FactToCheck],
) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "title": _("Check facts"),
        "subtitle": str(service),
        "opts": model_admin.opts,
        "service": service,
        "facts": facts,
        "today": timezone.localdate(),
    }


class ChecksFilter(admin.SimpleListFilter):
    """Listings by what may be said of their ways of contact, with the values that they have now."""

    title = _lazy("checks of contacts")
    parameter_name = "checks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("none", _("Not checked, or changed since")),
            ("old", _("Checked too long ago, or without a date")),
            ("recent", _("Checked")),
            ("confirmed", _("Confirmed with the service")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter a queryset that was made `with_checks()`."""
        first_day = timezone.localdate() - HALF_LIVES[FactKind.CONTACT]
        is_checked = Q(last_checked_precision__isnull=False)
        # Each time that a condition names the day, the database looks at every check again.
        queryset = queryset.alias(day=Coalesce("last_checked", Value(date.min)))
        wanted = {
            "none": Q(last_checked_precision__isnull=True),
            "old": is_checked & Q(day__lt=first_day),
            "recent": Q(day__gte=first_day),
            "confirmed": Q(confirmed_on__gte=first_day),
        }.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(wanted)
