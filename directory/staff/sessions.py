"""Sessions of the staff: they end after half an hour without use, and after a day's work."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db.models import QuerySet
from django.utils import timezone

from directory.staff.models import StaffSession

BEGAN: Final = "began_at"
# Use is noted to the minute: not every page writes to the database.
NOTED_EVERY: Final = timedelta(minutes=1)


class SessionStore(DatabaseSessions):
    """Keeps sessions in rows that know their person, their beginning and their last use.

    The end is a column of the row, and the reader asks for it: a session that has ended cannot be
    loaded, whatever the cookie says.
    """

    row: StaffSession | None = None

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def _get_session_from_db(self) -> StaffSession | None:
        found: StaffSession | None = super()._get_session_from_db()  # type: ignore[misc]  # not in the stubs
        self.row = found
        return found

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        """Make the row to be saved; a session begins with its person, and keeps its beginning."""
        now = timezone.now()
        if SESSION_KEY in data:
            data.setdefault(BEGAN, now.timestamp())
        row = cast(StaffSession, super().create_model_instance(data))
        began = data.get(BEGAN)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.began_at = datetime.fromtimestamp(began, UTC) if began else None
        row.seen_at = now
        row.expire_date = end_of(row.began_at, now)
        return row

    def touch(self) -> None:
        """Note that the session is in use, at most once a minute."""
        now = timezone.now()
        if self.row is None or now - self.row.seen_at < NOTED_EVERY:
            return
        end = end_of(self.row.began_at, now)
        StaffSession.objects.filter(pk=self.row.pk).update(seen_at=now, expire_date=end)


def end_of(began: datetime | None, now: datetime) -> datetime:
    """Return when a session ends that was used now: idle, or after its whole length."""
    idle = now + timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    whole = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return min(idle, began + whole) if began else idle


def open_sessions(user: Any) -> QuerySet[StaffSession]:
    """Return the sessions of a person that have not ended, the one last used first."""
    rows = StaffSession.objects.filter(user=user, expire_date__gt=timezone.now())
    return rows.order_by("-seen_at")


def end_sessions(user: Any, *, but: str | None = None) -> int:
    """End the sessions of a person, all but one; return how many were ended."""
    ended, _ = StaffSession.objects.filter(user=user).exclude(session_key=but).delete()
    return ended
