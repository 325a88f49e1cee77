"""The moment of a page: only views ask for it, once."""

from datetime import datetime

from django.utils import timezone


def this_minute() -> datetime:
    """Return the local time without its seconds: hours are stored and shown in whole minutes.

    So everything computed for a page is the same for every page of that minute.
    """
    return timezone.localtime().replace(second=0, microsecond=0)
