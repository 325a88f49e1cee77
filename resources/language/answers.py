"""What is asked for in the end: as much of a question as a directory has anything of. Pure.

Nothing that a person typed is kept, logged or shown in a `repr`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from resources.language.asking import attempts
from resources.language.expressions import Expression, Token
from resources.language.lexicon import Lexicon
from resources.language.questions import Question, read_words
from resources.language.spelling import Vocabulary, likely
from resources.language.stems import stem
from resources.language.tokens import token_of

# Where several things are asked and fewer than these have them all, what has a little less of it
# is offered too. Who asks for two things wants both.
FEW: Final = 5
MANY_ASKED: Final = 3
# So many close words are tried before a word is left as it is.
MOST_TRIED: Final = 5


class Directory(Protocol):
    """Whoever holds documents, and can be asked which of them hold what."""

    def first_holding(self, asked: Expression, question: Question) -> list[int]:
        """Return the keys of the first documents that hold what is asked, some hundreds at most."""

    def name_words(self) -> Vocabulary:
        """Return the words of the names of listings."""


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What was asked for in the end.

    `suggestion` is not empty where words that nothing has were read as other words: a page says so.
    `asked` is None where nothing was understood or nothing has it. `first` are the keys of the
    first documents that hold it, where they have been looked up already.
    """

    question: Question
    asked: Expression | None
    suggestion: str = ""
    first: tuple[int, ...] | None = None


def answer_to(
    question: Question, typed: Sequence[str], lexicon: Lexicon, directory: Directory
) -> Answer:
    """Find out how much of a question, as it was read from what was typed, any listing has.

    Everything at once is tried first, then less (`asking`). A word that no listing has is read as
    the known word that is close to it, if there is one.
    """
    answer, is_whole = _settled(question, directory)
    if question.unknown and not is_whole:
        meant = _corrected(typed, question, lexicon, directory)
        if meant != list(typed):
            other, _is_whole = _settled(read_words(meant, lexicon), directory)
            if other.asked is not None:
                return replace(other, suggestion=" ".join(meant))
    return answer


def _settled(question: Question, directory: Directory) -> tuple[Answer, bool]:
    """Ask for the strictest that finds anything; tell whether that is all that was asked."""
    whole = True
    for attempt in attempts(question):
        for asked, looser in zip(attempt, [*attempt[1:], None], strict=True):
            first = directory.first_holding(asked, question)
            if first and looser and len(first) < FEW and len(question.wanted) >= MANY_ASKED:
                return Answer(question, looser), whole
            if first:
                return Answer(question, asked, first=tuple(first)), whole
            whole = False
    return Answer(question, None), False


def _corrected(
    typed: Sequence[str], question: Question, lexicon: Lexicon, directory: Directory
) -> list[str]:
    """Return the words, with those that no listing has read as the ones that were meant."""
    unknown = [word for word in question.unknown if not _is_found(word, directory)]
    if not unknown:
        return list(typed)
    meant = {word: _meant(word, lexicon, directory) for word in unknown}
    return [meant[word] or word if word in meant else word for word in typed]


def _meant(word: str, lexicon: Lexicon, directory: Directory) -> str:
    """Return the likeliest known word that finds anything; empty when there is none."""
    known = (lexicon.vocabulary, directory.name_words(), lexicon.place_names)
    close = likely(word, known)[:MOST_TRIED]
    return next((one for one in close if lexicon.knows(one) or _is_found(one, directory)), "")


def _is_found(word: str, directory: Directory) -> bool:
    """Tell whether any listing has a word."""
    return bool(directory.first_holding(Token(token_of(stem(word))), Question()))
