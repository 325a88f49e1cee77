"""The place that is named inside a sentence: "rape crisis near rotherham", "help in s60 1ae".

Words are folded here as names are. A postcode is read if its halves are whole words: "s60 1ae",
"s601ae", "s60". Nothing typed is kept: a match is given by its position among the words.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from math import inf
from typing import Final

from resources.choices import RegionLevel
from resources.precomputed import precomputed
from resources.regions.answers import Answer, Place, Sureness
from resources.regions.data import DEPTHS, RegionRecord
from resources.regions.gazetteer import Gazetteer, gazetteer, named_areas
from resources.regions.names import Hit, answer_named, hits, within
from resources.regions.ordinary import AT_AN_END, LEADS, MONTHS, NEVER, NO_NAME_AFTER, ORDINARY
from resources.regions.postcodes import answer_for
from resources.regions.slips import LARGE, MOST, MOST_TOGETHER, SMALL, rank, spellings
from resources.regions.spelling import folded
from resources.regions.tables import NOT_FOUND, Tables, shipped
from resources.regions.written import FULL, LETTERS, OUTCODE, Written

# More of a text is not read, nor are more of its names weighed.
MOST_WORDS: Final = 400
# In a text of more words than this a month is a time: "i left him in march".
BRIEF: Final = 4
MOST_FOUND: Final = 8
# Of several places of one name, those much smaller than the largest are rarely meant.
MUCH_SMALLER: Final = 4
# A name of several words may be typed as one, unless it is short enough to be a word.
SHORTEST_JOINED: Final = 8
REGION_DEPTH: Final = DEPTHS[RegionLevel.REGION]
# The end of a name that is also a word to search for: "kent police".
LOOKED_FOR: Final = frozenset({"police", "constabulary"})

SHORTEST_SLIP: Final = 4
BEFORE_THINGS: Final = frozenset({"a", "an", "my", "his", "her", "our", "their", "some"})
MOST_SLIPS: Final = 24
NOWHERE: Final[tuple[tuple[float, int], list[Hit]]] = ((inf, 0), [])


@dataclass(frozen=True, slots=True, repr=False)
class Mention:
    """A place among words: `words[start:stop]` name it.

    `areas` are those that are meant, `places` what may be offered, the likeliest first.
    `is_certain` says that it is one place, or one far larger than the others, and no ordinary word.
    """

    start: int
    stop: int
    label: str
    areas: tuple[RegionRecord, ...]
    places: tuple[Place, ...]
    is_certain: bool

    def __repr__(self) -> str:
        return "<Mention>"


@dataclass(frozen=True, slots=True, repr=False)
class _Match:
    """A name or postcode at a place among the words. `worth` tells which of several is taken."""

    start: int
    stop: int
    hits: tuple[Hit, ...]
    sureness: Sureness
    worth: tuple[int, int] = (0, 0)


def mention_in(words: Sequence[str], tables: Tables | None = None) -> Mention | None:
    """Return the place that is named among words; None if there is none.

    A full postcode comes before a name, a local name before a wide one, then a longer one. A name
    beside it that lies around it is part of it: "newport wales". Another as local makes it unsure.
    """
    tables = tables or shipped()
    pieces = [" ".join(folded(word)) for word in words[:MOST_WORDS]]
    matches = list(islice(_matches(pieces, tables), MOST_FOUND))
    if not matches:
        return None
    chosen = _joined(max(matches, key=lambda match: match.worth), matches)
    mention = _mention(chosen, pieces)
    elsewhere = [
        place
        for match in matches
        if (match.stop <= chosen.start or match.start >= chosen.stop)
        and _depth(match.hits) == _depth(chosen.hits)
        for place in match.hits[0].parts
        if place not in mention.places
    ]
    if not elsewhere:
        return mention
    return replace(mention, is_certain=False, places=(*mention.places, *elsewhere)[:MOST])


def slip_in(
    words: Sequence[str], known: Callable[[str], bool], tables: Tables | None = None
) -> Mention | None:
    """Return the places of 10,000 people or more that a word may be meant for, never certain.

    `known` tells the words that are never read as a slip. Several words are read as one name if one
    of them is not known: "milton keens", "birming ham". No town follows an article or "my": "slept
    in a stairwell" is no slip in Stanwell.
    """
    tables = tables or shipped()
    pieces = ["".join(folded(word)) for word in words[:MOST_WORDS]]
    unknown = [
        at
        for at, piece in enumerate(pieces)
        if len(piece) > 1
        and piece.isalpha()
        and not (at and pieces[at - 1] in BEFORE_THINGS)
        and not known(words[at])
    ][:MOST_SLIPS]
    best: tuple[tuple[float, int, int], int, int, list[Hit]] | None = None
    parts = mentionable().parts
    for start, stop in _runs(unknown, pieces):
        if stop - start == 1 and pieces[start] in parts:
            continue
        (away, size), candidates = _meant("".join(pieces[start:stop]), stop - start, tables)
        # Of names that are as near, the longer one has more of the words.
        order = (away, start - stop, size)
        if candidates and (best is None or order < best[0]):
            best = (order, start, stop, candidates)
    if best is None:
        return None
    _order, start, stop, meant = best
    return _mention(_Match(start, stop, tuple(meant), Sureness.UNSURE), pieces)


def _matches(pieces: list[str], tables: Tables) -> Iterator[_Match]:
    """Yield the names and postcodes among the words, the longest at each place."""
    start = 0
    while start < len(pieces):
        match = _postcode(start, pieces, tables) or _name(start, pieces, tables)
        if match:
            yield match
        start = match.stop if match else start + 1


def _postcode(start: int, pieces: list[str], tables: Tables) -> _Match | None:
    """Read a postcode, or the first half of one, whose outcode exists."""
    if not any(letter.isdigit() for letter in pieces[start]):
        return None
    for stop in (start + 2, start + 1):
        text = "".join(pieces[start:stop]).upper()
        full, half = FULL.fullmatch(text), OUTCODE.fullmatch(text)
        outcode, *rest = full.groups() if full else (text,)
        is_there = stop <= len(pieces) and (full or (half and stop == start + 1))
        if not is_there or tables.outcodes.index(outcode) == NOT_FOUND:
            continue
        letters = LETTERS.match(outcode)
        answer = answer_for(Written(letters[0] if letters else "", outcode, *rest), tables)
        if answer and answer.places:
            return _of_answer(start, stop, answer, worth=(9 if full else 2, stop - start))
    return None


def _of_answer(start: int, stop: int, answer: Answer, worth: tuple[int, int]) -> _Match:
    hit = Hit(answer.places, 0)
    return _Match(start, stop, (hit,), answer.sureness, worth)


def _name(start: int, pieces: list[str], tables: Tables) -> _Match | None:
    """Read the longest name that begins at a word, unless it is only an ordinary word."""
    names = mentionable()
    for stop in range(min(start + names.longest, len(pieces)), start, -1):
        if not pieces[start] or not pieces[stop - 1]:
            continue
        run = " ".join(pieces[start:stop])
        if stop - start > 1 and run.startswith("co "):
            run = f"county {run[3:]}"
        written = names.written.get(run)
        sure = _is_meant(run, start, stop, pieces) if written else None
        if written is None or sure is None:
            continue
        candidates = [hit for hit in hits(written, tables) if hit.size >= SMALL]
        answer = answer_named(candidates)
        if answer:
            sureness = answer.sureness if sure else Sureness.UNSURE
            return _Match(start, stop, tuple(candidates), sureness, (_depth(candidates), len(run)))
    return None


def _depth(candidates: Sequence[Hit]) -> int:
    """Return how local a name is: a county of several districts is as wide as a region."""
    areas = candidates[0].parts[0].areas
    return areas[0].depth if len(areas) == 1 else REGION_DEPTH


def _is_meant(run: str, start: int, stop: int, pieces: list[str]) -> bool | None:
    """Tell whether a name is meant for certain; None if it is only an ordinary word here."""
    before = pieces[start - 1] if start else ""
    if run in NEVER:
        return None
    if run in ORDINARY:
        if stop - start == len(pieces):
            return False
        is_time = run in MONTHS and len(pieces) > BRIEF
        return run not in MONTHS if before in LEADS and not is_time else None
    if run in AT_AN_END and before not in LEADS:
        is_end = start == 0 or stop == len(pieces)
        return None if not is_end or before in NO_NAME_AFTER else False
    return True


def _joined(chosen: _Match, matches: list[_Match]) -> _Match:
    """Return a name together with the names beside it that lie around it."""
    changed = True
    while changed:
        changed = False
        for other in matches:
            is_beside = other.start == chosen.stop or other.stop == chosen.start
            kept = _kept(chosen, other) if is_beside else []
            if kept:
                sure = Sureness.CERTAIN if len(kept) == 1 else chosen.sureness
                start, stop = min(chosen.start, other.start), max(chosen.stop, other.stop)
                chosen = replace(chosen, start=start, stop=stop, hits=tuple(kept), sureness=sure)
                changed = True
    return chosen


def _kept(chosen: _Match, other: _Match) -> list[Hit]:
    """Return the most local places that two names beside each other may mean together."""
    kept = within(list(chosen.hits), list(other.hits))
    if kept and _depth(other.hits) > _depth(kept):
        return within(list(other.hits), kept)
    if len(chosen.hits) > 1 or _depth(other.hits) < _depth(chosen.hits):
        return kept
    # Two towns side by side, "leeds bradford", are two places.
    areas = {area for place in other.hits[0].parts for area in place.areas}
    return [hit for hit in kept if areas.intersection(hit.parts[0].areas)]


def _mention(match: _Match, pieces: list[str]) -> Mention:
    """Return the mention of a name: the areas of the places that are probably meant."""
    largest = match.hits[0].size
    meant = [hit for hit in match.hits if hit.size * MUCH_SMALLER >= largest]
    parts = [place for hit in meant for place in hit.parts]
    label = parts[0].label if len(parts) == 1 else parts[0].label.partition(",")[0]
    stop = match.stop
    if stop - match.start > 1 and pieces[stop - 1] in LOOKED_FOR:
        stop -= 1
    return Mention(
        start=match.start,
        stop=stop,
        label=label,
        areas=tuple(dict.fromkeys(area for place in parts for area in place.areas)),
        places=tuple(place for hit in match.hits for place in hit.parts)[:MOST],
        is_certain=match.sureness != Sureness.UNSURE,
    )


def _runs(unknown: list[int], pieces: list[str]) -> Iterator[tuple[int, int]]:
    """Yield every run of words that may be a name with a slip: one is not known."""
    seen = set()
    for at in unknown:
        for length in range(1, MOST_TOGETHER + 1):
            for start in range(max(0, at - length + 1), min(at, len(pieces) - length) + 1):
                run = (start, start + length)
                if run not in seen and all(piece.isalpha() for piece in pieces[slice(*run)]):
                    seen.add(run)
                    yield run


def _meant(key: str, length: int, tables: Tables) -> tuple[tuple[float, int], list[Hit]]:
    """Return the places that a run of words may be meant for, and how good the best is."""
    if len(key) < SHORTEST_SLIP:
        return NOWHERE
    near = [
        spelling
        for spelling in spellings().near_large(key, length)
        if (spelling.away <= 1 or spelling.words[0][0] == key[0])
        and (length == 1 or len(spelling.words) == length or not spelling.away)
    ]
    candidates = {
        hit.parts[0].label: (rank(spelling.away, hit.size), hit)
        for spelling in reversed(near[:MOST])
        for hit in hits(spelling.words, tables)
        if hit.size >= LARGE
    }
    ordered = sorted(candidates.values(), key=lambda pair: pair[0])[:MOST]
    return (ordered[0][0], [hit for _rank, hit in ordered]) if ordered else NOWHERE


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Mentionable:
    """The names that are read inside a sentence, as they are written.

    `longest` is the most words of one, `parts` are the words of all: "milton" is no slip.
    """

    written: dict[str, tuple[str, ...]]
    longest: int
    parts: frozenset[str]


@lru_cache(maxsize=1)
@precomputed
def mentionable() -> Mentionable:
    """Return the names of areas and of towns of 1,000 people."""
    written: dict[str, tuple[str, ...]] = {}
    joined: dict[str, tuple[str, ...]] = {}
    for name in _names(gazetteer()):
        words = folded(name)
        if len(words[0]) == 1 and len(words) == 1:
            continue
        written[" ".join(words)] = words
        if len("".join(words)) >= SHORTEST_JOINED:
            joined["".join(words)] = words
    return Mentionable(
        written={**joined, **written},
        longest=max(map(len, written.values())),
        parts=frozenset(word for words in written.values() for word in words),
    )


def _names(names: Gazetteer) -> Iterator[str]:
    """Yield every name that is large enough to be read inside a sentence."""
    yield from (name for name, _area in named_areas())
    yield from (other.name for others in names.others.values() for other in others)
    for _key, name, _lat, _lon, population, _code in names.towns:
        if int(population) >= SMALL:
            yield name
