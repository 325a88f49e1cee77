"""Inventing a directory: organisations with their services and all that belongs to them.

The same seed makes the same rows, ids too. Nothing here touches the database.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.db.models import Model
from django.utils.text import slugify

from resources.choices import (
    IdentifierScheme,
    KnownAnswer,
    Publication,
    ReferralRoutes,
    ReferralStatus,
    ServiceCost,
    ServiceStatus,
)
from resources.listings.reference import TERMS
from resources.models import Location, Organization, OrganizationIdentifier, Service
from resources.presenters.areas import joined_areas
from resources.regions import RegionRecord
from resources.validators import ALPHABET, CODE_LENGTH
from tests.benchmark.areas import Country, area_rows
from tests.benchmark.checks import check_rows
from tests.benchmark.hours import TODAY, Hours
from tests.benchmark.lots import Lot, falling, happens, new_id
from tests.benchmark.terms import Terms
from tests.benchmark.texts import Words
from tests.benchmark.visits import SHARED, VISITED, new_place, visit
from tests.benchmark.ways import Ways
from tests.chance import Repeatable

Rows: TypeAlias = list[Model]

MADE: Final = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
MOST_SERVICES: Final = 40
SERVICES_OF_ONE: Final = falling(range(1, MOST_SERVICES + 1), by=1.8)
PUBLICATIONS: Final = Lot(
    [
        (Publication.PUBLISHED, 0.97),
        (Publication.DRAFT, 0.018),
        (Publication.IN_REVIEW, 0.004),
        (Publication.WITHDRAWN, 0.008),
    ]
)
STATUSES: Final = Lot(
    [(ServiceStatus.ACTIVE, 0.99), (ServiceStatus.TEMPORARILY_CLOSED, 0.01)],
)
COSTS: Final = Lot(
    [
        (ServiceCost.FREE, 0.9),
        (ServiceCost.NOT_KNOWN, 0.05),
        (ServiceCost.LOW_COST, 0.035),
        (ServiceCost.PAID, 0.015),
    ]
)
REFERRALS: Final = Lot(
    [
        (ReferralRoutes.SELF, 0.72),
        (ReferralRoutes.SELF_OR_PROFESSIONAL, 0.18),
        (ReferralRoutes.PROFESSIONAL, 0.06),
        (ReferralRoutes.NOT_KNOWN, 0.04),
    ]
)
PLACES_LEFT: Final = Lot(
    [
        (ReferralStatus.NOT_KNOWN, 0.8),
        (ReferralStatus.OPEN, 0.12),
        (ReferralStatus.WAITING_LIST, 0.06),
        (ReferralStatus.CLOSED, 0.02),
    ]
)
AGES: Final[Lot[tuple[int | None, int | None]]] = Lot(
    [
        ((None, None), 0.68),
        ((18, None), 0.12),
        ((16, None), 0.07),
        ((13, None), 0.02),
        ((None, 18), 0.03),
        ((11, 25), 0.03),
        ((5, 18), 0.03),
        ((55, None), 0.01),
        ((16, 25), 0.01),
    ]
)
LANGUAGES: Final = Lot(
    [
        ("", 0.86),
        ("en", 0.05),
        ("en,cy", 0.03),
        ("en,pl", 0.012),
        ("en,ur,pa", 0.012),
        ("en,bn", 0.008),
        ("bfi", 0.008),
        ("en,bfi", 0.006),
        ("en,ar,so", 0.005),
        ("en,ro", 0.004),
        ("en,gd", 0.003),
        ("en,fa,ku,tr", 0.002),
    ]
)
INTERPRETERS: Final = Lot(
    [(KnownAnswer.NOT_KNOWN, 0.85), (KnownAnswer.YES, 0.12), (KnownAnswer.NO, 0.03)]
)
REPORTS: Final = Lot(
    [(KnownAnswer.NOT_KNOWN, 0.8), (KnownAnswer.NO, 0.19), (KnownAnswer.YES, 0.01)]
)
THERAPY: Final = Lot(
    [(KnownAnswer.NOT_KNOWN, 0.9), (KnownAnswer.YES, 0.08), (KnownAnswer.NO, 0.02)]
)
REGISTERS: Final = falling(list(IdentifierScheme))


class Inventor:
    """Makes a directory, one organisation after the other."""

    def __init__(self, seed: int, curator: int) -> None:
        """Read the patterns; `curator` is the key of the user who made the checks."""
        self._random = Repeatable(seed)
        self._curator = curator
        self._country = Country()
        self._words = Words(_term_names())
        self._terms = Terms()
        self._ways = Ways()
        self._hours = Hours(self._random)
        self._codes: set[str] = set()
        self._number = 0

    def organizations(self, services: int) -> Iterator[Rows]:
        """Yield all rows of one organisation at a time, until there are so many services.

        Rows stand before those that refer to them.
        """
        while self._number < services:
            count = min(SERVICES_OF_ONE.draw(self._random), services - self._number)
            yield self._organization(count)

    def _organization(self, count: int) -> Rows:
        """Make an organisation with so many services."""
        random = self._random
        home = self._country.districts.draw(random)
        name = self._words.organization(self._place(home), random)
        one = Organization(
            id=new_id(random),
            code=self._code(),
            slug=f"{slugify(name)[:60]}-o{self._number}",
            name=name,
            website=f"https://o{self._number}.example.org",
            last_modified=MADE,
        )
        rows: Rows = [one]
        if happens(random, 0.6):
            rows.append(_identifier(one.pk, self._number, random))
        place = new_place(home, self._country, random)
        rows.append(place)
        for _place in range(count):
            rows += self._service(one, home, place)
        return rows

    def _service(self, organization: Organization, home: RegionRecord, place: Location) -> Rows:
        """Make a service: more often than not where its organisation is."""
        random = self._random
        self._number += 1
        areas = self._country.served(random)
        local = areas[0].depth > 2
        if local and happens(random, 0.6):
            areas = tuple(dict.fromkeys((home, *areas[1:])))
        service = self._facts(organization, areas)
        routes = self._ways.rows(service.pk, self._number, local, random)
        rows: Rows = [service, *area_rows(service.pk, areas, random), *routes]
        carried = Service.terms.through
        rows += [
            carried(service_id=service.pk, taxonomyterm_id=term)
            for term in self._terms.draw(local, random)
        ]
        for route in routes:
            rows += self._hours.rows(service.pk, random, route=route.pk)
        if local and happens(random, VISITED):
            rows += self._visited(service.pk, areas[0], place)
        return rows + list(check_rows(service.pk, routes, self._curator, random))

    def _visited(self, service: UUID, region: RegionRecord, place: Location) -> Rows:
        """Make the place where a service is: its organisation's, or one of its own."""
        random = self._random
        own = [] if happens(random, SHARED) else [new_place(region, self._country, random)]
        row = visit(service, own[0] if own else place, random)
        return [*own, row, *self._hours.rows(service, random, visit=row.pk)]

    def _facts(self, organization: Organization, areas: tuple[RegionRecord, ...]) -> Service:
        """Make the service's own row."""
        random = self._random
        place = self._place(areas[0])
        name = self._words.service(organization.name, place, random)[:200]
        youngest, oldest = AGES.draw(random)
        return Service(
            id=new_id(random),
            code=self._code(),
            slug=f"{slugify(name)[:60]}-s{self._number}",
            organization_id=organization.pk,
            name=name,
            summary=self._words.summary(place, random),
            description=self._words.description(place, random),
            minimum_age=youngest,
            maximum_age=oldest,
            cost=COSTS.draw(random),
            referral_routes=REFERRALS.draw(random),
            languages=LANGUAGES.draw(random),
            interpreter=INTERPRETERS.draw(random),
            police_report_needed=REPORTS.draw(random),
            pre_trial_therapy=THERAPY.draw(random),
            accessibility_description=self._words.details.draw(random)
            if happens(random, 0.05)
            else "",
            coverage_description=joined_areas([one.name for one in areas])[:300]
            if happens(random, 0.6)
            else "",
            last_modified=MADE,
            **_publication(random),
            **_places_left(random),
            **_alert(random),
        )

    def _place(self, region: RegionRecord) -> str:
        """Return a place's name: of the area itself, or of a town in it."""
        town = self._country.town(region, self._random) if happens(self._random, 0.5) else None
        return town.name if town else region.name

    def _code(self) -> str:
        """Return a code that no other row has."""
        code = "".join(self._random.choices(ALPHABET, k=CODE_LENGTH))
        if code in self._codes:
            return self._code()
        self._codes.add(code)
        return code


def _term_names() -> list[str]:
    """Return the names of the kinds of help."""
    lists = json.loads(TERMS.read_text(encoding="utf-8"))["taxonomies"]
    terms = next(one["terms"] for one in lists if one["slug"] == "type")
    return [term["name"] for term in terms if "parent" in term]


def _identifier(organization: UUID, number: int, random: Random) -> OrganizationIdentifier:
    """Make the number under which a register knows an organisation."""
    return OrganizationIdentifier(
        id=new_id(random),
        organization_id=organization,
        scheme=REGISTERS.draw(random),
        identifier=f"X{number:07}",
    )


def _publication(random: Random) -> dict[str, Any]:
    """Draw how far a listing is on its way, and what holds a draft back."""
    publication = PUBLICATIONS.draw(random)
    held = publication == Publication.DRAFT and happens(random, 0.7)
    return {
        "publication": publication,
        "status": STATUSES.draw(random),
        "hold_reason": "The number was not found in a second source." if held else "",
    }


def _places_left(random: Random) -> dict[str, Any]:
    """Draw whether a service takes new people, with the day on which it said so."""
    status = PLACES_LEFT.draw(random)
    if status == ReferralStatus.NOT_KNOWN:
        return {"referral_status": status}
    asked = TODAY - timedelta(days=random.randint(0, 200))
    return {"referral_status": status, "referral_status_as_of": asked}


def _alert(random: Random) -> dict[str, Any]:
    """Draw a notice, which few services have."""
    if not happens(random, 0.02):
        return {}
    return {
        "alert": "Answers take longer than usual.",
        "alert_until": TODAY + timedelta(days=random.randint(-30, 60)),
    }
