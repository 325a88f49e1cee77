"""Gaps that are known, with the reason; what every nation has to have; and what is new or over."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from resources.choices import RegionLevel
from resources.listings.coverage import CHECKS, Check, Coverage, Gap, areas
from resources.regions import find_region

FILE: Final = Path(__file__).parents[1] / "data" / "known_gaps.json"
# A nation has these by services that name it as their own: no gap in them may be listed.
OF_EACH_NATION: Final = (
    Check("line", "women"),
    Check("refuge", "women"),
    Check("sexual-assault", "women"),
)
# And these by any that serve it.
IN_EACH_NATION: Final = (
    Check("line", "men"),
    Check("line", "under-18"),
    Check("refuge", "men"),
    Check("sexual-assault", "men"),
    Check("sexual-assault", "under-18"),
)


@dataclass(frozen=True, slots=True)
class KnownGap:
    """An entry of the file: a need of some people in some areas, by their slugs, and the reason.

    A nation stands for its regions too.
    """

    need: str
    people: tuple[str, ...]
    areas: tuple[str, ...]
    reason: str

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Each gap that is listed by itself."""
        return tuple(
            Gap(Check(self.need, people), area) for people in self.people for area in self.areas
        )

    def holds(self, gap: Gap) -> bool:
        """Tell whether a gap is listed here, or lies within one that is."""
        if gap.check.need != self.need or gap.check.people not in self.people:
            return False
        around = find_region(gap.area)
        listed = (find_region(area) for area in self.areas)
        return around is not None and any(one and one.code in around.lineage for one in listed)


def read_known_gaps(text: str) -> tuple[KnownGap, ...]:
    """Read the text of the file; ValueError for what is not checked, or is without a reason."""
    known = tuple(
        KnownGap(entry["need"], tuple(entry["people"]), tuple(entry["areas"]), entry["reason"])
        for entry in json.loads(text)["gaps"]
    )
    checked = {area.slug for area in areas()}
    for one in known:
        for gap in one.gaps:
            if gap.check not in CHECKS or gap.area not in checked or not one.reason.strip():
                raise ValueError(f"Not checked, or without a reason: {one}")
    return known


def known_gaps() -> tuple[KnownGap, ...]:
    """Return the gaps that the shipped file lists."""
    return read_known_gaps(FILE.read_text(encoding="utf-8"))


def faults(coverage: Coverage, known: Sequence[KnownGap]) -> Iterator[str]:
    """Yield what is wrong: a gap that is not listed, one that is over, what a nation has lost."""
    gaps = coverage.gaps()
    for gap in sorted(gaps):
        if not any(one.holds(gap) for one in known):
            yield f"Not listed: {gap}."
    for one in known:
        for gap in one.gaps:
            if gap not in gaps:
                yield f"Listed, but there is somebody now: {gap}."
    yield from _lost(coverage)


def _lost(coverage: Coverage) -> Iterator[str]:
    for nation in areas():
        if nation.level != RegionLevel.NATION:
            continue
        for check in OF_EACH_NATION:
            if not coverage.of(check, nation).own:
                yield f"Lost: {Gap(check, nation.slug)}, by a service of its own."
        for check in IN_EACH_NATION:
            if not coverage.of(check, nation).whole:
                yield f"Lost: {Gap(check, nation.slug)}."
