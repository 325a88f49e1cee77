"""The page of a list, joined from a frame, its cards, its form and the lines at its end.

The frame is all that is left of the page: it is written by its template with marks where the other
parts belong. Of a list without words and without a place it is kept, by all that it says, until the
data change; of any other it is written each time. (docs/adr/0045-frames-of-pages.md)
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse
from django.utils.translation import get_language

from resources.content.glossary import Word, words_in
from resources.filters import ServiceFilter
from resources.presenters import write_page
from resources.presenters.frames import MARKED, cut, mark
from resources.templatetags.plain_words import explained_in_brief

if TYPE_CHECKING:
    from resources.views.lists import ListPage

CARD: Final = "card"
PARTS: Final = ("filters", "open_lines", "words")


class StandIn:
    """Takes the place of a card while a frame is written."""

    markup = mark(CARD)


# Two of them show what stands between two cards.
STAND_INS: Final[Any] = (StandIn(), StandIn())


@dataclass(frozen=True, slots=True)
class Frame:
    """The texts of a page and, at every second place, the names of the parts between them.

    `words` are the short forms in what it says itself.
    """

    pieces: tuple[str, ...]
    words: frozenset[Word]


def show_list(
    page: "ListPage", filterset: ServiceFilter, status: int = 200, *, is_private: bool = False
) -> HttpResponse:
    """Answer with a list; `page` has no `words` yet: they are found in what it says.

    Of one that is private nothing is kept: its links are tokens, and it was asked for by form.
    """
    index = filterset.index
    if not is_private and _is_for_everybody(page, filterset):
        frame = index.made_once(_key(page), lambda: _frame(page))
        said = [page.filters, page.open_lines]
        beside = [index.made_once(("short forms", one), partial(_short, one)) for one in said]
    else:
        frame, beside = _frame(page), [_short(page.filters), _short(page.open_lines)]
    cards = [[card.with_short_forms() for card in group.cards] for group in page.groups]
    words = frame.words.union(*beside, *(words for some in cards for _markup, words in some))
    shown = replace(page, words=explained_in_brief(words))
    groups = [[markup for markup, _words in some] for some in cards]
    return HttpResponse("".join(_joined(frame, shown, groups)), status=status)


def _is_for_everybody(page: "ListPage", filterset: ServiceFilter) -> bool:
    """Tell whether nothing in the frame comes from what somebody typed, or from where they are."""
    is_typed = filterset.text is not None or filterset.wants_nearest
    told = page.place or page.place_note or page.place_choices or page.form_errors
    return not (is_typed or told or page.risk or page.reading)


def _key(page: "ListPage") -> tuple[Hashable, ...]:
    """Return all that a frame says; advice for danger is the same on every page."""
    given = ((field.name, getattr(page, field.name)) for field in fields(page))
    heads = tuple((group.heading, group.note, group.gap) for group in page.groups)
    named = [
        tuple(value) if isinstance(value, list) else value
        for name, value in given
        if name not in {*PARTS, "groups", "danger"}
    ]
    return ("frame", get_language(), heads, *named)


def _frame(page: "ListPage") -> Frame:
    groups = [replace(group, cards=STAND_INS) for group in page.groups]
    filters, open_lines, words = (mark(name) for name in PARTS)
    marked = replace(page, groups=groups, filters=filters, open_lines=open_lines, words=words)
    text = write_page(marked)
    main = text.partition("<main")[2].partition("</main>")[0]
    return Frame(cut(text), _short(MARKED.sub(" ", main)))


def _short(markup: str) -> frozenset[Word]:
    return frozenset(words_in(markup, only_short=True))


def _joined(frame: Frame, page: "ListPage", cards: Iterable[Sequence[str]]) -> Iterator[str]:
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
            yield getattr(page, name)
        yield text
