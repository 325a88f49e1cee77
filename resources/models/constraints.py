"""Constraints that several models share, written once and named by the model that uses them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

LANGUAGES_PATTERN = r"([a-z]{2,3}(,[a-z]{2,3})*)?"


def one_of(field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Only the values of a closed list, also for code that bypasses the forms."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}),
        name=f"%(app_label)s_%(class)s_{field}_known",
        violation_error_message=f"{field}: choose one of the listed values.",
    )


def at_most(field: str, length: int) -> models.CheckConstraint:
    """At most so many characters: SQLite does not hold a column to its length by itself."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(field), length),
        name=f"%(app_label)s_%(class)s_{field}_length",
        violation_error_message=f"{field}: at most {length} characters.",
    )


def not_blank(field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=~Q(**{field: ""}),
        name=f"%(app_label)s_%(class)s_{field}_given",
        violation_error_message=f"{field}: this may not be empty.",
    )


def leads_to_a_page(field: str, given: Q | None = None) -> models.CheckConstraint:
    """An address of the web or nothing: "javascript:" would run on the page that shows the link.

    `given` says for which rows the field is an address at all.
    """
    is_link = Q(**{f"{field}__regex": r"^(?:https?://\S+)\Z"})
    return models.CheckConstraint(
        condition=(Q(**{field: ""}) if given is None else ~given) | is_link,
        name=f"%(app_label)s_%(class)s_{field}_link",
        violation_error_message=f"{field}: begin it with https:// or http://.",
    )


def matches(field: str, pattern: str, message: str) -> models.CheckConstraint:
    """A text of a fixed form, from end to end: `$` would let a line end pass that nobody sees."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": rf"^(?:{pattern})\Z"}),
        name=f"%(app_label)s_%(class)s_{field}_form",
        violation_error_message=f"{field}: {message}",
    )
