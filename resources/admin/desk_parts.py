"""What the desk is made of: boxes of rows and links, notes, and what all of them ask once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from resources.curation import desk as work
from resources.curation.desk import AllWork, Counts, Told


@dataclass(frozen=True, slots=True)
class DeskLink:
    """Where work goes on."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A thing to do: what it leads to, what it is about, and since when or by whom."""

    title: str
    address: str
    told: str = ""
    since: str = ""
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class DeskBox:
    """A pile of work: how much there is, the first few rows, and where the rest of it is.

    `name` is one of its own in the page; `nothing` is said where there is none.
    """

    name: str
    title: str
    count: int
    rows: Sequence[DeskRow]
    links: Sequence[DeskLink]
    nothing: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class DeskNote:
    """A line below the heading, such as when something last ran; a bad one stands out."""

    text: str
    address: str = ""
    is_bad: bool = False


class Desk:
    """What one person's desk is made of; each part is asked for once, and only if it is shown."""

    def __init__(self, person: AbstractBaseUser, now: datetime) -> None:
        self.person: Any = person
        self.now = now

    def may(self, right: str) -> bool:
        return bool(self.person.has_perm(right))

    @cached_property
    def work(self) -> AllWork:
        return work.all_work(self.person)

    @cached_property
    def reports(self) -> list[Told]:
        return work.open_reports()

    @cached_property
    def counts(self) -> Counts:
        return work.counts()
