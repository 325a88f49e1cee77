"""The stems of words: "abused", "abusing" and "abuses" are one word to whoever looks for them.

The rules are Porter's (https://tartarus.org/martin/PorterStemmer/), and the words those of
`unicode61`, as FTS5 of SQLite reads both: a test holds each stem to what FTS5 makes of it.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

# Shorter and longer words are left as they are: bytes of UTF-8.
SHORTEST, LONGEST = 3, 64
_VOWELS: Final = frozenset("aeiou")
# A run of vowels and then one of consonants, in the shape of a word: what Porter counts.
_MEASURE: Final = re.compile("v+c+")

Endings = Sequence[tuple[str, str]]

_STEP_2: Final[Endings] = (
    *(("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance")),
    *(("izer", "ize"), ("logi", "log"), ("bli", "ble"), ("alli", "al"), ("entli", "ent")),
    *(("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate")),
    *(("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous")),
    *(("aliti", "al"), ("iviti", "ive"), ("biliti", "ble")),
)
_STEP_3: Final[Endings] = (
    *(("ical", "ic"), ("ness", ""), ("icate", "ic"), ("iciti", "ic")),
    *(("ful", ""), ("ative", ""), ("alize", "al")),
)
_STEP_4: Final[Endings] = tuple(
    (ending, "")
    for ending in (
        *("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent"),
        *("ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"),
    )
)


class _Signs(dict[int, str]):
    """What each sign is read as; of those that are not listed nothing is kept."""

    def __missing__(self, code: int) -> str:
        return _read_as(chr(code))


def _read_as(sign: str) -> str:
    """Return one sign in small letters without accents, or a blank where it parts words."""
    category = unicodedata.category(sign)
    if "\u0300" <= sign <= "\u036f":
        return ""
    if category[0] not in "LMN" and category != "Co":
        return " "
    small = sign.casefold() if len(sign.casefold()) == 1 else sign
    apart = unicodedata.normalize("NFD", small)
    is_accented = len(apart) > 1 and all(map(unicodedata.combining, apart[1:]))
    return apart[0] if is_accented and apart[0] < "\u0370" else small


_SIGNS: Final = _Signs({code: _read_as(chr(code)) for code in range(0x0E00)})


def raw_words(text: str) -> list[str]:
    """Return the words of a text as they are looked for, before they are cut to stems."""
    return text.translate(_SIGNS).split()


def stem(word: str) -> str:
    """Return the stem of a word in small letters without accents."""
    # Porter's rules know 26 letters; a sign of another script counts as its bytes.
    own = word if word.isascii() else word.encode().decode("latin-1")
    if not SHORTEST <= len(own) <= LONGEST:
        return word
    for step in _STEPS:
        own = step(own)
    return own if word.isascii() else own.encode("latin-1").decode()


def _shape(word: str) -> str:
    """Return "v" for each vowel and "c" for each consonant: y is a vowel after a consonant."""
    shape = ""
    for letter in word:
        is_vowel = letter in _VOWELS or (letter == "y" and shape[-1:] == "c")
        shape += "v" if is_vowel else "c"
    return shape


def _measure(word: str) -> int:
    return len(_MEASURE.findall(_shape(word)))


def _has_vowel(word: str) -> bool:
    return not _VOWELS.isdisjoint(word) or "y" in word[1:]


def _ends_short(word: str) -> bool:
    """Tell whether a word ends as "hop" does: consonant, vowel, consonant, but no w, x or y."""
    return _shape(word)[-3:] == "cvc" and word[-1] not in "wxy"


def _plurals(word: str) -> str:
    if word[-1] != "s" or word[-2] == "s":
        return word
    if word[-2] != "e":
        return word[:-1]
    is_longer = (len(word) > 4 and word.endswith("sses")) or (len(word) > 3 and word[-3] == "i")
    return word[:-2] if is_longer else word[:-1]


def _past(word: str) -> str:
    """Take "ed" and "ing" off, and put back what they took the place of."""
    if len(word) > 3 and word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    if len(word) > 2 and word.endswith("ed"):
        left = word[:-2]
    elif len(word) > 3 and word.endswith("ing"):
        left = word[:-3]
    else:
        return word
    return _mended(left) if _has_vowel(left) else word


def _mended(left: str) -> str:
    if len(left) > 2 and left.endswith(("at", "bl", "iz")):
        return f"{left}e"
    if left[-1] not in "aeioulsz" and left[-2:-1] == left[-1]:
        return left[:-1]
    return f"{left}e" if _measure(left) == 1 and _ends_short(left) else left


def _last_y(word: str) -> str:
    return f"{word[:-1]}i" if word[-1] == "y" and _has_vowel(word[:-1]) else word


def _replaced(endings: Endings, least: int) -> Callable[[str], str]:
    """Return a step that exchanges the ending of a word whose other part is long enough."""
    # The longer of two endings comes first.
    ordered = sorted(endings, key=lambda pair: -len(pair[0]))
    every = tuple(ending for ending, _other in ordered)

    def step(word: str) -> str:
        if not word.endswith(every):
            return word
        for ending, other in ordered:
            if len(word) > len(ending) and word.endswith(ending):
                left = word[: -len(ending)]
                is_left = ending != "ion" or left[-1] in "st"
                return left + other if is_left and _measure(left) >= least else word
        return word

    return step


def _last_letters(word: str) -> str:
    """Take a last "e" off, and one of two last letters "l"."""
    if word[-1] == "e":
        measure = _measure(word[:-1])
        if measure > 1 or (measure == 1 and not _ends_short(word[:-1])):
            word = word[:-1]
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word


_STEPS: Final = (
    _plurals,
    _past,
    _last_y,
    _replaced(_STEP_2, 1),
    _replaced(_STEP_3, 1),
    _replaced(_STEP_4, 2),
    _last_letters,
)
