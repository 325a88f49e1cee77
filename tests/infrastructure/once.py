"""What takes long to make, and several processes of one run of the suite need: made once."""

import fcntl
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

# The folder for it, which `make test` gives.
STORE: Final = "PREPARED"


def made_once(what: object, make: Callable[[Path], None], then: Callable[[Path], object]) -> None:
    """Give a folder to `then` that whoever comes first has made, and the others find.

    Where one test runs alone it is made for it, and thrown away.
    """
    if store := os.environ.get(STORE):
        then(_kept(Path(store), what, make))
        return
    with TemporaryDirectory() as folder:
        make(Path(folder))
        then(Path(folder))


def _kept(store: Path, what: object, make: Callable[[Path], None]) -> Path:
    folder = store / hashlib.sha256(repr(what).encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder.with_suffix(".ready")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            make(folder)
            ready.touch()
    return folder
