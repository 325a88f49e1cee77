"""The language of a page: the one that Django has in use, asked for once where that is known."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import get_language

_in_use: ContextVar[str | None] = ContextVar("language", default=None)


def page_language() -> str | None:
    """Return the language in use; None where nothing is translated."""
    return _in_use.get() or get_language()


@contextmanager
def one_language() -> Iterator[None]:
    """Keep the language of this moment for a block in which nobody changes it.

    A page asks for it half a dozen times, and Django looks through the locals of threads each time.
    """
    before = _in_use.set(get_language())
    try:
        yield
    finally:
        _in_use.reset(before)
