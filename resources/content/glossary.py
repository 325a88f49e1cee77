"""Words and short forms that people meet in services, in plain words: data, read once.

`words_in` finds those that a page shows, so that each page explains its own.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parents[1] / "data" / "glossary.json"

# Nobody reads a tag. Numbers, addresses and names of websites stand in `bdi`, code in `code`, and
# the menu of areas in `select`: none of them holds a word of ours.
_UNREAD: Final = re.compile(r"<(bdi|code|select)\b.*?</\1>|<[^>]*>", re.DOTALL)
_TOKENS: Final = re.compile(r"\w+")
# A pattern that begins with letters is looked for by them: half the time of one with a `\b` first.
_CAPITALS: Final = re.compile(r"[A-Z](?<!\w[A-Z])[A-Z\d]\w*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what it means; `stands_for` is what a short form is short for, or "".

    `code` is what an address may name it by: a link to a word would otherwise leave it in a
    history. `forms` are other ways to write it. What `is_technical` is explained where it stands,
    and not among the words about services.
    """

    word: str
    code: str
    means: str
    stands_for: str = ""
    forms: tuple[str, ...] = ()
    is_technical: bool = False

    @property
    def is_short(self) -> bool:
        """Tell whether it is written in capitals: "ISVA". Then "id" is not "ID"."""
        return self.word.isupper()

    @property
    def writings(self) -> Iterator[tuple[str, ...]]:
        """Yield every way to write it, also for more than one, as tokens; words in small letters.

        >>> list(Word("Relay UK", "x2p", "An app.").writings)
        [('relay', 'uk'), ('relay', 'uks')]
        """
        for form in (self.word, *self.forms):
            *before, last = _TOKENS.findall(form if self.is_short else form.lower())
            yield (*before, last)
            yield (*before, f"{last}s")


@lru_cache(maxsize=1)
def read_glossary() -> tuple[Word, ...]:
    """Return the words as shipped, in the order of the alphabet."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Word(**{**word, "forms": tuple(word.get("forms", ()))}) for word in raw["words"])


# A word, and one way to write it as tokens.
_Writing = tuple[Word, tuple[str, ...]]


@lru_cache(maxsize=1)
def _writings() -> Mapping[str, tuple[_Writing, ...]]:
    """Return every way to write every word, by its longest token, which is the rarest."""
    by_token: defaultdict[str, tuple[_Writing, ...]] = defaultdict(tuple)
    for word in read_glossary():
        for tokens in word.writings:
            by_token[max(tokens, key=len)] += ((word, tokens),)
    return dict(by_token)


def words_in(page: str, *, only_short: bool = False) -> tuple[Word, ...]:
    """Return the words of the glossary that a text holds, in the order of the alphabet.

    The text is HTML: what stands in tags is not read. Whole words alone count; a short form counts
    as it is written, any other word in capitals as well as in small letters. `only_short` leaves
    out what is not written in capitals, for half the time.
    """
    tokens = (_CAPITALS if only_short else _TOKENS).findall(_UNREAD.sub(" ", page))
    line = f" {' '.join(tokens)} "
    # Side by side as they are written, and in small letters.
    lines = (line.lower(), line)
    writings = _writings()
    likely = writings.keys() & (set(tokens) if only_short else {*tokens, *lines[0].split()})
    shown = {
        word
        for token in likely
        for word, writing in writings[token]
        if len(writing) == 1 or f" {' '.join(writing)} " in lines[word.is_short]
    }
    return tuple(word for word in read_glossary() if word in shown) if shown else ()
