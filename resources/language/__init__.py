"""Words: what a person types, understood and put in order. Pure, without a database.

`text` and `stems` make plain words of any text; `lexicon` and `places` know what they mean;
`questions` understands a question; `asking` and `expressions` put it to whoever holds documents;
`answers` settles how much of it is asked for in the end; `documents` makes what is held; `ranking`
puts what is found in order; `spelling` finds the word that was meant. `resources.models` joins them
with the listings, and `resources.search` with the sets in memory.
"""

from resources.language.answers import Answer, Directory, answer_to
from resources.language.asking import attempts, best_first
from resources.language.documents import Listing, ServedArea, Tokens, tokens_of
from resources.language.expressions import (
    AllOf,
    AnyOf,
    Expression,
    Phrase,
    Token,
    for_postgresql,
    for_sqlite,
)
from resources.language.lexicon import Lexicon, Place, TermWords
from resources.language.places import area_names, county_names, town_names
from resources.language.questions import Question, read, read_words
from resources.language.ranking import Candidate, Hit, rank
from resources.language.spelling import Vocabulary, likely
from resources.language.stems import stem
from resources.language.text import LONGEST_TEXT, MOST_WORDS, typed_words, words
from resources.language.tokens import token_of

__all__ = [
    "LONGEST_TEXT",
    "MOST_WORDS",
    "AllOf",
    "Answer",
    "AnyOf",
    "Candidate",
    "Directory",
    "Expression",
    "Hit",
    "Lexicon",
    "Listing",
    "Phrase",
    "Place",
    "Question",
    "ServedArea",
    "TermWords",
    "Token",
    "Tokens",
    "Vocabulary",
    "answer_to",
    "area_names",
    "attempts",
    "best_first",
    "county_names",
    "for_postgresql",
    "for_sqlite",
    "likely",
    "rank",
    "read",
    "read_words",
    "stem",
    "token_of",
    "tokens_of",
    "town_names",
    "typed_words",
    "words",
]
