"""`make sbom`: a bill of materials in the form of CycloneDX 1.6, and a look at every licence.

    python -m tests.supply.sbom FILE

It lists what the product needs to run, by the lock file; licences are read from what is installed.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from packaging.markers import Marker

from tests.supply.locked import TO_RUN, Locked, locked

# What may be handed on together with a program under AGPL-3.0-or-later.
ALLOWED: Final = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CNRI-Python",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "PSF-2.0",
        "Python-2.0",
        "Unlicense",
        "Zlib",
        "CC0-1.0",
    }
)
# How packages without an expression of SPDX write their licence.
WORDS: Final = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd 3-clause or apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "bsd 3-clause license": "BSD-3-Clause",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psf": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "the mit license (mit)": "MIT",
}


class LicenceError(Exception):
    """A package whose licence is unknown or does not fit; the text names it."""


def licence_of(package: Locked) -> str:
    """Return the licence of an installed package as an expression of SPDX; "" where it has none."""
    try:
        told = distribution(package.name)
    except PackageNotFoundError:
        raise LicenceError(f"{package.name} is not installed here: no licence was read.") from None
    if told.version != package.version:
        raise LicenceError(
            f"{package.name} {told.version} is installed, and {package.version} locked."
        )
    expression = (told.metadata.get_all("License-Expression") or [""])[0]
    if expression:
        return str(expression)
    classifiers = told.metadata.get_all("Classifier") or ()
    named = [row.rpartition(" :: ")[2] for row in classifiers if row.startswith("License ::")]
    words = [*(told.metadata.get_all("License") or ()), *named]
    return next((found for word in words if (found := _spdx(word))), "")


def _spdx(word: str) -> str:
    clean = word.strip()
    return clean if clean in ALLOWED else WORDS.get(clean.lower(), "")


def is_allowed(expression: str) -> bool:
    """Tell whether an expression lets us hand a package on: every AND, one of each OR."""
    plain = expression.replace("(", " ").replace(")", " ")
    if not plain.strip():
        return False
    return all(
        any(choice.strip() in ALLOWED for choice in part.split(" OR "))
        for part in plain.split(" AND ")
    )


def needed_here(packages: Iterable[Locked]) -> list[Locked]:
    """Leave out what this machine and this Python do not install."""
    return [one for one in packages if not one.marker or Marker(one.marker).evaluate()]


def bill(packages: Sequence[Locked], licences: dict[str, str], now: datetime) -> dict[str, Any]:
    """Return the bill. Its serial number is that of its content: the same lock, the same number."""
    names = "\n".join(one.purl for one in packages)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, names)}",
        "version": 1,
        "metadata": {
            "timestamp": now.isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "bom-ref": "support-directory",
                "name": "support-directory",
                "licenses": [{"expression": "AGPL-3.0-or-later"}],
            },
        },
        "components": [_component(one, licences[one.name]) for one in packages],
        "dependencies": [
            {"ref": "support-directory", "dependsOn": sorted(one.purl for one in packages)}
        ],
    }


def _component(package: Locked, licence: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "licenses": [{"expression": licence}],
        # A package has a file for each platform; the lock accepts each of these and no other.
        "properties": [
            {"name": "directory:locked-sha256", "value": digest} for digest in package.hashes
        ],
    }


def checked(packages: Iterable[Locked]) -> dict[str, str]:
    """Return the licences by name; LicenceError names all that do not fit."""
    licences = {one.name: licence_of(one) for one in packages}
    wrong = [
        f"{name}: {told or 'no licence'}" for name, told in licences.items() if not is_allowed(told)
    ]
    if wrong:
        raise LicenceError(f"Not in the list of licences that fit: {'; '.join(wrong)}.")
    return licences


def main(given: Sequence[str]) -> int:
    """Check, then write."""
    packages = needed_here(locked(TO_RUN))
    try:
        licences = checked(packages)
    except LicenceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    made = json.dumps(bill(packages, licences, datetime.now(UTC)), indent=2)
    Path(given[0]).write_text(f"{made}\n", encoding="utf-8")
    sys.stdout.write(f"{len(packages)} packages, every licence fits: {given[0]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
