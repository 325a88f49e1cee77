"""Who can be reached where, for curators: nations and regions by need and by people.

To count takes longer than to answer, so a count is kept in the process until the data change. The
desk never counts: it tells what was counted last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from resources.admin.desk_parts import Desk, DeskNote
from resources.listings.coverage import (
    CHECKS,
    NEEDS,
    PEOPLE,
    WELCOME,
    Cell,
    Check,
    Coverage,
    Gap,
    areas,
    public_coverage,
)
from resources.models import DataRevision
from resources.regions import RegionRecord

PAGE: Final = "staff/desk_coverage.html"
SEES: Final = "resources.view_service"


@dataclass(frozen=True, slots=True)
class Counted:
    """A count, of which data and when it was made."""

    revision: int
    at: datetime
    coverage: Coverage
    gaps: frozenset[Gap]


_counted: list[Counted] = []


def counted(now: datetime) -> Counted:
    """Return the count of the data as they are now: the one that is kept, or a new one."""
    revision = DataRevision.objects.current()
    known = _counted[-1] if _counted else None
    if known is None or known.revision != revision:
        coverage = public_coverage()
        known = Counted(revision, now, coverage, frozenset(coverage.gaps()))
        _counted[:] = [known]
    return known


def coverage_note(desk: Desk) -> DeskNote | None:
    """Say how many cells of the table were empty when it was counted last."""
    if not desk.may(SEES):
        return None
    where = reverse("staff-coverage")
    known = _counted[-1] if _counted else None
    if known is None:
        return DeskNote(_("Count who can be reached where."), where)
    count = len(known.gaps)
    told = ngettext(
        "%(count)d empty cell in the table of who can be reached where",
        "%(count)d empty cells in the table of who can be reached where",
        count,
    ) % {"count": count}
    if known.revision == desk.counts.revision:
        return DeskNote(_("%(told)s.") % {"told": told}, where)
    at = date_format(timezone.localtime(known.at), "j F, H:i")
    return DeskNote(_("%(told)s on %(at)s; data changed since.") % {"told": told, "at": at}, where)


@dataclass(frozen=True, slots=True)
class TableCell:
    """What one cell says, in words where there is nobody, and how much there is, from 0 to 3.

    `beside` says how many serve a part of the area.
    """

    told: str
    beside: str
    level: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A need of some people, and its cell in each area."""

    need: str
    people: str
    cells: Sequence[TableCell]
    has_gap: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading."""

    name: str
    heading: str
    rows: Sequence[TableRow]


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of an area's column is covered, in part or empty: cells, and their place of 100."""

    area: str
    covered: int
    partly: int
    empty: int
    partly_at: float
    empty_at: float
    covered_width: float
    partly_width: float
    empty_width: float


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Show the table of coverage, and how full each column is."""
    if not request.user.has_perms([SEES]):
        raise PermissionDenied
    known = counted(timezone.localtime())
    only_gaps = "gaps" in request.GET
    context = {
        **admin.site.each_context(request),
        "title": _("Who can be reached where"),
        "areas": areas(),
        "tables": [_table(known, *about, only_gaps=only_gaps) for about in _abouts()],
        "bars": [_bar(known, area) for area in areas()],
        "gaps": len(known.gaps),
        "cells": len(CHECKS) * len(areas()),
        "only_gaps": only_gaps,
        "at": known.at,
    }
    return TemplateResponse(request, PAGE, context)


def _abouts() -> list[tuple[str, str, list[Check]]]:
    welcome = [check for check in CHECKS if check.people in WELCOME]
    made_for = [check for check in CHECKS if check.people not in WELCOME]
    return [
        ("welcome", _("Needs, by who is welcome"), welcome),
        ("made-for", _("Support that is made for some people"), made_for),
    ]


def _table(
    known: Counted, name: str, heading: str, checks: Sequence[Check], *, only_gaps: bool
) -> Table:
    rows = [_row(known, check) for check in checks]
    return Table(name, heading, [row for row in rows if row.has_gap or not only_gaps])


def _row(known: Counted, check: Check) -> TableRow:
    missing = [Gap(check, area.slug) in known.gaps for area in areas()]
    cells = [
        _cell(known.coverage.of(check, area), is_gap=is_gap)
        for area, is_gap in zip(areas(), missing, strict=True)
    ]
    need, people = NEEDS[check.need].name, PEOPLE[check.people].name
    return TableRow(need, people, cells, any(missing))


def _cell(cell: Cell, *, is_gap: bool) -> TableCell:
    """Return the words of a cell; a nation of which each region has somebody is not empty."""
    partly = _("%(count)d in part") % {"count": cell.partly} if cell.partly else ""
    if is_gap:
        return TableCell(_("none"), partly, 0)
    if not cell.whole:
        return TableCell(_("by its regions"), "", 1)
    return TableCell(str(cell.whole), partly, 2 if cell.whole == 1 else 3)


def _bar(known: Counted, area: RegionRecord) -> Bar:
    empty = [check for check in CHECKS if Gap(check, area.slug) in known.gaps]
    partly = sum(known.coverage.of(check, area).partly > 0 for check in empty)
    whole = len(CHECKS) - len(empty)
    widths = [100 * part / len(CHECKS) for part in (whole, partly, len(empty) - partly)]
    return Bar(
        area=area.name,
        covered=whole,
        partly=partly,
        empty=len(empty) - partly,
        partly_at=widths[0],
        empty_at=widths[0] + widths[1],
        covered_width=widths[0],
        partly_width=widths[1],
        empty_width=widths[2],
    )
