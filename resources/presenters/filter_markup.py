"""The markup of the filter form, a third of the work of a page: made once for all alike."""

from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from resources.filters import ServiceFilter
from resources.presenters.choices import filter_form
from resources.presenters.form_errors import FormErrors

TEMPLATE: Final = "components/filters.html"


def filter_markup(
    filterset: ServiceFilter,
    place: str,
    errors: FormErrors | None,
    chosen: int,
    *,
    is_quiet: bool = False,
) -> SafeString:
    """Return the form as markup; `chosen` is how many of its choices are on.

    One that holds a word that somebody typed, or a place that was looked up, is made each time. Any
    other says the same until the data change, or somebody opens or closes.
    """

    def made() -> SafeString:
        form = filter_form(filterset, place, filterset.results.counts, is_quiet=is_quiet)
        variables = {"filters": form, "place": place, "form_errors": errors, "chosen": chosen}
        return SafeString(render_to_string(TEMPLATE, variables))

    is_typed = is_quiet or filterset.text is not None or filterset.wants_nearest
    if place or errors or is_typed or filterset.moment is None:
        return made()
    asked = tuple((name, value.code) for name, value in filterset.chosen)
    is_open = filterset.index.open_at(filterset.moment)
    key = ("form", asked, is_open, chosen, get_language())
    return filterset.index.made_once(key, made)
