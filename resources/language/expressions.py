"""What a question asks of the index, and how each engine is asked it.

An expression is a token, all of several expressions, or any of them. Tokens hold nothing but the
letters a to z and digits, so no sign of a query language can come from what was typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Token:
    """A document holds this token."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A document holds these tokens one after another. There are at least two."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds. There is at least one."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds. There is at least one."""

    parts: tuple["Expression", ...]


Expression = Token | Phrase | AllOf | AnyOf


def all_of(parts: Sequence[Expression]) -> Expression:
    """Join parts, without a wrapper around a single one."""
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def any_of(parts: Sequence[Expression]) -> Expression:
    """Offer parts, without a wrapper around a single one."""
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def phrase(tokens: Sequence[str]) -> Expression:
    """Ask for tokens one after another; a single one is only a token."""
    found = tuple(Token(one) for one in tokens)
    return found[0] if len(found) == 1 else Phrase(found)


def at_least(count: int, parts: Sequence[Expression]) -> Expression:
    """At least so many of the parts hold. Keep the parts few: every choice is written out."""
    return any_of([all_of(chosen) for chosen in combinations(parts, count)])


def for_sqlite(expression: Expression) -> str:
    """Write an expression as FTS5 reads it."""
    if isinstance(expression, Token):
        return f'"{expression.text}"'
    if isinstance(expression, Phrase):
        return f'"{" ".join(token.text for token in expression.tokens)}"'
    word = " AND " if isinstance(expression, AllOf) else " OR "
    return f"({word.join(for_sqlite(part) for part in expression.parts)})"


def for_postgresql(expression: Expression) -> str:
    """Write an expression as a `tsquery`."""
    if isinstance(expression, Token):
        return f"'{expression.text}'"
    if isinstance(expression, Phrase):
        return f"({' <-> '.join(for_postgresql(token) for token in expression.tokens)})"
    word = " & " if isinstance(expression, AllOf) else " | "
    return f"({word.join(for_postgresql(part) for part in expression.parts)})"
