"""Words and short forms that people meet in services, in plain words: data, read once."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "data" / "glossary.json"


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what it means; `stands_for` is what a short form is short for, or ""."""

    word: str
    means: str
    stands_for: str = ""


@lru_cache(maxsize=1)
def read_glossary() -> tuple[Word, ...]:
    """Return the words as shipped, in the order of the alphabet."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Word(**one) for one in raw["words"])
