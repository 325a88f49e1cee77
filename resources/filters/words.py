"""Parameters made of words: what a query string, a form and a link hold, and how rows follow.

The API answers 400 to a value it does not know; a page leaves it out and says which part it did not
understand, because a person cannot mend a link.
"""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, Self

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override

from resources.choices import Wish
from resources.filters.starts import Start
from resources.models import Search, TaxonomyTerm
from resources.models.service_queries import ServiceQuerySet
from resources.regions import RegionRecord

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a closed list: its word in addresses, and its label for people."""

    code: str
    label: Any = field(compare=False)

    @property
    def name(self) -> str:
        """The label in the language of whoever asks now."""
        return str(self.label)


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """Free text as a value like others, as it was typed."""

    code: str
    name: str
    search: Search


UNKNOWN = _("“%(word)s” is not known here.")
Row = RegionRecord | TaxonomyTerm | Choice | Words | Start
Finder = Callable[[str], Row | None]


class Asking(Protocol):
    """What a filter needs of the filter set it stands in."""

    lenient: bool
    moment: datetime | None


class WordsField(forms.Field):
    """Several words, each of which has to be known.

    Cleans to a list of the rows that the words name, each once, in the order given. With `lenient`
    set an unknown word is left out and `missed` is true; otherwise it is an error that names it.
    """

    widget = forms.SelectMultiple

    def __init__(
        self,
        *,
        find: Finder,
        problem: "StrOrPromise" = UNKNOWN,
        lenient: bool = False,
        **kwargs: Any,
    ) -> None:
        """Keep the way in which a word is looked up, and what to say when it is not known."""
        super().__init__(**kwargs)
        self.find = find
        self.problem = problem
        self.lenient = lenient
        self.missed = False

    def clean(self, value: Any) -> list[Row]:
        """Return the rows; ValidationError with every unknown word."""
        found: list[Row] = []
        unknown: list[str] = []
        # A form sends its empty choice along: "anywhere" is no filter.
        for word in filter(None, (str(one).strip() for one in value or ())):
            row = self.find(word)
            if row is None:
                unknown.append(word)
            elif row not in found:
                found.append(row)
        self.missed = bool(unknown)
        if unknown and not self.lenient:
            raise ValidationError(
                [ValidationError(self.problem, params={"word": word}) for word in unknown]
            )
        return found


class WordsFilter(django_filters.Filter):
    """A repeatable parameter: any of its values fits, and it adds to the other parameters.

    `word` is the method of the QuerySet that answers it; `vocabulary` names the method of the
    filter set that looks a value up.
    """

    field_class: type[WordsField] = WordsField
    parent: "Asking"
    # Whether a row has to answer all values, not just any of them.
    needs_all = False

    def __init__(
        self, *, word: str, vocabulary: str, problem: "StrOrPromise" = UNKNOWN, **kwargs: Any
    ) -> None:
        """Keep the QuerySet's word, the place of the vocabulary, and what is said of a mistake."""
        super().__init__(**kwargs)
        self.problem = problem
        several = {"type": "array", "items": {"type": "string"}}
        # The generator takes the description of an overridden shape from the shape itself.
        set_override(self, "field", {**several, "description": self.extra.get("help_text", "")})
        self.word = word
        self.vocabulary = vocabulary

    def __deepcopy__(self, memo: Any) -> Self:
        """Return a copy for a filter set of its own, without the form field of another.

        Each question copies every filter; what they hold beside their field is never changed.
        """
        made = copy(self)
        made.__dict__.pop("_field", None)
        return made

    @property
    def field(self) -> WordsField:
        """The form field, bound to the vocabulary of this filter set."""
        if not hasattr(self, "_field"):
            self._field = self._made(getattr(self.parent, self.vocabulary))
        return self._field

    def _made(self, find: Finder) -> WordsField:
        """Make the form field with a way to look a word up."""
        return self.field_class(
            find=find,
            problem=self.problem,
            lenient=self.parent.lenient,
            label=self.label,
            required=False,
            help_text=self.extra.get("help_text", ""),
        )

    def filter(self, qs: ServiceQuerySet, value: list[Row]) -> ServiceQuerySet:
        """Narrow the rows by the QuerySet's own word; no value, no narrowing."""
        narrowed: ServiceQuerySet = getattr(qs, self.word)(value) if value else qs
        return narrowed


class ChoiceFilter(WordsFilter):
    """A repeatable parameter whose values are a closed list.

    With `needs_all` a row has to answer all values, not just any of them.
    """

    def __init__(
        self,
        *,
        word: str,
        choices: Iterable[tuple[str, Any]],
        needs_all: bool = False,
        **kwargs: Any,
    ) -> None:
        """Keep the list; its values are words in any case."""
        super().__init__(word=word, vocabulary="", **kwargs)
        self.needs_all = needs_all
        self.rows = [Choice(value, label) for value, label in choices]
        values = {"type": "string", "enum": [row.code for row in self.rows]}
        described = self.extra.get("help_text", "")
        set_override(self, "field", {"type": "array", "items": values, "description": described})

    @property
    def field(self) -> WordsField:
        """The form field, bound to the list."""
        if not hasattr(self, "_field"):
            by_code = {row.code: row for row in self.rows}
            self._field = self._made(lambda word: by_code.get(word.lower()))
        return self._field


class FactFilter(ChoiceFilter):
    """A yes-or-no fact: `yes` finds where it is known; `maybe` leaves out only a known "no".

    Both in one parameter, so that a person who cannot give a name may leave out what is known to
    need one, without losing all that nobody has asked yet.
    """

    def __init__(self, *, word: str, fact: "StrOrPromise", help_text: "StrOrPromise") -> None:
        """Make the two values, and the sentence that tells them apart."""
        super().__init__(
            word=word,
            choices=[
                (Wish.YES.value, fact),
                (Wish.MAYBE.value, format_lazy(_("{fact}, or not known yet"), fact=fact)),
            ],
            label=fact,
            help_text=format_lazy(
                _(
                    "{fact} The value `yes` finds where that is known. The value `maybe` leaves "
                    "out only what is known not to be so: what depends or is not known is kept."
                ),
                fact=help_text,
            ),
        )


class NowFilter(ChoiceFilter):
    """A parameter whose only value is "now": the moment is the filter set's."""

    def filter(self, qs: ServiceQuerySet, value: list[Row]) -> ServiceQuerySet:
        """Ask the QuerySet's word about the moment."""
        narrowed: ServiceQuerySet = getattr(qs, self.word)(self.parent.moment) if value else qs
        return narrowed
