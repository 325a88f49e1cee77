"""What a page says: its text, and which of some telephone numbers stand there."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final
from urllib.parse import unquote

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from resources.models.keys import number_key

# A page of a provider is far shorter; a hostile one is not read for ever.
LONGEST_TEXT: Final = 300_000
MOST_TRIES: Final = 5_000
# A tag, or the beginning of a comment.
_MARK: Final = re.compile(
    r"<!--|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]{0,20})(?P<rest>[^<>]{0,2000})>"
)
_COMMENT_END: Final = re.compile("-->")
_UNSEEN: Final = {
    tag: re.compile(f"</{tag}[^<>]{{0,100}}>", re.IGNORECASE)
    for tag in ("script", "style", "template")
}
# Tags that stand inside a line: a number may go on behind them.
_INLINE: Final = frozenset({"a", "abbr", "b", "bdi", "em", "i", "mark", "small", "span", "strong"})
_CALLED: Final = re.compile(
    r"\bhref\s?=\s?[\"']?(?:tel|sms):(?P<number>[^\"'\s>]{1,60})", re.IGNORECASE
)


def text_of(body: bytes, charset: str = "") -> str:
    """Return the words of a page, and the numbers of its links to call.

    Each sign is looked at a few times at most: the parser of the standard library takes hours over
    markup that is made for it.
    """
    try:
        markup = body.decode(charset or "utf-8", errors="replace")
    except (LookupError, ValueError):
        markup = body.decode("utf-8", errors="replace")
    return unescape("".join(_parts(markup)))[:LONGEST_TEXT]


def _parts(markup: str) -> Iterator[str]:
    place = 0
    while found := _MARK.search(markup, place):
        yield markup[place : found.start()]
        place, tag = found.end(), (found["tag"] or "").lower()
        if not tag:
            place = _after(_COMMENT_END, markup, place)
        elif tag in _UNSEEN and not found["end"]:
            place = _after(_UNSEEN[tag], markup, place)
        called = _CALLED.search(found["rest"] or "")
        if called:
            yield f"\n{unquote(called['number'])}\n"
        elif tag not in _INLINE:
            yield "\n"
    yield markup[place:]


def _after(end: re.Pattern[str], markup: str, place: int) -> int:
    found = end.search(markup, place)
    return found.end() if found else len(markup)


def shown(text: str, numbers: Iterable[str], region: str) -> set[str]:
    """Return which of some numbers a text shows, in whatever writing.

    Short codes such as 116 123 are no numbers to the matcher: their digits are looked for.
    """
    matches = PhoneNumberMatcher(text, region, Leniency.POSSIBLE, MOST_TRIES)
    found = {phonenumbers.format_number(one.number, PhoneNumberFormat.E164) for one in matches}
    return {one for one in numbers if number_key(one) in found or _digits_stand_in(one, text)}


def _digits_stand_in(number: str, text: str) -> bool:
    digits = re.sub(r"[^0-9]", "", number)
    between = r"[ \u00a0().\-/]{0,2}"
    pattern = rf"(?<![0-9]){between.join(digits)}(?![0-9])"
    return bool(digits) and re.search(pattern, text) is not None
