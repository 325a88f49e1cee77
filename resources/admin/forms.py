"""Forms for curators, where the plain form of a model would be hard to fill in right."""

from typing import Any

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from resources.admin.history import who_did
from resources.curation import approval
from resources.curation.differences import differences
from resources.models import Schedule, Service
from resources.opening_hours import DAY_CODES

DAY_NAMES = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


MOVED = _(
    "A colleague changed this listing after you opened it, so nothing was saved. What you typed is "
    "still here. Open the listing again, in another tab, and write it there."
)


class DaysField(forms.MultipleChoiceField):
    """Days to tick, kept as Open Referral's list ("MO,TU")."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        super().__init__(choices=list(zip(DAY_CODES, DAY_NAMES, strict=True)), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Turn the kept list into ticks."""
        return value.split(",") if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        """Turn ticks into the kept list, in the order of the week."""
        ticked = super().clean(value)
        return ",".join(code for code in DAY_CODES if code in ticked)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial) or [], data)


class ScheduleForm(forms.ModelForm[Schedule]):
    """Hours with days to tick."""

    byday = DaysField(label=_("days"))

    class Meta:
        model = Schedule
        fields = (
            "contact_route",
            "byday",
            "opens_at",
            "closes_at",
            "bank_holidays",
            "valid_from",
            "valid_to",
        )


class ServiceForm(forms.ModelForm[Service]):
    """A listing, the reason for a change, which the history keeps, and what stood there before.

    Where a colleague has saved meanwhile, nothing is written: their new number would be lost.
    """

    change_reason = forms.CharField(
        required=False,
        max_length=500,
        label=_("Reason for this change"),
        help_text=_("For the history: what you read or heard, and where."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["seen"] = approval.seen_of(self.instance)

    def clean(self) -> dict[str, Any] | None:
        """Refuse what was typed over another version; it stays in the form."""
        if not self.instance._state.adding:
            list(Service.objects.select_for_update().filter(pk=self.instance.pk).values_list("pk"))
            if self.data.get("seen") != approval.seen_of(self.instance):
                raise forms.ValidationError([MOVED, *_last_changes(self.instance)])
        return super().clean()


def _last_changes(service: Service) -> list[str]:
    """Return what the last version changed, as sentences for whoever was not told of it."""
    last = service.snapshots.order_by("-version").select_related("actor").first()
    before = last and service.snapshots.filter(version=last.base_version).first()
    if not last or not before or approval.digest_of(last.content) != approval.seen_of(service):
        return []
    return [
        gettext("%(who)s: %(field)s, before “%(old)s”, now “%(new)s”.")
        % {"who": who_did(last.actor), "field": one.field, "old": one.old, "new": one.new}
        for one in differences(before.content, last.content)
    ]


class ReasonForm(ActionForm):
    """Stands beside the actions of the list of services: the reason for a step."""

    reason = forms.CharField(required=False, label=_("Reason"), max_length=500)
