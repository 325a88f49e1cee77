"""Postcode tables that are newer than the shipped ones, and which tables are in use."""

import uuid
from functools import lru_cache

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.models.constraints import not_blank
from resources.regions import Tables, shipped, tables_from_zip


class PlaceTables(models.Model):
    """What `load_postcodes` made of one file. Only the newest row is used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()
    source_name = models.CharField(max_length=200, help_text=_("Name of the file it came from."))
    row_count = models.PositiveIntegerField(help_text=_("Postcodes in use that were read."))
    content = models.BinaryField(help_text=_("A zip of the csv files of resources/data/places."))

    class Meta:
        ordering = ("-made_at", "-id")
        get_latest_by = "made_at"
        verbose_name = _("postcode tables")
        verbose_name_plural = _("postcode tables")
        constraints = [
            not_blank("source_name"),
            models.CheckConstraint(
                condition=Q(row_count__gt=0),
                name="resources_placetables_row_count_given",
                violation_error_message="row_count: tables of no postcodes are of no use.",
            ),
        ]

    def __str__(self) -> str:
        return self.source_name


def current_tables() -> Tables:
    """Return the newest tables of the database, or the shipped ones when it has none.

    One small query each time; the tables are read once in a process, and again when newer ones
    have come.
    """
    newest = PlaceTables.objects.values_list("pk", flat=True).first()
    return shipped() if newest is None else _tables(newest)


@lru_cache(maxsize=1)
def _tables(pk: uuid.UUID) -> Tables:
    """Read the tables of one row, which never changes."""
    content = PlaceTables.objects.values_list("content", flat=True).get(pk=pk)
    return tables_from_zip(bytes(content))
