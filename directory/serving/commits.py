"""Whether anything was committed to a file of SQLite, without asking it.

With every commit SQLite writes the head of its WAL-index, in memory that all who have the file open
share; each reader of SQLite compares that head with the one that it saw last, and reads anew where
they differ (https://sqlite.org/walformat.html, section 2). So do we, which takes a tenth of a
question and no lock. (docs/adr/0049-head-of-the-wal.md)
"""

import mmap
import os
from typing import Final

# Two copies of the head, of which the second is written first: while they differ, so does the file.
HEAD: Final = 48
# A head whose first byte of `isInit` is not set belongs to nobody yet.
IS_SET: Final = 12

# Closing any descriptor of this file lets go of all locks that SQLite holds on it in this process:
# what is mapped once stays so until the process ends. There is one more for each restored file.
_mapped: Final[list[mmap.mmap]] = []


class Commits:
    """The head of the WAL-index of a file that is open, as often as somebody wants to see it."""

    def __init__(self, path: str) -> None:
        """Map the memory that belongs to a file; OSError or ValueError where there is none."""
        shared = os.path.realpath(path) + "-shm"
        # Not closed, as above.
        descriptor = os.open(shared, os.O_RDONLY | os.O_CLOEXEC)
        self._memory = mmap.mmap(descriptor, mmap.PAGESIZE, prot=mmap.PROT_READ)
        _mapped.append(self._memory)

    def head(self) -> bytes | None:
        """Return what is another after each commit; None while it cannot be told."""
        first, second = self._memory[:HEAD], self._memory[HEAD : 2 * HEAD]
        return first if first == second and first[IS_SET] else None
