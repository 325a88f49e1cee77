"""Tokens: what the index holds in place of words, terms and areas.

Every token starts with a letter and holds only the letters a to z and digits, so that every engine
takes it as one word. Those that stand for something else than a word hold a digit after letters,
which no word does (`text.words` cuts there): so nobody can type them.
"""

from typing import Final

# Stands before, between and after names, so that a whole name can be told from a part of one.
EDGE: Final = "zx0"


def token_of(stemmed: str) -> str:
    """Return the token of a stem. A number gets a letter in front."""
    return stemmed if stemmed[0].isalpha() else f"n{stemmed}"


def name_token(token: str) -> str:
    """Return the token that says that a token stands in one of the names."""
    return f"zn0{token}"


def term_token(code: str) -> str:
    """Return the token of a term, by its neutral code."""
    return f"zz0{code}"


def served_token(code: str) -> str:
    """Return the token of an area that is served."""
    return f"zi{code.lower()}"


def partly_served_token(code: str) -> str:
    """Return the token of an area of which a part is served."""
    return f"zp{code.lower()}"


def within_token(code: str) -> str:
    """Return the token of an area that a served area lies in."""
    return f"zu{code.lower()}"
