"""A language that nobody speaks, to see what has not been translated.

Every message becomes longer by a third, stands in brackets and loses every letter of English:
"Find a service" is "⟦Ƒíñð á šéŕṽíçé øøøø⟧". What still holds a letter from a to z on a page
then is either a fact of a listing or was never given to gettext. It reads from right to left.

It needs no catalogue: the message itself is written over, when it is asked for.
"""

import math
import re
from typing import Any

from django.utils.translation import trans_real

# The name that Unicode gives to a made-up language written from right to left.
CODE = "ar-xb"

# Left as they are: places for values, markup, entities.
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd]|%%|\{\w*\}|<[^>]*>|&\w+;)")
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçðéƒğĥíĵķļɱñöþɋŕšţüṽŵẋýžÁƁÇÐÉƑĞĤÍĴĶĻṀÑÖÞɊŔŠŢÜṼŴẊÝŽ",
)


def pseudo(message: str) -> str:
    """Return a message in the made-up language."""
    if not message.strip():
        return message
    parts = KEPT.split(message)
    said = "".join(
        part if number % 2 else part.translate(LETTERS) for number, part in enumerate(parts)
    )
    letters = sum(len(part) for part in parts[::2])
    return f"⟦{said} {'ø' * math.ceil(letters / 3)}⟧"


class PseudoTranslation(trans_real.DjangoTranslation):
    """Writes over whatever message it is given. Formats of dates are no words and stay."""

    def gettext(self, message: str) -> str:
        """Return a message in the made-up language."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for one or for several."""
        return pseudo(msgid1 if n == 1 else msgid2)


def speak(module: Any = trans_real) -> None:
    """Let Django make its translations of this kind, in a process of its own."""
    module.DjangoTranslation = PseudoTranslation
