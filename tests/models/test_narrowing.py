"""Each word by which a list of services is narrowed finds what it should, and leaves the rest."""

from datetime import datetime

import pytest

from resources.choices import Channel, ReferralRoutes, ServiceCost
from resources.filters import Choice
from resources.models import Service
from tests.factories import ContactRouteFactory, ServiceFactory, term

pytestmark = pytest.mark.django_db


def code(value: str) -> Choice:
    """Return a value of a closed list as a filter hands it on."""
    return Choice(value, value)


def test_a_man_can_use_what_is_for_men_and_what_is_for_everyone() -> None:
    men = ServiceFactory.make(terms=["men"])
    everyone = ServiceFactory.make(terms=["everyone"])
    ServiceFactory.make(terms=["women"])
    ServiceFactory.make()

    assert set(Service.objects.open_to([term("men")])) == {men, everyone}


def test_a_woman_can_use_what_is_for_adults_and_a_child_is_not_sent_there() -> None:
    adults = ServiceFactory.make(terms=["adults"])
    children = ServiceFactory.make(terms=["children"])
    everyone = ServiceFactory.make(terms=["everyone"])

    def for_any(*slugs: str) -> set[Service]:
        return set(Service.objects.open_to([term(slug) for slug in slugs]))

    assert for_any("women") == {adults, everyone}
    assert for_any("adults") == {adults, everyone}
    assert for_any("children") == {children, everyone}
    assert for_any("young-people") == {everyone}
    assert for_any("children", "young-people") == {children, everyone}
    assert for_any("children", "women") == {adults, children, everyone}


def test_who_cannot_talk_out_loud_finds_what_can_be_written_to() -> None:
    written = ContactRouteFactory.make(channel=Channel.TEXT, value="85258").service
    ServiceFactory.make()

    assert list(Service.objects.reached_by([code("text"), code("webchat")])) == [written]


def test_a_service_whose_cost_nobody_knows_is_not_found_as_free() -> None:
    free = ServiceFactory.make(cost=ServiceCost.FREE)
    unknown = ServiceFactory.make()

    assert list(Service.objects.costing([code("free")])) == [free]
    assert list(Service.objects.costing([code("not_known")])) == [unknown]


def test_who_wants_to_make_contact_alone_finds_what_takes_both_ways_too() -> None:
    alone = ServiceFactory.make(referral_routes=ReferralRoutes.SELF)
    either = ServiceFactory.make(referral_routes=ReferralRoutes.SELF_OR_PROFESSIONAL)
    ServiceFactory.make(referral_routes=ReferralRoutes.PROFESSIONAL)
    ServiceFactory.make()

    assert set(Service.objects.referred_by([code("self")])) == {alone, either}


def test_open_now_is_asked_of_the_moment(a_tuesday: datetime) -> None:
    open_now = ServiceFactory.make(hours=[("TU", "09:00", "17:00")])
    ServiceFactory.make(hours=[("MO", "09:00", "17:00")])

    assert list(Service.objects.open_at(a_tuesday)) == [open_now]
