"""The parameter that orders a list by distance. It narrows nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override

from resources.filters.words import Row, WordsField, WordsFilter
from resources.models.service_queries import ServiceQuerySet


class StartField(WordsField):
    """One area or point. Two of them are an error; with `lenient` set they are left out."""

    def clean(self, value: Any) -> list[Row]:
        """Return the start, or nothing; ValidationError when it is not known, or not alone."""
        found = super().clean(value)
        if len(found) < 2:
            return found
        self.missed = True
        if self.lenient:
            return []
        raise ValidationError(_("Give one area or one point."))


class NearFilter(WordsFilter):
    """Where distances are measured from. The filter set puts the rows in order."""

    field_class = StartField

    def __init__(self, **kwargs: Any) -> None:
        """Describe the parameter as one text."""
        super().__init__(word="", vocabulary="find_start", **kwargs)
        described = self.extra.get("help_text", "")
        set_override(self, "field", {"type": "string", "description": described})

    def filter(self, qs: ServiceQuerySet, value: list[Row]) -> ServiceQuerySet:
        """Return the rows as they are: an order leaves nothing out."""
        return qs
