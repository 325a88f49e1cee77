"""Entries of invented services, without a database: what a test names, and nothing else known."""

from dataclasses import replace
from datetime import time
from typing import Any
from uuid import UUID

from resources.choices import (
    Channel,
    KnownAnswer,
    ReferralRoutes,
    ServiceCost,
    TraceAnswer,
)
from resources.opening_hours import BankHolidays
from resources.regions import Point, find_region
from resources.search.entry import Contact, Entry, Place
from resources.search.hours import Hours

AUDIENCES = frozenset(
    {"everyone", "adults", "men", "women", "children", "young-people", "older-people", "deaf"}
)
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"


def code(slug: str) -> str:
    """Return the GSS code of a shipped area."""
    region = find_region(slug)
    assert region, slug
    return region.code


def contact(channel: Channel = Channel.PHONE, **facts: Any) -> Contact:
    """Return a way to get in touch of which nothing is known but what is named."""
    languages = frozenset(facts.pop("languages", ()))
    unknown = dict.fromkeys(
        ("on_itemised_bill", "needs_name", "needs_account"), TraceAnswer.NOT_KNOWN.value
    )
    known: dict[str, Any] = {"value": "01632 960 001", "is_crisis_line": False, **unknown, **facts}
    return Contact(channel=channel.value, languages=languages, **known)


def place(*needs_met: str, point: Point | None = None) -> Place:
    """Return a place to visit that is known to meet some needs."""
    return Place(frozenset(needs_met), point)


def hours(byday: str, opens: str, closes: str, **facts: Any) -> Hours:
    """Return one weekly period; it says nothing of bank holidays unless a test does."""
    opens_at, closes_at = time.fromisoformat(opens), time.fromisoformat(closes)
    usual = Hours(byday, opens_at, closes_at, None, None, BankHolidays.NOT_KNOWN.value)
    return replace(usual, **facts)


def entry(number: int = 1, **facts: Any) -> Entry:
    """Return a service for the whole country; `terms` are slugs by taxonomy, `areas` slugs."""
    terms = {name: frozenset(slugs) for name, slugs in facts.pop("terms", {}).items()}
    areas = frozenset(code(slug) for slug in facts.pop("areas", ("united-kingdom",)))
    partly = frozenset(code(slug) for slug in facts.pop("partly", ()))
    sets = {name: frozenset(facts.pop(name, ())) for name in ("languages", "hours", "free_lines")}
    known: dict[str, Any] = {
        "name": f"Service {number:04}",
        "other_names": (),
        "summary": "Someone to talk to.",
        "cost": ServiceCost.NOT_KNOWN.value,
        "referral_routes": ReferralRoutes.NOT_KNOWN.value,
        "interpreter": KnownAnswer.NOT_KNOWN.value,
        "police_report_needed": KnownAnswer.NOT_KNOWN.value,
        "pre_trial_therapy": KnownAnswer.NOT_KNOWN.value,
        "minimum_age": None,
        "maximum_age": None,
        "all_audiences": AUDIENCES,
        "contacts": (),
        "places": (),
        "checked_on": None,
        **sets,
        **facts,
    }
    return Entry(service=UUID(int=number), terms=terms, areas=areas, partly=partly, **known)
