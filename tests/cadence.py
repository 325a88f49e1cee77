"""Listings that nobody confirms, on days that a test chooses."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from resources.choices import CadenceKind, Publication
from resources.curation import rules
from resources.curation.cadence import CADENCES
from resources.curation.daily import run
from resources.models import Lapse, Review, Service, WithdrawalRule
from tests.factories import ServiceFactory, UserFactory
from tests.publishing import publish_all

PUBLISHED = date(2026, 1, 5)
LOCAL = CADENCES[CadenceKind.LOCAL]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def a_listing(published: date = PUBLISHED, **facts: Any) -> Service:
    """Make a listing that was published on a day."""
    service = ServiceFactory.make(**({"areas": ["rotherham"]} | facts))
    Review.objects.create(
        service=service,
        from_publication=Publication.IN_REVIEW,
        to_publication=Publication.PUBLISHED,
        at=at(published),
    )
    publish_all()
    return service


def stage_of(service: Service) -> str:
    lapse = Lapse.objects.filter(service=service).first()
    return lapse.stage if lapse else ""


def days_of_steps(kind: CadenceKind, start: date = PUBLISHED) -> list[date]:
    """Return the days of the two reminders and of the mark."""
    cadence = CADENCES[kind]
    first = start + cadence.period + timedelta(days=1)
    return [first, first + cadence.grace, first + 2 * cadence.grace]


def until_unconfirmed(start: date = PUBLISHED, kind: CadenceKind = CadenceKind.LOCAL) -> date:
    """Run on each day on which something happens; return the day of the mark."""
    days = days_of_steps(kind, start)
    for day in days:
        run(at(day))
    return days[-1]


def agreed(
    day: date = PUBLISHED, kind: CadenceKind = CadenceKind.LOCAL, after_days: int = 60
) -> WithdrawalRule:
    first, second = UserFactory.make(), UserFactory.make()
    rule = rules.propose(kind, after_days, "Gone for good.", first, at(day))
    return rules.agree(rule.pk, second, at(day))
