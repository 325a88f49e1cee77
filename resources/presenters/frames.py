"""Frames: markup that a template writes once, with marks where the parts belong that differ.

What is typed stands in a frame too, so a mark is nothing that anybody could type. A frame is cut at
its marks before anything is put in. (docs/adr/0045-frames-of-pages.md)
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from secrets import token_hex
from typing import Final

from django.utils.safestring import SafeString

SECRET: Final = token_hex(16)
MARK: Final = f"\ufdd0{SECRET}{{}}\ufdd1"
MARKED: Final = re.compile(f"\ufdd0{SECRET}([a-z_]+[0-9]*)\ufdd1")


def mark(name: str) -> SafeString:
    """Return what stands in a frame where the part of a name belongs."""
    return SafeString(MARK.format(name))


def cut(markup: str) -> tuple[str, ...]:
    """Return the texts of a frame and, at every second place, the names of the parts between."""
    return tuple(MARKED.split(markup))


def filled(pieces: Sequence[str], parts: Mapping[str, str]) -> SafeString:
    """Return a frame with its parts, escaped as a template would where they are no markup."""
    return SafeString("".join(_filled(pieces, parts)))


def _filled(pieces: Sequence[str], parts: Mapping[str, str]) -> Iterator[str]:
    for place, piece in enumerate(pieces):
        yield _escaped(parts[piece]) if place % 2 else piece


def _escaped(part: str) -> str:
    # As `conditional_escape` does, which asks first whether it is to be translated later.
    return part if isinstance(part, SafeString) else escape(part)
