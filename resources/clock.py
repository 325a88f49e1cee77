"""The moment of a page: only views ask for it, once."""

from datetime import datetime

from django.utils import timezone


def this_minute() -> datetime:
    """Return the local time without its seconds: hours are kept and told in whole minutes.

    So all that is reckoned for a page is the same for every page of that minute.
    """
    return timezone.localtime().replace(second=0, microsecond=0)
