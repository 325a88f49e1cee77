"""A service in a list, and the headings under which a list is grouped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from resources.choices import (
    Channel,
    ReferralRoutes,
    RegionLevel,
    ServiceCost,
    ServiceStatus,
)
from resources.models import Service
from resources.presenters.areas import AreaWords, Scope, area_words, joined, whole_country
from resources.presenters.checked import Checked, service_checked
from resources.presenters.contacts import ContactLine, contact_lines
from resources.presenters.distances import away_words
from resources.regions import RegionRecord

# What a card has room for; the rest is on the page of the service.
CONTACTS_ON_A_CARD = 2


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """What a list says about a service: enough to choose by and to get in touch."""

    url: str
    name: str
    organization: str
    summary: str
    area: AreaWords
    away: str
    types: tuple[str, ...]
    who_for: tuple[str, ...]
    contacts: tuple[ContactLine, ...]
    more_contacts: int
    is_free: bool
    needs_referral: bool
    is_closed: bool
    alert: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """Cards under one heading: "In Rotherham", "Across England". No heading: an empty text."""

    heading: str
    scope: Scope
    cards: tuple[ServiceCard, ...]


def term_names(service: Service, taxonomy: str) -> tuple[str, ...]:
    """Return the names of a service's terms in one taxonomy, in the curators' order."""
    terms = [term for term in service.terms.all() if term.taxonomy.slug == taxonomy]
    return tuple(term.name for term in sorted(terms, key=lambda term: (term.position, term.slug)))


def alert_now(service: Service, moment: datetime) -> str:
    """Return the notice of a service while it lasts."""
    over = service.alert_until is not None and service.alert_until < moment.date()
    return "" if over else service.alert


def service_card(
    service: Service, moment: datetime, regions: Sequence[RegionRecord] = ()
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
        away=away_words(service.miles),
        types=term_names(service, "type"),
        who_for=term_names(service, "audience"),
        contacts=tuple(shown),
        more_contacts=len(lines) - len(shown),
        is_free=service.cost == ServiceCost.FREE,
        needs_referral=service.referral_routes == ReferralRoutes.PROFESSIONAL,
        is_closed=service.status == ServiceStatus.TEMPORARILY_CLOSED,
        alert=alert_now(service, moment),
        checked=service_checked(service, moment.date()),
    )


def _heading(scope: Scope, regions: Sequence[RegionRecord], cards: Sequence[ServiceCard]) -> str:
    """Name a group by how near it is to the areas that were asked for."""
    asked = joined([region.name for region in regions])
    if scope is Scope.COUNTRY:
        return whole_country()
    if scope is Scope.LOCAL:
        if all(region.level == RegionLevel.DISTRICT for region in regions):
            return _("In %(area)s") % {"area": asked}
        return _("Local services in %(area)s") % {"area": asked}
    names = sorted({name for card in cards for name in card.area.near})
    return _("Across %(area)s") % {"area": joined(names)}


def service_groups(
    services: Iterable[Service], moment: datetime, regions: Sequence[RegionRecord] = ()
) -> list[ServiceGroup]:
    """Return the cards of a page, grouped by nearness when areas were asked for.

    The rows come from `nearest_first()`, so that rows of one scope stand together.
    """
    cards = [service_card(service, moment, regions) for service in services]
    if not regions:
        return [ServiceGroup("", Scope.COUNTRY, tuple(cards))] if cards else []
    groups = []
    for scope, members in groupby(cards, key=lambda card: card.area.scope):
        found = tuple(members)
        groups.append(ServiceGroup(_heading(scope, regions, found), scope, found))
    return groups
