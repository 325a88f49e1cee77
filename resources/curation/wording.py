"""Which words of a text are new and which are gone, and which changes are of wording alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Final

from resources.curation.differences import Difference

# Words of these describe, and lead nobody anywhere, as long as no number or address is in them.
WORDING: Final = frozenset({"summary", "description", "card_line", "curator_note"})
# Who reads these wrongly is led to a wrong place, or turns away from a right one.
HURTFUL: Final = frozenset(
    {
        "contacts",
        "places",
        "url",
        "organization",
        "minimum_age",
        "maximum_age",
        "eligibility_description",
        "excludes_description",
        "status",
        "alert",
    }
)
HURTFUL_TERMS: Final = frozenset({"audience", "by-and-for"})
# A number, a mail address or a link within words.
LEADS_SOMEWHERE: Final = re.compile(
    r"\d(?:\W?\d){2,}|@|://|www\.|\b\w+\.(?:\w+\.)?[a-z]{2,}\b", re.I
)
TOKENS: Final = re.compile(r"\s+|\S+")


class Mark(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that belong together, and what became of them."""

    mark: Mark
    text: str


def marked(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces: the old with what is gone, the new with what came."""
    before, after = TOKENS.findall(old), TOKENS.findall(new)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    was: list[Piece] = []
    now: list[Piece] = []
    for index, (step, i1, i2, j1, j2) in enumerate(steps):
        # A space between two changed words, as in a number, is read as a part of the change.
        is_inner = 0 < index < len(steps) - 1 and "".join(before[i1:i2]).isspace()
        is_same = step == "equal" and not is_inner
        _add(was, Mark.SAME if is_same else Mark.GONE, before[i1:i2])
        _add(now, Mark.SAME if is_same else Mark.NEW, after[j1:j2])
    return _joined(was), _joined(now)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Let neighbours with the same mark be one piece."""
    return [
        Piece(mark, "".join(piece.text for piece in run))
        for mark, run in groupby(pieces, key=lambda piece: piece.mark)
    ]


def _add(pieces: list[Piece], mark: Mark, tokens: Sequence[str]) -> None:
    """Add some words; a space before them is not marked with them."""
    is_first = not pieces or pieces[-1].mark is Mark.SAME
    if mark is not Mark.SAME and is_first and len(tokens) > 1 and tokens[0].isspace():
        pieces.append(Piece(Mark.SAME, tokens[0]))
        tokens = tokens[1:]
    if tokens:
        pieces.append(Piece(mark, "".join(tokens)))


def can_hurt(change: Difference) -> bool:
    """Tell whether a change can lead somebody to a wrong place, or away from a right one."""
    part = change.path[0]
    if part == "terms":
        return not HURTFUL_TERMS.isdisjoint(change.path)
    return part in HURTFUL


def is_wording(changes: Iterable[Difference]) -> bool:
    """Tell whether all that changes is how something is described.

    Words that bring a number, a mail address or a link are more than that.
    """
    return all(change.path[0] in WORDING and not _leads_somewhere_new(change) for change in changes)


def _leads_somewhere_new(change: Difference) -> bool:
    was, now = (set(LEADS_SOMEWHERE.findall(text)) for text in (change.old, change.new))
    return not now <= was
