"""The page on which a provider says what of a listing is right: each fact in the words of pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from resources import opening_hours
from resources.choices import (
    AccessNeed,
    Channel,
    KnownAnswer,
    ProviderRole,
    ReferralStatus,
    ServiceCost,
)
from resources.curation.checks import FactToCheck
from resources.models import Location, Service
from resources.models.confirmation import LONGEST_WORDS
from resources.models.facts import CONTACT, HOURS, hours_of
from resources.presenters.contacts import format_phone, language_names
from resources.presenters.form_errors import FormError, FormErrors
from resources.validators import DIALLED

# The first choice of the form: where a message leads to when nothing was chosen.
FIRST: Final = "all-right"


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact as it stands; `number` tells it apart, `hint` says how to write another value."""

    number: int
    key: str
    label: str
    value: str
    hint: str


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """The part that somebody has in a service, to be chosen."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ConfirmForm:
    """Every fact, the parts that somebody may have, and how many letters one text may have."""

    facts: tuple[FactShown, ...]
    roles: tuple[RoleChoice, ...]
    longest: int
    errors: FormErrors | None


def confirm_form(
    service: Service, facts: Sequence[FactToCheck], *, is_asked_again: bool
) -> ConfirmForm:
    """Return the form about a row from `for_detail()`; asked again, it says what is missing."""
    labels = _labels()
    shown = tuple(
        FactShown(number, fact.key, _label(fact, labels), _value(service, fact), _hint(fact))
        for number, fact in enumerate(facts)
    )
    roles = tuple(RoleChoice(role.value, str(role.label)) for role in ProviderRole)
    return ConfirmForm(shown, roles, LONGEST_WORDS, _nothing_chosen() if is_asked_again else None)


def _nothing_chosen() -> FormErrors:
    message = _("Say that all of it is right, or choose for each part.")
    return FormErrors(_("There is something to change"), (FormError(FIRST, message),))


def _labels() -> dict[str, str]:
    """Return what each fact is called for those who run the service."""
    return {
        "name": _("Name"),
        "alternate_name": _("Other name"),
        "summary": _("In one line"),
        "card_line": _("Who it is for, in a few words"),
        "description": _("More about it"),
        "url": _("Web page"),
        "status": _("Is it running?"),
        "areas": _("Where you help"),
        "type": _("Kind of help"),
        "topic": _("What you help with"),
        "audience": _("Who it is for"),
        "by-and-for": _("Run by and for"),
        "minimum_age": _("Youngest age"),
        "maximum_age": _("Oldest age"),
        "eligibility_description": _("Who it is for, in words"),
        "excludes_description": _("Who it is not for"),
        "what_happens_next": _("What happens next"),
        "who_answers": _("Who answers"),
        "what_they_ask": _("What you ask"),
        "call_back": _("Is a call back safe?"),
        "confidentiality": _("What you must pass on"),
        "cost": _("What it costs"),
        "fees_description": _("What it costs, in words"),
        "referral_routes": _("Who makes the first contact"),
        "referral_status": _("Do you take new people?"),
        "languages": _("Languages"),
        "interpreter": _("Interpreter"),
        "police_report_needed": _("Do people have to tell the police?"),
        "pre_trial_therapy": _("Do you give therapy before a trial?"),
        "alert": _("Notice"),
        "coverage_description": _("Where you help, in words"),
        "accessibility_description": _("Access"),
        "easy_read_url": _("Easy read page"),
        "bsl_url": _("Page in British Sign Language"),
        "location": _("Address"),
    }


def _label(fact: FactToCheck, labels: dict[str, str]) -> str:
    way = _way(fact)
    if fact.fact == CONTACT:
        return way
    if fact.fact == HOURS:
        return _("When you answer: %(way)s") % {"way": way} if way else _("When you are open")
    if fact.fact in AccessNeed.values:
        return str(getattr(Location._meta.get_field(fact.fact), "verbose_name", fact.label))
    return labels.get(fact.fact, fact.label)


def _way(fact: FactToCheck) -> str:
    if fact.route is None:
        return ""
    name = str(Channel(fact.route.channel).label)
    return f"{name} ({fact.route.label})" if fact.route.label else name


def _value(service: Service, fact: FactToCheck) -> str:
    """Return what stands there as a page says it."""
    route = fact.route
    if fact.fact == CONTACT and route is not None and route.channel in DIALLED:
        return format_phone(route.value)
    if fact.fact == HOURS:
        rows = hours_of(service, route.pk if route else None)
        return "\n".join(opening_hours.summary([row.as_period() for row in rows]))
    if fact.fact == "languages":
        return language_names(service.language_codes)
    return fact.value


def _hint(fact: FactToCheck) -> str:
    """Say how to write it, where it can then be taken as it is."""
    answers: Any = {
        "cost": ServiceCost,
        "referral_status": ReferralStatus,
        **dict.fromkeys(("interpreter", "police_report_needed", "pre_trial_therapy"), KnownAnswer),
    }.get(fact.fact)
    if answers is not None:
        return _("One of: %(answers)s") % {"answers": "; ".join(str(one.label) for one in answers)}
    if fact.fact == CONTACT:
        return _("One number or address, with nothing beside it.")
    if fact.fact == HOURS:
        return _("Such as: Mon-Fri 9am-5pm; Sat 10am-noon")
    if fact.fact in {"minimum_age", "maximum_age"}:
        return _("A number, such as 16")
    return ""
