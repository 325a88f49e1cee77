"""How often listings are to be confirmed, and the rules that two people set to withdraw some."""

from typing import Final

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.permissions import ReadOnlyAdmin
from resources.choices import CadenceKind
from resources.curation import rules
from resources.curation.cadence import CADENCES
from resources.curation.roles import can_step
from resources.curation.workflow import NotAllowedError
from resources.models import WithdrawalRule
from resources.models.lapse import FEWEST_DAYS, MOST_DAYS

PAGE: Final = "admin/resources/withdrawalrule/rules.html"
DONE: Final = {
    "propose": _lazy("Proposed. Nothing follows until a colleague agrees."),
    "agree": _lazy("Agreed. The rule is in force; its days are counted from today."),
    "take_back": _lazy("Taken back. No listing is withdrawn by it any more."),
}


class RuleForm(forms.Form):
    """A rule for one kind of listing. Helplines have none."""

    kind = forms.ChoiceField(
        choices=[choice for choice in CadenceKind.choices if choice[0] != CadenceKind.HELPLINE],
        label=_lazy("Kind of listing"),
    )
    after_days = forms.IntegerField(
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        label=_lazy("Withdraw so many days after it was marked as unconfirmed"),
    )
    reason = forms.CharField(
        max_length=500, label=_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3})
    )


@admin.register(WithdrawalRule)
class WithdrawalRuleAdmin(ReadOnlyAdmin):
    """The rules, beside the cadence of each kind. What is sent comes to an address of its own."""

    list_display = ("kind", "after_days", "proposed_by", "agreed_by", "ended_by")
    list_select_related = ("proposed_by", "agreed_by", "ended_by")
    list_filter = ("kind",)
    search_fields = ("reason",)

    def get_urls(self) -> list[URLPattern]:
        """Add the page of all kinds, and the address to which a decision is sent: it asks again."""
        guard, name = self.admin_site.admin_view, "resources_withdrawalrule_"
        return [
            path("standing/", guard(self.standing_page), name=f"{name}standing"),
            path("set/", guard(self.set_page), name=f"{name}set"),
            *super().get_urls(),
        ]

    def standing_page(self, request: HttpRequest) -> HttpResponse:
        """Show every kind of listing with its cadence, its rule, and those that were."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._shown(request, RuleForm())

    def set_page(self, request: HttpRequest) -> HttpResponse:
        """Propose a rule, agree to one, or take one back."""
        user = request.user
        if not isinstance(user, AbstractUser) or not can_step(user, rules.STEP):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:resources_withdrawalrule_standing")
        decision = request.POST.get("decision", "propose")
        form = RuleForm(request.POST if decision == "propose" else None)
        if decision not in DONE or (form.is_bound and not form.is_valid()):
            return self._shown(request, form)
        try:
            _decide(decision, request.POST.get("rule", ""), form, user)
        except NotAllowedError as refusal:
            return self._shown(request, form, str(refusal))
        self.message_user(request, str(DONE[decision]), messages.SUCCESS)
        return redirect("admin:resources_withdrawalrule_standing")

    def _shown(self, request: HttpRequest, form: RuleForm, refusal: str = "") -> HttpResponse:
        every = list(WithdrawalRule.objects.select_related("proposed_by", "agreed_by", "ended_by"))
        standing = {rule.kind: rule for rule in every if rule.ended_at is None}
        context = {
            **self.admin_site.each_context(request),
            "title": _("Rules for listings that nobody confirms"),
            "opts": self.opts,
            "kinds": [
                (kind.label, cadence, standing.get(kind), kind == CadenceKind.HELPLINE)
                for kind, cadence in CADENCES.items()
            ],
            "ended": [rule for rule in every if rule.ended_at is not None],
            "form": form,
            "refusal": refusal,
            "may_set": can_step(request.user, rules.STEP),
        }
        return TemplateResponse(request, PAGE, context)


def _decide(decision: str, key: str, form: RuleForm, user: AbstractUser) -> None:
    now = timezone.localtime()
    if decision == "propose":
        given = form.cleaned_data
        kind = CadenceKind(given["kind"])
        rules.propose(kind, given["after_days"], given["reason"], user, now)
        return
    if not key.isdecimal():
        raise NotAllowedError(_("There is no such rule."))
    step = rules.agree if decision == "agree" else rules.take_back
    step(int(key), user, now)
