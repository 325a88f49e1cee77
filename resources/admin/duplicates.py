"""Offering the listings that a new one may be, before it is saved."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.named import named_area
from resources.curation.duplicates import Duplicate, NewListing, find_duplicates
from resources.models import Service
from resources.regions import RegionRecord

ROW: Final = re.compile(r"contacts-(\d+)-value")
AREA: Final = re.compile(r"areas-\d+-region")


class NewListingForm(forms.ModelForm[Service]):
    """A listing that is new: one tick says that it is none of those that are offered.

    The tick is shown only where something is offered.
    """

    is_another = forms.BooleanField(
        required=False, label=_lazy("It is another one"), widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """Offer what the new listing may be, unless it was said that it is another one."""
        cleaned: dict[str, Any] = super().clean() or {}
        duplicates = find_duplicates(self._listing(cleaned))
        if not duplicates:
            return cleaned
        self.fields["is_another"].widget = forms.CheckboxInput()
        if not cleaned.get("is_another"):
            self.add_error("is_another", _offer(duplicates))
        return cleaned

    def _listing(self, cleaned: dict[str, Any]) -> NewListing:
        organization = cleaned.get("organization")
        return NewListing(
            name=cleaned.get("name") or "",
            organization=organization.pk if organization else None,
            contacts=tuple(self._contacts()),
            links=tuple(filter(None, [cleaned.get("url")])),
            regions=frozenset(area.code for area in self._areas()),
        )

    def _areas(self) -> Iterator[RegionRecord]:
        typed = (value.strip() for name, value in self._sent() if AREA.fullmatch(name))
        yield from filter(None, map(named_area, typed))

    def _sent(self) -> Iterator[tuple[str, str]]:
        """Yield what was sent, the parts of the listing included."""
        yield from ((name, str(value)) for name, value in self.data.items())

    def _contacts(self) -> Iterator[tuple[str, str]]:
        for name, value in self._sent():
            row = ROW.fullmatch(name)
            if row and not self.data.get(f"contacts-{row[1]}-DELETE"):
                yield str(self.data.get(f"contacts-{row[1]}-channel", "")), value


def _offer(duplicates: list[Duplicate]) -> forms.ValidationError:
    """Return the links to what the new listing may be."""
    links = format_html_join(
        "",
        '<li><a href="{}">{}</a> ({})</li>',
        (
            (reverse("admin:resources_service_change", args=[one.key]), one.name, _and(one.reasons))
            for one in duplicates
        ),
    )
    asked = _("Is it one of these? Then change that one. If it is not, tick the box and save.")
    return forms.ValidationError(format_html("{}<ul>{}</ul>", asked, links))


def _and(reasons: tuple[str, ...]) -> str:
    return "; ".join(reasons)
