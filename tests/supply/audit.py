"""`make audit`: are the locked versions in a list of known weaknesses?

    python -m tests.supply.audit [FILE]

FILE is the list of OSV for PyPI, all of it in one archive (all.zip). No package ships such a list:
safety-db stopped in July 2021, pip-audit and osv-scanner ask a server. So a person fetches it, and
this says plainly that nothing was audited where it is missing or old.
"""

import json
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from packaging.version import InvalidVersion, Version

from tests.supply.locked import TO_RUN, TO_TEST, Locked, locked, normal

OLDEST: Final = timedelta(days=14)
NOT_AUDITED: Final = (
    "NOT AUDITED: {reason}. Fetch the list of OSV for PyPI "
    "(osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip) and run: "
    "make audit ADVISORIES=all.zip\n"
)
Advisory = Mapping[str, Any]


class NotAuditedError(Exception):
    """There is no list that could tell; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A locked package with a known weakness."""

    package: Locked
    advisory: str
    summary: str

    def __str__(self) -> str:
        return f"{self.package.name} {self.package.version}: {self.advisory} {self.summary}".strip()


def advisories(file: Path) -> list[Advisory]:
    """Read a list; raise NotAuditedError where it cannot be read or is empty."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name for name in archive.namelist() if name.endswith(".json")]
            read = [json.loads(archive.read(name)) for name in names]
    except (OSError, ValueError, zipfile.BadZipFile):
        raise NotAuditedError(f"{file} is no archive of advisories") from None
    if not read:
        raise NotAuditedError(f"{file} holds no advisory")
    return read


def audit(packages: Iterable[Locked], known: Sequence[Advisory], now: datetime) -> list[Finding]:
    """Return what is known of some packages; NotAuditedError where the list is too old to tell."""
    newest = max(datetime.fromisoformat(one["modified"]) for one in known)
    if now - newest > OLDEST:
        raise NotAuditedError(f"the list ends on {newest:%d %B %Y}")
    by_name: dict[str, list[tuple[Advisory, Mapping[str, Any]]]] = {}
    for advisory in known:
        for affected in () if advisory.get("withdrawn") else advisory.get("affected", ()):
            if affected["package"]["ecosystem"] == "PyPI":
                name = normal(affected["package"]["name"])
                by_name.setdefault(name, []).append((advisory, affected))
    return [
        Finding(package, advisory["id"], advisory.get("summary", ""))
        for package in packages
        for advisory, affected in by_name.get(package.name, ())
        if _concerns(affected, package.version)
    ]


def _concerns(affected: Mapping[str, Any], version: str) -> bool:
    if version in affected.get("versions", ()):
        return True
    return any(
        _in_range(events["events"], Version(version))
        for events in affected.get("ranges", ())
        if events["type"] == "ECOSYSTEM"
    )


def _in_range(events: Iterable[Mapping[str, str]], version: Version) -> bool:
    """Follow the events of a range, in their order, as far as a version."""
    inside = False
    for kind, at in sorted(_events(events), key=lambda event: event[1]):
        if kind == "last_affected":
            inside = inside and version <= at
        elif version >= at:
            inside = kind == "introduced"
    return inside


def _events(events: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, Version]]:
    for event in events:
        for kind, told in event.items():
            if kind in {"introduced", "fixed", "last_affected"}:
                yield kind, _version(told)


def _version(told: str) -> Version:
    try:
        return Version(told)
    except InvalidVersion:
        raise NotAuditedError(f"the list names a version that cannot be read: {told}") from None


def main(given: Sequence[str]) -> int:
    """Audit both lock files; return 1 where something was found, or nothing could be."""
    packages = {(one.name, one.version): one for file in (TO_RUN, TO_TEST) for one in locked(file)}
    try:
        if not given:
            raise NotAuditedError("there is no list of known weaknesses on this machine")
        known = advisories(Path(given[0]))
        found = audit(packages.values(), known, datetime.now(UTC))
    except NotAuditedError as reason:
        sys.stderr.write(NOT_AUDITED.format(reason=reason))
        return 1
    for finding in found:
        sys.stdout.write(f"{finding}\n")
    sys.stdout.write(
        f"{len(packages)} packages compared with {len(known)} advisories: {len(found)} found.\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
