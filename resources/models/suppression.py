"""What must not come back: numbers, sites and names that were taken away for a reason."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from resources.choices import SuppressedKind
from resources.models.constraints import not_blank, one_of
from resources.models.keys import host_key, hosts_above, name_key, number_key
from resources.validators import DIALLED, LINKED

NUMBER_FORM: Final = r"\+?[0-9]{3,15}"
HOST_FORM: Final = r"[a-z0-9-]+(\.[a-z0-9-]+)+"
KEYS: Final = {
    SuppressedKind.NUMBER: number_key,
    SuppressedKind.HOST: host_key,
    SuppressedKind.NAME: name_key,
}
# Texts that are compared with the list: the field, what it is, and what stands there.
Texts = Iterable[tuple[str, SuppressedKind, str]]
EMAIL: Final = "email"


def _whole(pattern: str) -> str:
    return rf"^(?:{pattern})\Z"


class SuppressionManager(models.Manager["Suppression"]):
    """Finds what is on the list."""

    def among(self, texts: Texts) -> "dict[str, Suppression]":
        """Return what of some texts is on the list, by field, in one query."""
        given = list(texts)
        keys = {key for _field, kind, text in given for key in _keys(kind, text)}
        return find_listed(given, _by_key(self.filter(value__in=keys))) if keys else {}

    def listed(self) -> "Listed":
        """Return the whole list, for many texts."""
        return _by_key(self.all())


def _by_key(rows: "Iterable[Suppression]") -> "Listed":
    return {(SuppressedKind(row.kind), row.value): row for row in rows}


def find_listed(texts: Texts, listed: "Listed") -> "dict[str, Suppression]":
    """Return what of some texts is on the list, by field; a site is with all its parts."""
    found = {}
    for field, kind, text in texts:
        rows = (listed.get((kind, key)) for key in _keys(kind, text))
        row = next((row for row in rows if row), None)
        if row is not None:
            found[field] = row
    return found


def _keys(kind: SuppressedKind, text: str) -> list[str]:
    key = KEYS[kind](text)
    if not key:
        return []
    return hosts_above(key) if kind is SuppressedKind.HOST else [key]


class Suppression(models.Model):
    """A number, a site or a name that may stand in no listing, with the reason for it.

    `value` is written in one way, so that every spelling of it is found. After `review_on` somebody
    looks whether it still has to be there; until then nothing changes by itself.
    """

    kind = models.CharField(max_length=12, choices=SuppressedKind)
    value = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    review_on = models.DateField(_("look at it again on"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="suppressions",
    )
    added_on = models.DateField(auto_now_add=True)

    objects = SuppressionManager()

    class Meta:
        ordering = ("kind", "value")
        verbose_name = _("suppressed value")
        verbose_name_plural = _("what must not come back")
        constraints = [
            one_of("kind", SuppressedKind),
            not_blank("value"),
            not_blank("reason"),
            models.UniqueConstraint(fields=("kind", "value"), name="resources_suppression_once"),
            models.CheckConstraint(
                condition=~Q(kind=SuppressedKind.NUMBER) | Q(value__regex=_whole(NUMBER_FORM)),
                name="resources_suppression_number_form",
                violation_error_message="value: one number, as it is dialled.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=SuppressedKind.HOST) | Q(value__regex=_whole(HOST_FORM)),
                name="resources_suppression_host_form",
                violation_error_message="value: one host, such as example.org.",
            ),
        ]

    def clean(self) -> None:
        """Write the value in the one way."""
        if self.kind in SuppressedKind.values:
            self.value = KEYS[SuppressedKind(self.kind)](self.value)
            if not self.value:
                raise ValidationError({"value": _text("Give one number, link or name.")})

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"


Listed = Mapping[tuple[SuppressedKind, str], Suppression]


def contact_texts(field: str, channel: str, value: str) -> Texts:
    """Return what of a way of contact is compared with the list."""
    if channel in DIALLED:
        return [(field, SuppressedKind.NUMBER, value)]
    if channel in {*LINKED, EMAIL}:
        return [(field, SuppressedKind.HOST, value)]
    return []


def named_texts(row: Any, names: Iterable[str], links: Iterable[str] = ()) -> Texts:
    """Return the names and links of a row, of whatever kind, by the names of its fields."""
    yield from ((name, SuppressedKind.NAME, getattr(row, name)) for name in names)
    yield from ((name, SuppressedKind.HOST, getattr(row, name)) for name in links)


def refuse_suppressed(texts: Texts) -> None:
    """Raise ValidationError for each field that holds what must not come back."""
    found = Suppression.objects.among(texts)
    if found:
        raise ValidationError(told(found))


def told(found: Mapping[str, Suppression]) -> dict[str, str]:
    """Return a sentence for each field that holds what must not come back, with the reason."""
    return {
        field: _text("This must not come back: %(reason)s") % {"reason": row.reason}
        for field, row in found.items()
    }
