"""The one box of a search: a place, words, or both in one text, taken apart in memory.

A typed postcode becomes areas here and is dropped, wherever it stands in the text; what is not a
place goes on as words. Nothing here prints or keeps what was typed.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from resources.language import ParsedQuery, parse
from resources.language.text import FAINT_WORDS, STOP_WORDS, words_of
from resources.models import current_tables
from resources.regions import Answer, Kind, Place, Sureness, resolve
from resources.regions.mentions import Mention, mention_in
from resources.regions.ordinary import LEADS
from resources.search import Index
from resources.search.names import BEGINNING, WHOLE
from resources.search.ranking import LITTLE

# A whole postcode, with whatever stands between its halves. The last two letters are never those
# that could be taken for figures, so that "5pm" is none.
_POSTCODE: Final = re.compile(
    r"(?<![^\W_])([a-z]{1,2}[0-9][a-z0-9]?)[^a-z0-9]{0,3}([0-9][abd-hjlnp-uw-z]{2})(?![^\W_])", re.I
)
_PIECE: Final = re.compile(r"[^\s,;/]+")
# What is left of an address when its town is known: "12 High Street".
_ADDRESS: Final = re.compile(
    r"(?:flat \w+\W+)?[0-9]{1,4}[a-z]?\W+(?:\w+\W+){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|"
    r"close|drive|way|court|crescent|terrace|place|gardens|grove|hill|park|square|row|walk)\W*\Z",
    re.I,
)
# They ask for nothing more than the list of a place is.
_HELP: Final = frozenset(
    {"advice", "find", "help", "local", "looking", "service", "services", "support", "uk"}
)
# No place that is typed by itself has more.
MOST_PIECES: Final = 8
# Letters and figures as wide as the signs of Chinese: a phone may write them so.
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# What people write for words, and is half a postcode too: "before", "mate", "late", "wait".
_SHORT_FOR_WORDS: Final = frozenset({"b4", "l8", "m8", "w8"})
# What is left standing at a cut.
_LOOSE: Final = " \t\r\n,;/"
_LEFT_OUT: Final = " \N{HORIZONTAL ELLIPSIS} "

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, repr=False)
class Box:
    """What stands in the box: `words` to look for, and `place`, where it names one.

    `offered` are places that were meant perhaps. `rest` are the words without those that name the
    place, or are meant for one of those offered; None where no words do.
    """

    words: str = ""
    place: Answer | None = None
    offered: tuple[Place, ...] = ()
    rest: str | None = None
    has_unknown_postcode: bool = False


def read_box(text: str, index: Index) -> Box:
    """Take a text apart into a place and words; no whole postcode is left in the words."""
    plain = text.translate(_WIDE)
    postcodes = [" ".join(found.groups()) for found in _POSTCODE.finditer(plain)]
    if not postcodes:
        return _read(plain, index)
    answers = (resolve(postcode, current_tables()) for postcode in postcodes)
    place = next((answer for answer in answers if answer.places or answer.is_outside), None)
    left = without_postcodes(plain)
    box = _read(left, index) if _says_something(_parsed(left, index)) else Box()
    if place is None:
        return replace(box, has_unknown_postcode=True)
    return replace(box, place=place, offered=())


def without_postcodes(text: str) -> str:
    """Return a text without the whole postcodes in it, and without the "in" before each."""
    plain = text.translate(_WIDE)
    while found := _POSTCODE.search(plain):
        before = [span for span in _spans(plain) if span[1] <= found.start()]
        plain = _cut(plain, [*before, found.span()], len(before), len(before) + 1)
    return plain


def _read(text: str, index: Index) -> Box:
    parsed = _parsed(text, index)
    if not any(letter.isalpha() for letter in text):
        return Box(text)
    if index.by_name.exactly(words_of(text)):
        return Box(text)
    spans = _spans(text)
    mention = None if parsed.language else mention_in(_pieces(text, spans), current_tables())
    if mention is not None:
        left = _cut(text, spans, mention.start, mention.stop)
        return _mentioned(parsed, text, left, mention, index)
    answer = resolve(text, current_tables(), index.lexicon.knows)
    if answer.kind in (Kind.NOTHING, Kind.EMPTY, Kind.SLIP):
        return _with_offer(text, answer, parsed)
    literal = parse(text, index.lexicon, is_literal=True)
    if is_understood(literal) or parsed.risk or len(spans) > MOST_PIECES:
        return Box(text)
    if _is_place(answer, parsed, index):
        return Box(place=answer)
    return Box(text, offered=answer.places, rest="")


def _mentioned(whole: ParsedQuery, text: str, left: str, mention: Mention, index: Index) -> Box:
    """Return the place that a text names, and the words around it; `whole` is the text as read.

    The words stay whole where the place is a part of the name of a service, or where less would be
    known of who asks; `rest` then says which words stay without the place. What is a whole name is
    no place at all.
    """
    rest = _parsed(left, index)
    if not _says_something(rest):
        answer = resolve(text, current_tables(), index.lexicon.knows)
        is_read = answer.places and answer.kind is not Kind.SLIP
        return Box(place=answer if is_read else _answer(mention))
    is_postcode = any(letter.isdigit() for letter in text) and whole.mention is None
    if not is_postcode and _named(whole, index, WHOLE) - _named(rest, index, WHOLE):
        return Box(text)
    says_less = (whole.risk, whole.people) != (rest.risk, rest.people)
    is_named = bool(_named(whole, index) - _named(rest, index)) and _tells(rest)
    if not is_postcode and (says_less or is_named):
        return Box(text, _answer(mention), rest=left)
    return Box(left, _answer(mention))


def _with_offer(text: str, answer: Answer, parsed: ParsedQuery) -> Box:
    """Return words that are no place, with the places that a slip in them may mean."""
    if answer.places:
        return Box(text, offered=answer.places, rest="")
    meant = parsed.suggestion
    if meant is None:
        return Box(text)
    spans = _spans(text)
    # The words of the suggestion are those of the language, of which a piece may hold several.
    ends, stop = [], 0
    for span in spans:
        stop += len(words_of(text[slice(*span)]))
        ends.append(stop)
    first = sum(end <= meant.start for end in ends)
    last = sum(end < meant.stop for end in ends) + 1
    return Box(text, offered=meant.places, rest=_cut(text, spans, first, last))


def _is_place(answer: Answer, parsed: ParsedQuery, index: Index) -> bool:
    """Tell whether a whole text is meant as a place; many a village is named like a plain word."""
    if answer.kind is Kind.NOT_SAID or any(letter.isdigit() for letter in parsed.typed):
        return True
    is_plain = all(index.lexicon.knows(word) for word in parsed.spoken)
    is_country = answer.is_outside and answer.sureness is Sureness.CERTAIN
    return is_country or not is_plain


def _answer(mention: Mention) -> Answer:
    """Return a place in a sentence as the answer to the field of a place: the likeliest first."""
    first, *others = mention.places
    if mention.areas != first.areas:
        several = replace(first, label=mention.label, areas=mention.areas, point=None)
        return Answer(Kind.SEVERAL, (several, first, *others), Sureness.LIKELY)
    kind = Kind.SEVERAL if others else Kind.ONE
    return Answer(kind, mention.places, Sureness.LIKELY)


def _says_something(parsed: ParsedQuery) -> bool:
    """Tell whether words ask for anything beside a place, other than "help" and the like."""
    if _ADDRESS.match(parsed.typed) or _HELP.union(STOP_WORDS).issuperset(parsed.spoken):
        return bool(parsed.risk)
    if is_understood(parsed) or parsed.risk:
        return True
    return _tells(parsed) or bool(parsed.numbers)


def _tells(parsed: ParsedQuery) -> bool:
    return bool(set(parsed.words) - STOP_WORDS - FAINT_WORDS)


def is_understood(parsed: ParsedQuery) -> bool:
    """Tell whether a text means something that the directory has a word for."""
    return any(concept.confidence > LITTLE for concept in parsed.concepts)


def _named(parsed: ParsedQuery, index: Index, least: float = 0.0) -> set[int]:
    """Return the services that a text names, whole or by most of a name; or by no less."""
    names = index.by_name
    counted = names.in_text(parsed.spoken)
    named = {slot for slot, counts in counted if counts > BEGINNING and counts >= least}
    if least:
        return named
    named |= set(names.within(parsed.spoken))
    return named if parsed.is_curated else named | names.with_all(parsed.words)


def _parsed(text: str, index: Index) -> ParsedQuery:
    return parse(text, index.lexicon)


def _spans(text: str) -> list[Span]:
    return [found.span() for found in _PIECE.finditer(text)]


def _pieces(text: str, spans: list[Span]) -> list[str]:
    """Return the pieces in which a place is looked for, without those that stand for words."""
    pieces = [text[slice(*span)] for span in spans]
    leads = [False, *(_is_lead(piece) for piece in pieces)]
    return [
        "" if piece.casefold().strip(".!?") in _SHORT_FOR_WORDS and not is_led else piece
        for piece, is_led in zip(pieces, leads, strict=False)
    ]


def _is_lead(piece: str) -> bool:
    return piece.casefold() in LEADS


def _cut(text: str, spans: list[Span], start: int, stop: int) -> str:
    """Return a text without some of its pieces, and without the "in" or "near" before them."""
    end = spans[stop - 1][1]
    while start and _is_lead(text[slice(*spans[start - 1])]):
        start -= 1
    parts = (text[: spans[start][0]].strip(_LOOSE), text[end:].strip(_LOOSE))
    return _LEFT_OUT.join(part for part in parts if part)
