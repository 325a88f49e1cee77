"""The question that can be asked of the list of removals: what has been removed since a day."""

import re
from datetime import date
from typing import Any, Final

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override

# ASCII alone: other scripts' digits would be read too, and repeated in links.
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DayField(forms.Field):
    """One day, written as 2026-11-24. Two of them are an error: one would be passed over."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> date | None:
        """Return the day, or None where none is said; ValidationError when it is none."""
        given = [text for item in value or () if (text := str(item).strip())]
        day = _read(given[0]) if len(given) == 1 else None
        if given and day is None:
            raise ValidationError(_("Give one day as year, month and day, such as 2026-11-24."))
        return day


def _read(text: str) -> date | None:
    """Read a day; None when the calendar has no such day."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


class SinceFilter(django_filters.Filter):
    """Leaves out what was removed before a day, in the country's own time."""

    field_class = DayField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        described = self.extra.get("help_text", "")
        set_override(self, "field", {"type": "string", "format": "date", "description": described})

    def filter(self, qs: Any, value: date | None) -> Any:
        """Narrow the removals; no day, no narrowing."""
        return qs if value is None else qs.filter(removed_at__date__gte=value)


class RemovedFilter(django_filters.FilterSet):
    """Every question that can be asked of the list of removals."""

    since = SinceFilter(
        label=_("since"),
        help_text=_(
            "A day, such as `2026-11-24`. What was removed on that day or later is listed. Ask for "
            "the day before you last read the list: some of it comes twice, and nothing is missed."
        ),
    )
