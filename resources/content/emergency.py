"""What to do in danger: facts with a review date, read once from `data/emergency.json`."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parents[1] / "data" / "emergency.json"


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number, and how it is used: "phone", "text", "relay_uk" or "video_bsl"."""

    value: str
    channel: str


@dataclass(frozen=True, slots=True)
class EmergencyBlock:
    """One situation: a heading, short lines in order, and the numbers they speak of."""

    id: str
    heading: str
    lines: tuple[str, ...]
    numbers: tuple[EmergencyNumber, ...]


@dataclass(frozen=True, slots=True)
class Emergency:
    """The whole block, with the day of its review and the day by which the next one is due."""

    reviewed_on: date
    review_by: date
    source: str
    blocks: tuple[EmergencyBlock, ...]


def _block(raw: dict[str, Any]) -> EmergencyBlock:
    numbers = tuple(EmergencyNumber(**number) for number in raw["numbers"])
    return EmergencyBlock(raw["id"], raw["heading"], tuple(raw["lines"]), numbers)


@lru_cache(maxsize=1)
def read_emergency() -> Emergency:
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return Emergency(
        reviewed_on=date.fromisoformat(raw["reviewed_on"]),
        review_by=date.fromisoformat(raw["review_by"]),
        source=raw["source"],
        blocks=tuple(_block(block) for block in raw["blocks"]),
    )
