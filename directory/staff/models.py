"""What the door remembers: open sessions, and notes that all workers share; no address."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffSession(AbstractBaseSession):
    """A session, with its person, so that somebody can see and end their own."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the store that reads and writes these rows."""
        # Found when it is asked for: it imports this model.
        return import_module("directory.staff.sessions").SessionStore


class SharedNote(models.Model):
    """A row of the cache in the database: counted attempts, codes that were used.

    The columns are those that Django's `DatabaseCache` reads and writes.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "staff_shared_note"

    def __str__(self) -> str:
        return self.cache_key
