"""Which words of a page nobody explains there: short forms, and the words of the glossary.

It reads the page as a person does, and knows nothing of how the product finds its words.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from resources.content.glossary import FILE
from tests.pages.reading import Element, Page

# Two capitals in a row, or a capital and figures among capitals: "ISVA", "A&E", "LGBTQIA+", "CC0".
SHORT = re.compile(
    r"(?<![\w.])[A-Z](?:[A-Z0-9]|[&/+](?=[A-Z0-9+]))*[A-Z](?:[A-Z0-9&/]*[A-Z0-9])?s?\b"
)
# What stands there as it is: words to send, postcodes, numbers of registers, names of websites.
AS_THEY_ARE = re.compile(
    r"\b[Tt]ext(?:ing)?(?: the word)? [A-Z]+ to\b"
    r"|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b|\bSC\d{6}\b|\b[A-Z]+\.[A-Z]{2,3}\b"
)
# Neither in the glossary nor a name on our list, each with the reason.
KNOWN = {
    "UK": "the country itself, as everybody calls it",
    "WAVE": "the own name of an organisation that we do not list, in the words of a source",
    "CEDAR": "the own name of groups, in the words of a service",
    "CHALKY": "the own name of a helpline, in the words of a source",
    "LEAP": "the own name of a programme of the NHS",
    "PARAGON": "a name in capitals, in the words of a source",
    "SAFER": "the own name of a scheme, in the words of a source",
    "HOPELINEUK": "the old name of a helpline, quoted from a source",
}
# Code, what nobody sees, and what stands apart from the words: numbers, addresses, names of areas.
UNREAD = {"script", "style", "head", "code", "select", "bdi"}


@dataclass(frozen=True)
class Entry:
    """A word of the glossary, as the file has it, and a pattern of all its forms."""

    word: str
    is_short: bool
    pattern: re.Pattern[str]


def _entry(raw: dict[str, Any]) -> Entry:
    """Read a line of the file."""
    forms = [re.escape(one).replace(r"\ ", r"\W+") for one in (raw["word"], *raw.get("forms", ()))]
    is_short = raw["word"] == raw["word"].upper()
    either = "|".join(sorted((one.removesuffix(r"\+") for one in forms), key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{either})s?(?!\w)", 0 if is_short else re.IGNORECASE)
    return Entry(raw["word"], is_short, pattern)


ENTRIES = [_entry(one) for one in json.loads(FILE.read_text(encoding="utf-8"))["words"]]


def _parts(page: Page, *names: str) -> list[Element]:
    """Return the parts of a page that explain words, by the ids of their headings."""
    return [one for one in page.all("section") if one.attrs.get("aria-labelledby") in names]


def _text(page: Page, left_out: Collection[Element]) -> str:
    """Return the words of a page as a person reads them, some parts left out."""
    return " ".join("".join(_read(page.one("body"), left_out)).split())


def _read(one: Element | str, left_out: Collection[Element]) -> Iterator[str]:
    """Yield what is read of an element; a space stands between elements."""
    if isinstance(one, str):
        yield one
    elif one.tag not in UNREAD and one not in left_out:
        yield " "
        for child in one.children:
            yield from _read(child, left_out)
        yield " "


def _names(parts: list[Element]) -> list[Element]:
    """Return the names of the words that parts of a page explain."""
    return [dt for part in parts for dt in part.all("dt")]


def explained(page: Page, *parts: str) -> set[str]:
    """Return the words that a page explains, in all its parts or in those that are named."""
    names = _names(_parts(page, *(parts or ("meanings", "words"))))
    return {one.words.partition(" (")[0] for one in names}


def complaints(page: Page, own_names: Collection[str], *, only_short: bool = False) -> list[str]:
    """Return the words that a page shows and does not explain, and those it explains for nothing.

    `own_names` are the words of the names of services and organisations: what is a part of a name
    and no word of the glossary is a name. `only_short` leaves out words that are no short forms.
    """
    parts = _parts(page, "meanings", "words")
    asked = [one for one in ENTRIES if one.is_short or not only_short]
    # An explanation can need one too; what it stands beside is no use of the word.
    whole, own = _text(page, _names(parts)), _text(page, parts)
    standing = {one.word for one in asked if one.pattern.search(whole)}
    for_nothing = {
        one.word
        for one in ENTRIES
        if one.word in explained(page, "meanings") and not one.pattern.search(own)
    }
    return [
        *(f"{one!r} is not explained" for one in sorted(standing - explained(page))),
        *(f"{one!r} is no word of the glossary" for one in sorted(_strange(own, own_names))),
        *(f"{one!r} is explained and not there" for one in sorted(for_nothing)),
    ]


def _strange(text: str, own_names: Collection[str]) -> set[str]:
    """Return the short forms of a text that are neither in the glossary nor a name."""
    for one in ENTRIES:
        text = one.pattern.sub(" ", text) if one.is_short else text
    found = {one[0] for one in SHORT.finditer(AS_THEY_ARE.sub(" ", text))}
    return {one for one in found if one not in KNOWN and one not in own_names}
