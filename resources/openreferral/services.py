"""A public service as the standard says it, in a list and by itself."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings

from resources.api.v1.serializers.clocked import must_refresh_by, referral
from resources.api.v1.serializers.display import CC0, attribution
from resources.choices import Channel, KnownAnswer, ReferralStatus, ServiceCost
from resources.models import Service, ServiceArea
from resources.models.service_rules import ANSWER_FIELDS
from resources.openreferral.contacts import (
    additional_urls,
    contacts,
    first_value,
    languages,
    phones,
)
from resources.openreferral.places import public_visits, service_at_location
from resources.openreferral.schedules import schedules
from resources.openreferral.taxonomies import attributes
from resources.openreferral.values import Addresses, Object, filled, known, moment_of, own, part_id
from resources.presenters import made_once
from resources.presenters.cards import alert_now

# Where an area of the Office for National Statistics is described.
AREAS: Final = "http://statistics.data.gov.uk/id/statistical-geography/"
INTERPRETERS: Final = {
    KnownAnswer.YES.value: "Interpreters for other languages are used.",
    KnownAnswer.NO.value: "No interpreters are used.",
}
HOW_TO_START: Final = {
    "self": "You can contact them yourself.",
    "professional": "A professional has to refer you.",
    "self_or_professional": "You can contact them yourself, or a professional can refer you.",
}
ZERO: Final = 0


def service_in_list(
    service: Service, moment: datetime, run_by: Object, addresses: Addresses
) -> Object:
    """Return a row of `for_listing()` without arrays; `run_by` is its organisation."""

    def make(row: Service, at: datetime) -> Object:
        return _direct(row, at, addresses)

    # Services beside it change what an organisation says of itself, so that is not kept here.
    return made_once(service, moment, ("openreferral", addresses), make) | {"organization": run_by}


def whole_service(
    service: Service, moment: datetime, run_by: Object, addresses: Addresses
) -> Object:
    """Return a row of `for_detail()` with all that is known of it; `run_by` is its organisation."""

    def make(row: Service, at: datetime) -> Object:
        return _direct(row, at, addresses) | _details(row, at) | _arrays(row, addresses)

    told = made_once(service, moment, ("openreferral whole", addresses), make)
    return told | {"organization": run_by}


def minimal_service(key: Any, changed: datetime) -> Object:
    """Return no more than tells a program whether it has to ask again."""
    return {"id": str(key), "last_modified": moment_of(changed)}


def _direct(service: Service, moment: datetime, addresses: Addresses) -> Object:
    """Return the facts of a service itself that lists show too."""
    confirmed = service.confirmed_on
    is_assured = confirmed is not None and bool(settings.CONTACT_EMAIL)
    told = filled(
        id=str(service.pk),
        organization_id=str(service.organization_id),
        name=service.name,
        alternate_name=service.alternate_name,
        description=service.description or service.summary,
        url=service.url or first_value(service, Channel.WEBSITE),
        email=first_value(service, Channel.EMAIL),
        status=service.status,
        fees=service.fees_description,
        fees_description=service.fees_description,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        eligibility_description=service.eligibility_description,
        application_process=_how_to_start(service),
        interpretation_services=INTERPRETERS.get(service.interpreter),
        assured_date=confirmed and confirmed.isoformat(),
        assurer_email=settings.CONTACT_EMAIL if is_assured else None,
        alert=alert_now(service, moment),
        last_modified=moment_of(service.record_changed_at),
    )
    return told | _ours(service, moment, addresses)


def _ours(service: Service, moment: datetime, addresses: Addresses) -> Object:
    """Return what the standard has no field for, in lists too."""
    is_shown = bool(alert_now(service, moment))
    checked = service.last_checked
    marked = service.unconfirmed_since
    answers = {name: getattr(service, name) for name in ANSWER_FIELDS}
    answers |= {"cost": service.cost, "referral_routes": service.referral_routes}
    return known(answers) | own(
        code=service.code,
        slug=service.slug,
        summary=service.summary,
        card_line=service.card_line,
        alert_until=service.alert_until.isoformat() if is_shown and service.alert_until else None,
        coverage_description=service.coverage_description,
        is_checked=service.last_checked_precision is not None,
        last_checked=checked and checked.isoformat(),
        last_checked_precision=service.last_checked_precision,
        unconfirmed_since=marked and marked.isoformat(),
        page_url=addresses.site + service.get_absolute_url(),
        must_refresh_by=must_refresh_by(moment).isoformat(),
        licence=CC0,
        attribution=attribution(),
    )


def _details(service: Service, moment: datetime) -> Object:
    """Return the facts of a service itself that only its whole record has."""
    told = referral(service, moment.date())
    is_told = told["referral_status"] != ReferralStatus.NOT_KNOWN
    said = told["referral_status_as_of"]
    return own(
        excludes_description=service.excludes_description,
        what_happens_next=service.what_happens_next,
        who_answers=service.who_answers,
        what_they_ask=service.what_they_ask,
        call_back=service.call_back,
        confidentiality=service.confidentiality,
        accessibility_description=service.accessibility_description,
        easy_read_url=service.easy_read_url,
        bsl_url=service.bsl_url,
        referral_status=str(told["referral_status"]) if is_told else None,
        referral_status_as_of=said and said.isoformat(),
        referral_status_precision=said and str(told["referral_status_precision"]),
    )


def _arrays(service: Service, addresses: Addresses) -> Object:
    """Return the parts of a service that may be many."""
    return filled(
        phones=phones(service),
        contacts=contacts(service),
        additional_urls=additional_urls(service),
        schedules=schedules(service),
        languages=languages(service, service.language_codes),
        cost_options=_cost_options(service),
        service_areas=[_service_area(area) for area in service.areas.all()],
        service_at_locations=[service_at_location(visit) for visit in public_visits(service)],
        attributes=attributes(service, addresses),
    )


def _how_to_start(service: Service) -> str:
    """Say who may make the first contact, and what comes then."""
    first = HOW_TO_START.get(service.referral_routes, "")
    return " ".join(text for text in (first, service.what_happens_next) if text)


def _cost_options(service: Service) -> list[Object]:
    """Return what it costs: 0 where a source calls it free; an amount is never guessed."""
    if service.cost == ServiceCost.NOT_KNOWN:
        return []
    is_free = service.cost == ServiceCost.FREE
    return [
        filled(
            id=part_id(service.pk, "cost"),
            service_id=str(service.pk),
            option=str(ServiceCost(service.cost).label),
            amount=ZERO if is_free else None,
            currency="GBP" if is_free else None,
            amount_description=service.fees_description,
        )
    ]


def _service_area(area: ServiceArea) -> Object:
    told = filled(
        id=str(area.pk),
        service_id=str(area.service_id),
        name=area.region.name,
        service_area=area.region.name,
        description=f"A part of {area.region.name}" if area.is_partial else None,
        uri=AREAS + area.region_id,
    )
    return told | own(code=area.region_id, level=area.region.level, is_partial=area.is_partial)
