"""A service in a list: enough to choose by and to get in touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from resources.choices import Channel, ReferralRoutes, ServiceCost, ServiceStatus
from resources.models import Service
from resources.presenters.areas import AreaWords, area_words
from resources.presenters.checked import Checked, service_checked
from resources.presenters.contacts import ContactLine, contact_lines
from resources.presenters.distances import distance_text
from resources.presenters.reasons import Reason, ResultNotes
from resources.regions import RegionRecord

# What a card has room for; the rest is on the page of the service.
CONTACTS_ON_A_CARD = 2


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """What a list says about a service.

    `why` says why it is shown, and `speaks` that it helps in the language in which somebody asked;
    both are empty where that was not asked.
    """

    url: str
    name: str
    organization: str
    summary: str
    area: AreaWords
    away: str
    types: tuple[str, ...]
    who_for: tuple[str, ...]
    ages: str
    contacts: tuple[ContactLine, ...]
    more_contacts: int
    is_free: bool
    needs_referral: bool
    is_closed: bool
    alert: str
    checked: Checked
    why: tuple[Reason, ...] = ()
    speaks: str = ""


def term_names(service: Service, taxonomy: str) -> tuple[str, ...]:
    """Return the names of a service's terms in one taxonomy, in the curators' order."""
    terms = [term for term in service.terms.all() if term.taxonomy.slug == taxonomy]
    return tuple(term.name for term in sorted(terms, key=lambda term: (term.position, term.slug)))


def alert_now(service: Service, moment: datetime) -> str:
    over = service.alert_until is not None and service.alert_until < moment.date()
    return "" if over else service.alert


def ages_words(service: Service) -> str:
    """Say for people of which ages a service is; empty where it states none."""
    low, high = service.minimum_age, service.maximum_age
    if low and high is not None:
        return _("For ages %(low)d to %(high)d") % {"low": low, "high": high}
    if low:
        return _("For %(low)d and over") % {"low": low}
    return "" if high is None else _("For people up to %(high)d") % {"high": high}


def service_card(
    service: Service,
    moment: datetime,
    regions: Sequence[RegionRecord] = (),
    notes: ResultNotes | None = None,
) -> ServiceCard:
    """Return what a list says about a row from `for_listing()`."""
    lines = contact_lines(service, moment)
    # A way to talk, write or go comes before a web address.
    direct = [line for line in lines if line.channel != Channel.WEBSITE]
    shown = (direct or lines)[:CONTACTS_ON_A_CARD]
    return ServiceCard(
        url=service.get_absolute_url(),
        name=service.name,
        organization="" if service.organization.name == service.name else service.organization.name,
        summary=service.summary,
        area=area_words(service, regions),
        away=distance_text(service.miles),
        types=term_names(service, "type"),
        who_for=term_names(service, "audience"),
        ages=ages_words(service),
        contacts=tuple(shown),
        more_contacts=len(lines) - len(shown),
        is_free=service.cost == ServiceCost.FREE,
        needs_referral=service.referral_routes == ReferralRoutes.PROFESSIONAL,
        is_closed=service.status == ServiceStatus.TEMPORARILY_CLOSED,
        alert=alert_now(service, moment),
        checked=service_checked(service, moment.date()),
        why=notes.why(service) if notes else (),
        speaks=notes.speaks(service) if notes else "",
    )
