"""How names are written: folding, so that spellings of one name meet, and the way people say it."""

import re
import unicodedata
from typing import Final

from resources.choices import RegionLevel
from resources.regions.data import RegionRecord, find_region

WORD: Final = re.compile(r"[^\W_]+")
NOT_POSTCODE: Final = re.compile(r"[^A-Z0-9]")
# Apostrophes as keyboards and typesetters make them; a name loses them without a gap.
QUOTES: Final = "'`\N{ACUTE ACCENT}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
MARKS: Final = str.maketrans({"&": " and ", **dict.fromkeys(QUOTES, "")})
SPELLINGS: Final = {"saint": "st", "upon": "on", "gt": "great"}

# "Bristol, City of", "Glasgow City": what a person says is the name without it.
TITLES_AFTER: Final = (", City of", ", County of", " City")
SPOKEN: Final = {"City of London": "City of London", "Isle of Anglesey": "Anglesey"}


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a name: no case, accents or punctuation; Saint is St, upon is on."""
    bare = text.casefold().translate(MARKS)
    if not bare.isascii():
        plain = unicodedata.normalize("NFKD", bare)
        bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [SPELLINGS.get(word, word) for word in WORD.findall(bare)]
    if len(words) > 1 and words[0] == "co":
        words[0] = "county"
    return tuple(words)


def run_together(text: str) -> str:
    """Return the capitals and digits of a text: "s60 1ae" is "S601AE"."""
    return NOT_POSTCODE.sub("", unicodedata.normalize("NFKD", text).upper())


def spoken(region: RegionRecord) -> str:
    """Return the name of an area as people say it: "Bristol", "Glasgow"."""
    name = region.name
    if name in SPOKEN:
        return SPOKEN[name]
    for title in TITLES_AFTER:
        name = name.removesuffix(title)
    return name.removeprefix("City of ")


def label(name: str, area: RegionRecord) -> str:
    """Return a name with the areas that tell it from others of that name.

    "Newport, Wales"; "Newport, Isle of Wight, South East"; "North West, England"; "London".
    """
    parts = [name]
    if area.level == RegionLevel.DISTRICT:
        parts.append(spoken(area))
        area = find_region(area.parent_code) or area
    elif area.level == RegionLevel.REGION and area.name == name and name != "London":
        area = find_region(area.parent_code) or area
    parts.append(area.name)
    return ", ".join(dict.fromkeys(parts))
