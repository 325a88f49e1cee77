"""A row of another table in a form, named by what a person types.

A box with suggestions that a script fills has no name that a screen reader can say, and a list of
every organisation is longer than the page. So the name is typed, and what is not found is answered
with what is near to it.
"""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from resources.models import Location, Organization, Region, Service
from resources.regions import RegionRecord, all_regions, find_region

# How many rows are named where none, or more than one, is meant.
MOST: Final = 5
AREAS: Final = "known-areas"
Rows = Sequence[Any]


def named_area(typed: str) -> RegionRecord | None:
    """Return the area of a name, a slug or a code."""
    by_name = (area for area in all_regions() if area.name.lower() == typed.lower())
    return next(by_name, None) or find_region(typed)


def _regions(typed: str) -> tuple[Rows, Rows]:
    """Return the area that is meant, or those whose names are near."""
    found = named_area(typed)
    if found:
        return list(Region.objects.filter(pk=found.code)), ()
    names = {area.name.lower(): area for area in all_regions()}
    return (), [names[name].name for name in get_close_matches(typed.lower(), names, MOST)]


def _coded(rows: "models.QuerySet[Any]", typed: str) -> tuple[Rows, Rows]:
    """Return what has a name, or the code that tells two of a name apart; and what is near."""
    name, _blank, code = typed.removesuffix(")").rpartition(" (")
    same = Q(name__iexact=typed) | Q(code=typed) | Q(name__iexact=name, code=code)
    found = list(rows.filter(same)[:MOST])
    if found:
        return found, [f"{row.name} ({row.code})" for row in found]
    return (), [str(row) for row in rows.filter(name__icontains=typed)[:MOST]]


def _places(typed: str) -> tuple[Rows, Rows]:
    """Return the place of an address as it is shown, or of a postcode; and those of its town."""
    parts = [part.strip() for part in typed.split(",")]
    any_part = Q(postcode__iexact=typed)
    for part in parts:
        any_part |= Q(name__iexact=part) | Q(address_1__iexact=part) | Q(city__iexact=part)
    near = list(Location.objects.filter(any_part)[: MOST * MOST])
    exact = [row for row in near if typed.lower() in {str(row).lower(), row.postcode.lower()}]
    return exact, [str(row) for row in near[:MOST]]


FINDERS: Final[Mapping[type[models.Model], Callable[[str], tuple[Rows, Rows]]]] = {
    Region: _regions,
    Organization: lambda typed: _coded(Organization.objects.all(), typed),
    Service: lambda typed: _coded(Service.objects.all(), typed),
    Location: _places,
}


class NamedField(forms.ModelChoiceField[Any]):
    """A row, by the name that is typed. What a program sends, its key, is understood too."""

    widget = forms.TextInput

    def __init__(self, model: type[models.Model], **kwargs: Any) -> None:
        super().__init__(model._default_manager.all(), empty_label=None, **kwargs)
        self.model = model
        # Set by `show_names()`: the names of rows that are loaded already, by their keys.
        self.names: dict[Any, str] = {}
        if model is Region:
            self.widget.attrs["list"] = AREAS
        self.widget.attrs.update({"autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        """Turn a key into the name; what was typed stays as it is."""
        key = value.pk if isinstance(value, models.Model) else value
        if key in self.names:
            return self.names[key]
        if self.model is Region:
            area = find_region(str(key)) if key else None
            return area.name if area and area.code == key else key
        row = self._by_key(key)
        return str(row) if row else key

    def to_python(self, value: Any) -> Any:
        """Find the one row that is meant; ValidationError names those that may be."""
        typed = str(value or "").strip()
        if not typed:
            return None
        row = self._by_key(typed)
        if row is not None:
            return row
        found, near = FINDERS[self.model](typed)
        if len(found) == 1:
            return found[0]
        told = _("There are several. Write one of these: %(names)s.") if found else (
            _("There is none of this name. Did you mean: %(names)s?")
            if near
            else _("There is none of this name.")
        )  # fmt: skip
        raise ValidationError(told % {"names": "; ".join(near)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is meant: a name that was left as it is changes nothing."""
        typed = str(data or "").strip()
        shown = self.prepare_value(initial) if initial not in self.empty_values else ""
        key = initial.pk if isinstance(initial, models.Model) else initial
        return typed not in {str(shown), str(key or "")}

    def _by_key(self, key: Any) -> Any:
        try:
            wanted = key if self.model is Region else UUID(str(key))
        except ValueError:
            return None
        return self.model._default_manager.filter(pk=wanted).first()


def show_names(form: "forms.ModelForm[Any]") -> None:
    """Let the fields of a form use the rows that were loaded with its own."""
    for name, field in form.fields.items():
        if isinstance(field, NamedField) and name in form.instance._state.fields_cache:
            row = getattr(form.instance, name)
            field.names = {row.pk: str(row)} if row is not None else {}


class NamingForm(forms.ModelForm[Any]):
    """A form with rows that are named by typing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show_names(self)
