"""What is worked out from shipped files alone: once for a release, and then read from a file.

To work it out takes a process seconds, to read it a few tenths of one. The name of a file says from
which files, which code and which rows it was made, so that none is ever out of date; and a file
whose digest was not made with this site's own key is not read (docs/adr/0047).
"""

import hashlib
import logging
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

log = logging.getLogger("resources.precomputed")
ROOT: Final = Path(__file__).parent
# What is kept here is made by these, and by the modules beside them.
CODE: Final = ("language", "models", "opening_hours", "regions", "search")
LIBRARIES: Final = ("bm25s", "numpy", "PyStemmer")
_SALT: Final = "resources.precomputed"
_SIZE: Final = 64
Make = TypeVar("Make", bound=Callable[..., Any])
_used: set[Path] = set()
_writes: ContextVar[bool] = ContextVar("writes", default=False)


def precomputed(make: Make) -> Make:
    """Let what a function returns be read from a file, if there is one.

    It has to follow from shipped files and from its arguments alone, which have to be plain values.
    A file is written within `written()` only: at a start, and never for a visitor.
    """

    @wraps(make)
    def get(*asked: Any) -> Any:
        name = f"{make.__module__}.{make.__qualname__}"
        found = load(name, *asked)
        if found is None:
            found = make(*asked)
            if _writes.get():
                store(name, found, *asked)
        return found

    return cast("Make", get)


def load(name: str, *asked: object) -> Any:
    """Return what this release has stored under a name and some plain values; None where nothing.

    A file that this site has not written with its own key is as good as none.
    """
    path = _path(name, asked)
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, pickled = content[:_SIZE], content[_SIZE:]
    if not constant_time_compare(digest, _digest(path, pickled)):
        log.warning("A file of precomputed tables is not as it was written: %s", path.name)
        return None
    return pickle.loads(pickled)  # noqa: S301  written by this site: its digest is by our own key


def store(name: str, made: object, *asked: object) -> None:
    """Store what was made; where the disk does not take it, the next process makes it again."""
    path = _path(name, asked)
    pickled = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
    draft = ""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(number, "wb") as file:
            file.write(_digest(path, pickled))
            file.write(pickled)
        Path(draft).replace(path)
    except OSError as error:
        log.warning("Precomputed tables could not be written: %s", error.strerror)
        # On a full disk what was begun takes the room of what matters.
        _remove([Path(draft)] if draft else [])


@contextmanager
def written() -> Iterator[None]:
    """Write what is made meanwhile, for the processes to come."""
    before = _writes.set(True)
    try:
        yield
    finally:
        _writes.reset(before)


def forget_unused() -> None:
    """Remove the files that this process has neither read nor written: those of older releases."""
    _remove(path for path in _files() if path not in _used)


def forget_all() -> None:
    """Remove every file, such as when words of the staff must not be on the disk any more."""
    _remove(_files())


@lru_cache(maxsize=1)
def _release() -> str:
    """Return a digest of all that the tables are made of."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for library in LIBRARIES:
        digest.update(version(library).encode())
    for file in _sources():
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def _sources() -> list[Path]:
    code = (file for folder in CODE for file in (ROOT / folder).glob("*.py"))
    data = (file for file in (ROOT / "data").rglob("*") if file.is_file())
    return sorted([*code, *data, *ROOT.glob("*.py")])


def _path(name: str, asked: object) -> Path:
    """Return the file for a name and some values, in this release."""
    key = salted_hmac(_SALT, repr((_release(), asked)), algorithm="sha256").hexdigest()
    path = _folder() / f"{name}.{key[:32]}"
    _used.add(path)
    return path


def _digest(path: Path, content: bytes) -> bytes:
    return salted_hmac(_SALT + path.name, content, algorithm="sha256").hexdigest().encode()


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "precomputed"


def _files() -> list[Path]:
    folder = _folder()
    return list(folder.iterdir()) if folder.is_dir() else []


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
