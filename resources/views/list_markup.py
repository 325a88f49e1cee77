"""The page of a list, joined from a frame, its cards, its form and the lines at its end.

The frame is all that is left of the page: it is written by its template with marks where the other
parts belong. Of a list without words and without a place it is kept, by all that it says, until the
data change. Of any other nothing that it says is kept: it is put into the frame of its shape, or
written each time. (docs/adr/0045-frames-of-pages.md)
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache, partial
from operator import attrgetter
from typing import Final

from django.http import HttpResponse

from resources.content.glossary import Word, words_in
from resources.filters import ServiceFilter
from resources.page_language import page_language
from resources.presenters import write_page
from resources.presenters.frames import cut, mark
from resources.templatetags.plain_words import explained_in_brief
from resources.views.list_shapes import CARD, STAND_INS, shape_of, shaped
from resources.views.lists import ListPage

PARTS: Final = ("filters", "open_lines", "words")
# What is left of a page once its parts, its groups and what every page says are taken out.
_said: Final = attrgetter(
    *(one.name for one in fields(ListPage) if one.name not in {*PARTS, "groups", "danger"})
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The texts of a page and, at every second place, the names of the parts between them.

    `words` are the short forms in what it says itself.
    """

    pieces: tuple[str, ...]
    words: frozenset[Word]


def show_list(
    page: ListPage, filterset: ServiceFilter, status: int = 200, *, is_private: bool = False
) -> HttpResponse:
    """Answer with a list, as `write_list` writes it."""
    return HttpResponse(write_list(page, filterset, is_private=is_private), status=status)


def write_list(page: ListPage, filterset: ServiceFilter, *, is_private: bool = False) -> str:
    """Return a list as markup; `page` has no `words` yet: they are found in what it says.

    Of one that is private nothing is kept: its links are tokens, and it was asked for by form.
    """
    index = filterset.index
    if not is_private and _is_for_everybody(page, filterset):
        frame = index.made_once(_key(page), lambda: _frame(page))
        said = [page.filters, page.open_lines]
        beside = [index.made_once(("short forms", one), partial(_short, one)) for one in said]
    else:
        shape = shape_of(page)
        frame = _cut(shaped(page, shape)) if shape else _frame(page)
        beside = [_short(page.filters), _short_at_end(page.open_lines)]
    cards = [[card.in_list() for card in group.cards] for group in page.groups]
    known = [words for some in cards for _markup, words, _unread in some]
    # What is said of single services is looked through together.
    unread = "\n".join([text for some in cards for _markup, _words, text in some if text])
    words = frame.words.union(*beside, *known, _short(unread) if unread else ())
    groups = [[markup for markup, _words, _unread in some] for some in cards]
    beside_cards = {
        "filters": page.filters,
        "open_lines": page.open_lines,
        "words": explained_in_brief(words),
    }
    return "".join(_joined(frame, beside_cards, groups))


def _is_for_everybody(page: ListPage, filterset: ServiceFilter) -> bool:
    """Tell whether nothing in the frame comes from what somebody typed, or from where they are."""
    is_typed = filterset.text is not None or filterset.wants_nearest
    told = page.place or page.place_note or page.place_choices or page.form_errors
    return not (is_typed or told or page.risk or page.reading)


def _key(page: ListPage) -> tuple[Hashable, ...]:
    """Return all that a frame says; advice for danger is the same on every page."""
    heads = tuple([(group.heading, group.note, group.gap) for group in page.groups])
    said = [tuple(value) if isinstance(value, list) else value for value in _said(page)]
    return ("frame", page_language(), heads, *said)


def _frame(page: ListPage) -> Frame:
    groups = [replace(group, cards=STAND_INS) for group in page.groups]
    filters, open_lines, words = (mark(name) for name in PARTS)
    marked = replace(page, groups=groups, filters=filters, open_lines=open_lines, words=words)
    return _cut(cut(write_page(marked)))


def _cut(pieces: tuple[str, ...]) -> Frame:
    said = " ".join(pieces[::2]).partition("<main")[2].partition("</main>")[0]
    return Frame(pieces, _short(said))


def _short(markup: str) -> frozenset[Word]:
    return frozenset(words_in(markup, only_short=True))


# The lines that are open are the same on nearly every page of a minute.
_short_at_end = lru_cache(maxsize=32)(_short)


def _joined(
    frame: Frame, parts: Mapping[str, str], cards: Iterable[Sequence[str]]
) -> Iterator[str]:
    """Yield a page, part by part: the cards of a group stand where its two stand-ins stood."""
    groups = iter(cards)
    pieces = iter(frame.pieces)
    yield next(pieces)
    for name in pieces:
        text = next(pieces)
        if name == CARD:
            between = text
            yield between.join(next(groups))
            next(pieces)
            text = next(pieces)
        else:
            yield parts[name]
        yield text
