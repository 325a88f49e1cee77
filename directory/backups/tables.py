"""Tables that a backup leaves empty."""

from typing import Final

from django.conf import settings

from directory.staff.models import StaffSession

# Whoever finds a backup must not be signed in by it; counted attempts are of their hour.
FORGOTTEN: Final = frozenset(
    {
        StaffSession._meta.db_table,
        "django_session",
        str(settings.CACHES["default"]["LOCATION"]),
    }
)
