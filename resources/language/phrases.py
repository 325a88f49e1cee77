"""What people say for a need, a kind of help or a group of people: files that a volunteer extends.

`data/phrases` holds them by subject, `data/phrases/languages` by language; its README says how they
are written. They are read once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "data" / "phrases"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and the slugs of the terms that it means.

    `language` is the code of its language where that is not English; `is_name` where it is the
    name of a term, so that it says something even if it is an everyday word, such as "men".
    """

    text: str
    terms: tuple[str, ...]
    language: str = ""
    is_name: bool = False


@lru_cache(maxsize=1)
def shipped_phrases() -> tuple[Phrase, ...]:
    """Return every phrase of the shipped files."""
    english = (_phrases_in(path) for path in sorted(FOLDER.glob("*.txt")))
    others = (_phrases_in(path, path.stem) for path in sorted((FOLDER / "languages").glob("*.txt")))
    return tuple(phrase for phrases in (*english, *others) for phrase in phrases)


def _phrases_in(path: Path, language: str = "") -> list[Phrase]:
    return list(read_phrases(path.read_text(encoding="utf-8").splitlines(), language))


def read_phrases(lines: Iterable[str], language: str = "") -> Iterator[Phrase]:
    """Read a file: headers in brackets name terms, such as `[topic/fgm type/legal]`."""
    terms: tuple[str, ...] = ()
    for line in (line.strip() for line in lines):
        if line.startswith("["):
            terms = tuple(term.split("/")[1] for term in line.strip("[]").split())
        elif line and not line.startswith("#"):
            yield Phrase(line, terms, language)
