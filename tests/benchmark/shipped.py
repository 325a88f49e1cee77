"""What the shipped listings are like: the pattern after which others are invented."""

import csv
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from resources.choices import RegionLevel
from resources.listings.rows import AnyRow, ServiceRow
from resources.regions import PLACES, RegionRecord, find_region

DATA: Final = Path(__file__).parents[2] / "resources" / "data"
LOCAL: Final = frozenset({RegionLevel.DISTRICT})


@lru_cache(maxsize=1)
def shipped_services() -> tuple[ServiceRow, ...]:
    """Return every shipped service, drafts too."""
    read: TypeAdapter[AnyRow] = TypeAdapter(AnyRow)
    lines = (DATA / "listings.jsonl").read_text(encoding="utf-8").splitlines()
    rows = (read.validate_json(line) for line in lines)
    return tuple(row for row in rows if isinstance(row, ServiceRow))


def served_by(row: ServiceRow) -> tuple[RegionRecord, ...]:
    """Return the areas of a shipped service."""
    found = (find_region(area.region) for area in row.areas)
    return tuple(region for region in found if region)


def is_local(row: ServiceRow) -> bool:
    """Tell whether a shipped service serves nothing wider than districts."""
    return all(region.level in LOCAL for region in served_by(row))


def counties() -> set[str]:
    """Return the names of counties and other areas that are not regions."""
    with (PLACES / "counties.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"] for row in csv.DictReader(file)}
