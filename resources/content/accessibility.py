"""How accessible the pages are, as the people who run them know it: data with a date."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parents[1] / "data" / "accessibility.json"


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement's facts: the standard aimed at, what goes beyond it, and what is missing.

    `beyond` and `limits` are whole sentences; `not_yet_tested_by` names groups of people.
    """

    prepared_on: date
    reviewed_on: date
    review_by: date
    standard: str
    level: str
    beyond: tuple[str, ...]
    not_yet_tested_by: tuple[str, ...]
    limits: tuple[str, ...]


@lru_cache(maxsize=1)
def read_statement() -> Statement:
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return Statement(
        prepared_on=date.fromisoformat(raw["prepared_on"]),
        reviewed_on=date.fromisoformat(raw["reviewed_on"]),
        review_by=date.fromisoformat(raw["review_by"]),
        standard=raw["standard"],
        level=raw["level"],
        beyond=tuple(raw["beyond"]),
        not_yet_tested_by=tuple(raw["not_yet_tested_by"]),
        limits=tuple(raw["limits"]),
    )
