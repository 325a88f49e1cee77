"""Sessions end: idle, after a day's work, and when somebody says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from directory.staff.models import StaffSession
from resources.curation.roles import Role
from tests.staff.conftest import People, browser


@contextmanager
def later(**period: float) -> Iterator[None]:
    """Let the clock of Django show a later moment."""
    moment = timezone.now() + timedelta(**period)
    with patch("django.utils.timezone.now", return_value=moment):
        yield


def is_in(client: Client) -> bool:
    return client.get("/staff/").status_code == 200


def test_half_an_hour_without_use_ends_a_session(asha: User) -> None:
    client = browser(asha)
    with later(minutes=29):
        assert is_in(client)
    with later(minutes=58):
        assert is_in(client)
    with later(minutes=89):
        assert not is_in(client)


def test_eight_hours_end_a_session_that_is_always_in_use(asha: User) -> None:
    client = browser(asha)
    for minutes in range(20, 480, 20):
        with later(minutes=minutes):
            assert is_in(client)
    with later(minutes=481):
        assert not is_in(client)


def test_a_session_that_is_written_lives_no_longer(asha: User) -> None:
    client = browser(asha)
    for minutes in range(25, 480, 25):
        with later(minutes=minutes):
            session = client.session
            session["note"] = minutes
            session.save()
    with later(minutes=481):
        assert not is_in(client)


def test_use_is_written_down_once_a_minute_at_most(asha: User) -> None:
    client = browser(asha)
    before = StaffSession.objects.get(user=asha).seen_at
    assert is_in(client)
    assert StaffSession.objects.get(user=asha).seen_at == before
    with later(minutes=2):
        assert is_in(client)
    assert StaffSession.objects.get(user=asha).seen_at > before


def test_somebody_sees_their_own_sessions_and_ends_the_others(
    asha: User, make_person: People
) -> None:
    here, there = browser(asha), browser(asha)
    bryn = browser(make_person("bryn", Role.EDITOR))
    assert len(here.get("/staff/me/sessions/").context["sessions"]) == 2
    answer = here.post("/staff/me/sessions/", follow=True)
    assert "1 other sessions were ended." in answer.content.decode()
    assert (is_in(here), is_in(there), is_in(bryn)) == (True, False, True)


def test_who_is_switched_off_is_out_at_once(asha: User, padma: User) -> None:
    client = browser(asha)
    assert is_in(client)
    sent = {"username": "asha", "role": Role.APPROVER.value}
    answer = browser(padma).post(f"/staff/auth/user/{asha.pk}/change/", sent)
    assert answer.status_code == 302
    assert not is_in(client)
    assert not StaffSession.objects.filter(user=asha).exists()


def test_who_is_no_longer_of_the_staff_is_out_at_once(asha: User) -> None:
    client = browser(asha)
    User.objects.filter(pk=asha.pk).update(is_staff=False)
    assert client.get("/staff/")["Location"] == "/staff/login/"
    assert not StaffSession.objects.filter(user=asha).exists()


def test_signing_out_ends_the_session(asha: User) -> None:
    client = browser(asha)
    assert client.get("/staff/logout/").status_code == 200
    assert is_in(client)
    client.post("/staff/logout/")
    assert not is_in(client)
    assert not StaffSession.objects.filter(user=asha).exists()


def test_a_new_password_ends_the_other_sessions(asha: User) -> None:
    here, there = browser(asha), browser(asha)
    new = "four other quiet words"
    sent = {"oldpassword": "a long and quiet river", "password1": new, "password2": new}
    assert here.post("/staff/password_change/", sent).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)


def test_sessions_that_have_ended_are_tidied_up(asha: User) -> None:
    browser(asha)
    with later(hours=1):
        call_command("clearsessions")
    assert not StaffSession.objects.exists()


@pytest.mark.parametrize("name", ["sessionid", "csrftoken"])
def test_a_cookie_ends_with_the_browser(asha: User, name: str, settings: LazySettings) -> None:
    assert settings.CSRF_COOKIE_AGE is None
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    cookie = browser(asha).get("/staff/me/sessions/").cookies.get(name)
    assert cookie is None or cookie["max-age"] == ""
