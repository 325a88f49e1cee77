"""What a package loads wherever it is installed, though nothing here uses it, is kept from it.

Django REST framework looks for PostgreSQL's own types, for a client of HTTP, for what colours code,
and for what its own description of an API is written with; ours is made by drf-spectacular. They
would cost every process time and memory, and no page, address or command has a use for them there.
Whoever imports one of them for themselves gets it.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import Final

UNUSED: Final = frozenset(
    {"django.contrib.postgres", "pygments", "requests", "uritemplate", "yaml"}
)
LOOKS_FOR_THEM: Final = "rest_framework.compat"


class _Refusing(MetaPathFinder):
    """Says of the unused packages that they are not there, and nothing of any other."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        if fullname in UNUSED:
            raise ModuleNotFoundError(f"{fullname} is of no use here", name=fullname)


def leave_out() -> None:
    """Load what looks for the unused packages, while they cannot be found."""
    with _refused():
        import_module(LOOKS_FOR_THEM)


@contextmanager
def _refused() -> Iterator[None]:
    finder = _Refusing()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
