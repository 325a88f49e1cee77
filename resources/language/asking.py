"""From a question to what the index is asked, from everything at once to less and less.

What was understood counts for more than what is only letters: in "my husband hits me every Sunday"
the Sunday is given up first.
"""

from collections.abc import Iterator, Sequence

from resources.language.expressions import (
    Expression,
    Token,
    all_of,
    any_of,
    at_least,
)
from resources.language.questions import Question
from resources.language.tokens import (
    name_token,
    partly_served_token,
    served_token,
    token_of,
    within_token,
)


def attempts(question: Question) -> list[list[Expression]]:
    """Return what to ask, in lists: the next list only when nothing of the one before is found.

    Within a list the strictest comes first. Where a place is named, listings that do not serve it
    are offered only when none that serves it has anything of what was asked.
    """
    levels = list(_levels(question))
    if not question.places:
        return [levels] if levels else []
    place = served(question)
    if not levels:
        return [[place]]
    return [[all_of([level, place]) for level in levels], levels]


def _levels(question: Question) -> Iterator[Expression]:
    """Yield ways to ask for the groups, the strictest first."""
    understood = [one.expression for one in question.wanted if one.understood]
    letters = [one.expression for one in question.wanted if not one.understood]
    if understood or letters:
        yield all_of([*understood, *letters])
    if understood and letters:
        if len(letters) > 1:
            yield all_of([*understood, any_of(letters)])
        yield all_of(understood)
    fewer = understood or letters
    for count in range(len(fewer) - 1, 0, -1):
        yield at_least(count, fewer)


def served(question: Question) -> Expression:
    """Ask for listings that serve one of the places, a part of it, or an area around it."""
    tokens: list[str] = list(_close(question))
    for place in question.places:
        for code in place.lineage[:-1]:
            tokens += [served_token(code), partly_served_token(code)]
    return any_of([Token(token) for token in dict.fromkeys(tokens)])


def best_first(question: Question, asked: Expression) -> Expression:
    """Narrow to what can come first, for when more is found than is looked through.

    That is what serves the very place, or what has a typed word in one of its names.
    """
    if question.places:
        return all_of([asked, any_of([Token(token) for token in _close(question)])])
    typed = dict.fromkeys(token_of(one) for group in question.wanted for one in group.asked)
    return all_of([asked, any_of([Token(name_token(token)) for token in typed])])


def _close(question: Question) -> Sequence[str]:
    """Return the tokens of listings that serve the places themselves, or parts of them."""
    return [
        token
        for place in question.places
        for token in (
            served_token(place.code),
            partly_served_token(place.code),
            within_token(place.code),
        )
    ]
