"""One number that grows with every change to what the public sees.

Everything built from listings and kept in memory belongs to one number. When the number changes, it
is built again, so that a change shows with the next request.
"""

from typing import Final

from django.db import connection, connections, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

THE_ONE: Final = 1
# Further than anybody counts between two backups.
LEAP: Final = 1_000_000_000
# There is one row.
CURRENT: Final = "SELECT number FROM resources_datarevision"


class DataRevisionManager(models.Manager["DataRevision"]):
    """The methods of the number."""

    def bump(self) -> int:
        """Take the next number and return it.

        Call it in the transaction of the change. Two writers wait for each other here, so a lower
        number is never seen after a higher one.
        """
        if not self.filter(pk=THE_ONE).update(number=F("number") + 1):
            self.get_or_create(pk=THE_ONE, defaults={"number": 1})
        return self.current()

    def hold(self) -> None:
        """Let other writers wait until this transaction ends; nothing is seen to change."""
        list(self.select_for_update().filter(pk=THE_ONE).values_list("pk"))

    def leap(self) -> None:
        """Go on far beyond any number that was taken, also by what is no longer known here."""
        self.bump()
        self.filter(pk=THE_ONE).update(number=F("number") + LEAP)

    def current(self) -> int:
        """Return the number now; 0 before anything was written.

        Every request asks for it, most of them for nothing else: as plain SQL it takes a tenth of
        the time of a query that is put together anew.
        """
        with connections[self.db].cursor() as cursor:
            cursor.execute(CURRENT)
            row = cursor.fetchone()
        return int(row[0]) if row else 0


class DataRevision(models.Model):
    """The number. There is one row at most."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    number = models.PositiveBigIntegerField(default=0)

    objects = DataRevisionManager()

    class Meta:
        verbose_name = _("data revision")
        verbose_name_plural = _("data revisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(id=THE_ONE),
                name="resources_datarevision_only_one",
                violation_error_message="id: there is one data revision.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


def analyze_tables() -> None:
    """Update the database's statistics of its tables, after much has changed.

    SQLite never does that by itself, and then plans as if "published" were rare; PostgreSQL does,
    but later.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
