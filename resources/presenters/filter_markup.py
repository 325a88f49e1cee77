"""The markup of the filter form, a third of the work of a page: made once for all alike."""

from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from resources.presenters.choices import FilterForm
from resources.presenters.form_errors import FormErrors

TEMPLATE: Final = "components/filters.html"
# Forms of lists that posts link to: some 15 kB each.
ROOM: Final = 256


def filter_markup(
    form: FilterForm, place: str, errors: FormErrors | None, chosen: int
) -> SafeString:
    """Return the form as markup; `chosen` is how many of its choices are on.

    One that holds a word that somebody typed, or a place that was looked up, is made each time.
    """
    if place or errors or form.words:
        return _rendered(form, place, errors, chosen)
    return kept_markup(form, chosen, get_language() or "")


@lru_cache(maxsize=ROOM)
def kept_markup(form: FilterForm, chosen: int, _language: str) -> SafeString:
    return _rendered(form, "", None, chosen)


def _rendered(form: FilterForm, place: str, errors: FormErrors | None, chosen: int) -> SafeString:
    variables = {"filters": form, "place": place, "form_errors": errors, "chosen": chosen}
    return SafeString(render_to_string(TEMPLATE, variables))
