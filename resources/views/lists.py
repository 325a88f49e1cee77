"""One list of services, for every view that shows one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from django.utils.safestring import SafeString

from resources.content.emergency import Emergency, read_emergency
from resources.filters import ServiceFilter
from resources.models import Service
from resources.presenters import (
    ActiveFilter,
    AreaNearby,
    FormErrors,
    GroupGap,
    ListHeading,
    OpenLine,
    Reading,
    ResultNotes,
    RiskPanel,
    ServiceGroup,
    answers_at_once,
    group_gap,
    open_lines_markup,
    service_groups,
)
from resources.regions import RegionRecord
from resources.templatetags.open_lines import OpenNow, lines_open_at
from resources.views.outlines import FEW, PAGE_SIZE, ListAddress, Outline, PageLinks, outline_of
from resources.views.risk import risk_panel

NO_MARKUP: Final = SafeString("")


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place that may be meant, and the address of the whole question with it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of services, under whatever address.

    The last fields are for some addresses alone: `place_note`, `place` and `place_choices` say how
    a typed place was read; `ignored_parameters` what was left out of a link; `area`, `within` and
    `around` belong to the list of one area, `oembed_url` to one that may stand in a post.
    `narrowing` is what was chosen but an order, which leaves nothing out; `nearby` and the counts
    of `chosen` are there only where hardly anything was found. `open_first` is a line above the
    services, where they are few or lead to nobody.
    `filters` is the form as markup, `open_lines` the end of the list, `words` what its short forms
    stand for. `is_spoken` says that a card names the language in which somebody asked.
    """

    template: ClassVar[str] = "resources/service_list.html"

    title: str
    danger: Emergency
    form_errors: FormErrors | None
    risk: RiskPanel | None
    heading: ListHeading
    reading: Reading | None
    filters: SafeString
    chosen: Sequence[ActiveFilter]
    narrowing: Sequence[ActiveFilter]
    count: int
    open_first: OpenLine | None
    groups: Sequence[ServiceGroup]
    is_spoken: bool
    is_confirmed: bool
    page: PageLinks
    nearby: Sequence[AreaNearby]
    open_lines: SafeString
    area: RegionRecord | None
    words: SafeString = NO_MARKUP
    place_note: str = ""
    place: str = ""
    place_choices: Sequence[PlaceChoice] = ()
    ignored_parameters: Sequence[str] = ()
    oembed_url: str = ""
    within: Sequence[RegionRecord] = ()
    around: Sequence[RegionRecord] = ()


def list_page(
    filterset: ServiceFilter, page_wanted: str | None, moment: datetime, address: ListAddress
) -> ListPage:
    """Return the list of what a form asks for, under an address of its own."""
    risk = risk_panel(filterset, moment)
    outline = outline_of(filterset, page_wanted, address, is_quiet=risk is not None)
    groups = _groups(filterset, outline.first, moment)
    cards = [card for group in groups for card in group.cards]
    national = lines_open_at(moment, filterset)
    return ListPage(
        title=outline.title,
        form_errors=address.errors,
        area=address.area,
        danger=read_emergency(),
        risk=risk,
        heading=outline.heading,
        reading=outline.reading,
        filters=outline.filters,
        chosen=outline.chosen,
        narrowing=outline.narrowing,
        count=outline.count,
        open_first=_open_first(
            outline, groups, national, risk, is_unsure=filterset.results.is_unsure
        ),
        groups=groups,
        is_spoken=any(card.speaks for card in cards),
        is_confirmed=any(card.checked.is_confirmed for card in cards),
        page=outline.page,
        nearby=outline.nearby,
        open_lines=open_lines_markup(national.lines, national.not_for),
        place=address.place,
    )


def _open_first(
    outline: Outline,
    groups: Sequence[ServiceGroup],
    national: OpenNow,
    risk: RiskPanel | None,
    *,
    is_unsure: bool,
) -> OpenLine | None:
    """Return the open line that stands above a list, if its first services may lead to nobody.

    That is where hardly any was found, where none of the first can be rung or written to, or where
    nobody can be sure what was meant. The panel for somebody at risk, and a group that names the
    next who answers, do the same.
    """
    if risk or outline.page.number > 1 or not groups or not national.lines:
        return None
    first = [card for group in groups for card in group.cards][:FEW]
    is_few = outline.count <= FEW
    is_told = groups[0].gap is not None and groups[0].gap.next_wider is not None
    leads_nowhere = not is_told and not any(map(answers_at_once, first))
    return national.lines[0] if is_few or is_unsure or leads_nowhere else None


def _groups(filterset: ServiceFilter, first: int, moment: datetime) -> list[ServiceGroup]:
    regions = () if filterset.is_mixed else filterset.regions
    rows = filterset.results[first : first + PAGE_SIZE]
    notes = ResultNotes(filterset.results, first)
    return service_groups(rows, moment, regions, notes, _gaps(filterset, rows, first, moment))


def _gaps(
    filterset: ServiceFilter, services: Sequence[Service], first: int, moment: datetime
) -> dict[int, GroupGap]:
    """Return the gaps of the groups that begin on a page, by their row on it."""
    results = filterset.results
    rows = dict(enumerate(services, first))
    found = {}
    for gap in results.gaps:
        if gap.at in rows:
            wider = gap.next_wider
            row = None if wider is None else rows.get(wider) or results[wider]
            found[gap.at - first] = group_gap(gap, row, moment)
    return found
