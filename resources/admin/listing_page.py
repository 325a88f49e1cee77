"""The page of a listing: what a visitor sees, what can be done, and the form in sections."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.contrib.admin.utils import flatten
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from resources.admin.history import last_entries
from resources.choices import AccessNeed, Publication
from resources.clock import this_minute
from resources.curation.checks import FactToCheck, facts_to_check
from resources.models import Report, Service
from resources.models.facts import CONTACT, HOURS, LOCATION
from resources.models.whole import whole_listing
from resources.presenters import service_card
from resources.regions import all_regions

TERMS: Final = ("type", "topic", "audience", "by-and-for")
# Fields, some of them in one line.
Lines = Sequence[str | tuple[str, ...]]
# The sections of the form: anchor, heading, fields, what is folded while nothing stands in it, the
# parts that stand there, and the facts that are of all those parts together.
Layout = tuple[str, Any, Lines, Sequence[tuple[Any, Lines]], Sequence[str], Sequence[str]]
LAYOUT: Final[Sequence[Layout]] = (
    (
        "what",
        _lazy("What it is"),
        ("organization", "name", "summary", "card_line", "description", "url", "status"),
        ((_lazy("Other name, and a notice"), ("alternate_name", ("alert", "alert_until"))),),
        (),
        (),
    ),
    (
        "contact",
        _lazy("Contact and hours"),
        (),
        ((_lazy("Hours of the whole service"), ("hours",)),),
        ("contacts",),
        (),
    ),
    (
        "who",
        _lazy("Who it is for"),
        (("minimum_age", "maximum_age"), "eligibility_description", "excludes_description"),
        (
            (
                _lazy("Languages, easy read, sign language"),
                ("languages", "interpreter", "easy_read_url", "bsl_url"),
            ),
        ),
        (),
        (),
    ),
    (
        "where",
        _lazy("Where"),
        (),
        (
            (
                _lazy("The area and getting in, in words"),
                ("coverage_description", "accessibility_description"),
            ),
        ),
        ("areas", "service_at_locations"),
        ("areas", LOCATION, *AccessNeed.values),
    ),
    ("kinds", _lazy("Kinds of help"), (), ((_lazy("Change them"), ("terms",)),), (), TERMS),
    (
        "asks",
        _lazy("What they ask"),
        ("referral_routes", ("cost", "fees_description")),
        (
            (
                _lazy("Whether they take new people"),
                (("referral_status", "referral_status_as_of", "referral_status_precision"),),
            ),
            (
                _lazy("What happens when somebody gets in touch"),
                ("what_happens_next", "who_answers", "what_they_ask", "call_back"),
            ),
            (
                _lazy("Confidentiality, police, therapy before a trial"),
                ("confidentiality", "police_report_needed", "pre_trial_therapy"),
            ),
        ),
        (),
        (),
    ),
    (
        "notes",
        _lazy("Notes and reason"),
        ("curator_note", "change_reason", "change_source"),
        ((_lazy("Hold it back"), ("hold_kind", "hold_reason")),),
        (),
        (),
    ),
    (
        "record",
        _lazy("Record"),
        (),
        (
            (
                _lazy("State, codes and dates"),
                ("publication", "slug", "code", "last_modified", "listing_loaded_at"),
            ),
        ),
        (),
        (),
    ),
)
# What only the form has, and the row has not.
FORM_ONLY: Final = frozenset({"change_reason", "change_source", "seen", "is_another"})
STATES: Final[Mapping[str, Any]] = {
    Publication.DRAFT: _lazy("Draft. Nobody outside sees it."),
    Publication.IN_REVIEW: _lazy(
        "In review. A colleague looks at it, so nothing can be changed now. To change it, ask for "
        "it to be given back."
    ),
    Publication.PUBLISHED: _lazy("Public. Everybody sees it."),
    Publication.WITHDRAWN: _lazy("Withdrawn. Nobody outside sees it."),
}


@dataclass(frozen=True, slots=True)
class FactMark:
    """When a fact was last checked, in words, and the key by which it is checked now."""

    label: str
    words: str
    key: str
    is_due: bool


# By the name of the fact, and the key of its way of contact.
Marks = Mapping[tuple[str, Any], FactMark]


@dataclass(frozen=True, slots=True)
class Fold:
    """Fields that are seldom needed, folded away; `told` says what stands in them."""

    title: str
    fieldset: Any
    told: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form: its fields, its parts, and the facts of those parts together."""

    anchor: str
    title: str
    fieldset: Any
    folds: Sequence[Fold]
    parts: Sequence[Any]
    facts: Sequence[FactMark] = field(default=())


def layout(*, is_new: bool, is_shown: bool) -> list[tuple[Any, dict[str, Any]]]:
    """Return Django's fieldsets; what is only shown has no fields that the row has not.

    A slug never changes, so that it is no field but of a new listing.
    """
    first = ("seen", "is_another", "organization", "name", "slug") if is_new else ("seen",)
    found = []
    for anchor, title, fields, folds, _parts, _facts in LAYOUT:
        if is_new and anchor == "record":
            continue
        for heading, lines in ((title, fields), *folds):
            names = dict.fromkeys([*(first if heading == LAYOUT[0][1] else ()), *lines])
            kept = tuple(name for name in names if not (is_shown and name in FORM_ONLY))
            found.append((heading, {"fields": kept}))
    return found


def page_of(service: Service | None, context: Mapping[str, Any], may_check: bool) -> dict[str, Any]:
    """Return what the page of a listing says beside what Django's own says."""
    form = context["adminform"].form
    whole = getattr(form, "whole", None)
    if service is not None and whole is None:
        whole = whole_listing(service.pk)
    facts = facts_to_check(whole) if whole is not None else []
    # What is only proposed cannot be checked yet: there is nothing public to be checked.
    marks = _marks(facts, timezone.localdate()) if not context.get("proposal") else {}
    if may_check:
        _mark_fields(form, context["inline_admin_formsets"], marks)
    return {
        "sections": list(_sections(context, marks if may_check else {})),
        "areas": [area.name for area in all_regions()],
        "state": STATES[Publication(whole.publication)] if whole is not None else "",
        "card": service_card(whole, this_minute()) if whole is not None else None,
        "open_reports": _open_reports(service),
        "entries": last_entries(service) if service is not None else (),
    }


def _open_reports(service: Service | None) -> int:
    return Report.objects.filter(service=service, outcome="").count() if service else 0


def _marks(facts: Iterable[FactToCheck], today: date) -> Marks:
    return {
        (fact.fact, fact.route.pk if fact.route else None): FactMark(
            fact.label, _words(fact), fact.key, fact.due_on is not None and fact.due_on <= today
        )
        for fact in facts
    }


def _words(fact: FactToCheck) -> str:
    if fact.last_check is None:
        return _("Not checked")
    day = fact.last_check.checked_on
    if day is None:
        return _("Read in a source without a date")
    return _("Checked %(day)s") % {"day": f"{day.day} {day:%B %Y}"}


def _mark_fields(
    form: Any, parts: Iterable[Any], marks: Mapping[tuple[str, Any], FactMark]
) -> None:
    """Put beside each field when what stands in it was checked."""
    names = {HOURS: "hours"}
    for (fact, route), mark in marks.items():
        name = names.get(fact, fact)
        if route is None and name in form.fields:
            form.fields[name].mark = mark
    for inline in parts:
        for part in inline.formset.initial_forms:
            for name, fact in (("value", CONTACT), ("hours", HOURS)):
                if name in part.fields and (fact, part.instance.pk) in marks:
                    part.fields[name].mark = marks[fact, part.instance.pk]


def _sections(context: Mapping[str, Any], marks: Marks) -> Iterator[Section]:
    parts = {inline.formset.prefix: inline for inline in context["inline_admin_formsets"]}
    fieldsets = {str(fieldset.name): fieldset for fieldset in context["adminform"]}
    for anchor, title, _fields, folds, prefixes, facts in LAYOUT:
        if str(title) in fieldsets:
            yield Section(
                anchor=anchor,
                title=str(title),
                fieldset=fieldsets[str(title)],
                folds=[_fold(fieldsets[str(name)]) for name, _lines in folds],
                parts=[parts[prefix] for prefix in prefixes if prefix in parts],
                facts=[marks[fact, None] for fact in facts if (fact, None) in marks],
            )


def _fold(fieldset: Any) -> Fold:
    """Fold some fields away while nothing stands in them, and nothing is wrong with them.

    Kinds of help are a long list: what is ticked is told instead. What can only be read is shown,
    but for the codes and dates of a form.
    """
    form = fieldset.form
    names = list(flatten(fieldset.fields))
    told = ", ".join(_ticked(form)) if names == ["terms"] and "terms" in form.fields else ""
    is_filled = any(name in form.fields and _is_filled(form, name) for name in names)
    is_wrong = any(name in form.errors for name in names)
    is_open = (is_filled and not told) or is_wrong or not form.fields
    return Fold(str(fieldset.name), fieldset, told, is_open or (names == ["terms"] and not told))


def _is_filled(form: Any, name: str) -> bool:
    """Tell whether a field says more than a new listing does."""
    value = form[name].value()
    own = {field.name: field for field in form._meta.model._meta.concrete_fields}
    return bool(value) and (name not in own or value != own[name].get_default())


def _ticked(form: Any) -> list[str]:
    """Return the names of the kinds of help that are ticked."""
    ticked = {str(getattr(term, "pk", term)) for term in form["terms"].value() or ()}
    groups = form.fields["terms"].choices
    return [name for _group, terms in groups for key, name in terms if str(key) in ticked]
