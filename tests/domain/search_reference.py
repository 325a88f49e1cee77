"""A third engine, in a few lines: what the two databases have to agree with."""

from collections.abc import Sequence

from resources.language.expressions import AllOf, AnyOf, Expression, Phrase, Token


def holds(asked: Expression, parts: Sequence[str]) -> bool:
    """Tell whether a document of these parts holds what is asked."""
    if isinstance(asked, Token):
        return any(f" {asked.text} " in f" {part} " for part in parts)
    if isinstance(asked, Phrase):
        run = " ".join(token.text for token in asked.tokens)
        return any(f" {run} " in f" {part} " for part in parts)
    if isinstance(asked, AnyOf):
        return any(holds(part, parts) for part in asked.parts)
    assert isinstance(asked, AllOf)
    return all(holds(part, parts) for part in asked.parts)
