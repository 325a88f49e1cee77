"""Words of somebody at risk: suicide, self-harm, an overdose, danger now, a child in danger.

The wordings are in `data/risk.json`, each with its reason and examples, for people to review.
What is found decides one thing: which lines are shown above the results. It is never kept, and it
never takes the place of the results. Missing somebody is worse than showing the lines to somebody
who did not need them; a plain search for a service is left alone (at most 1 in 100).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from resources.language.patterns import Found, PatternSet
from resources.language.reading import Disguises, plain_reading, slips_of
from resources.language.voice import Voices
from resources.precomputed import precomputed

FILE: Final = Path(__file__).parent.parent / "data" / "risk.json"

# So many words, and so likely a voice of somebody who does not want to live, let a hint count.
FEWEST: Final = 6
NO_LIFE: Final = 0.6
# Words that nobody foresaw are heard where a longer text is as sure as this; in one as long, a hint
# needs no word for somebody beside it.
MANY, SURELY = 10, 0.85


class RiskKind(StrEnum):
    """What a person may be at risk of."""

    SUICIDE = "suicide"
    SELF_HARM = "self-harm"
    OVERDOSE = "overdose"
    DANGER_NOW = "danger-now"
    CHILD_IN_DANGER = "child-in-danger"


NEEDS_999: Final = frozenset({RiskKind.OVERDOSE, RiskKind.DANGER_NOW, RiskKind.CHILD_IN_DANGER})


@dataclass(frozen=True, slots=True)
class Risk:
    """The kinds of risk that a text speaks of. It holds no word of the text."""

    kinds: frozenset[RiskKind] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.kinds)

    @property
    def is_999_first(self) -> bool:
        """Tell whether 999 is said before any line."""
        return not self.kinds.isdisjoint(NEEDS_999)


@dataclass(frozen=True, slots=True)
class RiskPattern:
    """A wording, the kinds it speaks of (none: an exception), and the reason it is listed.

    An exception takes away the finds that share a word with it, and leaves the others.
    """

    pattern: str
    kinds: frozenset[RiskKind]
    ages: tuple[int, int] | None
    """Of what age the person is whose number stands at <age>; None: no age is asked."""
    why: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    is_hint: bool = False
    """Words that tell by themselves nothing: they count where the whole text reads like it."""

    def holds(self, find: Found) -> bool:
        """Tell whether a find is of an age that the wording asks for."""
        if self.ages is None or find.number is None:
            return True
        return self.ages[0] <= find.number <= self.ages[1]


@dataclass(frozen=True, slots=True)
class RiskLines:
    """The lines for some kinds of risk, as slugs of listings, in order.

    A line of a nation (by its GSS code; "": where the nation is not known) stands after the first
    of those for everybody.
    """

    kinds: frozenset[RiskKind]
    everybody: tuple[str, ...]
    young: tuple[str, ...]
    by_nation: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RiskBook:
    """The whole file, with the day of its review and the day by which the next one is due."""

    reviewed_on: date
    review_by: date
    patterns: tuple[RiskPattern, ...]
    lines: tuple[RiskLines, ...]
    finder: PatternSet
    disguises: Disguises
    speakers: frozenset[str]
    """In a short text a hint counts beside one of these words alone: somebody is spoken of."""


def _pattern(raw: Mapping[str, Any], kinds: Iterable[str], *, is_hint: bool = False) -> RiskPattern:
    """Read one wording."""
    return RiskPattern(
        pattern=raw["pattern"],
        kinds=frozenset(map(RiskKind, raw.get("kinds", kinds))),
        ages=(raw["ages"][0], raw["ages"][1]) if "ages" in raw else None,
        why=raw["why"],
        examples=tuple(raw["examples"]),
        counter_examples=tuple(raw.get("counter_examples", ())),
        is_hint=is_hint,
    )


def _lines(raw: Mapping[str, Any]) -> RiskLines:
    """Read the lines for some kinds."""
    return RiskLines(
        kinds=frozenset(map(RiskKind, raw["kinds"])),
        everybody=tuple(raw["all"]),
        young=tuple(raw["young"]),
        by_nation={nation: tuple(slugs) for nation, slugs in raw["nations"].items()},
    )


def _disguises(raw: Mapping[str, Any], vocabulary: frozenset[str]) -> Disguises:
    """Read the words that are looked for in disguise, and with one slip."""
    slips = {slip: word for word in raw["slips"] for slip in slips_of(word)}
    slips |= raw["spellings"]
    return Disguises(
        vocabulary=vocabulary,
        masked=tuple(raw["masked"]),
        slips={slip: word for slip, word in slips.items() if slip not in vocabulary},
    )


@lru_cache(maxsize=1)
@precomputed
def read_risk() -> RiskBook:
    """Return the wordings and lines as shipped."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    patterns = [_pattern(one, kinds=()) for one in raw["exceptions"]]
    patterns += [_pattern(one, kinds=(RiskKind.SUICIDE,), is_hint=True) for one in raw["hints"]]
    for kind, wordings in raw["patterns"].items():
        patterns += [_pattern(one, kinds=(kind,)) for one in wordings]
    finder = PatternSet([one.pattern for one in patterns], raw["words"], raw["numbers"])
    return RiskBook(
        reviewed_on=date.fromisoformat(raw["reviewed_on"]),
        review_by=date.fromisoformat(raw["review_by"]),
        patterns=tuple(patterns),
        lines=tuple(map(_lines, raw["lines"])),
        finder=finder,
        disguises=_disguises(raw, finder.vocabulary),
        speakers=frozenset(raw["speakers"]),
    )


def _kinds_of(reading: str, book: RiskBook) -> set[RiskKind]:
    """Return the kinds found in one reading, without what an exception covers."""
    finds = [one for one in book.finder.find(reading) if book.patterns[one.index].holds(one)]
    excepted = [find for find in finds if not book.patterns[find.index].kinds]
    kinds: set[RiskKind] = set()
    is_hinted = False
    for find in finds:
        wording = book.patterns[find.index]
        if wording.kinds <= kinds or any(map(find.overlaps, excepted)):
            continue
        is_hinted = is_hinted or wording.is_hint
        kinds |= frozenset() if wording.is_hint else wording.kinds
    may_be = is_hinted or not excepted
    if may_be and not kinds and _reads_like_it(reading, book, is_hinted=is_hinted):
        kinds.add(RiskKind.SUICIDE)
    return kinds


def _reads_like_it(reading: str, book: RiskBook, *, is_hinted: bool) -> bool:
    """Tell whether so many words are so likely of somebody who does not want to live."""
    words = reading.split()
    fewest, least = (FEWEST, NO_LIFE) if is_hinted else (MANY, SURELY)
    is_told = not book.speakers.isdisjoint(words) or (is_hinted and len(words) >= MANY)
    return is_told and len(words) >= fewest and Voices.load().read(reading).life >= least


def risk_in(text: str) -> Risk:
    """Return the kinds of risk that a typed text speaks of, in either reading."""
    book = read_risk()
    plain = plain_reading(text)
    kinds = _kinds_of(plain, book)
    second = book.disguises.second_reading(text)
    if second != plain:
        kinds |= _kinds_of(second, book)
    return Risk(frozenset(kinds))


def lines_for(risk: Risk, nation: str = "", is_young: bool = False) -> tuple[str, ...]:
    """Return the slugs of the lines to show, in order, for a nation's GSS code ("": not known).

    Numbers and hours are read from the listings when they are shown, and a listing that is not
    published is left out there.
    """
    slugs: dict[str, None] = {}
    for lines in read_risk().lines:
        if risk.kinds.isdisjoint(lines.kinds):
            continue
        first, others = lines.everybody[:1], lines.everybody[1:]
        of_nation = lines.by_nation.get(nation, ())
        for slug in (*(lines.young if is_young else ()), *first, *of_nation, *others):
            slugs.setdefault(slug)
    return tuple(slugs)
