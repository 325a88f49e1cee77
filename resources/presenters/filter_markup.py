"""The markup of the filter form, a third of the work of a page: made once for all alike.

One that cannot be kept is joined from frames (`resources.presenters.frames`). What a frame is kept
by says which parts the form has, and never what was typed or ticked: one with a tick in it is
written each time.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from resources.filters import ServiceFilter
from resources.page_language import page_language
from resources.presenters.choices import Branch, FilterForm, FilterGroup, filter_form
from resources.presenters.form_errors import FormErrors
from resources.presenters.frames import cut, filled, mark

TEMPLATE: Final = "components/filters.html"
KINDS: Final = "components/type_choices.html"
FURTHER: Final = "components/further_choices.html"


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
        return _written(form, place, errors, chosen)

    is_typed = is_quiet or filterset.text is not None or filterset.wants_nearest
    if place or errors or is_typed or filterset.moment is None:
        return made()
    asked = tuple((name, value.code) for name, value in filterset.chosen)
    is_open = filterset.index.open_at(filterset.moment)
    key = ("form", asked, is_open, chosen, page_language())
    return filterset.index.made_once(key, made)


def _written(form: FilterForm, place: str, errors: FormErrors | None, chosen: int) -> SafeString:
    """Write a form: by its template where it says what few do, and else into a frame."""
    language = page_language()
    further = (_group(group, language) for group in form.further)
    choices = SafeString("\n".join((_branches(form.types, language), *further)))
    is_rare = errors or form.is_quiet or form.literally or form.extra_regions
    if is_rare:
        variables = {"filters": form, "place": place, "form_errors": errors, "chosen": chosen}
        return SafeString(render_to_string(TEMPLATE, {**variables, "choices": choices}))
    nearest = form.nearest
    order = (nearest.selected, bool(nearest.description)) if nearest else None
    frame = _frame(_Shape(len(form.regions), bool(place), bool(chosen), order, language))
    parts = {"choices": choices, "words": form.words, "place": place, "chosen": str(chosen)}
    for number, group in enumerate(form.regions):
        parts |= {f"areas{number}": group.markup, f"around{number}": group.label}
    if nearest:
        parts |= {"near": nearest.value, "nearest": nearest.shown, "told": nearest.description}
    return filled(frame, parts)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which parts a form has: groups of areas, a place, a number of choices that are on, an order.

    `order` says whether the order by distance is on, and whether something is told of it; None
    where none is offered.
    """

    areas: int
    has_place: bool
    has_chosen: bool
    order: tuple[bool, bool] | None
    language: str | None


@lru_cache(maxsize=64)
def _frame(shape: _Shape) -> tuple[str, ...]:
    areas = [
        {"label": mark(f"around{number}"), "markup": mark(f"areas{number}")}
        for number in range(shape.areas)
    ]
    form = {"regions": areas, "words": mark("words"), "nearest": _order(shape)}
    place = mark("place") if shape.has_place else ""
    chosen = mark("chosen") if shape.has_chosen else ""
    variables = {"filters": form, "place": place, "chosen": chosen, "choices": mark("choices")}
    return cut(render_to_string(TEMPLATE, variables))


def _order(shape: _Shape) -> dict[str, str | bool] | None:
    if shape.order is None:
        return None
    selected, is_told = shape.order
    told = mark("told") if is_told else ""
    shown = {"value": mark("near"), "shown": mark("nearest"), "description": told}
    return {**shown, "selected": selected}


def _branches(branches: tuple[Branch, ...], language: str | None) -> SafeString:
    """Write the kinds of help."""
    write = _kinds.__wrapped__ if any(one.checked for one in branches) else _kinds
    said = tuple((one.name, one.value, one.checked, one.count is not None) for one in branches)
    parts: dict[str, str] = {}
    for number, branch in enumerate(branches):
        parts |= {f"ticks{number}": branch.ticks, f"count{number}": str(branch.count)}
    return filled(write(said, language), parts)


@lru_cache(maxsize=64)
def _kinds(
    branches: tuple[tuple[str, str, bool, bool], ...], _language: str | None
) -> tuple[str, ...]:
    types = [
        {
            "name": name,
            "value": value,
            "checked": checked,
            "count": mark(f"count{number}") if is_counted else None,
            "ticks": mark(f"ticks{number}"),
        }
        for number, (name, value, checked, is_counted) in enumerate(branches)
    ]
    return cut(render_to_string(KINDS, {"types": types}))


def _group(group: FilterGroup, language: str | None) -> SafeString:
    """Write further choices about one thing."""
    write = _choices.__wrapped__ if group.is_used else _choices
    legends = tuple(field.legend for field in group.fields)
    parts = {f"ticks{number}": field.ticks for number, field in enumerate(group.fields)}
    return filled(write(group.label, legends, group.is_used, language), parts)


@lru_cache(maxsize=256)
def _choices(
    label: str, legends: tuple[str, ...], is_used: bool, _language: str | None
) -> tuple[str, ...]:
    fields = [
        {"legend": legend, "ticks": mark(f"ticks{number}")} for number, legend in enumerate(legends)
    ]
    return cut(
        render_to_string(FURTHER, {"group": {"label": label, "is_used": is_used, "fields": fields}})
    )
