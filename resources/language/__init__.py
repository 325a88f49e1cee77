"""Language: from what a person typed to what it may mean. No database, and no text is kept."""

from resources.language.full_text import FullText, TextTable
from resources.language.numbers import number_key
from resources.language.parsing import Lexicon, ParsedQuery, parse
from resources.language.phrases import Phrase, shipped_phrases
from resources.language.spelling import Words
from resources.language.text import LONGEST_TEXT, fold, words_of
from resources.language.thesaurus import Concept, Thesaurus

__all__ = [
    "LONGEST_TEXT",
    "Concept",
    "FullText",
    "Lexicon",
    "ParsedQuery",
    "Phrase",
    "TextTable",
    "Thesaurus",
    "Words",
    "fold",
    "number_key",
    "parse",
    "shipped_phrases",
    "words_of",
]
