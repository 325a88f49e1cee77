"""The parameter of free text: what a person typed, and what of it was understood."""

from collections.abc import Callable
from typing import Any, Protocol

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override

from resources.filters.words import Words
from resources.language import LONGEST_TEXT
from resources.models import Search
from resources.models.service_queries import ServiceQuerySet


class Searching(Protocol):
    """What the filter needs of the filter set it stands in."""

    lenient: bool

    def find_words(self, text: str) -> Search:
        """Put words to the directory."""


class TextField(forms.CharField):
    """Free text. Cleans to a list: one value, or none where nothing was typed.

    Text without a word in it, such as one sign, is an error; with `lenient` set it is left out and
    `missed` is true. More than 200 letters are never read.
    """

    def __init__(
        self, *, find: Callable[[str], Search], lenient: bool = False, **kwargs: Any
    ) -> None:
        """Keep the way in which words are looked up."""
        super().__init__(**kwargs)
        self.find = find
        self.lenient = lenient
        self.missed = False

    def clean(self, value: Any) -> list[Words]:
        """Return the text with what it finds; ValidationError when it holds no word."""
        text = " ".join(str(value or "").replace("\0", " ").split())[:LONGEST_TEXT].rstrip()
        if not text:
            return []
        search = self.find(text)
        self.missed = search.is_empty
        if not search.is_empty:
            return [Words(text, text, search)]
        if self.lenient:
            return []
        raise ValidationError(_("There is no word in this that could be looked for."))


class TextFilter(django_filters.Filter):
    """Narrows by free text, and annotates how well each row fits (`matching`)."""

    field_class = TextField
    needs_all = False
    parent: Searching

    def __init__(self, **kwargs: Any) -> None:
        """Describe the parameter as one text."""
        super().__init__(**kwargs)
        described = self.extra.get("help_text", "")
        set_override(self, "field", {"type": "string", "description": described})

    @property
    def field(self) -> TextField:
        """The form field, bound to the search of this filter set."""
        if not hasattr(self, "_field"):
            self._field = TextField(
                find=self.parent.find_words,
                lenient=self.parent.lenient,
                label=self.label,
                required=False,
                help_text=self.extra.get("help_text", ""),
            )
        return self._field

    def filter(self, qs: ServiceQuerySet, value: list[Words]) -> ServiceQuerySet:
        """Narrow the rows to those found; no text, no narrowing."""
        for one in value:
            qs = qs.matching(one.search)
        return qs
