"""Words: what a person types, understood and put in order. Pure, without a database.

`text` and `stems` make plain words of any text; `lexicon` and `places` know what they mean;
`questions` understands a question; `asking` and `expressions` put it to whoever holds documents;
`answers` settles how much of it is asked for in the end; `documents` makes what is held; `ranking`
puts what is found in order; `spelling` finds the word that was meant. `resources.models` joins them
with the listings, and `resources.facets` with the sets in memory.
"""

from resources.search.answers import Answer, Directory, answer_to
from resources.search.asking import attempts, best_first
from resources.search.documents import Listing, ServedArea, Tokens, tokens_of
from resources.search.expressions import (
    AllOf,
    AnyOf,
    Expression,
    Phrase,
    Token,
    for_postgresql,
    for_sqlite,
)
from resources.search.lexicon import Lexicon, Place, TermWords
from resources.search.places import area_names, county_names, town_names
from resources.search.questions import Question, read, read_words
from resources.search.ranking import Candidate, Hit, rank
from resources.search.spelling import Vocabulary, likely
from resources.search.stems import stem
from resources.search.text import LONGEST_TEXT, MOST_WORDS, typed_words, words
from resources.search.tokens import token_of

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
