"""The forms that a number, a link or an address may have, by channel.

One rule for listings files, for curators and for the links of pages: two numbers in one field, an
extension or "(0)" would run together when dialled and ring in a stranger's home.
"""

import re
from typing import Final

from resources.choices import Channel

DIALLED: Final = frozenset({Channel.PHONE, Channel.TEXT, Channel.RELAY_UK, Channel.WHATSAPP})
LINKED: Final = frozenset({Channel.WEBSITE, Channel.WEBCHAT, Channel.WEB_FORM})
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ]{1,24}")
_WEB_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?([/?#]\S*)?")
_EMAIL: Final = re.compile(r"[^@\s:/?]+@[^@\s:/?]+\.[^@\s:/?]+")


def is_number(value: str) -> bool:
    """Tell whether a text is one number that can be dialled as it stands."""
    return _NUMBER.fullmatch(value) is not None


def is_web_address(value: str) -> bool:
    """Tell whether a text is a link that can be followed."""
    return _WEB_ADDRESS.fullmatch(value) is not None


def is_email(value: str) -> bool:
    """Tell whether a text is one e-mail address."""
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
