"""`python copying.py ADDRESS FILE [QUERY]`: keep a copy of the directory right, by its changes.

What a partner writes, with nothing but Python: it begins at the start, or where FILE says that it
was, and reads to the end. Run it again whenever you like. QUERY, such as `region=leeds`, is the
part that is kept.
"""

import json
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

CHANGES: Final = "/api/v1/changes/"
Fetch = Callable[[str], Any]


def fetch(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=30) as page:  # noqa: S310  the address of the caller
        return json.load(page)


class Copy:
    """The records of services by their id, and the address at which to go on."""

    def __init__(self, start: str, read: Fetch = fetch) -> None:
        self.services: dict[str, dict[str, Any]] = {}
        self.next = start
        self._read = read

    def take_page(self) -> bool:
        """Take one page; tell whether there was anything on it."""
        page = self._read(self.next)
        for item in page["items"]:
            if item["state"] == "deleted":
                self.services.pop(item["id"], None)
            else:
                self.services[item["id"]] = item["data"]
        self.next = page["next"]
        return bool(page["items"])

    def follow(self) -> None:
        """Read to the end."""
        while self.take_page():
            pass


def main(address: str, file: Path, query: str = "") -> None:
    copy = Copy(f"{address}{CHANGES}?{query}" if query else f"{address}{CHANGES}")
    if file.exists():
        kept = json.loads(file.read_text(encoding="utf-8"))
        copy.services, copy.next = kept["services"], kept["next"]
    copy.follow()
    file.write_text(json.dumps({"services": copy.services, "next": copy.next}), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
