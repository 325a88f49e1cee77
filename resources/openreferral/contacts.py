"""Ways to get in touch, as `contact`, `phone` and `url` objects.

Each way is one contact with all that we know of it. Numbers stand in it and once more on the
service, and links on the service alone, where readers of HSDS look for them.
"""

from typing import Final

from django.conf import settings

from resources.choices import LANGUAGE_NAMES, Channel
from resources.language.numbers import e164
from resources.models import ContactRoute, Service
from resources.models.contact import TRACE_FIELDS
from resources.openreferral.values import Object, filled, known, own, part_id
from resources.presenters.contacts import href
from resources.validators import is_email, is_number, is_web_address

# What the standard takes from RFC 6350, by our channel.
PHONE_TYPES: Final = {
    Channel.PHONE: "voice",
    Channel.TEXT: "text",
    Channel.RELAY_UK: "textphone",
    Channel.WHATSAPP: "cell",
    Channel.VIDEO_BSL: "video",
}


def contacts(service: Service) -> list[Object]:
    """Return every way to get in touch, in the curators' order."""
    return [_contact(service, route) for route in service.contacts.all()]


def phones(service: Service) -> list[Object]:
    """Return every number, in the curators' order."""
    return [phone for route in service.contacts.all() for phone in _phones(service, route)]


def additional_urls(service: Service) -> list[Object]:
    """Return every link by which somebody can get in touch or read on."""
    return [
        filled(
            id=part_id(route.pk, "url"),
            service_id=str(service.pk),
            label=_named(route),
            url=route.value,
        )
        for route in service.contacts.all()
        if is_web_address(route.value)
    ]


def first_value(service: Service, channel: Channel) -> str:
    """Return the first way of a channel; "" where there is none."""
    return next((way.value for way in service.contacts.all() if way.channel == channel), "")


def languages(
    service: Service, codes: list[str], owner: ContactRoute | None = None
) -> list[Object]:
    """Return languages by their codes (ISO 639), of a service or of one number of it."""
    key = owner.pk if owner else service.pk
    return [
        filled(
            id=part_id(key, f"language {code}"),
            service_id=None if owner else str(service.pk),
            phone_id=part_id(owner.pk, "phone") if owner else None,
            name=str(LANGUAGE_NAMES.get(code, code)),
            code=code,
        )
        for code in codes
    ]


def _contact(service: Service, route: ContactRoute) -> Object:
    told = filled(
        id=str(route.pk),
        service_id=str(service.pk),
        name=_named(route),
        email=route.value if is_email(route.value) else None,
        phones=_phones(service, route),
    )
    ours = own(
        channel=route.channel,
        value=route.value,
        label=route.label,
        note=route.note,
        href=href(route),
        languages=route.language_codes,
        is_crisis_line=route.is_crisis_line,
        do_not_test_call=route.do_not_test_call,
    )
    traces = {name: getattr(route, name) for name in TRACE_FIELDS}
    return told | ours | known({"cost": route.cost, **traces})


def _phones(service: Service, route: ContactRoute) -> list[Object]:
    kind = PHONE_TYPES.get(Channel(route.channel))
    if kind is None or not is_number(route.value):
        return []
    told = filled(
        id=part_id(route.pk, "phone"),
        contact_id=str(route.pk),
        service_id=str(service.pk),
        number=route.value,
        type=kind,
        description=". ".join(text for text in (route.label, route.note) if text),
        languages=languages(service, route.language_codes, route),
    )
    return [told | own(e164=e164(route.value, settings.PHONE_REGION))]


def _named(route: ContactRoute) -> str:
    return route.label or str(Channel(route.channel).label)
