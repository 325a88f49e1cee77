"""What a list tells of its services besides their order: its parts, reasons and gaps."""

from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """The part of a list in which a service stands."""

    GENERAL = "general"
    FOUND = "found"
    OTHER = "other"
    REPORTING = "reporting"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a service is shown: the slugs of terms that the text means, the surest first.

    `is_named` where the text has its name or number; `is_general` where little was understood.
    """

    terms: tuple[str, ...] = ()
    is_named: bool = False
    is_general: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A group of a list in which nobody answers by phone, text or chat.

    `at` is the place of its first service in the order. `next_wider` is that of the nearest service
    for a wider area that answers, one that is open now if there is one; None where none does.
    `is_everywhere` says that nobody answers in the whole list.
    """

    at: int
    next_wider: int | None
    is_everywhere: bool = False
