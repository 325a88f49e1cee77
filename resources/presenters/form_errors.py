"""What of a sent form could not be used: what to do about it, and in which field."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from resources.private_search.form import NEEDS_PLACE, NO_POSTCODE, PrivateSearch
from resources.regions import Kind

PLACE, WORDS = "place", "words"


@dataclass(frozen=True, slots=True)
class FormError:
    """One thing to correct: the id of its field, and a sentence that says what to do."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class FormErrors:
    """Everything to correct on a form, and the heading of it.

    `place` and `words` repeat the message at these fields; empty where nothing is wrong with them.
    """

    heading: str
    errors: tuple[FormError, ...]
    place: str = ""
    words: str = ""


def find_errors(search: PrivateSearch, *, has_no_word: bool) -> FormErrors | None:
    """Return what to correct; `has_no_word` where nothing in the words could be found.

    What has an honest answer, such as an island or two towns of one name, is no error.
    """
    errors = tuple(_errors(search, has_no_word))
    messages = {error.field: error.message for error in errors}
    if not errors:
        return None
    return FormErrors(
        _("There is something to change"),
        errors,
        messages.get(PLACE, ""),
        messages.get(WORDS, ""),
    )


def _errors(search: PrivateSearch, has_no_word: bool) -> Iterator[FormError]:
    """Yield each thing to correct, in the order of the fields."""
    if search.note == Kind.NOTHING.value:
        yield FormError(
            PLACE,
            _(
                "We do not know that place. Try the name of a larger town near it, or choose an "
                "area below."
            ),
        )
    if search.note == NO_POSTCODE:
        yield FormError(
            WORDS,
            _(
                "We do not know that postcode. Try the name of a town near it, or choose an area "
                "below."
            ),
        )
    if search.note == NEEDS_PLACE and not has_no_word:
        yield FormError(WORDS, _("Type a place to see the nearest first."))
    if has_no_word:
        yield FormError(
            WORDS,
            _(
                "We did not understand what you typed, so we left it out. Try one or two plain "
                "words."
            ),
        )


def expired_search() -> FormErrors:
    """Return what to do where the answer to a search is gone: no field is wrong then."""
    message = _(
        "The answer to your search is gone. We forget it after a while, to keep it private. You "
        "can search again here."
    )
    return FormErrors(_("Search again"), (FormError(WORDS, message),))
