"""Whether anything was committed to a file of SQLite, without asking it.

With every commit SQLite writes the head of its WAL-index, in memory that all who have the file open
share; each reader of SQLite compares that head with the one that it saw last, and reads anew where
they differ (https://sqlite.org/walformat.html, section 2). So do we, which takes half a microsecond
where a question takes six and a lock. (docs/adr/0049-head-of-the-wal.md)
"""

import mmap
import os
from typing import Final

# Two copies of the head, of which the second is written first: while they differ, so does the file.
HEAD: Final = 48
# Where `isInit` stands in it: a head without it belongs to nobody yet.
IS_SET: Final = 12

# By device and number of the file. Closing any descriptor of it lets go of all locks that SQLite
# holds on it in this process: what is mapped once stays so until the process ends. There is one
# more for each file that takes the place of another.
_mapped: Final[dict[tuple[int, int], mmap.mmap]] = {}


class Commits:
    """The head of the WAL-index of a file that is open, as often as somebody wants to see it."""

    def __init__(self, path: str) -> None:
        """Map the memory that belongs to a file; OSError or ValueError where there is none."""
        shared = os.path.realpath(path) + "-shm"
        file = os.stat(shared)
        key = (file.st_dev, file.st_ino)
        if key not in _mapped:
            # Not closed, as above.
            descriptor = os.open(shared, os.O_RDONLY | os.O_CLOEXEC)
            _mapped[key] = mmap.mmap(descriptor, mmap.PAGESIZE, prot=mmap.PROT_READ)
        self._memory = _mapped[key]

    def head(self) -> bytes | None:
        """Return what is another after each commit; None while it cannot be told."""
        first, second = self._memory[:HEAD], self._memory[HEAD : 2 * HEAD]
        return first if first == second and first[IS_SET] else None
