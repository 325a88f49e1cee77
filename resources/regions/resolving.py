"""From what a person types to where they are: offline, and nothing typed is kept."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from resources.regions.answers import Answer, Kind, Place, Sureness
from resources.regions.names import Hit, answer_named, hits, within
from resources.regions.outside import (
    COUNTRY_CODES,
    COUNTRY_NAMES,
    FORCES,
    OVERSEAS_POSTCODES,
    UNSAID,
)
from resources.regions.postcodes import answer_for
from resources.regions.slips import MOST, suggestions
from resources.regions.spelling import folded, run_together
from resources.regions.tables import Tables, shipped
from resources.regions.written import read

# Longer than any name with an address around it; the rest is not read.
MOST_READ: Final = 120
MOST_WORDS: Final = 8
COMMA: Final = re.compile(r"[,;/\n]")
IN_TEXT: Final = re.compile(
    r"(?<![A-Z0-9])([A-Z]{1,2}[0-9][A-Z0-9]?)(?:[\s-]*([0-9][A-Z]{2}))?(?![A-Z0-9])"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What people write before and after a name. Only taken away if the whole is not a name.
BEFORE: Final = _words(
    "a am and are area around at based between borough by city close county district from i im in"
    " is just live living my near nearest nr of outside postcode region royal the to town"
    " village we"
)
AFTER: Final = _words(
    "area borough center centre city council county district please region town village"
)


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """The text in the forms that the readers need. It never leaves this module."""

    text: str
    compact: str
    words: tuple[str, ...]

    @property
    def namings(self) -> Iterator[tuple[str, ...]]:
        """Yield the words as they are, then without what people write around a name."""
        yield self.words
        words = _bare(self.words)
        if words and words != self.words:
            yield words


def resolve(
    text: str, tables: Tables | None = None, known: Callable[[str], bool] | None = None
) -> Answer:
    """Return where the person who typed this is; by default from the shipped tables.

    Reads postcodes whole or in part, towns, villages, districts, counties, regions and nations in
    any case, spacing and punctuation. A text that is close to the name of a place gets
    suggestions, unless all its words are `known` ones. Never raises for a text, and keeps none.
    """
    tables = tables or shipped()
    start = text[:MOST_READ]
    typed = Typed(start, run_together(start), folded(start))
    if not typed.words:
        return Answer(Kind.EMPTY)
    readers = (_code, _postcode, _phrase, _country, _name, _letters, _parts)
    answers = (reader(typed, tables) for reader in readers)
    answer = next((answer for answer in answers if answer), None)
    return answer or _slip(typed, tables, known) or Answer(Kind.NOTHING)


def _slip(typed: Typed, tables: Tables, known: Callable[[str], bool] | None) -> Answer | None:
    """Read a slip in a name; what has a digit was meant as a postcode."""
    if any(letter.isdigit() for letter in typed.compact):
        return None
    if known and all(known(word) for word in typed.words):
        return None
    for words in typed.namings:
        candidates = _slip_within(words, tables) or suggestions(words, tables)
        if candidates:
            return Answer(Kind.SLIP, _all_places(candidates)[:MOST], Sureness.UNSURE)
    return None


def _slip_within(words: tuple[str, ...], tables: Tables) -> list[Hit]:
    """Return the places of "rothrham south yorkshire": a slip, and a name around it."""
    for cut in range(min(len(words), MOST_WORDS) - 1, 0, -1):
        around = hits(_bare(words[cut:]), tables)
        candidates = within(suggestions(words[:cut], tables), around) if around else []
        if candidates:
            return candidates
    return []


def _code(typed: Typed, tables: Tables) -> Answer | None:
    """Read forces' post, and postcodes of other countries."""
    if FORCES.fullmatch(typed.compact):
        return Answer(Kind.FORCES)
    is_overseas = OVERSEAS_POSTCODES.fullmatch(typed.compact)
    return Answer(Kind.OVERSEAS, sureness=Sureness.LIKELY) if is_overseas else None


def _postcode(typed: Typed, tables: Tables) -> Answer | None:
    has_digit = any(letter.isdigit() for letter in typed.compact)
    return _read(typed.compact, tables) if has_digit else None


def _letters(typed: Typed, tables: Tables) -> Answer | None:
    """Read letters that are no name as a postcode: "SE", or "SOI OAA" for "S01 0AA"."""
    answer = _read(typed.compact, tables)
    if answer:
        return answer
    is_code = typed.compact in COUNTRY_CODES
    return Answer(Kind.OVERSEAS, sureness=Sureness.LIKELY) if is_code else None


def _read(compact: str, tables: Tables) -> Answer | None:
    """Return where a postcode is; one with a slip in it is never certain."""
    reading = read(compact, tables)
    if reading is None:
        return None
    written, is_repaired = reading
    answer = answer_for(written, tables)
    if answer and is_repaired and answer.sureness == Sureness.CERTAIN:
        return replace(answer, sureness=Sureness.LIKELY)
    return answer


def _phrase(typed: Typed, tables: Tables) -> Answer | None:
    return Answer(Kind.NOT_SAID) if "".join(typed.words) in UNSAID else None


def _country(typed: Typed, tables: Tables) -> Answer | None:
    """Read the name of another country; a place here of that name goes with the answer."""
    for words in typed.namings:
        if "".join(words) in COUNTRY_NAMES:
            places = _all_places(hits(words, tables))
            sureness = Sureness.LIKELY if places else Sureness.CERTAIN
            return Answer(Kind.OVERSEAS, places, sureness)
    return None


def _name(typed: Typed, tables: Tables) -> Answer | None:
    for words in typed.namings:
        answer = answer_named(hits(words, tables))
        if answer:
            return answer
    return None


def _parts(typed: Typed, tables: Tables) -> Answer | None:
    """Read a postcode within an address, or a name and the area it lies in."""
    written = IN_TEXT.findall(typed.text.upper())
    full = next((outcode + rest for outcode, rest in written if rest), "")
    answer = _read(full, tables) if full else None
    if answer:
        return answer
    answer = answer_named(_qualified(typed, tables))
    if answer:
        return answer
    answers = (_read(outcode, tables) for outcode, rest in written if not rest)
    return next((answer for answer in answers if answer), None)


def _qualified(typed: Typed, tables: Tables) -> list[Hit]:
    """Return the places of "Newport, Wales", "richmond north yorkshire", "1 High Street, Ely"."""
    pieces = [words for piece in COMMA.split(typed.text) if (words := folded(piece))]
    if len(pieces) > 1:
        return _narrowed(pieces, tables)
    for words in typed.namings:
        for cut in range(min(len(words), MOST_WORDS) - 1, 0, -1):
            around = hits(_bare(words[cut:]), tables)
            candidates = within(hits(words[:cut], tables), around) if around else []
            if candidates:
                return candidates
    return []


def _narrowed(pieces: list[tuple[str, ...]], tables: Tables) -> list[Hit]:
    """Return the places of the pieces of an address: the last is the widest.

    A piece that is no name, or no place in or near those after it, is passed over.
    """
    meant: list[Hit] = []
    for piece in reversed(pieces[:MOST_WORDS]):
        here = hits(piece, tables) or hits(_bare(piece), tables)
        meant = within(here, meant) or meant if meant else here
    return meant


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without what people write around a name."""
    start, end = 0, len(words)
    while start < end - 1 and words[start] in BEFORE:
        start += 1
    while end > start + 1 and words[end - 1] in AFTER:
        end -= 1
    return words[start:end]


def _all_places(candidates: list[Hit]) -> tuple[Place, ...]:
    return tuple(place for hit in candidates for place in hit.parts)
