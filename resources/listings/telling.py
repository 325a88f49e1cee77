"""What a proposal would change, told to a person: field by field, or all of it in one line."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Field, Model
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.curation.differences import Difference
from resources.curation.wording import Piece, can_hurt, marked
from resources.models import Service

# What a part and its fields are called.
PARTS: Final = {
    "contacts": _lazy("way of contact"),
    "places": _lazy("place"),
    "url": _lazy("web address"),
    "terms": _lazy("kinds of help and of people"),
    "areas": _lazy("where it helps"),
    "hours": _lazy("opening hours"),
    "sources": _lazy("sources"),
    "fact_sources": _lazy("what the sources state"),
    "entries": _lazy("listing"),
    "identifiers": _lazy("register numbers"),
    "is_published": _lazy("shown to the public"),
    "order": _lazy("order"),
}
INNER: Final = {
    "value": _lazy("number or address"),
    "url": _lazy("web address"),
    "hours": _lazy("opening hours"),
    "audience": _lazy("who it is for"),
    "by-and-for": _lazy("run by and for"),
}
LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One field that is to change: its name, both texts in pieces, and whether it can hurt."""

    name: str
    old: Sequence[Piece]
    new: Sequence[Piece]
    can_hurt: bool


def rows_of(
    changes: Iterable[Difference],
    hurts: Callable[[Difference], bool] = can_hurt,
    model: type[Model] = Service,
) -> list[Row]:
    """Return what is to change: what can hurt first, and of that the numbers and addresses."""
    return [
        Row(heading(one, model), *marked(one.old, one.new), hurts(one))
        for one in _worst_first(changes, hurts)
    ]


def in_a_line(
    changes: Iterable[Difference],
    hurts: Callable[[Difference], bool] = can_hurt,
    model: type[Model] = Service,
) -> str:
    """Return "Number or address: 0114 496 0123 → 0114 496 0999, and 2 more"."""
    ranked = _worst_first(changes, hurts)
    if not ranked:
        return _("Nothing differs from what is public.")
    first, *others = ranked
    old, new = (Truncator(text).chars(LONGEST) or _("nothing") for text in (first.old, first.new))
    told = f"{heading(first, model)}: {old} → {new}".replace("\n", ", ")
    return told + (_(", and %(count)d more") % {"count": len(others)} if others else "")


def _worst_first(
    changes: Iterable[Difference], hurts: Callable[[Difference], bool]
) -> list[Difference]:
    return sorted(changes, key=lambda one: (not hurts(one), one.path[-1] != "value"))


def heading(change: Difference, model: type[Model]) -> str:
    """Return "Who it is for" or "Way of contact: phone Office, 0114 496 0123: cost"."""
    first, *rest = change.field.split(": ")
    fields = {field.name: field.verbose_name for field in model._meta.get_fields()
              if isinstance(field, Field)}  # fmt: skip
    top = str(PARTS.get(first) or fields.get(first) or first)
    named = [str(INNER.get(part, part.replace("_", " "))) for part in rest]
    return capfirst(": ".join([top, *named]))
