"""From what a person typed to plain words: the same rules for questions and for listings.

Whatever is typed is only text. Signs that a database would read as commands fall away here, before
anything else sees them: a word is made of letters of one script, or of digits.
"""

import re
import unicodedata
from typing import Final

# More than this is never read: long enough for any sentence, short enough to stay quick.
LONGEST_TEXT: Final = 300
MOST_WORDS: Final = 40


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is written with spaces."""
    return frozenset(text.split())


# Letters that do not come apart into a plain letter and a mark.
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "\u0131": "i", "þ": "th"}
    # Letters of Arabic and Urdu keyboards that look alike and are typed for each other.
    | {"\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9"}
    | {"\u0629": "\u06c1", "\u0647": "\u06c1"}
)
# "can't", with any apostrophe, and "cant" are one word; so are "women's" and "womens".
_APOSTROPHES: Final = re.compile(r"(?<=[^\W_])['\u2019\u2018\u02bc`\u00b4](?=[^\W_])")
# "hopeline247" and "hopeline 247" are the same two words. The last range holds the scripts from
# Greek to Sinhala, whose vowel signs belong to their words.
_WORDS: Final = re.compile(r"[a-z]+|[0-9]+|[\u0370-\u0dff\u200c\u200d]+")
_TOKENS: Final = re.compile(r"[a-z0-9]+|[\u0370-\u0dff\u200c\u200d]+")
# Full stops, commas and question marks of those scripts.
_FOREIGN_STOPS: Final = re.compile(
    r"[\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u037e\u0387]"
)

# They stand in every sentence, so a listing is not found by them.
STOP_WORDS: Final = word_set(
    """
    a about again all also always am an and any are as at be because been being but by can cant
    could did do does for from gave get go goes going got had has have he her here hers him his how
    i if im in into is it its ive just keep keeps let like lot made make me more much my myself near
    never no not now of off often on one or our out over please really she should since so some
    still such than that the their them then there these they this those through till to too up us
    very want wants was we were what when where which while who whom will with wont would you your
    u ur around nearby thing things think know feel feels feeling way ways something anything
    everything nothing ever anymore someone somebody anyone anybody nobody everyone need needs after
    happened happens happen last didnt doesnt dont isnt wasnt theres thats hes shes theyre cos coz
    tell told say said says ask want wanted come came see
    """
)
# They stand in many listings and add little beside other words ("counselling help near me").
FAINT_WORDS: Final = word_set(
    """
    help helping support supporting service services line local free uk find finding look looking
    info person people advice organisation organisations charity charities group groups contact
    call phone number talk speak
    """
)
# A phrase of these alone could mean anything, so that it means nothing.
EVERYDAY_WORDS: Final = (
    STOP_WORDS
    | FAINT_WORDS
    | word_set(
        """
        partner family child children kid kids mum dad mother father friend man men woman women boy
        girl husband wife brother sister son daughter home house school work life time day night
        years year old young good bad right people live living hard
        """
    )
)


def fold(text: str) -> str:
    """Return a text in small letters without accents, apostrophes inside words left out."""
    if text.isascii():
        return _APOSTROPHES.sub("", text.lower())
    small = _APOSTROPHES.sub("", text.casefold().translate(_LETTERS))
    apart = unicodedata.normalize("NFKD", _FOREIGN_STOPS.sub(" ", small))
    # Some letters, such as those of mathematics, are capitals only once they have come apart, and
    # some forms of Arabic letters only then those that look alike.
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return bare.casefold().translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """Return all words of a text, in their order: letters of one script, or digits."""
    return [_SPELLINGS.get(word, word) for word in _WORDS.findall(fold(text))]


def typed_tokens(text: str) -> list[str]:
    """Return the words of what a person typed, within the bounds; "1ae" stays one of them."""
    return _TOKENS.findall(fold(text[:LONGEST_TEXT]))[:MOST_WORDS]


# Two spellings of one word that no stem brings together.
_SPELLINGS: Final = {
    "cannot": "cant",
    "center": "centre",
    "centers": "centres",
    "counselor": "counsellor",
    "counselors": "counsellors",
    "counseling": "counselling",
    "honor": "honour",
    "program": "programme",
    "st": "saint",
    "lgbtq": "lgbt",
    "lgbtqi": "lgbt",
    "lgbtqia": "lgbt",
}
