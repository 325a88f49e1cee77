"""Ways to start from the front page, read once from `data/situations.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parents[1] / "data" / "situations.json"


@dataclass(frozen=True, slots=True)
class Situation:
    """A sentence that a person may say of themselves, and where it leads.

    `asks` has the values of parameters of the list, by slug; `page` is the name of a page instead,
    and `part` the id of a part of it.
    """

    words: str
    asks: Mapping[str, tuple[str, ...]]
    page: str
    part: str


@dataclass(frozen=True, slots=True)
class Situations:
    """The few that stand beside the question of the front page, and more of them."""

    first: tuple[Situation, ...]
    more: tuple[Situation, ...]


def _situation(raw: dict[str, Any]) -> Situation:
    asks = {name: tuple(values) for name, values in raw.get("asks", {}).items()}
    return Situation(raw["words"], asks, raw.get("page", ""), raw.get("part", ""))


@lru_cache(maxsize=1)
def read_situations() -> Situations:
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    first, more = (tuple(_situation(one) for one in raw[part]) for part in ("first", "more"))
    return Situations(first, more)
