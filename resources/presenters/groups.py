"""The headings under which a list is grouped: by what it is sure of, and by nearness."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from resources.choices import RegionLevel
from resources.models import Service
from resources.presenters.areas import Scope, joined_areas, whole_country
from resources.presenters.cards import ServiceCard, found_card, service_cards
from resources.presenters.gaps import GroupGap
from resources.presenters.reasons import ResultNotes
from resources.regions import RegionRecord
from resources.search import Section

NO_GAPS: Final[Mapping[int, GroupGap]] = {}


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """Cards under one heading: "In Rotherham", "Across England". No heading: an empty text.

    `note` is a sentence under the heading, or empty; `gap` says that nobody in it answers.
    """

    heading: str
    scope: Scope
    cards: tuple[ServiceCard, ...]
    note: str = ""
    gap: GroupGap | None = None


def service_groups(
    services: Iterable[Service],
    moment: datetime,
    regions: Sequence[RegionRecord] = (),
    notes: ResultNotes | None = None,
    gaps: Mapping[int, GroupGap] = NO_GAPS,
) -> list[ServiceGroup]:
    """Return the cards of a page, grouped by nearness when areas were asked for.

    The rows come in the order of their results, so that rows of one group stand together. Lines
    for anyone, and what is no support, have headings of their own, wherever they serve. `gaps` are
    by the row that is the first of its group.
    """
    rows = list(services)
    cards = service_cards(rows, moment, regions)
    if notes is not None and notes.is_typed:
        cards = [found_card(card, row, notes) for card, row in zip(cards, rows, strict=True)]
    sections = notes.sections(rows) if notes else [Section.FOUND for _service in rows]
    scopes = [
        card.area.scope if regions and section is Section.FOUND else Scope.COUNTRY
        for card, section in zip(cards, sections, strict=True)
    ]
    groups: list[ServiceGroup] = []
    for key, members in groupby(
        zip(sections, scopes, cards, strict=True), key=lambda member: member[:2]
    ):
        section, scope = key
        together = tuple([card for _section, _scope, card in members])
        heading, note = _heading(section, scope, together, regions, notes)
        gap = gaps.get(sum(len(one.cards) for one in groups))
        groups.append(ServiceGroup(heading, scope, together, note, gap))
    return groups


def _heading(
    section: Section,
    scope: Scope,
    cards: Sequence[ServiceCard],
    regions: Sequence[RegionRecord],
    notes: ResultNotes | None,
) -> tuple[str, str]:
    """Return what stands above a group, and the sentence under it; nothing is an empty text."""
    if section is Section.GENERAL:
        note = _("We are not sure what you are looking for. These lines listen, whatever it is.")
        return _("Lines for anyone who has been hurt"), note
    if section is Section.OTHER:
        return _("Other services"), ""
    if section is Section.REPORTING:
        note = _("They take reports about somebody at risk. They give no support themselves.")
        return _("Places to report"), note
    if notes and notes.begins_in_doubt:
        return _("This may fit too"), ""
    return _near(scope, regions, cards) if regions else "", ""


def _near(scope: Scope, regions: Sequence[RegionRecord], cards: Sequence[ServiceCard]) -> str:
    """Name a group by how near it is to the areas that were asked for."""
    asked = joined_areas([region.name for region in regions])
    if scope is Scope.COUNTRY:
        return whole_country()
    if scope is Scope.LOCAL:
        if all(region.level == RegionLevel.DISTRICT for region in regions):
            return _("In %(area)s") % {"area": asked}
        return _("Local services in %(area)s") % {"area": asked}
    names = sorted({name for card in cards for name in card.area.near})
    return _("Across %(area)s") % {"area": joined_areas(names)}
