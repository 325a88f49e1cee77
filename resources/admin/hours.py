"""Opening hours in a form: typed as in a spreadsheet, "Mon-Fri 9am-5pm; Sat 10am-noon".

So they stand beside the number that they are of, also before it was saved once.
"""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from resources.curation.document import hours_document
from resources.listings.sheets.hours import hours_rows, hours_text
from resources.models import Schedule, Service

# Who has the hours, beside the service: it is checked when they are written.
OWNERS = ("service", "contact_route", "service_at_location")


class HoursField(forms.CharField):
    """Hours as text, which become rows."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "required": False,
            "label": _("Opening hours"),
            "widget": forms.Textarea(attrs={"rows": 2}),
            "help_text": _("Mon-Fri 9am-5pm; Sat 10am-noon, closed on bank holidays. Or: 24/7"),
        }
        super().__init__(**given | kwargs)

    def clean(self, value: Any) -> list[Schedule]:
        """Return the periods, without their owner; ValidationError says what cannot be read."""
        return periods_of(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is meant: "9am" and "09:00" are the same."""
        try:
            return hours_rows(str(initial or "")) != hours_rows(str(data or "").strip())
        except ValueError:
            return True


def periods_of(text: str) -> list[Schedule]:
    """Read hours; ValidationError says what cannot be read, or cannot be."""
    try:
        rows = hours_rows(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    periods = [
        Schedule(
            byday=",".join(row["days"]),
            opens_at=time.fromisoformat(row["opens"]),
            closes_at=time.fromisoformat(row["closes"]),
            bank_holidays=row["bank_holidays"],
            valid_from=row.get("valid_from"),
            valid_to=row.get("valid_to"),
        )
        for row in rows
    ]
    for period in periods:
        try:
            period.full_clean(exclude=OWNERS)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
    return periods


def as_text(rows: Iterable[Schedule]) -> str:
    """Return hours as they are typed."""
    return hours_text(hours_document(list(rows)))


def write_hours(service: Service, periods: list[Schedule], **owner: Any) -> None:
    """Let these be all the hours of a service itself, or of one of its parts, which `owner` is."""
    owned_by = {"contact_route": None, "service_at_location": None} | owner
    Schedule.objects.filter(service=service, **owned_by).delete()
    for period in periods:
        period.service = service
        for name, row in owned_by.items():
            setattr(period, name, row)
    Schedule.objects.bulk_create(periods)
