"""Who checked what, and when: much lately, some of it years ago, some without a date."""

from datetime import timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from resources.choices import DatePrecision, FactKind, VerificationMethod
from resources.models import ContactRoute, Verification
from resources.models.facts import CONTACT, contact_value, digest_of
from tests.benchmark.hours import TODAY
from tests.benchmark.lots import Lot, falling, happens, new_id

STATED: Final = 0.8  # share of routes that a source states
OTHER_FACTS: Final = 0.5  # share of services with a check of something else
DATED: Final = 0.75
METHODS: Final = Lot(
    [
        (VerificationMethod.PUBLIC_SOURCE, 0.7),
        (VerificationMethod.WEBSITE, 0.15),
        (VerificationMethod.PHONE, 0.1),
        (VerificationMethod.EMAIL, 0.05),
    ]
)
KINDS: Final = falling(["own_site", "dated_list", "council", "nhs", "charity", "government"])
PRECISIONS: Final = Lot([(DatePrecision.DAY, 0.8), (DatePrecision.MONTH, 0.15), ("year", 0.05)])
FACTS: Final = falling(
    [FactKind.DESCRIPTION, FactKind.ELIGIBILITY, FactKind.HOURS, FactKind.ADDRESS]
)


def check_rows(
    service: UUID, routes: list[ContactRoute], curator: int, random: Random
) -> list[Verification]:
    """Make the checks of a service; those by the directory were made by the curator."""
    stated = [route for route in routes if happens(random, STATED)]
    rows = [_check(service, FactKind.CONTACT, curator, random, route) for route in stated]
    if happens(random, OTHER_FACTS):
        rows.append(_check(service, FACTS.draw(random), curator, random))
    return rows


def _check(
    service: UUID, kind: FactKind, curator: int, random: Random, route: ContactRoute | None = None
) -> Verification:
    method = METHODS.draw(random)
    ours = method != VerificationMethod.PUBLIC_SOURCE
    known: dict[str, Any] = {}
    if ours or happens(random, DATED):
        days = min(int(random.expovariate(1 / 300)), 3_000)
        known = {"checked_on": TODAY - timedelta(days=days), "precision": PRECISIONS.draw(random)}
    if ours:
        known |= {"checked_by_id": curator, "precision": DatePrecision.DAY}
    else:
        known |= {"source_kind": KINDS.draw(random), "source_url": "https://example.org/source"}
    return Verification(
        id=new_id(random),
        service_id=service,
        contact_route_id=route.pk if route else None,
        fact=CONTACT if route else "",
        digest=digest_of(CONTACT, contact_value(route)) if route else "",
        fact_kind=kind,
        fields="number" if route else "what it does, who it is for",
        method=method,
        **known,
    )
