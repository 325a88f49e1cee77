"""Finding listings for curators: by words, by a number in any spelling, and by the work they need.

Each is a condition on a listing without a join, so that a list of many is as quick as one of few.
"""

import re
from functools import reduce
from operator import and_, or_
from typing import Any, Final

import phonenumbers
from django.conf import settings
from django.db import models
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Replace

from resources.choices import HoldKind
from resources.models import (
    ContactRoute,
    Organization,
    Proposal,
    Report,
    Schedule,
    Service,
    Verification,
)

Services = models.QuerySet[Service]

# What people write between the digits of a number.
BETWEEN: Final = (" ", "-", ".", "(", ")", "+")
A_NUMBER: Final = re.compile(r"\+?[\d\s().-]*\d[\d\s().-]*")
# So few digits are a short code, or the beginning of a number; more may be any part of one.
FEW: Final = 6
OWN_TEXTS: Final = ("name", "alternate_name", "summary")


def found(services: Services, typed: str) -> Services:
    """Return the listings that hold a number, in any spelling, or else every word that was typed.

    Words may stand in the names, the summary, a way of contact, or the organisation's name.
    """
    words = typed.split()
    if not words:
        return services
    whole = " ".join(words)
    if A_NUMBER.fullmatch(whole):
        return services.filter(_has_number(whole) | _says(whole))
    return services.filter(reduce(and_, map(_has_word, words)))


def _says(text: str) -> Q:
    """Return the condition on a listing that its own names or summary hold a text."""
    return reduce(or_, (Q(**{f"{field}__icontains": text}) for field in OWN_TEXTS))


def _has_word(word: str) -> Q:
    routes = ContactRoute.objects.filter(value__icontains=word)
    runs = Organization.objects.filter(name__icontains=word)
    return (
        _says(word)
        | Q(pk__in=routes.order_by().values("service"))
        | Q(organization__in=runs.order_by().values("pk"))
    )


def _has_number(typed: str) -> Q:
    """Return the condition on a listing that one of its ways has a number that was typed."""
    digits, rest = re.sub(r"\D", "", typed), _at_home(typed)
    if len(digits) > FEW:
        wanted = Q(digits__contains=rest)
    else:
        wanted = Q(digits__startswith=digits)
        if typed[0] in "+0":
            country = phonenumbers.country_code_for_region(settings.PHONE_REGION)
            wanted |= Q(digits__startswith=f"0{rest}") | Q(digits__startswith=f"{country}{rest}")
    routes = ContactRoute.objects.annotate(digits=_digits("value")).filter(wanted)
    return Q(pk__in=routes.order_by().values("service"))


def _at_home(typed: str) -> str:
    """Return the digits that every spelling of a number has: "1144960999"."""
    try:
        number = phonenumbers.parse(typed, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", typed).lstrip("0")
    return str(number.national_number)


def _digits(field: str) -> Any:
    """Return a text of the database without what people write between digits."""
    stripped: Any = F(field)
    for sign in BETWEEN:
        stripped = Replace(stripped, Value(sign), Value(""), output_field=CharField())
    return stripped


def never_confirmed(services: Services) -> Services:
    """Listings of which the service itself has confirmed no way of contact as it stands now."""
    confirming = Verification.objects.confirming().filter(service=OuterRef("pk"))
    # Most have no such check at all; only of the others the values are compared.
    once: Any = Service.objects.filter(Exists(confirming)).with_checks()
    lost = once.filter(confirmed_on=None)
    return services.filter(~Exists(confirming) | Q(pk__in=lost.order_by().values("pk")))


def without_hours(services: Services) -> Services:
    """Listings that say nowhere when they are open."""
    return services.filter(~Exists(Schedule.objects.filter(service=OuterRef("pk"))))


def with_open_reports(services: Services) -> Services:
    return services.filter(Exists(Report.objects.open().filter(service=OuterRef("pk"))))


def with_waiting_change(services: Services) -> Services:
    """Public listings with a proposal that somebody has still to do something with."""
    return services.filter(Exists(Proposal.objects.undecided().filter(service=OuterRef("pk"))))


def held_as(services: Services, kind: HoldKind) -> Services:
    """Listings that a kind of hold keeps back; words without a kind are another reason."""
    held = services.exclude(hold_reason="")
    if kind == HoldKind.OTHER:
        return held.filter(hold_kind__in=["", kind])
    return held.filter(hold_kind=kind)


def held_by_kind() -> dict[HoldKind, int]:
    """Return how many listings each kind of hold keeps back, of those that keep back any."""
    held = Service.objects.exclude(hold_reason="").order_by().values("hold_kind")
    counts: dict[HoldKind, int] = {}
    for name, count in held.annotate(count=Count("pk")).values_list("hold_kind", "count"):
        kind = HoldKind(name or HoldKind.OTHER)
        counts[kind] = counts.get(kind, 0) + count
    return counts
