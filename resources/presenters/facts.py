"""What a person needs to know before getting in touch, each answered or said to be not known.

The order is that of the questions: what, for whom, where, how, what happens, what it leaves behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

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
from resources.presenters.cards import term_names
from resources.presenters.checked import Checked, date_words
from resources.presenters.contacts import ContactLine, language_names


@dataclass(frozen=True, slots=True)
class Fact:
    """A question a person has before getting in touch, and the answer.

    `is_known` is false where the answer is "not known"; then `asked` is the same question as a part
    of a sentence, because all that is not known is told in one.
    """

    question: str
    answer: str
    is_known: bool
    asked: str = ""


def _fact(question: str, answer: str, asked: str) -> Fact:
    """Return a fact, "Not known" where there is no answer."""
    return Fact(question, answer or _("Not known"), bool(answer), asked)


def _sentences(*parts: str) -> str:
    """Put the parts that say something together; names become a sentence."""
    said = (part.strip() for part in parts)
    return " ".join(part if part.endswith(".") else f"{part}." for part in said if part)


def _who_for(service: Service) -> str:
    """Say for whom a service is: the audiences, then its own words."""
    names = ", ".join(term_names(service, "audience"))
    if names and service.eligibility_description:
        return _sentences(names, service.eligibility_description)
    return names or service.eligibility_description


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
    return _sentences(service.get_cost_display(), service.fees_description)


def _referral(service: Service) -> str:
    if service.referral_routes == ReferralRoutes.NOT_KNOWN:
        return ""
    return str(service.get_referral_routes_display())


def _waiting(service: Service) -> str:
    """Say whether the service takes new people; always with the date, because it rots."""
    if service.referral_status == ReferralStatus.NOT_KNOWN:
        return ""
    return _("%(status)s (as of %(date)s)") % {
        "status": service.get_referral_status_display(),
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
        told.append(_("We do not know about the others."))
    return " ".join(told)


def _what_and_who(service: Service) -> list[Fact]:
    """What it helps with and not, who for and not."""
    return [
        _fact(
            _("What does it help with?"),
            ", ".join(term_names(service, "topic")),
            _("what it helps with"),
        ),
        _fact(
            _("What kind of help is it?"),
            ", ".join(term_names(service, "type")),
            _("what kind of help it is"),
        ),
        _fact(_("Who is it for?"), _who_for(service), _("who it is for")),
        _fact(
            _("Who or what is it not for?"),
            service.excludes_description,
            _("who it is not for"),
        ),
        _fact(_("What ages?"), _ages(service), _("ages")),
    ]


def _how_and_when(lines: Sequence[ContactLine]) -> list[Fact]:
    """How, when: the names and hours of the ways that stand above in full."""
    names = dict.fromkeys(line.channel_name for line in lines)
    hours = [
        f"{line.channel_name}{f' ({line.label})' if line.label else ''}: {'; '.join(line.hours)}."
        for line in lines
        if line.hours
    ]
    return [
        _fact(_("How can you get in touch?"), ", ".join(names), _("how to get in touch")),
        _fact(_("When do they answer?"), " ".join(hours), _("when they answer")),
    ]


def _first_contact(service: Service, direct: Sequence[ContactRoute]) -> list[Fact]:
    """Who answers, what they ask, whether a name is needed, what they pass on, in what language."""
    return [
        _fact(_("Who answers?"), service.who_answers, _("who answers")),
        _fact(_("What do they ask?"), service.what_they_ask, _("what they ask")),
        _fact(_("What happens next?"), service.what_happens_next, _("what happens next")),
        _fact(
            _("Do they ask for a name?"),
            _by_route(direct, "needs_name"),
            _("if you can stay anonymous"),
        ),
        _fact(_("What must they pass on?"), service.confidentiality, _("what they must pass on")),
        _fact(
            _("Do you have to report to the police?"),
            _answer(service.police_report_needed),
            _("if you have to tell the police"),
        ),
        _fact(_("Which languages?"), _languages(service), _("languages")),
        _fact(
            _("Can you have an interpreter?"),
            _answer(service.interpreter),
            _("interpreters"),
        ),
    ]


def _traces(service: Service, direct: Sequence[ContactRoute]) -> list[Fact]:
    """Is a call back safe, is the number withheld, is there voicemail, does the bill show it."""
    return [
        _fact(_("Is a call back safe?"), service.call_back, _("if they can ring back safely")),
        _fact(
            _("Does their number show when they call back?"),
            _by_route(direct, "caller_id"),
            _("if their number shows when they ring"),
        ),
        _fact(
            _("Do they leave voicemail?"),
            _by_route(direct, "voicemail"),
            _("if they leave voicemail"),
        ),
        _fact(
            _("Does it show on an itemised bill?"),
            _by_route(direct, "on_itemised_bill"),
            _("if it shows on a bill"),
        ),
    ]


def _afterwards(service: Service, checked: Checked) -> list[Fact]:
    """Referral, waiting, access, who runs it, and how we know."""
    return [
        _fact(_("Who makes the first contact?"), _referral(service), _("who makes first contact")),
        _fact(
            _("Do they give therapy before a trial?"),
            _answer(service.pre_trial_therapy),
            _("therapy before a trial"),
        ),
        _fact(_("Is there a wait?"), _waiting(service), _("waiting times")),
        _fact(_("Access"), service.accessibility_description, _("access")),
        _fact(_("Who runs it?"), service.organization.name, ""),
        _fact(_("When was this last checked, and how?"), checked.words, ""),
    ]


def facts_before(
    service: Service, area: AreaWords, lines: Sequence[ContactLine], checked: Checked
) -> tuple[Fact, ...]:
    """Answer everything a person asks first, of a row from `for_detail()`, in the same order."""
    direct = [route for route in service.contacts.all() if route.channel != Channel.WEBSITE]
    where = area.words if area.names else ""
    return (
        *_what_and_who(service),
        _fact(_("Where does it help?"), where, _("where it helps")),
        _fact(_("What does it cost?"), _cost(service), _("what it costs")),
        *_how_and_when(lines),
        *_first_contact(service, direct),
        *_traces(service, direct),
        *_afterwards(service, checked),
    )
