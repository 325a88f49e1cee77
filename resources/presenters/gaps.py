"""What a list says where the nearest services have nobody to reach: so, and who is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from resources.models import Service
from resources.presenters.cards import ServiceCard, service_card
from resources.regions import RegionRecord
from resources.search import Reach


@dataclass(frozen=True, slots=True)
class GroupGap:
    """The first row of a group in which nobody answers: a sentence, and the next wider service.

    `next_wider` is None where nobody for a wider area answers either.
    """

    words: str
    next_wider: ServiceCard | None


def group_gap(
    reach: Reach, next_wider: Service | None, moment: datetime, regions: Sequence[RegionRecord] = ()
) -> GroupGap | None:
    """Return what stands first in the first group of a list; None where somebody answers there.

    `next_wider` is the service at that place of the results, as a list has it.
    """
    if not reach.is_gap:
        return None
    if next_wider is None:
        return GroupGap(_("We know no number and no chat in this list yet."), None)
    card = service_card(next_wider, moment, regions)
    return GroupGap(_("We know no number and no chat here yet. The nearest who answers:"), card)
