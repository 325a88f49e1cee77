"""Who needs help, as far as a typed text says: gender, age, and whether it is long ago.

The wordings are in `data/people.json`, each with its reason and examples, for people to review.
A person is never asked for any of this, so that silence is the usual answer, and what is found
only moves services up or down. "My wife hits me" says nothing of who writes. The one who harms is
not the one who needs help: exceptions take "abused by my son" out.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from resources.language.patterns import Found, PatternSet
from resources.language.reading import plain_reading
from resources.precomputed import precomputed

FILE: Final = Path(__file__).parent.parent / "data" / "people.json"
ADULT_FROM: Final = 18
OLDER_FROM: Final = 60
"""Services for older people begin between 55 and 65; councils mostly say 60."""


class Fact(StrEnum):
    """What a wording says. `OWN` and `OWN_AGE` are of the writer, `THEIRS` of somebody else.

    `WIFE` and `HUSBAND` are partners of whom something is told, whatever they are called; `BY_HER`
    and `BY_HIM` say who harms, `HARM` that somebody does. `PROFESSIONAL` writes for somebody else;
    `GROWN_UP` are words that hardly any child says of itself.
    """

    MAN = "man"
    WOMAN = "woman"
    CHILD = "child"
    OLDER = "older"
    LONG_AGO = "long-ago"
    SOMEBODY_ELSE = "somebody-else"
    OWN = "own"
    AGE = "age"
    OWN_AGE = "own-age"
    THEIRS = "theirs"
    WIFE = "wife"
    HUSBAND = "husband"
    BY_HER = "by-her"
    BY_HIM = "by-him"
    CHILD_WRITES = "child-writes"
    LGBT = "lgbt"
    YOUNG_WORDS = "young-words"
    PROFESSIONAL = "professional"
    GROWN_UP = "grown-up"
    HARM = "harm"


@dataclass(frozen=True, slots=True)
class People:
    """What a text says of the person who needs help. It holds no word of the text.

    `gender` is "man", "woman" or "" (not said, or both). An age that is not known is None.
    `writer_is_child` tells whether a child writes, also of somebody else. `harmed_by` is the
    gender of the one who harms, where only one is told; `is_lgbt` where they say so, or tell of a
    partner of their own gender, `has_partner` where they tell of any; `may_be_young` where they
    speak of parents, school and the like; `is_harmed` where somebody is hit, threatened or forced,
    `is_grown_up` where a tenancy, a marriage or children of their own are spoken of.
    They are hints, which never leave a service out.
    """

    gender: str = ""
    age_low: int | None = None
    age_high: int | None = None
    is_child: bool = False
    is_older: bool = False
    was_long_ago: bool = False
    for_somebody_else: bool = False
    writer_is_child: bool = field(default=False, compare=False)
    harmed_by: str = field(default="", compare=False)
    is_lgbt: bool = field(default=False, compare=False)
    has_partner: bool = field(default=False, compare=False)
    may_be_young: bool = field(default=False, compare=False)
    is_harmed: bool = field(default=False, compare=False)
    is_grown_up: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class PeoplePattern:
    """A wording, what it says, and the reason it is listed.

    An exception says nothing. It drops what says one of its facts and shares a word with it.
    `numbers` are those that may stand at <age>; `add` makes ages of a school year; `limits` are
    the ages of a wording without a number.
    """

    pattern: str
    says: frozenset[Fact]
    drops: frozenset[Fact]
    why: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    numbers: tuple[int, int] | None
    add: tuple[int | None, int | None]
    limits: tuple[int | None, int | None]

    def holds(self, find: Found) -> bool:
        """Tell whether the number in a find is one that the wording means."""
        if self.numbers is None or find.number is None:
            return True
        return self.numbers[0] <= find.number <= self.numbers[1]

    def ages(self, find: Found) -> tuple[int | None, int | None]:
        """Return the lowest and the highest age that a find speaks of."""
        if find.number is None:
            return self.limits
        low, high = (None if more is None else find.number + more for more in self.add)
        return low, high


@dataclass(frozen=True, slots=True)
class PeopleBook:
    """The whole file, with the day of its review and the day by which the next one is due."""

    reviewed_on: date
    review_by: date
    patterns: tuple[PeoplePattern, ...]
    finder: PatternSet


def _pattern(raw: Mapping[str, Any], says: Iterable[str]) -> PeoplePattern:
    """Read one wording."""
    numbers, add, limits = (
        raw.get("numbers"),
        raw.get("add", (0, 0)),
        raw.get("limits", (None,) * 2),
    )
    return PeoplePattern(
        pattern=raw["pattern"],
        says=frozenset(map(Fact, says)),
        drops=frozenset(map(Fact, raw.get("drops", ()))),
        why=raw["why"],
        examples=tuple(raw["examples"]),
        counter_examples=tuple(raw.get("counter_examples", ())),
        numbers=(numbers[0], numbers[1]) if numbers else None,
        add=(add[0], add[1]),
        limits=(limits[0], limits[1]),
    )


@lru_cache(maxsize=1)
@precomputed
def read_people() -> PeopleBook:
    """Return the wordings as shipped."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    patterns = [_pattern(one, says=()) for one in raw["exceptions"]]
    for group in raw["groups"]:
        patterns += [_pattern(one, says=group["says"]) for one in group["patterns"]]
    return PeopleBook(
        reviewed_on=date.fromisoformat(raw["reviewed_on"]),
        review_by=date.fromisoformat(raw["review_by"]),
        patterns=tuple(patterns),
        finder=PatternSet([one.pattern for one in patterns], raw["words"], raw["numbers"]),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing said: what, and of which ages."""

    says: frozenset[Fact]
    low: int | None
    high: int | None

    @property
    def has_age(self) -> bool:
        return (self.low, self.high) != (None, None)


def _said(text: str) -> list[_Said]:
    """Return what a text says, without what an exception covers."""
    book = read_people()
    finds = [
        (book.patterns[find.index], find)
        for find in book.finder.find(plain_reading(text))
        if book.patterns[find.index].holds(find)
    ]
    exceptions = [(pattern.drops, find) for pattern, find in finds if pattern.drops]
    return [
        _Said(pattern.says, *pattern.ages(find))
        for pattern, find in finds
        if not any(drops & pattern.says and find.overlaps(one) for drops, one in exceptions)
    ]


def _about(said: list[_Said], is_for_other: bool) -> list[_Said]:
    """Return what is said of the person who needs help: of another only if one is spoken for."""
    not_about = {Fact.OWN, Fact.OWN_AGE} if is_for_other else {Fact.THEIRS}
    return [one for one in said if one.says.isdisjoint(not_about)]


def _gender(about: list[_Said]) -> str:
    """Return the one gender that is said, by the surest words that say one."""
    for sure in (Fact.SOMEBODY_ELSE, Fact.OWN, None):
        told = [one.says for one in about if sure is None or sure in one.says]
        genders = {fact for says in told for fact in says & {Fact.MAN, Fact.WOMAN}}
        if genders:
            return str(genders.pop()) if len(genders) == 1 else ""
    return ""


def _ages(about: list[_Said]) -> tuple[int | None, int | None]:
    """Return the ages that are said, by the surest words that say one."""
    for sure in (Fact.OWN_AGE, Fact.THEIRS, Fact.AGE, Fact.SOMEBODY_ELSE):
        for one in about:
            if sure in one.says and one.has_age:
                return one.low, one.high
    return None, None


def _harmed_by(facts: frozenset[Fact]) -> str:
    """Return the gender of the one who harms, if only one is told."""
    by_her, by_him = (
        not facts.isdisjoint(told)
        for told in ({Fact.WIFE, Fact.BY_HER}, {Fact.HUSBAND, Fact.BY_HIM})
    )
    if by_her == by_him:
        return ""
    return str(Fact.WOMAN if by_her else Fact.MAN)


def _is_same_sex(gender: str, facts: frozenset[Fact]) -> bool:
    """Tell whether a partner of one's own gender is told of."""
    partners = facts & {Fact.WIFE, Fact.HUSBAND}
    own = {"woman": Fact.WIFE, "man": Fact.HUSBAND}.get(gender)
    return partners == {own}


def _about_whom(said: list[_Said]) -> list[_Said]:
    """Return what is said, without what a professional's words only seem to say of the writer."""
    if not any(Fact.PROFESSIONAL in one.says for one in said):
        return said
    others = [one for one in said if one.says.isdisjoint({Fact.OWN, Fact.OWN_AGE})]
    return [replace(one, says=one.says - {Fact.CHILD_WRITES}) for one in others]


def _is_child(facts: frozenset[Fact], low: int | None, high: int | None) -> bool:
    """Tell whether the person is a child, by an age or by what only children say."""
    by_age = high is not None and high < ADULT_FROM
    if Fact.LONG_AGO in facts and facts.isdisjoint({Fact.OWN_AGE, Fact.THEIRS}):
        # The age of a school, or of a memory.
        return False
    if Fact.CHILD not in facts or Fact.LONG_AGO in facts:
        return by_age
    is_only_voice = Fact.CHILD_WRITES in facts and Fact.OWN not in facts
    if is_only_voice and Fact.GROWN_UP in facts:
        return by_age
    return low is None or low < ADULT_FROM


def _is_old_writer(said: list[_Said], facts: frozenset[Fact]) -> bool:
    """Tell whether somebody old writes: a grown-up whom they name is mostly who harms."""
    is_old = any(Fact.OWN_AGE in one.says and (one.low or 0) >= OLDER_FROM for one in said)
    return is_old and (Fact.HARM in facts or Fact.CHILD not in facts)


def people_in(text: str) -> People:
    """Return what a typed text says of the person who needs help."""
    said = _about_whom(_said(text))
    facts = frozenset(fact for one in said for fact in one.says)
    for_other = not facts.isdisjoint({Fact.SOMEBODY_ELSE, Fact.PROFESSIONAL})
    for_other = for_other and not _is_old_writer(said, facts)
    about = _about(said, for_other)
    low, high = _ages(about)
    own_ages = [one.high for one in said if Fact.OWN_AGE in one.says and one.high is not None]
    writer_is_child = any(high < ADULT_FROM for high in own_ages)
    writer_is_grown = bool(own_ages) and min(own_ages) >= ADULT_FROM
    is_child = _is_child(facts, low, high)
    is_voice = Fact.CHILD_WRITES in facts and is_child
    gender = _gender(about)
    return People(
        gender=gender,
        age_low=low,
        age_high=high,
        is_child=is_child or writer_is_child,
        is_older=Fact.OLDER in facts or (low is not None and low >= OLDER_FROM),
        was_long_ago=Fact.LONG_AGO in facts,
        for_somebody_else=for_other,
        writer_is_child=max(own_ages) < ADULT_FROM if own_ages else is_voice,
        harmed_by=_harmed_by(facts),
        may_be_young=is_child or Fact.YOUNG_WORDS in facts,
        has_partner=not facts.isdisjoint({Fact.WIFE, Fact.HUSBAND}),
        is_lgbt=Fact.LGBT in facts or (not for_other and _is_same_sex(gender, facts)),
        is_harmed=Fact.HARM in facts,
        is_grown_up=(Fact.GROWN_UP in facts or writer_is_grown) and not is_child,
    )
