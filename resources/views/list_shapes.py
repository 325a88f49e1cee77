"""The frame of an ordinary answer to a search, kept by its shape alone.

Such an answer says in each place what another one says in others: a heading, what was asked, where
links lead. None of that may be kept. What may is which of these places there are. So the template
writes the frame with a mark in each, and the texts of an answer are put into it.
(docs/adr/0045-frames-of-pages.md)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils.html import conditional_escape

from resources.content.emergency import read_emergency
from resources.page_language import page_language
from resources.presenters import ActiveFilter, ListHeading, Reading, Scope, ServiceGroup, write_page
from resources.presenters.frames import cut, mark
from resources.views.lists import ListPage
from resources.views.outlines import PageLinks

CARD: Final = "card"


class StandIn:
    """Takes the place of a card while a frame is written."""

    markup = mark(CARD)


# Two of them show what stands between two cards.
STAND_INS: Final[Any] = (StandIn(), StandIn())
# What an ordinary answer does not have, and what its frame says nothing of.
RARE: Final = (
    "form_errors", "risk", "open_first", "nearby", "area", "place_note", "place_choices",
    "ignored_parameters", "oembed_url", "within", "around",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """Which places the frame of a list has.

    `reading` says whether a language is named, how many terms, and whether a link; None without
    one. `quoted` says of each thing chosen whether it stands in quotation marks, and `groups` of
    each whether it has a heading and a note.
    """

    language: str | None
    has_counts: bool
    reading: tuple[bool, int, bool] | None
    quoted: tuple[bool, ...]
    narrowing: int
    groups: tuple[tuple[bool, bool], ...]
    is_spoken: bool
    is_confirmed: bool
    has_previous: bool
    has_next: bool


def shape_of(page: ListPage) -> Shape | None:
    """Return the shape of a list; None where it is no ordinary one, and is written each time."""
    if not page.count or any(getattr(page, name) for name in RARE):
        return None
    said, links = page.reading, page.page
    is_counted = any(one.count is not None for one in page.chosen)
    if is_counted or (said and said.slips) or any(group.gap for group in page.groups):
        return None
    return Shape(
        language=page_language(),
        has_counts=bool(page.heading.counts),
        reading=(bool(said.language), len(said.terms), bool(said.undo_url)) if said else None,
        quoted=tuple(one.is_quoted for one in page.chosen),
        narrowing=len(page.narrowing),
        groups=tuple((bool(group.heading), bool(group.note)) for group in page.groups),
        is_spoken=page.is_spoken,
        is_confirmed=page.is_confirmed,
        has_previous=bool(links.previous_url),
        has_next=bool(links.next_url),
    )


def shaped(page: ListPage, shape: Shape) -> tuple[str, ...]:
    """Return the pieces of the frame of a list: what it says, with the parts still to be put in."""
    said = dict(_said(page))
    frame = iter(_frame(shape))
    pieces = [next(frame)]
    for name in frame:
        text = next(frame)
        if name in said:
            pieces[-1] += conditional_escape(said[name]) + text
        else:
            pieces += [name, text]
    return tuple(pieces)


def _said(page: ListPage) -> Iterator[tuple[str, str]]:
    """Yield what a list says in each place of its frame, by the name of the mark there."""
    yield from (("title", page.title), ("heading", page.heading.title))
    yield "counts", page.heading.counts
    if page.reading:
        yield from (("language", page.reading.language), ("undo", page.reading.undo_url))
        yield from ((f"term{number}", term) for number, term in enumerate(page.reading.terms))
    for number, one in enumerate(page.chosen):
        yield from ((f"label{number}", one.label), (f"off{number}", one.remove_url))
    for number, group in enumerate(page.groups):
        yield from ((f"group{number}", group.heading), (f"note{number}", group.note))
    yield from (("number", str(page.page.number)), ("pages", str(page.page.pages)))
    yield from (("previous", page.page.previous_url), ("next", page.page.next_url))


@lru_cache(maxsize=128)
def _frame(shape: Shape) -> tuple[str, ...]:
    """Write the frame of a list of which nothing but its shape is known, and cut it."""
    chosen = [
        ActiveFilter(mark(f"label{number}"), mark(f"off{number}"), is_quoted=is_quoted)
        for number, is_quoted in enumerate(shape.quoted)
    ]
    page = ListPage(
        title=mark("title"),
        danger=read_emergency(),
        form_errors=None,
        risk=None,
        heading=ListHeading(mark("heading"), _place("counts", shape.has_counts)),
        reading=_reading(shape),
        filters=mark("filters"),
        chosen=chosen,
        narrowing=chosen[: shape.narrowing],
        count=1,
        open_first=None,
        groups=_groups(shape),
        is_spoken=shape.is_spoken,
        is_confirmed=shape.is_confirmed,
        page=_links(shape),
        nearby=(),
        open_lines=mark("open_lines"),
        area=None,
        words=mark("words"),
    )
    return cut(write_page(page))


def _place(name: str, is_there: bool) -> str:
    return mark(name) if is_there else ""


def _reading(shape: Shape) -> Reading | None:
    if shape.reading is None:
        return None
    has_language, terms, has_link = shape.reading
    named = tuple(mark(f"term{number}") for number in range(terms))
    return Reading(_place("language", has_language), (), named, _place("undo", has_link))


def _groups(shape: Shape) -> list[ServiceGroup]:
    return [
        ServiceGroup(
            heading=_place(f"group{number}", has_heading),
            scope=Scope.COUNTRY,
            cards=STAND_INS,
            note=_place(f"note{number}", has_note),
        )
        for number, (has_heading, has_note) in enumerate(shape.groups)
    ]


def _links(shape: Shape) -> PageLinks:
    # Marks stand for the numbers too.
    numbers: Mapping[str, Any] = {name: mark(name) for name in ("number", "pages")}
    previous = _place("previous", shape.has_previous)
    return PageLinks(**numbers, previous_url=previous, next_url=_place("next", shape.has_next))
