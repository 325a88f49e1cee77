"""Parameters and their form fields: what a query string, a form and a link hold.

The API answers 400 to a value it does not know; a page leaves it out and says which part it did not
understand, because a person cannot correct a link.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override

from resources.choices import Certainty
from resources.filters.lookups import Choice, FilterValue, Lookup
from resources.language import LONGEST_TEXT, ParsedQuery
from resources.search import Index

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNKNOWN = _("“%(word)s” is not known here.")
TOO_MANY = _("Give at most %(most)s of them.")
# Of one parameter: more than any form sends, and than any place has areas. What a page costs grows
# with them.
MOST_VALUES: Final = 60

Shared = TypeVar("Shared", bound=django_filters.Filter)


class _Filterset(Protocol):
    """What a filter needs of the filter set it stands in."""

    lenient: bool
    index: Index

    def parse(self, text: str) -> ParsedQuery: ...


class LookupField(forms.Field):
    """Several words, each of which has to be known.

    Cleans to a list of the values that the words name, each once, in the order given. With
    `lenient` set an unknown word is left out and `has_unknown` is true; otherwise it is an error
    that names it. With `only_one` a second value is unknown too, and so is
    one beyond `MOST_VALUES`.
    """

    widget = forms.SelectMultiple

    def __init__(
        self,
        *,
        find: Callable[[str], FilterValue | None],
        problem: "StrOrPromise",
        lenient: bool,
        only_one: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(required=False, **kwargs)
        self.find = find
        self.problem = problem
        self.lenient = lenient
        self.only_one = only_one
        self.has_unknown = False

    def clean(self, value: Any) -> list[FilterValue]:
        """Return the values; ValidationError with every unknown word."""
        found: list[FilterValue] = []
        unknown: list[str] = []
        # A form sends its empty choice along: "anywhere" is no filter.
        for word in filter(None, (str(text).strip() for text in value or ())):
            known = self.find(word)
            if known is None:
                unknown.append(word)
            elif known not in found:
                found.append(known)
        errors = [ValidationError(self.problem, params={"word": word}) for word in unknown]
        if len(found) > MOST_VALUES:
            errors.append(ValidationError(TOO_MANY, params={"most": MOST_VALUES}))
            found = found[:MOST_VALUES]
        if self.only_one and len(found) > 1:
            errors.append(ValidationError(_("Give one area or one point.")))
            found = []
        self.has_unknown = bool(errors)
        if errors and not self.lenient:
            raise ValidationError(errors)
        return found


def _of_its_own(shared: Shared) -> Shared:
    """Return a copy of a filter, without the form field of another filter set."""
    made = object.__new__(type(shared))
    own = made.__dict__
    own.update(vars(shared))
    own.pop("_field", None)
    return made


class Filters(dict[str, django_filters.Filter]):
    """The filters of a set by name; each question has copies of them, and changes only these."""

    def __deepcopy__(self, memo: Any) -> dict[str, django_filters.Filter]:
        """Return the copies, without looking through what no question changes."""
        return {name: _of_its_own(shared) for name, shared in self.items()}


class LookupFilter(django_filters.Filter):
    """A repeatable parameter: any of its values fits, and it adds to the other parameters.

    What a value means is said in `resources.search.facets`, under the parameter's name.
    """

    parent: _Filterset

    def __init__(
        self,
        *,
        lookup: Lookup,
        problem: "StrOrPromise" = UNKNOWN,
        only_one: bool = False,
        offered: Iterable[Choice] = (),
        **kwargs: Any,
    ) -> None:
        """`offered` are values for forms, where there is no closed list of all."""
        super().__init__(**kwargs)
        self.lookup = lookup
        self.offered = list(offered)
        self.problem = problem
        self.only_one = only_one
        self.describe({"type": "string"})

    def describe(self, values: dict[str, Any]) -> None:
        """Say in the API's description what shape the parameter has."""
        shape = values if self.only_one else {"type": "array", "items": values}
        # The generator takes the description of an overridden shape from the shape itself.
        set_override(self, "field", {**shape, "description": self.extra.get("help_text", "")})

    @property
    def field(self) -> LookupField:
        """The form field, bound to the index of this filter set."""
        if not hasattr(self, "_field"):
            self._field = LookupField(
                find=partial(self.lookup, self.parent.index),
                problem=self.problem,
                lenient=self.parent.lenient,
                only_one=self.only_one,
                label=self.label,
                help_text=self.extra.get("help_text", ""),
            )
        return self._field


class ChoiceFilter(LookupFilter):
    """A repeatable parameter whose values are a closed list."""

    def __init__(self, *, choices: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        self.options = [Choice(value, label) for value, label in choices]
        self._by_code = {choice.code: choice for choice in self.options}
        super().__init__(lookup=self._find, offered=self.options, **kwargs)
        self.describe({"type": "string", "enum": list(self._by_code)})

    def _find(self, index: Index, word: str) -> Choice | None:
        return self._by_code.get(word.lower())


class FactFilter(ChoiceFilter):
    """A yes-or-no fact: `yes` finds where it is known; `maybe` leaves out only a known "no".

    Both in one parameter, so that a person who cannot give a name may leave out what is known to
    need one, without losing all that nobody has asked yet.
    """

    def __init__(self, fact: "StrOrPromise", help_text: "StrOrPromise") -> None:
        super().__init__(
            choices=[
                (Certainty.KNOWN.value, fact),
                (
                    Certainty.NOT_RULED_OUT.value,
                    format_lazy(_("{fact}, or not known yet"), fact=fact),
                ),
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


class TextField(forms.CharField):
    """Free text. Cleans to what it was read as, or to None where nothing was typed.

    Text without a word in it, such as one sign, is an error; with `lenient` set it is left out and
    `has_unknown` is true.
    """

    def __init__(
        self, *, parse: Callable[[str], ParsedQuery], lenient: bool, **kwargs: Any
    ) -> None:
        super().__init__(required=False, **kwargs)
        self.parse = parse
        self.lenient = lenient
        self.has_unknown = False

    def clean(self, value: Any) -> ParsedQuery | None:
        """Return the text as it was read; ValidationError when it holds no word."""
        text = " ".join(str(value or "").replace("\0", " ").split())[:LONGEST_TEXT].rstrip()
        if not text:
            return None
        parsed = self.parse(text)
        self.has_unknown = parsed.is_empty
        if not parsed.is_empty:
            return parsed
        if self.lenient:
            return None
        raise ValidationError(_("There is no word in this that could be looked for."))


class TextFilter(django_filters.Filter):
    """The parameter of free text."""

    parent: _Filterset

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        described = self.extra.get("help_text", "")
        set_override(self, "field", {"type": "string", "description": described})

    @property
    def field(self) -> TextField:
        """The form field, bound to the index of this filter set."""
        if not hasattr(self, "_field"):
            self._field = TextField(
                parse=self.parent.parse,
                lenient=self.parent.lenient,
                label=self.label,
                help_text=self.extra.get("help_text", ""),
            )
        return self._field
