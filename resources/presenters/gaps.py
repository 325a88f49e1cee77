"""What a list says where the services of a group have nobody to reach: so, and who is next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from resources.models import Service
from resources.presenters.cards import ServiceCard, service_card
from resources.search import Gap


@dataclass(frozen=True, slots=True)
class GroupGap:
    """The first row of a group in which nobody answers: a sentence, and the next wider service.

    `next_wider` is None where nobody for a wider area answers either.
    """

    words: str
    next_wider: ServiceCard | None


def group_gap(gap: Gap, next_wider: Service | None, moment: datetime) -> GroupGap:
    """Return what stands first in a group; `next_wider` is the row at that place, if any."""
    if gap.is_everywhere:
        return GroupGap(_("We know no number and no chat in this list yet."), None)
    if next_wider is None:
        return GroupGap(_("We know no number and no chat here yet."), None)
    card = service_card(next_wider, moment)
    return GroupGap(_("We know no number and no chat here yet. The nearest who answers:"), card)
