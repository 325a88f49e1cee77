"""What of a sent form could not be used: what to do about it, and in which field."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from resources.private_search.form import NEEDS_PLACE, NO_POSTCODE, Question
from resources.regions import Kind

PLACE, WORDS = "place", "words"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to change: the id of its field, and a sentence that says what to do."""

    field: str
    told: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything to change on a form, and the heading of it.

    `place` and `words` are told at these fields as well; empty where nothing is wrong with them.
    """

    heading: str
    asked: tuple[Change, ...]
    place: str = ""
    words: str = ""


def changes_to(question: Question, *, has_no_word: bool) -> Changes | None:
    """Return what to change of a question; `has_no_word` where nothing in its words could be found.

    What has an honest answer, such as an island or two towns of one name, is not to be changed.
    """
    asked = tuple(_asked(question, has_no_word))
    told = {change.field: change.told for change in asked}
    if not asked:
        return None
    return Changes(
        _("There is something to change"), asked, told.get(PLACE, ""), told.get(WORDS, "")
    )


def _asked(question: Question, has_no_word: bool) -> Iterator[Change]:
    """Yield each thing to change, in the order of the fields."""
    if question.note == Kind.NOTHING.value:
        yield Change(
            PLACE,
            _(
                "We do not know that place. Try the name of a larger town near it, or choose an "
                "area below."
            ),
        )
    if question.note == NO_POSTCODE:
        yield Change(
            WORDS,
            _(
                "We do not know that postcode. Try the name of a town near it, or choose an area "
                "below."
            ),
        )
    if question.note == NEEDS_PLACE and not has_no_word:
        yield Change(WORDS, _("Type a place to see the nearest first."))
    if has_no_word:
        yield Change(
            WORDS,
            _(
                "We did not understand what you typed, so we left it out. Try one or two plain "
                "words."
            ),
        )


def search_again() -> Changes:
    """Return what to do where the answer to a search is gone: no field is wrong then."""
    told = _(
        "The answer to your search is gone. We forget it after a while, to keep it private. You "
        "can search again here."
    )
    return Changes(_("Search again"), (Change(WORDS, told),))
