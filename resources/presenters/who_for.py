"""For whom a service is and where it helps, in one sentence each, and what to know before all."""

from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from resources.choices import ReferralRoutes, ServiceStatus
from resources.models import Service
from resources.presenters.areas import AreaWords
from resources.presenters.data_language import marked_data, with_data
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


def fit_words(service: Service, area: AreaWords) -> SafeString:
    """Say for whom a service is and where, as markup: "For women 16 or over. Anywhere in Wales.".

    Where nobody has said for whom it is, or a mark says it, it says where alone.
    """
    told = service.coverage_description.removesuffix(".")
    where = told if 0 < len(told) <= LONGEST_WHERE else area.words
    named = marked_data(where[:1].upper() + where[1:])
    who = _who(service)
    if not who:
        return with_data(_("%(where)s."), where=named)
    return with_data(_("%(who)s. %(where)s."), who=who, where=named)


def _who(service: Service) -> SafeString:
    """Say for whom a service is: "For men from 18 to 25"."""
    audiences = terms_of(service, "audience")
    slugs = {term.slug for term in audiences}
    ages = ages_words(service)
    if EVERYONE in slugs or slugs <= {ADULTS}:
        if ages:
            words = _("For anyone %(ages)s") if slugs else _("For people %(ages)s")
            return with_data(words, ages=ages)
        return SafeString(_("For anyone") if EVERYONE in slugs else "")
    # Beside another group "adults" is an age: "women" who are adults, not women and adults.
    named = [in_sentence(term) for term in audiences if term.slug != ADULTS or slugs & YOUNG]
    many = _("%(names)s and %(count)d more groups")
    groups = SafeString(joined([marked_data(name) for name in named], many, GROUPS_NAMED))
    if not ages:
        return with_data(_("For %(groups)s"), groups=groups)
    form = _("For %(groups)s %(ages)s") if len(named) == 1 else _("For %(groups)s, %(ages)s")
    return with_data(form, groups=groups, ages=ages)


def ages_words(service: Service) -> str:
    """Say which ages a service is for: "16 or over", "up to 25"; empty where it states none."""
    low, high = service.minimum_age, service.maximum_age
    if low and high is not None:
        return _("from %(low)d to %(high)d") % {"low": low, "high": high}
    if low:
        return _("%(low)d or over") % {"low": low}
    return "" if high is None else _("up to %(high)d") % {"high": high}


def marks(service: Service, alert: str) -> tuple[str, ...]:
    """Return what a person has to know before all else, each in a few words or as markup."""
    return tuple(_marks(service, alert))


def _marks(service: Service, alert: str) -> Iterator[str]:
    if service.status == ServiceStatus.TEMPORARILY_CLOSED:
        yield _("Closed for now")
    if service.unconfirmed_since is not None:
        yield _("We have not been able to confirm this lately: it may have changed.")
    if alert:
        yield marked_data(alert)
    if _is_for_adults_only(service):
        yield _("Adults only")
    if service.referral_routes == ReferralRoutes.PROFESSIONAL:
        yield _("A professional has to refer you")


def _is_for_adults_only(service: Service) -> bool:
    """Tell whether a service says that it is for nobody under 18, by its ages or its audience."""
    if service.minimum_age is not None:
        return service.minimum_age >= ADULT_AGE
    slugs = {term.slug for term in terms_of(service, "audience")}
    return ADULTS in slugs and slugs.isdisjoint({EVERYONE, *YOUNG})
