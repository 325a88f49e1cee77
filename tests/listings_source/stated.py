"""Which of a service's sources state one way to get in touch, from the words noted of each.

Only what states the number or the address itself counts: when in doubt a source does not, so that
a way of contact never looks more recently checked than it is.
"""

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

Row = dict[str, Any]

_NOT_OURS: Final = re.compile(
    r"(?:charity|register(?:ed)?|company|case|account|voucher|relay uk|text) numbers?"
    r"|numbers of|numbers (?:supported|helped)|(?:referrals?|refer|referred)[\w -]* by [\w ,-]+"
    r"|your (?:full )?phone number|the number is|different phone number|phone lines|by phone"
    r"|phone or face|phones you|(?:the|a) phone|freephone (?:[a-z]+ )?line"
)
_NUMBER: Final = re.compile(r"\b(?:numbers?|phones?|telephone|freephone|helpline number)\b")
_SEVERAL: Final = re.compile(r"\b(?:both|all|two|three|four|five|six)\b[\w\s,-]*\bnumbers\b")
_DIGITS: Final = re.compile(r"\d[\d ]{1,14}\d")
_SITE: Final = re.compile(r"\b(?:web ?sites?|web address|page address|, site|and site|links?)\b")
_EMAIL: Final = re.compile(r"\be-?mails?\b")
_CHAT: Final = re.compile(r"\b(?:web ?chat|live chat|online chat|chat)\b")
_ADDRESS: Final = re.compile(r"\b(?:address|drop-in|drop in|where|place|meets?)\b")
_TEXT: Final = re.compile(r"\b(?:texts?|sms)\b")
_RELAY: Final = re.compile(r"relay|textphone|18001")
_SIGNED: Final = re.compile(r"\bbsl\b|sign language|signvideo|signlive")
LONG_ENOUGH: Final = 6


def digits(value: str) -> str:
    return re.sub(r"\D", "", value)


def host(address: str) -> str:
    """Return the host of an address, without what comes before it by habit."""
    whole = address if "//" in address else f"https://{address}"
    return (urlsplit(whole).hostname or "").removeprefix("www.")


def states(source: Row, channel: str, value: str) -> bool:
    """Tell whether a source states a way of contact."""
    facts = source["facts"].lower()
    if source["kind"] == "url_list":
        return channel == "website"
    return _HOW[channel](facts, value, source)


def _number(facts: str, value: str, source: Row) -> bool:
    """By its digits, or by a word for it where no other number is given."""
    ours = digits(value)
    written = {digits(one) for one in _DIGITS.findall(facts)}
    # A date or a count is shorter than a number that stands for somebody else's line.
    others = {one for one in written if len(one) > LONG_ENOUGH}
    if any(one.startswith(ours) for one in written if len(ours) >= LONG_ENOUGH):
        return True
    if len(ours) < LONG_ENOUGH and re.search(rf"(?<![\d-]){ours}(?![\d-])", facts):
        return True
    if others and not _SEVERAL.search(facts):
        return False
    return _NUMBER.search(_NOT_OURS.sub("", facts)) is not None


def _text(facts: str, value: str, source: Row) -> bool:
    words = _NOT_OURS.sub("", facts) if "text number" not in facts else facts
    return _TEXT.search(words) is not None or _is_written(facts, value)


def _is_written(facts: str, value: str) -> bool:
    return digits(value) in {digits(one) for one in _DIGITS.findall(facts)}


def _whatsapp(facts: str, value: str, source: Row) -> bool:
    return "whatsapp" in facts


def _relay(facts: str, value: str, source: Row) -> bool:
    return _RELAY.search(facts) is not None


def _signed(facts: str, value: str, source: Row) -> bool:
    return _SIGNED.search(facts) is not None


def _website(facts: str, value: str, source: Row) -> bool:
    """By a page of the same site, its name, or a word for it."""
    ours = host(value)
    return ours == host(source.get("url", "")) or ours in facts or _SITE.search(facts) is not None


def _webchat(facts: str, value: str, source: Row) -> bool:
    return _CHAT.search(facts) is not None or host(value) == host(source.get("url", ""))


def _email(facts: str, value: str, source: Row) -> bool:
    words = _NOT_OURS.sub("", facts)
    return value.lower() in facts or ("@" not in facts and _EMAIL.search(words) is not None)


def _in_person(facts: str, value: str, source: Row) -> bool:
    return _ADDRESS.search(facts) is not None


_HOW: Final[dict[str, Callable[[str, str, Row], bool]]] = {
    "phone": _number,
    "text": _text,
    "whatsapp": _whatsapp,
    "relay_uk": _relay,
    "video_bsl": _signed,
    "website": _website,
    "web_form": _website,
    "webchat": _webchat,
    "email": _email,
    "in_person": _in_person,
    "post": _in_person,
}
