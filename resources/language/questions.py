"""What a person asks for, understood: groups of words that mean one thing, and places.

A question is made from typed text and forgotten with it. Nothing here is kept, logged or shown in
a `repr`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from resources.language.expressions import Expression, Token, all_of, any_of, phrase
from resources.language.lexicon import Key, Lexicon, Place
from resources.language.places import ORDINARY
from resources.language.stems import stem
from resources.language.text import (
    FAINT_WORDS,
    PLACE_LEADS,
    SHAPING_WORDS,
    STOP_WORDS,
    typed_words,
)
from resources.language.tokens import term_token, token_of

# A question asks for at most so many things; what is understood goes before what is only words.
MOST_GROUPS: Final = 6


@dataclass(frozen=True, slots=True, repr=False)
class Group:
    """One thing that is asked for.

    `asked` are the stems as typed, `terms` the codes of terms they stand for, `synonyms` other
    phrases that mean the same. A group that is not `understood` has only its own letters. A `faint`
    one adds to the order of what is found, and does not narrow it.
    """

    asked: Key
    terms: frozenset[str] = frozenset()
    synonyms: frozenset[Key] = frozenset()
    faint: bool = False

    @property
    def understood(self) -> bool:
        """Tell whether more is known of it than its letters."""
        return bool(self.terms or self.synonyms)

    @property
    def expression(self) -> Expression:
        """What a document has to hold: all the typed words, or a term.

        Where there is no term, also a synonym, word by word. Where there is one, synonyms only add
        to the order: curators have said by the term what a listing is about.
        """
        phrases = () if self.terms else sorted(self.synonyms)
        return any_of(
            [
                all_of([Token(token_of(one)) for one in self.asked]),
                *(Token(term_token(code)) for code in sorted(self.terms)),
                *(phrase([token_of(one) for one in key]) for key in phrases),
            ]
        )


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """Everything that is asked for at once. `whole` is all of it, for exact names."""

    groups: tuple[Group, ...] = ()
    places: tuple[Place, ...] = ()
    whole: Key = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell that nothing was typed that could be looked for."""
        return not self.groups and not self.places

    @property
    def wanted(self) -> tuple[Group, ...]:
        """The groups that narrow what is found. "help" does only where nothing else is typed."""
        telling = tuple(group for group in self.groups if not group.faint)
        return telling or (() if self.places else self.groups)


@dataclass(frozen=True, slots=True, repr=False)
class _Run:
    """Words that stand for one thing: a phrase, by its key, or a place."""

    words: Sequence[str]
    key: Key = ()
    places: tuple[Place, ...] = ()


def read(text: str, lexicon: Lexicon) -> Question:
    """Understand what a person typed. Never fails: what means nothing is left out."""
    return read_words(typed_words(text), lexicon)


def read_words(typed: Sequence[str], lexicon: Lexicon) -> Question:
    """Understand words that are plain already."""
    groups: list[Group] = []
    places: list[Place] = []
    unknown: list[str] = []
    for run in _runs(typed, lexicon):
        places += run.places
        group = _group(run, lexicon)
        if group is not None:
            groups.append(group)
            unknown += [] if group.understood else run.words
    whole = tuple(stem(word) for word in typed if word not in STOP_WORDS)
    return Question(_fewest(groups), tuple(dict.fromkeys(places)), whole, tuple(unknown))


def _fewest(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Keep each group once, in their order, and not more than can be asked at a time."""
    once = list({group.asked: group for group in groups}.values())
    wanted = sorted((one for one in once if not one.faint), key=lambda one: not one.understood)
    kept = {one.asked for one in wanted[:MOST_GROUPS]}
    return tuple(one for one in once if one.faint or one.asked in kept)


def _group(run: _Run, lexicon: Lexicon) -> Group | None:
    """Return what a run of words asks for; None where it asks for nothing by itself."""
    if run.places:
        return None
    terms, synonyms = lexicon.terms_of(run.key), lexicon.phrases_like(run.key)
    understood = bool(terms or synonyms)
    asked = tuple(stem(word) for word in run.words if word not in STOP_WORDS) or run.key
    word = run.words[0] if len(run.words) == 1 else ""
    if not understood and (word in SHAPING_WORDS or len(word) == 1):
        return None
    return Group(asked, terms, synonyms, faint=word in FAINT_WORDS)


def _runs(typed: Sequence[str], lexicon: Lexicon) -> Iterator[_Run]:
    """Cut the words into phrases and places that are known, and single words.

    The longest known phrase wins. A place wins over a phrase of the same length, except a town that
    is called like something people look for.
    """
    start = 0
    while start < len(typed):
        length, key = _phrase_at(typed, start, lexicon)
        wide, places = _place_at(typed, start, lexicon, longer_than=length)
        if places:
            yield _Run(typed[start : start + wide], places=places)
            start += wide
        elif length:
            yield _Run(typed[start : start + length], key)
            start += length
        else:
            word = typed[start]
            if word not in STOP_WORDS:
                yield _Run([word], (stem(word),))
            start += 1


def _phrase_at(typed: Sequence[str], start: int, lexicon: Lexicon) -> tuple[int, Key]:
    """Return how many words the longest known phrase has that begins here, and its key."""
    # Words that every sentence has may stand between, so a phrase may be longer than its key.
    most = min(len(typed) - start, lexicon.longest + len(STOP_WORDS & set(typed)))
    for length in range(most, 0, -1):
        run = typed[start : start + length]
        if length == 1 and run[0] in STOP_WORDS:
            return 0, ()
        exact = tuple(stem(word) for word in run)
        if exact in lexicon:
            return length, exact
        if run[0] in STOP_WORDS or run[-1] in STOP_WORDS:
            continue
        content = tuple(stem(word) for word in run if word not in STOP_WORDS)
        if len(content) > 1 and content in lexicon:
            return length, content
    return 0, ()


def _place_at(
    typed: Sequence[str], start: int, lexicon: Lexicon, longer_than: int
) -> tuple[int, tuple[Place, ...]]:
    """Return how many words the longest place name has that begins here, and the places."""
    led = start > 0 and typed[start - 1] in PLACE_LEADS
    for length in range(min(len(typed) - start, lexicon.longest), 0, -1):
        run = tuple(typed[start : start + length])
        if length >= longer_than and run in lexicon.places:
            return length, lexicon.places[run]
        ordinary = " ".join(run) in (ORDINARY | STOP_WORDS)
        if run in lexicon.towns and length > longer_than and (led or not ordinary):
            return length, lexicon.towns[run]
    return 0, ()
