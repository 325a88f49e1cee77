"""A typed text, made ready for patterns: two readings, and neither is kept.

The plain reading folds what makes no difference: case, accents, apostrophes, punctuation. The
second reading also undoes spellings that are written to get past a filter ("su1c1de", "k*ll",
"d i e", "pleaseee") and slips in a few words. It is a reading of its own, so that a number or a
name that only looks like such a spelling never hides what the plain reading says.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LONGEST: Final = 2_000
"""Letters that are read. A person types far fewer; a longer text is somebody testing the box."""

# Straight, curly, grave, acute, and the two letters that stand for one.
_APOSTROPHES: Final = frozenset("'\u2019\u2018`\u00b4\u02bc\u02b9")
_SAME_LETTER: Final = {
    "\u0142": "l",
    "\u0111": "d",
    "\u00f8": "o",
    "\u0131": "i",
    "\u00df": "ss",
    "\u00e6": "ae",
    "\u0153": "oe",
    # Urdu, Farsi and Arabic keyboards write yeh, kaf and heh with signs of their own.
    **dict.fromkeys("\u06cc\u0649\u06d0", "\u064a"),
    "\u06a9": "\u0643",
    **dict.fromkeys("\u06c1\u06be\u0629\u06c3\u06c2", "\u0647"),
}
_LEET: Final = str.maketrans("013457!|@$€+", "oieastiiaset")
_MASKS: Final = str.maketrans(dict.fromkeys("#%&?.\u2022\u00d7_@", "*"))
_RUN: Final = re.compile(r"([^\W\d_])\1{2,}")
_DIGIT_EDGE: Final = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_SPELLED_OUT: Final = re.compile(r"(?<!\S)(?:[^\W\d_] ){2,}[^\W\d_](?!\S)")
_APART: Final = re.compile(
    r"(?<!\S)(?:(?:do|ca|wo|is|does|did|was|could|would|should|are|ai|have|has|were)n t|i m"
    r"|(?:i|we|they|you) (?:ve|ll)|(?:he|she|it|that|there) (?:s|ll)|(?:they|we|you) re)(?!\S)"
)
"""Short forms whose apostrophe has become a blank: "don t"."""
_LETTERS: Final = re.compile(r"[^\W\d_]")
_NOT_A_LETTER: Final = re.compile(r"[\W\d_]+")


@lru_cache(maxsize=4_096)
def _folded_sign(sign: str) -> str:
    """Return what one sign is read as: itself, another letter, a blank, or nothing."""
    if sign in _SAME_LETTER:
        return _SAME_LETTER[sign]
    if sign in _APOSTROPHES:
        return ""
    category = unicodedata.category(sign)
    # Marks of Latin, Cyrillic and Arabic writing are left out by many who type. In other
    # scripts a mark is a vowel, and stays.
    if category == "Mn" and ("\u0300" <= sign <= "\u036f" or "\u0610" <= sign <= "\u0670"):
        return ""
    if category == "Cf":
        return ""
    return sign if category[0] in "LMN" else " "


# Nearly every text is of these signs alone, and read at once.
_ASCII: Final = {sign: _folded_sign(chr(sign)) for sign in range(128)}


def _lowered(text: str) -> str:
    """Return the text in lower case, with accents taken off their letters."""
    return unicodedata.normalize("NFKD", text[:LONGEST].lower())[: 2 * LONGEST]


def _folded(lowered: str) -> str:
    """Return single words with single blanks between them."""
    if lowered.isascii():
        return " ".join(lowered.translate(_ASCII).split())
    return " ".join("".join(map(_folded_sign, lowered)).split())


def _arranged(words: str) -> str:
    """Return words with numbers apart from letters ("14f"), and short forms put together."""
    words = _DIGIT_EDGE.sub(" ", words)
    return _APART.sub(lambda match: match[0].replace(" ", ""), words)


def plain_reading(text: str) -> str:
    """Return the words of a text, folded, with one blank between two."""
    return _arranged(_folded(_lowered(text)))


def slips_of(word: str) -> set[str]:
    """Return the spellings of a word with one letter missing, doubled, or changed places."""
    found = set()
    for at in range(1, len(word)):
        found.add(word[:at] + word[at + 1 :])
        found.add(word[:at] + word[at - 1] + word[at:])
        if at + 1 < len(word):
            found.add(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return found - {word}


@dataclass(frozen=True, slots=True)
class Disguises:
    """How to read words that are written so that a filter does not see them."""

    vocabulary: Collection[str]
    """Words that patterns know: a spelling is only undone into one of these."""
    masked: tuple[str, ...]
    """Words that are read also with letters hidden behind a sign: "k*ll"."""
    slips: Mapping[str, str]
    """Wrong spelling -> word."""

    def second_reading(self, text: str) -> str:
        """Return the words of a text with disguises and slips undone."""
        chunks = _lowered(text).split()
        undone = {chunk: self._undone(chunk) for chunk in set(chunks)}
        words = _arranged(" ".join(" ".join(undone[chunk] for chunk in chunks).split()))
        return _SPELLED_OUT.sub(self._joined, words)

    def _joined(self, match: re.Match[str]) -> str:
        joined = match[0].replace(" ", "")
        return joined if joined in self.vocabulary else match[0]

    def _undone(self, chunk: str) -> str:
        """Return one chunk of a text, read as a word that is known, or only folded."""
        folded = _folded(chunk)
        if folded in self.slips:
            return self.slips[folded]
        if folded.isalpha() and not _RUN.search(folded):
            return folded
        if _LETTERS.search(folded) is None:
            return folded
        for candidate in self._candidates(chunk, folded):
            known = self.slips.get(candidate, candidate)
            if known in self.vocabulary:
                return known
        return folded

    def _candidates(self, chunk: str, folded: str) -> Iterable[str]:
        """Yield what a chunk may stand for, the likeliest first."""
        edges = chunk.strip("\"'.,;:()[]#")
        yield from self._unmasked(edges.translate(_MASKS).translate(_LEET))
        for text in dict.fromkeys((chunk, edges, edges.rstrip("!?1"))):
            letters = _NOT_A_LETTER.sub("", text.translate(_LEET))
            yield letters
            if _RUN.search(letters):
                yield _RUN.sub(r"\1\1", letters)
                yield _RUN.sub(r"\1", letters)
        yield _NOT_A_LETTER.sub("", folded)

    def _unmasked(self, shape: str) -> Iterable[str]:
        """Yield the words that a shape such as "k*ll" leaves open, if it shows most letters."""
        if "*" not in shape or 2 * shape.count("*") > len(shape):
            return
        for word in self.masked:
            if len(word) == len(shape) and all(
                hidden in ("*", letter) for hidden, letter in zip(shape, word, strict=True)
            ):
                yield word
