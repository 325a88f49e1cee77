"""A light stemmer for English: words that mean the same to a person who searches become one.

It takes off the endings of number and time and a few more ("abused", "abusing" and "abusive" are
one word; "counselling" and "counsel" are). It is kept small on purpose: what it does not bring
together ("stalker" and "stalking") is said by the synonyms, where staff can see it.
"""

from functools import lru_cache
from typing import Final

_IRREGULAR: Final = {
    "women": "woman",
    "men": "man",
    "children": "child",
    "wives": "wife",
    "lives": "life",
    "people": "person",
    "bereavement": "bereav",
}
_VOWELS: Final = frozenset("aeiouy")
_ES_AFTER: Final = ("ches", "shes", "sses", "xes", "zes")
# Only where enough of the word is left to know it by.
_ENDINGS: Final = (("ment", 5), ("ness", 4), ("ly", 4), ("ive", 4))
_SHORTEST: Final = 3


# Words of listings are few and repeat. What people type never comes through here: see `stem`.
@lru_cache(maxsize=20_000)
def stem_of_listing(word: str) -> str:
    """Return the stem of a word of a listing, kept for the next listing that has it."""
    return stem(word)


def stem(word: str) -> str:
    """Return the stem of a plain word. Words with digits and very short ones stay as they are.

    Nothing is kept, because the word may be what a person typed.
    """
    if len(word) <= _SHORTEST or not word.isalpha():
        return word
    single = _without_plural(word)
    single = _IRREGULAR.get(single, single)
    shorter = _without_time(single)
    for ending, left in _ENDINGS:
        if shorter.endswith(ending) and len(shorter) - len(ending) >= left:
            shorter = shorter.removesuffix(ending)
            break
    return _without_tail(shorter)


def _without_plural(word: str) -> str:
    """Take off the ending of number: parties, churches, groups."""
    if word in _IRREGULAR:
        return word
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    if word.endswith(_ES_AFTER):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_time(word: str) -> str:
    """Take off the ending of time: married, groomed, grooming."""
    if word.endswith("ied") and len(word) > len("tied"):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST and not _VOWELS.isdisjoint(rest):
            return rest
    return word


def _without_tail(word: str) -> str:
    """Take off a silent e and one of two equal letters: "abuse", "counsell"."""
    if word.endswith("e") and len(word) > _SHORTEST:
        word = word[:-1]
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in _VOWELS:
        word = word[:-1]
    return word
