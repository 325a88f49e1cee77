"""What a page says: its text, and which of some telephone numbers stand there."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Final

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from resources.models.keys import number_key

# A page of a provider is far shorter; a hostile one is not read for ever.
LONGEST_TEXT: Final = 300_000
MOST_TRIES: Final = 5_000
_UNSEEN: Final = frozenset({"script", "style", "template"})
# Tags that stand inside a line: a number may go on behind them.
_INLINE: Final = frozenset({"a", "abbr", "b", "bdi", "em", "i", "mark", "small", "span", "strong"})
_CALLED: Final = ("tel:", "sms:")


class _Text(HTMLParser):
    """Collects the words of a page, and the numbers of its links to call."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link to call; leave out what is no text."""
        if tag in _UNSEEN:
            self._unseen += 1
        for name, value in attrs:
            if name == "href" and value and value.strip().lower().startswith(_CALLED):
                called = value.strip().partition(":")[2].replace("%20", " ")
                self.parts.append(f"\n{called}\n")
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Begin a new line behind a block."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Take words down."""
        if not self._unseen:
            self.parts.append(data)


def text_of(body: bytes, charset: str = "") -> str:
    """Return the words of a page."""
    try:
        markup = body.decode(charset or "utf-8", errors="replace")
    except (LookupError, ValueError):
        markup = body.decode("utf-8", errors="replace")
    reader = _Text()
    reader.feed(markup)
    reader.close()
    return "".join(reader.parts)[:LONGEST_TEXT]


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
