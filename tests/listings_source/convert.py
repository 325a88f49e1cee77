"""`python -m tests.listings_source.convert RESEARCH LISTINGS [LINES]`: rewrites LISTINGS.

RESEARCH is a file of researched services, one JSON object a line. LISTINGS is the shipped file:
ids, codes and slugs of the organisations and services that stand in it are kept, by their names.
LINES is a JSON object of lines for cards by the names of services; a service that it does not name
keeps the line that is shipped. To run it again changes nothing.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from tests.listings_source.lines import service_line
from tests.listings_source.names import Names
from tests.listings_source.owners import Owners

Row = dict[str, Any]

# The shipped rows of these named what is another organisation.
MOVED: Final = frozenset(
    {
        "Blue Sky Centre SARC (Coventry and Warwickshire)",
        "Breathing Space (Scotland)",
        "Devon and Cornwall SARCs",
        "Gloucestershire Domestic Abuse Support Service",
    }
)
NO_LINES: Final[Mapping[str, str]] = MappingProxyType({})


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def converted(
    research: list[Row], shipped: list[Row], card_lines: Mapping[str, str] = NO_LINES
) -> list[Row]:
    """Return the lines of a listings file: organisations, services, collections.

    `card_lines` are by the names of services.
    """
    services = [one for one in shipped if one["record"] == "service"]
    by_name = {one["name"]: one for one in services}
    owners = Owners(research, shipped, MOVED)
    names = Names("service", services)
    sites = {row["organisation_url"] for row in research if row["organisation_url"]}
    lines = []
    for row in research:
        kept = by_name.get(row["name"])
        own = {name: kept[name] for name in ("id", "code", "slug")} if kept else None
        row |= {"card_line": card_lines.get(row["name"]) or (kept or {}).get("card_line")}
        lines.append(service_line(row, kept, own or names.new(row["name"]), owners.of(row), sites))
    collections = [one for one in shipped if one["record"] == "collection"]
    return [*owners.lines(), *lines, *collections]


def main() -> None:
    """Read both files and write the second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("research", type=Path)
    parser.add_argument("listings", type=Path)
    parser.add_argument("lines", type=Path, nargs="?")
    paths = parser.parse_args()
    card_lines = json.loads(paths.lines.read_text(encoding="utf-8")) if paths.lines else NO_LINES
    lines = converted(read_rows(paths.research), read_rows(paths.listings), card_lines)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    paths.listings.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
