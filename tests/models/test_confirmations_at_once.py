"""Two answers, or two questions, at the same moment: each with a connection of their own."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from resources.choices import ProviderRole
from resources.curation.checks import facts_to_check
from resources.curation.confirmation import revoke
from resources.curation.workflow import NotAllowedError
from resources.listings.answers import Answer, LinkOverError, take_answer
from resources.models import Confirmation, Proposal, Service, Verification
from tests.confirming import a_link, a_listing, ask
from tests.factories import UserFactory
from tests.infrastructure.at_once import at_once, own_connections

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_reference_rows_afterwards", "_reference_rows"),
]


def answer_of(service: Service, role: ProviderRole) -> Answer:
    """Say that the number is right and that the youngest age should be another one."""
    facts = {fact.fact: fact.key for fact in facts_to_check(_whole(service))}
    different = {facts["minimum_age"]: ("Youngest age", "18")}
    return Answer(role, frozenset({facts["hours"]}), different)


def _whole(service: Service) -> Service:
    return Service.objects.for_detail().get(pk=service.pk)


def test_of_two_who_answer_one_link_at_once_one_does(tmp_path: Path) -> None:
    service = a_listing()
    asked = a_link(service, "a secret")
    answers = [answer_of(service, role) for role in (ProviderRole.OFFICE, ProviderRole.TRUSTEE)]
    now = timezone.now()
    with own_connections(tmp_path):
        taken = at_once(*(lambda one=one: take_answer(asked, one, now) for one in answers))
        assert sorted(type(one).__name__ for one in taken) == ["Confirmation", "LinkOverError"]
        (kept,) = at_once(
            lambda: (Verification.objects.count(), Proposal.objects.get().revisions.count())
        )
        assert kept == (1, 1)


def test_an_answer_and_its_link_being_taken_back_never_both_count(tmp_path: Path) -> None:
    service, curator = a_listing(), UserFactory.make()
    asked, now = a_link(service, "a secret"), timezone.now()
    answer = answer_of(service, ProviderRole.OFFICE)
    with own_connections(tmp_path):
        done = at_once(lambda: take_answer(asked, answer, now), lambda: revoke(asked, curator, now))
        refused = [one for one in done if isinstance(one, LinkOverError | NotAllowedError)]
        assert len(refused) == 1, done
        (kept,) = at_once(lambda: (Confirmation.objects.get().state, Verification.objects.count()))
        assert kept in [("answered", 1), ("revoked", 0)]


def test_of_two_who_ask_about_one_listing_at_once_one_does(tmp_path: Path) -> None:
    service = a_listing()
    first, second = UserFactory.make(), UserFactory.make()
    with own_connections(tmp_path):
        asked = at_once(lambda: ask(service, first), lambda: ask(service, second))
        names = sorted(type(one).__name__ for one in asked)
        assert names == ["Confirmation", "NotAllowedError"], asked


def test_questions_of_one_moment_cannot_pass_the_limit_of_the_day_together(
    tmp_path: Path, settings: Any
) -> None:
    settings.MOST_CONFIRMATIONS_A_DAY = 1
    listings, curator = [a_listing(), a_listing()], UserFactory.make()
    with own_connections(tmp_path):
        asked = at_once(*(lambda one=one: ask(one, curator) for one in listings))
        assert sorted(type(one).__name__ for one in asked) == ["Confirmation", "NotAllowedError"]
