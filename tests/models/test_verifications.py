"""A fact goes stale when its half-life is over, and only a confirmation counts as one."""

from datetime import date, timedelta

import pytest

from resources.choices import FactKind, VerificationMethod
from resources.models import HALF_LIVES, Verification, is_old
from tests.factories import ContactRouteFactory, ServiceFactory, UserFactory, VerificationFactory

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (FactKind.CONTACT, 180),
        (FactKind.HOURS, 180),
        (FactKind.ADDRESS, 180),
        (FactKind.ELIGIBILITY, 365),
        (FactKind.ACCESS, 365),
        (FactKind.REFERRAL, 31),
        (FactKind.DESCRIPTION, 730),
    ],
)
def test_a_fact_is_stale_on_the_day_after_its_half_life(kind: FactKind, days: int) -> None:
    last_day = TODAY - timedelta(days=days)
    assert not is_old(TODAY, TODAY, kind)
    assert not is_old(last_day, TODAY, kind)
    assert is_old(last_day - timedelta(days=1), TODAY, kind)


def test_every_kind_of_fact_has_a_half_life_and_a_waiting_list_the_shortest() -> None:
    assert set(HALF_LIVES) == set(FactKind)
    assert HALF_LIVES[FactKind.REFERRAL] == min(HALF_LIVES.values())


def test_a_number_is_judged_by_its_own_short_half_life() -> None:
    assert is_old(TODAY - timedelta(days=181), TODAY)


@pytest.mark.parametrize("kind", FactKind)
def test_a_fact_without_a_date_is_stale(kind: FactKind) -> None:
    assert is_old(None, TODAY, kind)


@pytest.mark.django_db
def test_only_the_service_itself_confirms() -> None:
    service, user = ServiceFactory.make(), UserFactory.make()
    for method in VerificationMethod:
        VerificationFactory.make(service=service, method=method, checked_by=user)
    confirming = service.verifications.confirming()
    assert set(confirming.values_list("method", flat=True)) == {"phone", "office_line", "email"}


@pytest.mark.django_db
def test_checks_of_a_way_of_contact_are_told_from_checks_of_other_facts() -> None:
    route = ContactRouteFactory.make()
    number = VerificationFactory.make(service=route.service, contact_route=route)
    VerificationFactory.make(service=route.service, fact_kind=FactKind.DESCRIPTION)
    assert list(Verification.objects.of_contacts()) == [number]


@pytest.mark.django_db
def test_the_newest_check_comes_first_and_an_undated_one_last() -> None:
    service = ServiceFactory.make()
    old = VerificationFactory.make(service=service, checked_on=date(2020, 1, 1))
    undated = VerificationFactory.make(service=service, checked_on=None, precision="")
    new = VerificationFactory.make(service=service, checked_on=date(2026, 1, 1))
    assert list(service.verifications.all()) == [new, old, undated]


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 10, 3), "number (2026-10-03)"), (None, "number (date not known)")],
)
def test_a_check_is_named_by_its_facts_and_its_date(day: date | None, words: str) -> None:
    assert str(Verification(fields="number", checked_on=day)) == words
