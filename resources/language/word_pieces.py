"""Reads a text as the word pieces of the table of meaning.

It reads as the encoder did from which the table comes: "unhappiest" is "un", "##ha", "##ppi",
"##est". The usual library for this brings a client of the network with it; this process promises
that no text leaves it, and holds nothing that could send one.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LONGEST_TEXT: Final = 2000
# The encoder knew no longer word.
LONGEST_WORD: Final = 100
UNKNOWN: Final = 100
CONTINUED: Final = "##"

SPACES: Final = "\t\n\r"
# Accents that stand by themselves, commands, and signs that no two people share.
UNSEEN: Final = frozenset({"Mn", "Cc", "Cf", "Co", "Cs"})
REPLACEMENT: Final = "\ufffd"
SYMBOLS_THAT_SPLIT: Final = "$+<=>^`|~"
# Chinese and Japanese write no spaces: each of these signs is a word.
# Where they begin and end, by turns.
IDEOGRAPHS: Final = (
    *(0x3400, 0x4DC0, 0x4E00, 0xA000, 0xF900, 0xFB00),
    *(0x20000, 0x2A6E0, 0x2A700, 0x2CEB0, 0x2F800, 0x2FA20),
)


def _written(character: str) -> str:
    """Say how the encoder saw one character: plain, on its own, or not at all."""
    category = unicodedata.category(character)
    if character in SPACES or category.startswith("Z"):
        return " "
    if category in UNSEEN or character == REPLACEMENT:
        return ""
    if category.startswith("P") or character in SYMBOLS_THAT_SPLIT:
        return f" {character} "
    if bisect_right(IDEOGRAPHS, ord(character)) % 2:
        return f" {character} "
    return character.lower()


class _Writing(dict[int, str]):
    """How characters are written, for one text: what was typed is not gathered."""

    def __missing__(self, code: int) -> str:
        self[code] = _written(chr(code))
        return self[code]


# Latin, Greek, Cyrillic, Hebrew and Arabic.
EVERYDAY: Final = {code: _written(chr(code)) for code in range(0x0700)}


def plain(text: str) -> str:
    """Take capitals, accents and what is not seen out of a text, and space its signs apart."""
    if text.isascii():
        return text.translate(EVERYDAY)
    return unicodedata.normalize("NFD", text).translate(_Writing(EVERYDAY))


@dataclass(frozen=True, slots=True)
class WordPieces:
    """The pieces that begin a word and those that go on with one, with their numbers."""

    beginning: dict[str, int]
    continuing: dict[str, int]
    # The longest piece by its first two letters: nothing longer has to be tried.
    reach: dict[str, int]

    @classmethod
    def load(cls, path: Path) -> "WordPieces":
        """Read a vocabulary: a piece a line, numbered from nothing."""
        return cls.of(path.read_text(encoding="utf-8").rstrip("\n").split("\n"))

    @classmethod
    def of(cls, pieces: Iterable[str]) -> "WordPieces":
        """Number the pieces as they come; those with the mark go on with a word."""
        beginning: dict[str, int] = {}
        continuing: dict[str, int] = {}
        reach: dict[str, int] = {}
        for number, written in enumerate(pieces):
            piece = written.removeprefix(CONTINUED)
            (beginning if piece == written else continuing)[piece] = number
            reach[piece[:2]] = max(len(piece), reach.get(piece[:2], 1))
        return cls(beginning, continuing, reach)

    def read(self, text: str) -> list[int]:
        """Give the numbers of a text's pieces; a word that has none is one unknown piece."""
        found: list[int] = []
        for word in plain(text[:LONGEST_TEXT]).split():
            whole = self.beginning.get(word)
            if whole is None:
                found += self._split(word)
            else:
                found.append(whole)
        return found

    def _split(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [UNKNOWN]
        found: list[int] = []
        start, known = 0, self.beginning
        while start < len(word):
            reach = self.reach.get(word[start : start + 2], 1)
            for end in range(min(len(word), start + reach), start, -1):
                number = known.get(word[start:end])
                if number is not None:
                    break
            else:
                return [UNKNOWN]
            found.append(number)
            start, known = end, self.continuing
        return found
