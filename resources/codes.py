"""Short neutral codes that stand in page addresses instead of names.

A browser's history shows addresses: "/services/7kq2mw/" tells a person who checks a device nothing.
The alphabet has no vowels, so no code spells a word, and none of the characters that are read as
another one (0 and o, 1 and l and i).
"""

import re
import secrets
from typing import Final

ALPHABET: Final = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH: Final = 6
TERM_CODE_LENGTH: Final = 3
# Of a whole text: whoever uses them anchors them at both ends.
CODE_PATTERN: Final = f"[{ALPHABET}]{{{CODE_LENGTH}}}"
TERM_CODE_PATTERN: Final = f"[{ALPHABET}]{{{TERM_CODE_LENGTH}}}"


def new_code() -> str:
    """Return a random code of six characters: one of 387 million, so that none can be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def is_code(text: str) -> bool:
    """Tell whether a text has the form of a page code."""
    return re.fullmatch(CODE_PATTERN, text) is not None
