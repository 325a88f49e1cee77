"""Steps that can hurt ask again who is there; what was typed is kept meanwhile."""

import time
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from directory.staff.gate import ASKS_AGAIN, asks_again
from resources.choices import Publication
from resources.models import Review, Service
from tests.admin.forms import publication, step_page, take_page_step
from tests.factories import ServiceFactory
from tests.privacy.asking import EVERY_ROUTE
from tests.second_factor import code
from tests.staff.conftest import browser

LONG_AGO = -1


@pytest.fixture
def client(asha: User) -> Client:
    return browser(asha)


@pytest.fixture
def listing(asha: User) -> Service:
    listing: Service = ServiceFactory.make(publication=Publication.IN_REVIEW)
    return listing


def test_every_route_that_asks_again_is_one_of_ours() -> None:
    names = {name for name, _ in EVERY_ROUTE}
    assert {route.removeprefix("admin:") for route in ASKS_AGAIN} <= names


def test_publishing_asks_again_and_goes_on_with_what_was_typed(
    client: Client, listing: Service, settings: LazySettings
) -> None:
    where = step_page(listing, "publish")
    seen = client.get(where).context["seen"]
    settings.ASK_AGAIN_MINUTES = LONG_AGO
    answer = client.post(where, {"seen": seen, "reason": "Rang the office."})
    assert answer["Location"].startswith("/staff/me/again/code/?next=")
    assert publication(listing) == Publication.IN_REVIEW

    settings.ASK_AGAIN_MINUTES = 10
    answer = client.post(answer["Location"], {"code": code()})
    assert (answer.status_code, answer["Location"]) == (302, where)
    client.get(where)
    assert publication(listing) == Publication.PUBLISHED
    assert Review.objects.get(to_publication=Publication.PUBLISHED).reason == "Rang the office."


@pytest.mark.parametrize(("minutes", "is_asked"), [(9, False), (11, True)])
def test_the_second_factor_counts_for_ten_minutes(
    client: Client, listing: Service, minutes: int, *, is_asked: bool
) -> None:
    where = step_page(listing, "publish")
    seen = client.get(where).context["seen"]
    at = time.time() + minutes * 60
    with patch("directory.staff.proof.time.time", return_value=at):
        answer = client.post(where, {"seen": seen, "reason": "Rang the office."})
    assert ("/staff/me/again/" in answer["Location"]) is is_asked
    assert (publication(listing) == Publication.PUBLISHED) is not is_asked


def test_what_was_typed_is_sent_once_and_to_its_own_page_alone(
    client: Client, listing: Service, settings: LazySettings
) -> None:
    settings.ASK_AGAIN_MINUTES = LONG_AGO
    client.post(step_page(listing, "publish"), {"seen": "", "reason": "Rang."})
    settings.ASK_AGAIN_MINUTES = 10
    other = ServiceFactory.make(publication=Publication.IN_REVIEW)
    assert client.get(step_page(other, "publish")).context["form"].is_bound is False
    assert client.get(step_page(listing, "publish")).context["form"].is_bound is False


@pytest.mark.parametrize("step", ["publish", "recall"])
def test_a_step_that_can_hurt_asks_before_it_is_shown(
    client: Client, listing: Service, settings: LazySettings, step: str
) -> None:
    settings.ASK_AGAIN_MINUTES = LONG_AGO
    assert client.get(step_page(listing, step)).status_code == 302


def test_withdrawing_never_waits(client: Client, listing: Service, settings: LazySettings) -> None:
    settings.ASK_AGAIN_MINUTES = LONG_AGO
    take_page_step(client, "withdraw", listing, reason="A wrong number.")
    assert publication(listing) == Publication.WITHDRAWN


def test_changing_people_asks_again(asha: User, padma: User, settings: LazySettings) -> None:
    client = browser(padma)
    settings.ASK_AGAIN_MINUTES = LONG_AGO
    for name in ("admin:auth_user_change", "admin:staff_invite", "admin:staff_end_sessions"):
        where = reverse(name, args=[asha.pk])
        assert client.post(where, {}).status_code == 302
        assert client.get(where)["Location"].startswith("/staff/me/again/code/")
    assert asha.groups.get().name == "approver"


def test_no_password_is_kept_while_the_question_is_asked(
    client: Client, settings: LazySettings
) -> None:
    settings.ASK_AGAIN_MINUTES = LONG_AGO
    sent = {"oldpassword": "a long and quiet river", "password1": "x", "password2": "x"}
    assert client.post("/staff/password_change/", sent).status_code == 302
    assert "quiet river" not in repr(dict(client.session))


def test_wrong_codes_are_refused_there_too(client: Client, settings: LazySettings) -> None:
    for _ in range(6):
        assert client.post("/staff/me/again/code/", {"code": "000000"}).status_code == 200
    assert client.post("/staff/me/again/code/", {"code": code()}).status_code == 200


def test_an_approval_asks_who_is_there_and_nothing_else_of_a_proposal_does() -> None:
    asking = [
        name
        for name in (
            "proposal_approve", "proposal_change", "proposal_waiting",
            "recordproposal_approve", "recordproposal_change", "taxonomyterm_change",
        )
        if asks_again(f"admin:resources_{name}", {})
    ]  # fmt: skip
    assert asking == ["proposal_approve", "recordproposal_approve"]
