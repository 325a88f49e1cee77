"""From what a person typed to plain words: the same rules for questions and for listings.

Whatever is typed is only text. Signs that a database would read as commands fall away here, before
anything else sees them: a word is made of the letters a to z and digits, and of nothing else.
"""

import re
import unicodedata
from typing import Final

# More than this is never read: long enough for any sentence, short enough to stay quick.
LONGEST_TEXT: Final = 200
MOST_WORDS: Final = 12


def listed(text: str) -> frozenset[str]:
    """Return the words of a list that is written with spaces."""
    return frozenset(text.split())


# Letters that do not come apart into a plain letter and a mark.
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "\u0131": "i", "þ": "th"}
)
# "can't", with any apostrophe, and "cant" are one word; so are "women's" and "womens".
_APOSTROPHES: Final = re.compile(r"(?<=[^\W_])['\u2019\u2018\u02bc`\u00b4](?=[^\W_])")
# "hopeline247" and "hopeline 247" are the same two words.
_WORDS: Final = re.compile(r"[a-z]+|[0-9]+")

# They stand in every sentence, so they tell nothing about what is looked for.
STOP_WORDS: Final = listed(
    """
    a about again all also always am an and any are as at be because been being but by can
    could did do does for from gave get go goes going had has have he her here hers him his how i if
    im in into is it its ive just keep keeps like made make me more my myself near of off often on
    or our out over really she should since so some still such than that the their them then there
    these they this those through till to too up us very was we were what when where which while
    who whom will with would year years yes you your la around nearby please thing things time know
    think feel feels feeling way ways something anything everything ever anymore happened happens
    happen last u ur didnt doesnt isnt wasnt
    """
)
# They shape a phrase ("text not call", "someone to talk to", "cant sleep", "want to die"), but by
# themselves they find nothing that a person would look for.
SHAPING_WORDS: Final = listed(
    """
    not no never none without instead after cant wont dont someone somebody anyone anybody nobody
    want wants need needs
    """
)
# They add little beside other words ("counselling help near me"), but count when they stand alone.
FAINT_WORDS: Final = listed(
    """
    help helping support supporting service services line local free uk find finding look looking
    info person people advice organisation organisations charity charities group groups contact
    """
)
# After these words a name is a place even where it is an ordinary word too ("in March").
PLACE_LEADS: Final = frozenset({"in", "near", "around", "from", "at", "nearby"})


def plain(text: str) -> str:
    """Return a text in small letters without accents, apostrophes inside words left out."""
    small = _APOSTROPHES.sub("", text.casefold().translate(_LETTERS))
    apart = unicodedata.normalize("NFKD", small)
    return "".join(one for one in apart if not unicodedata.combining(one))


def words(text: str) -> list[str]:
    """Return all words of a text, in their order: letters a to z, or digits."""
    return [_JOINED.get(word, word) for word in _WORDS.findall(plain(text))]


def typed_words(text: str) -> list[str]:
    """Return the words of what a person typed, within the bounds; the rest is left out.

    A single letter says too little to search by and is left out as well; a single digit stays
    ("press 2").
    """
    found = [word for word in words(text[:LONGEST_TEXT]) if len(word) > 1 or word.isdigit()]
    return found[:MOST_WORDS]


# Two spellings of one word that no rule brings together.
_JOINED: Final = {
    "cannot": "cant",
    "center": "centre",
    "centers": "centres",
    "counselor": "counsellor",
    "counselors": "counsellors",
    "counseling": "counselling",
    "honor": "honour",
    "program": "programme",
    "lgbtq": "lgbt",
    "lgbtqi": "lgbt",
    "lgbtqia": "lgbt",
    "st": "saint",
}
