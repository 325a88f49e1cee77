"""What a person needs to know before getting in touch: what is known, by part, and what is not.

The order is that of the questions: is it for me, what happens when I get in touch, getting there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from resources.choices import (
    Channel,
    KnownAnswer,
    ReferralRoutes,
    ReferralStatus,
    ServiceCost,
    TraceAnswer,
)
from resources.models import ContactRoute, Service
from resources.presenters.areas import AreaWords
from resources.presenters.checked import date_words
from resources.presenters.contacts import ContactLine, language_names
from resources.presenters.sentences import joined
from resources.presenters.terms import term_names
from resources.presenters.who_for import GROUPS_NAMED


@dataclass(frozen=True, slots=True)
class Fact:
    """A question a person has before getting in touch, and the answer; empty where nobody knows.

    `asked` is the same question as a part of a sentence: all that is not known is told in one.
    """

    question: StrOrPromise
    answer: str
    asked: StrOrPromise


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of something, and what is not.

    `unknown` are questions as parts of a sentence, and `unknown_words` that sentence: the first of
    them, and how many more.
    """

    known: tuple[Fact, ...]
    unknown: tuple[str, ...]

    @property
    def unknown_words(self) -> str:
        """What is not known, in a line."""
        more = str(_("%(names)s and %(count)d more"))
        return joined(self.unknown, more) if self.unknown else ""


def facts_of(*facts: Fact) -> Facts:
    """Part what is known and what is not; only what is said is put into a language."""
    known = tuple(replace(fact, question=str(fact.question)) for fact in facts if fact.answer)
    return Facts(known, tuple(str(fact.asked) for fact in facts if not fact.answer))


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """The facts of a service by the parts of its page; `unknown` holds what none of them knows."""

    for_me: tuple[Fact, ...]
    in_touch: tuple[Fact, ...]
    before_you_go: tuple[Fact, ...]
    unknown: Facts


def _sentences(*parts: str) -> str:
    """Put the parts that say something together; names become a sentence."""
    said = (part.strip() for part in parts)
    return " ".join(part if part.endswith(".") else f"{part}." for part in said if part)


def _who_for(service: Service) -> str:
    """Say for whom a service is: in its own words, and the audiences where no line names them."""
    names, told = term_names(service, "audience"), service.eligibility_description
    if told and len(names) > GROUPS_NAMED:
        return _sentences(", ".join(names), told)
    return told or ", ".join(names)


def _ages(service: Service) -> str:
    low, high = service.minimum_age, service.maximum_age
    if low is not None and high is not None:
        return _("%(low)d to %(high)d") % {"low": low, "high": high}
    if low is not None:
        return _("%(low)d and over") % {"low": low}
    if high is not None:
        return _("Up to %(high)d") % {"high": high}
    return ""


def _cost(service: Service) -> str:
    if service.cost == ServiceCost.NOT_KNOWN:
        return service.fees_description
    return _sentences(str(ServiceCost(service.cost).label), service.fees_description)


def _referral(service: Service) -> str:
    if service.referral_routes == ReferralRoutes.NOT_KNOWN:
        return ""
    return str(ReferralRoutes(service.referral_routes).label)


def _waiting(service: Service, today: date) -> str:
    """Say whether the service takes new people; always with the date, because it rots."""
    status = service.referral_status_on(today)
    if status is ReferralStatus.NOT_KNOWN:
        return ""
    return _("%(status)s (as of %(date)s)") % {
        "status": status.label,
        "date": date_words(service.referral_status_as_of, service.referral_status_precision),
    }


def _languages(service: Service) -> str:
    """Name the languages in which the service is given, and those of single ways of contact."""
    parts = [language_names(service.language_codes)]
    for route in service.contacts.all():
        if route.language_codes:
            names = language_names(route.language_codes)
            parts.append(_("%(way)s: %(names)s") % {"way": _way(route), "names": names})
    return "; ".join(part for part in parts if part)


def _answer(value: str) -> str:
    """Return yes or no in a word; nothing when it is not known."""
    return "" if value == KnownAnswer.NOT_KNOWN else str(KnownAnswer(value).label)


def _way(route: ContactRoute) -> str:
    name = str(Channel(route.channel).label)
    return f"{name} ({route.label})" if route.label else name


def _by_route(routes: Sequence[ContactRoute], field: str) -> str:
    """Answer a question about traces: one word when all ways agree, else each that is known."""
    answers = [(route, TraceAnswer(getattr(route, field))) for route in routes]
    known = [(route, answer) for route, answer in answers if answer is not TraceAnswer.NOT_KNOWN]
    if not known:
        return ""
    if len(known) == len(answers) and len({answer for _route, answer in known}) == 1:
        return str(known[0][1].label)
    told = [f"{_way(route)}: {answer.label}." for route, answer in known]
    if len(known) < len(answers):
        told.append(str(_("We do not know about the others.")))
    return " ".join(told)


def _for_me(service: Service, area: AreaWords, today: date) -> list[Fact]:
    """What it helps with and not, who for and not, where, what it costs, and who may ask."""
    return [
        Fact(
            _("It is for"),
            _who_for(service),
            _("who it is for"),
        ),
        Fact(_("It is not for"), service.excludes_description, _("who it is not for")),
        Fact(_("Ages"), _ages(service), _("ages")),
        Fact(
            _("It helps with"),
            ", ".join(term_names(service, "topic")),
            _("what it helps with"),
        ),
        Fact(
            _("Kind of help"),
            ", ".join(term_names(service, "type")),
            _("what kind of help it is"),
        ),
        Fact(_("Where"), area.words if area.names else "", _("where it helps")),
        Fact(_("Cost"), _cost(service), _("what it costs")),
        Fact(_("Who makes the first contact"), _referral(service), _("who makes first contact")),
        Fact(_("Waiting"), _waiting(service, today), _("waiting times")),
    ]


def _in_touch(service: Service, direct: Sequence[ContactRoute]) -> list[Fact]:
    """Who answers, what they ask and pass on, in what language, and what a call back leaves."""
    return [
        Fact(_("What happens next"), service.what_happens_next, _("what happens next")),
        Fact(_("Who answers"), service.who_answers, _("who answers")),
        Fact(_("What they ask"), service.what_they_ask, _("what they ask")),
        Fact(
            _("Do they ask for a name?"),
            _by_route(direct, "needs_name"),
            _("if you can stay anonymous"),
        ),
        Fact(_("What they must pass on"), service.confidentiality, _("what they must pass on")),
        Fact(
            _("Do you have to report to the police?"),
            _answer(service.police_report_needed),
            _("if you have to tell the police"),
        ),
        Fact(_("Languages"), _languages(service), _("languages")),
        Fact(_("Interpreter"), _answer(service.interpreter), _("interpreters")),
        Fact(
            _("Do they give therapy before a trial?"),
            _answer(service.pre_trial_therapy),
            _("therapy before a trial"),
        ),
        *_traces(service, direct),
    ]


def _traces(service: Service, direct: Sequence[ContactRoute]) -> list[Fact]:
    """Is a call back safe, is the number withheld, is there voicemail, does the bill show it."""
    return [
        Fact(_("Is a call back safe?"), service.call_back, _("if they can ring back safely")),
        Fact(
            _("Does their number show when they call back?"),
            _by_route(direct, "caller_id"),
            _("if their number shows when they ring"),
        ),
        Fact(
            _("Do they leave voicemail?"),
            _by_route(direct, "voicemail"),
            _("if they leave voicemail"),
        ),
        Fact(
            _("Does it show on an itemised bill?"),
            _by_route(direct, "on_itemised_bill"),
            _("if it shows on a bill"),
        ),
    ]


def _ways(lines: Sequence[ContactLine]) -> list[Fact]:
    """How and when: told beside each way in full, so that only what is not known stands here."""
    hours = " ".join(line for way in lines for line in way.hours)
    ways = ", ".join(dict.fromkeys(line.channel_name for line in lines))
    return [
        Fact("", ways, _("how to get in touch")),
        Fact("", hours, _("when they answer")),
    ]


def service_facts(
    service: Service, area: AreaWords, lines: Sequence[ContactLine], today: date
) -> ServiceFacts:
    """Answer everything a person asks first, of a row from `for_detail()`."""
    direct = [route for route in service.contacts.all() if route.channel != Channel.WEBSITE]
    for_me, in_touch = _for_me(service, area, today), _in_touch(service, direct)
    access = Fact(_("Access"), service.accessibility_description, _("access"))
    return ServiceFacts(
        for_me=facts_of(*for_me).known,
        in_touch=facts_of(*in_touch).known,
        before_you_go=facts_of(access).known,
        unknown=facts_of(*for_me, *_ways(lines), *in_touch, access),
    )
