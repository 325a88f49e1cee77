"""The cache of the door: in the database, so that a limit of attempts holds across all workers.

A cache in memory would count for each worker alone, and begin again at a restart. The keys name
people; they are stored as an HMAC under the secret key, so that a copy of the table names nobody.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections
from django.utils.crypto import salted_hmac


class SharedCache(DatabaseCache):
    """Django's cache in a table of ours, which only time empties.

    Django's own throws living entries away when there are many: whoever tried a few hundred names
    would open a lock again.
    """

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        # With no room at all, each write asks `_cull` to tidy up.
        options = {**params.get("OPTIONS", {}), "MAX_ENTRIES": 0}
        super().__init__(table, {**params, "OPTIONS": options})
        self._name = table

    def make_key(self, key: Any, version: Any = None) -> str:
        """Return what stands in the table instead of a key."""
        return salted_hmac(
            "directory.staff.cache", f"{version}:{key}", algorithm="sha256"
        ).hexdigest()

    def _cull(self, db: str, cursor: Any, now: Any, num: int) -> None:
        """Delete what has expired, and nothing else."""
        quote: Callable[[str], str] = connections[db].ops.quote_name
        table, expires = quote(self._name), quote("expires")
        cursor.execute(
            f"DELETE FROM {table} WHERE {expires} < %s",  # noqa: S608  both names are our own
            [connections[db].ops.adapt_datetimefield_value(now)],
        )
