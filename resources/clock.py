"""The moment of a page: only views ask for it, once; and how long it may be copied."""

from datetime import datetime
from typing import Final

from django.utils import timezone

# Days for which a copy of what we show may stand before it is made again.
COPY_LASTS: Final = 7


def this_minute() -> datetime:
    """Return the local time without its seconds: hours are stored and shown in whole minutes.

    So everything computed for a page is the same for every page of that minute.
    """
    return timezone.localtime().replace(second=0, microsecond=0)
