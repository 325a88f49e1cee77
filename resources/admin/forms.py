"""Forms for curators, where the plain form of a model would be hard to fill in right."""

from typing import Any

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.utils.translation import gettext_lazy as _

from resources.models import Schedule
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


class ReasonForm(ActionForm):
    """Stands beside the actions of the list of services: the reason for a step."""

    reason = forms.CharField(required=False, label=_("Reason"), max_length=500)
