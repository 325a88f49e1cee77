"""Showing a form again with what was typed into it: nothing is done, and nothing is saved."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse

from directory.staff.kept import fields_of

AnyForm = BaseForm | BaseFormSet[Any]


def fill(response: SimpleTemplateResponse, typed: QueryDict) -> bool:
    """Fill the forms of a page that is about to be shown; tell whether there was one for it."""
    found = list(_forms(response.context_data or {}))
    forms = [form for form in found if isinstance(form, BaseForm) and _is_of(form, typed)]
    for form in forms:
        _bind(form, typed)
    if forms:
        for parts in found:
            if isinstance(parts, BaseFormSet) and f"{parts.prefix}-TOTAL_FORMS" in typed:
                _bind_parts(parts, typed)
    return bool(forms)


def as_text(request: HttpRequest, typed: QueryDict) -> HttpResponse:
    """Show what was typed where no form takes it any more, so that it can be copied."""
    texts = [(name, value) for name, value in fields_of(typed) if value.strip()]
    return render(request, "staff/typed.html", {"texts": texts})


def _forms(context: Mapping[str, Any]) -> Iterator[AnyForm]:
    """Yield the forms of a page, those that the admin has wrapped too."""
    for value in context.values():
        whole: Iterable[Any] = value if isinstance(value, list | tuple) else [value]
        for part in whole:
            for form in (part, *_wrapped(part)):
                if isinstance(form, BaseForm | BaseFormSet):
                    yield form


def _wrapped(part: Any) -> tuple[Any, Any]:
    own = vars(part) if hasattr(part, "__dict__") else {}
    return own.get("form"), own.get("formset")


def _is_of(form: BaseForm, typed: QueryDict) -> bool:
    return any(form.add_prefix(name) in typed for name in form.fields)


def _bind(form: BaseForm, typed: QueryDict) -> None:
    vars(form).update(data=typed, is_bound=True, _errors=None)


def _bind_parts(parts: BaseFormSet[Any], typed: QueryDict) -> None:
    vars(parts).update(data=typed, is_bound=True, _errors=None)
    for made in ("forms", "management_form"):  # as they were without what was typed
        vars(parts).pop(made, None)
