"""The form on which a visitor says what is wrong with a listing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from resources.choices import ReportKind
from resources.models.report import LONGEST_WORDS
from resources.presenters.form_errors import WORDS, FormError, FormErrors

# Why a form could not be taken as it was.
NOTHING: Final = "nothing"
LONG: Final = "long"
TRAPPED: Final = "trapped"
MANY: Final = "many"
LOST: Final = "lost"
FIRST: Final = ReportKind.NUMBER_WRONG.value


@dataclass(frozen=True, slots=True)
class Tick:
    """A box that can be ticked: what the form sends, what stands beside it."""

    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class MistakeForm:
    """The boxes, the words typed so far, how long they may be, and what has to be changed.

    `ticks_error` repeats the message at the boxes; empty where nothing is wrong with them.
    """

    ticks: tuple[Tick, ...]
    words: str
    longest: int
    errors: FormErrors | None
    ticks_error: str


def mistake_form(
    kinds: Collection[ReportKind] = (), words: str = "", reason: str = ""
) -> MistakeForm:
    """Return the form as a person left it; `reason` says what could not be used of it."""
    ticks = tuple(Tick(kind.value, str(kind.label), kind in kinds) for kind in ReportKind)
    errors = _errors(reason) if reason else None
    ticks_error = errors.errors[0].message if errors and reason == NOTHING else ""
    return MistakeForm(ticks, words, LONGEST_WORDS, errors, ticks_error)


def _errors(reason: str) -> FormErrors:
    told = {
        NOTHING: _("Tick what is wrong. One tick is enough."),
        LONG: _("Please use fewer words: at most %(count)d letters and spaces.")
        % {"count": LONGEST_WORDS},
        TRAPPED: _(
            "A part of the form that nobody can see was filled in. Your browser may have done it. "
            "We have taken it out. Please send the form again."
        ),
        MANY: _(
            "We were told about this service many times today. We can keep no more until tomorrow. "
            "What you sent was not kept."
        ),
        LOST: _("What you had typed is gone, and was not sent. You can start again here."),
    }
    field = WORDS if reason == LONG else FIRST
    error = FormError(field, told.get(reason, told[LOST]))
    words = error.message if field == WORDS else ""
    heading = _("Your report was not sent") if reason == MANY else _("There is something to change")
    return FormErrors(heading, (error,), words=words)
