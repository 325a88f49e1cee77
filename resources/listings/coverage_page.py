"""The table of coverage as a page of the documentation, in Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from resources.listings.coverage import CHECKS, NEEDS, PEOPLE, WELCOME, Cell, Check, Coverage, areas
from resources.listings.known_gaps import KnownGap

INTRODUCTION: Final = """\
# Who can be reached, where

Made by `make coverage` from the shipped listings; do not edit it.

A cell says how many public services serve all of an area and answer by phone, text or chat. Behind
the plus are those that serve a part of it. Places that only take reports do not count. **0** is a
gap: nobody serves the whole area, and not each of its regions has somebody. Every gap is listed at
the end with its reason; the build fails on one that is not, on one that is over, and when a nation
loses its line, its way to a refuge, its help after sexual assault or a line for people under 18.
"""


def page(coverage: Coverage, known: Sequence[KnownGap]) -> str:
    """Return the whole page."""
    welcome = [check for check in CHECKS if check.people in WELCOME]
    made_for = [check for check in CHECKS if check.people not in WELCOME]
    parts = [
        INTRODUCTION,
        "## Needs, by who is welcome\n",
        _table(coverage, welcome),
        "## Support that is made for some people\n",
        _table(coverage, made_for),
        "## Known gaps\n",
        _reasons(known),
    ]
    return "\n".join(parts)


def _table(coverage: Coverage, checks: Iterable[Check]) -> str:
    gaps = coverage.gaps()
    lines = [_line("need", "people", *(area.name for area in areas()))]
    lines.append("|---|---|" + "---|" * len(areas()))
    missing = {(gap.check, gap.area) for gap in gaps}
    for check in checks:
        cells = (
            _cell(coverage.of(check, area), is_gap=(check, area.slug) in missing)
            for area in areas()
        )
        lines.append(_line(NEEDS[check.need].name, PEOPLE[check.people].name, *cells))
    return "\n".join((*lines, ""))


def _cell(cell: Cell, *, is_gap: bool) -> str:
    whole = f"**{cell.whole}**" if is_gap else f"{cell.whole}"
    return f"{whole} + {cell.partly}" if cell.partly else whole


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _reasons(known: Sequence[KnownGap]) -> str:
    lines = [_line("need", "people", "area", "reason"), "|---|---|---|---|", *_listed(known)]
    return "\n".join((*lines, ""))


def _listed(known: Iterable[KnownGap]) -> Iterator[str]:
    for one in known:
        people = ", ".join(PEOPLE[slug].name for slug in one.people)
        where = ", ".join(area.name for area in areas() if area.slug in one.areas)
        yield _line(NEEDS[one.need].name, people, where, one.reason)
