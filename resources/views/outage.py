"""The page for when nothing else works: what to do in danger, and the free lines by hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from resources.clock import this_minute
from resources.content.emergency import Emergency, read_emergency
from resources.presenters import OpenLine
from resources.search import current_index
from resources.templatetags.open_lines import lines_to_keep


@dataclass(frozen=True, slots=True)
class OutagePage:
    """What is known by heart: `lines` are the free national lines."""

    template: ClassVar[str] = "resources/outage.html"

    danger: Emergency
    lines: Sequence[OpenLine]


def outage_page() -> OutagePage:
    """Return what is said when the database cannot be asked: to be written down before."""
    return OutagePage(read_emergency(), lines_to_keep(this_minute(), current_index()))
