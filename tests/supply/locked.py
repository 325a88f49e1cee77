"""The versions that the lock files pin."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
TO_RUN: Final = ROOT / "requirements.txt"
TO_TEST: Final = ROOT / "requirements-dev.txt"
PINNED: Final = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$"
)
HASHED: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """A package of a lock file, with the digests of its files and where it is needed."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def normal(name: str) -> str:
    """Write a package's name in the one way."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(file: Path) -> list[Locked]:
    """Read a lock file."""
    found: list[Locked] = []
    hashes: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        pinned = PINNED.match(line)
        if pinned:
            hashes = []
            found.append(Locked(normal(pinned[1]), pinned[2], pinned[3] or "", ()))
        elif found and (hashed := HASHED.search(line)):
            hashes.append(hashed[1])
            last = found.pop()
            found.append(Locked(last.name, last.version, last.marker, tuple(hashes)))
    return found
