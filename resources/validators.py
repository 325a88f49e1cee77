"""The form of a page code, a number, a link and an address.

Codes stand in page addresses instead of names: "/services/7kq2mw/" tells a person who checks a
device nothing. The alphabet has no vowels, so no code spells a word, and none of the characters
that are read as another one (0 and o, 1 and l and i).

The values of contacts have one rule for listings files, for curators and for the links of pages:
two numbers in one field, an extension or "(0)" would run together when dialled and ring in a
stranger's home.
"""

import re
import secrets
from typing import Final

from resources.choices import Channel

ALPHABET: Final = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH: Final = 6
TERM_CODE_LENGTH: Final = 3
# Patterns of a whole text: code that uses them anchors them at both ends.
CODE_PATTERN: Final = f"[{ALPHABET}]{{{CODE_LENGTH}}}"
TERM_CODE_PATTERN: Final = f"[{ALPHABET}]{{{TERM_CODE_LENGTH}}}"


def new_code() -> str:
    """Return a random code of six characters: one of 387 million, so that none can be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def is_code(text: str) -> bool:
    return re.fullmatch(CODE_PATTERN, text) is not None


DIALLED: Final = frozenset({Channel.PHONE, Channel.TEXT, Channel.RELAY_UK, Channel.WHATSAPP})
LINKED: Final = frozenset({Channel.WEBSITE, Channel.WEBCHAT, Channel.WEB_FORM})
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ]{1,24}")
_WEB_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?([/?#]\S*)?")
_EMAIL: Final = re.compile(r"[^@\s:/?]+@[^@\s:/?]+\.[^@\s:/?]+")


def is_number(value: str) -> bool:
    """Tell whether a text is one number that can be dialled as it is."""
    return _NUMBER.fullmatch(value) is not None


def is_web_address(value: str) -> bool:
    return _WEB_ADDRESS.fullmatch(value) is not None


def is_email(value: str) -> bool:
    return _EMAIL.fullmatch(value) is not None


def fits(channel: str, value: str) -> bool:
    """Tell whether a value has the form that its channel needs; a place may be any words."""
    if channel in DIALLED:
        return is_number(value)
    if channel in LINKED:
        return is_web_address(value)
    if channel == Channel.EMAIL:
        return is_email(value)
    return bool(value.strip())
