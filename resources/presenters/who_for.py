"""For whom a service is and where it helps, in one sentence each, and what to know before all."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from resources.choices import ReferralRoutes, ServiceStatus
from resources.models import Service
from resources.presenters.areas import AreaWords
from resources.presenters.sentences import joined
from resources.presenters.terms import in_sentence, terms_of

ADULT_AGE = 18
# More groups than this are counted: the page of the service names them all.
GROUPS_NAMED = 3
# What a service says of where it helps stands on a card if it is no longer than this.
LONGEST_WHERE = 50
# Whoever is meant by these is not named beside others: they say for which ages.
EVERYONE, ADULTS = "everyone", "adults"
YOUNG = frozenset({"children", "young-people"})


def fit_words(service: Service, area: AreaWords) -> str:
    """Say for whom a service is and where: "For women 16 or over. Anywhere in Wales.".

    Where nobody has said for whom it is, it says where alone.
    """
    told = service.coverage_description.removesuffix(".")
    where = told if 0 < len(told) <= LONGEST_WHERE else area.words
    sentence = where[:1].upper() + where[1:]
    who = _who(service)
    return _("%(who)s. %(where)s.") % {"who": who, "where": sentence} if who else f"{sentence}."


def _who(service: Service) -> str:
    """Say for whom a service is: "For men from 18 to 25"."""
    audiences = terms_of(service, "audience")
    slugs = {term.slug for term in audiences}
    ages = ages_words(service)
    if not slugs:
        return _("For people %(ages)s") % {"ages": ages} if ages else ""
    if EVERYONE in slugs:
        return _("For anyone %(ages)s") % {"ages": ages} if ages else _("For anyone")
    if slugs == {ADULTS}:
        return _("For anyone %(ages)s") % {"ages": ages} if ages else _("For adults")
    # Beside another group "adults" is an age: "women" who are adults, not women and adults.
    named = [in_sentence(term) for term in audiences if term.slug != ADULTS or slugs & YOUNG]
    names = joined(named, _("%(names)s and %(count)d more groups"), GROUPS_NAMED)
    if not ages:
        return _("For %(groups)s") % {"groups": names}
    form = _("For %(groups)s %(ages)s") if len(named) == 1 else _("For %(groups)s, %(ages)s")
    return form % {"groups": names, "ages": ages}


def ages_words(service: Service) -> str:
    """Say which ages a service is for: "16 or over", "up to 25"; empty where it states none."""
    low, high = service.minimum_age, service.maximum_age
    if low and high is not None:
        return _("from %(low)d to %(high)d") % {"low": low, "high": high}
    if low:
        return _("%(low)d or over") % {"low": low}
    return "" if high is None else _("up to %(high)d") % {"high": high}


def marks(service: Service, alert: str) -> tuple[str, ...]:
    """Return what a person has to know before all else, each in a few words."""
    return tuple(_marks(service, alert))


def _marks(service: Service, alert: str) -> Iterator[str]:
    if service.status == ServiceStatus.TEMPORARILY_CLOSED:
        yield _("Closed for now")
    if alert:
        yield alert
    if is_for_adults_only(service):
        yield _("Adults only")
    if service.referral_routes == ReferralRoutes.PROFESSIONAL:
        yield _("A professional has to refer you")


def is_for_adults_only(service: Service) -> bool:
    """Tell whether a service says that it is for nobody under 18."""
    return service.minimum_age is not None and service.minimum_age >= ADULT_AGE
