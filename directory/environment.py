"""Typed readers of the environment: a value that cannot be read stops the start and is named.

The value itself is never told: it may be the password of a database.
"""

import math
import os
from collections.abc import Callable
from typing import Any, Final, TypeVar

import dj_database_url
import dj_email_url
from django.core.exceptions import ImproperlyConfigured

Read = TypeVar("Read")

YES: Final = frozenset({"1", "on", "t", "true", "y", "yes"})
NO: Final = frozenset({"0", "f", "false", "n", "no", "off"})
# Seconds for which a connection to a database is used again.
CONNECTED: Final = 60


def text(name: str, *, default: str) -> str:
    """Return a value as it stands."""
    return os.environ.get(name, default)


def answer(name: str, *, default: bool) -> bool:
    """Return a yes or a no; anything else is a mistake, and never taken for a no."""
    return _read(name, _yes_or_no, "yes or no") if name in os.environ else default


def whole(name: str, *, default: int) -> int:
    """Return a whole number."""
    return _read(name, int, "a whole number") if name in os.environ else default


def number(name: str, *, default: float) -> float:
    """Return a number, which may have a decimal point."""
    return _read(name, _finite, "a number") if name in os.environ else default


def names(name: str) -> list[str]:
    """Return what stands between commas; nothing where there is no value."""
    return [one.strip() for one in os.environ.get(name, "").split(",") if one.strip()]


def database(name: str, *, default: str = "") -> dict[str, Any]:
    """Return the settings of a database by its address."""
    return _read(name, _database, "the address of a database", default)


def mail(name: str, *, default: str) -> dict[str, Any]:
    """Return the settings of a way of sending mail by its address."""
    return _read(name, _mail, "the address of a server for mail", default)


def _read(name: str, read: Callable[[str], Read], what: str, default: str = "") -> Read:
    try:
        return read(os.environ.get(name, default))
    except ValueError:
        raise ImproperlyConfigured(f"{name} in the environment is not {what}.") from None


def _yes_or_no(value: str) -> bool:
    if value.lower() not in YES | NO:
        raise ValueError
    return value.lower() in YES


def _finite(value: str) -> float:
    read = float(value)
    if not math.isfinite(read):
        raise ValueError
    return read


def _database(address: str) -> dict[str, Any]:
    return {**dj_database_url.parse(address, conn_max_age=CONNECTED)}


def _mail(address: str) -> dict[str, Any]:
    return {**dj_email_url.parse(address)}
