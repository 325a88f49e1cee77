"""What a service does, in one line on its card."""

import re
from itertools import accumulate
from typing import Final

from resources.models import Service

LONGEST: Final = 90
# After a full stop that ends a sentence, and not "St" or "Dr".
_SENTENCE: Final = re.compile(r"(?<=[.?])(?<!\bSt\.)(?<!\bDr\.)\s+(?=[A-Z“\"'])")
# Where a sentence may end early and stay true: what follows only tells more. A comma alone may
# stand in a list, and half a list of people would turn some of them away.
_ONLY_MORE: Final = re.compile(
    r";|:\s| \u2013|\s\(|, (?:however|including|open|recent|recently|run by|such as|whenever|where"
    r"|wherever|whether|which|who|with)\b"
)


def card_line(service: Service) -> str:
    """Return the line that is written for the card, else one from the summary; empty if none fits.

    Never longer than 90 characters, and never cut inside a word or a thought.
    """
    return service.card_line or line_of(service.summary)


def line_of(summary: str) -> str:
    """Return as many whole sentences as fit, else the longest part that can stand alone."""
    sentences = _SENTENCE.split(summary.strip())
    whole = [text for text in accumulate(sentences, "{} {}".format) if len(text) <= LONGEST]
    if whole:
        return whole[-1]
    first = sentences[0]
    parts = [first[: end.start()] for end in _ONLY_MORE.finditer(first)]
    fitting = [text for text in parts if len(text) < LONGEST and text.count("(") == text.count(")")]
    return f"{fitting[-1]}." if fitting else ""
