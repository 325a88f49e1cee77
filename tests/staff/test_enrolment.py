"""Nothing of the staff area opens before a second factor is enrolled."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client

from directory.staff.gate import ENROLMENT
from directory.staff.models import StaffSession
from tests.privacy.asking import EVERY_ROUTE, STAFF_ADDRESSES
from tests.second_factor import PASSWORD, code, give_passkey

# What stays open, so that somebody can enrol or leave.
OPEN = {
    "/staff/login/",
    "/staff/logout/",
    "/staff/invitation/1/1/",
    "/staff/me/enrol/",
    "/staff/me/password/",
    "/staff/me/passkeys/add/",
    "/staff/me/app/add/",
    "/staff/password_change/",
}


@pytest.fixture
def newcomer(client: Client, asha: User) -> Client:
    """The browser of somebody with a password and no second factor."""
    client.post("/staff/login/", {"login": "asha", "password": PASSWORD})
    return client


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_staff_address_leads_to_enrolment(newcomer: Client, method: str) -> None:
    for address in STAFF_ADDRESSES:
        if address in OPEN:
            continue
        answer = newcomer.generic(method, address)
        assert (answer.status_code, answer["Location"]) == (302, "/staff/me/enrol/"), address


MOVED = """
from django.test import Client
from tests.privacy.asking import EVERY_ROUTE
print([path for _, path in EVERY_ROUTE if path.startswith("/staff/")])
answer = Client().get("/desk/")
print(answer.status_code, answer["Location"])
print("publickey-credentials-get=(self)" in answer["Permissions-Policy"])
print(Client().get("/desk/me/passkeys/add/")["Location"])
"""


@pytest.mark.long
def test_one_setting_moves_all_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", MOVED],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "STAFF_PATH": "desk/"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "[]",
        "302 /desk/login/?next=/desk/",
        "True",
        "/desk/login/?next=/desk/me/passkeys/add/",
    ]


def test_every_open_name_is_one_of_ours() -> None:
    assert {name for name, _ in EVERY_ROUTE} >= ENROLMENT


def test_an_app_is_enrolled_and_opens_the_area(newcomer: Client, asha: User) -> None:
    page = newcomer.get("/staff/me/app/add/")
    secret = page.context["form"].secret
    assert newcomer.post("/staff/me/app/add/", {"code": "000000"}).status_code == 200
    answer = newcomer.post("/staff/me/app/add/", {"code": code(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/staff/me/codes/")
    assert newcomer.get("/staff/").status_code == 200


def test_recovery_codes_are_shown_once_and_work_once(newcomer: Client, asha: User) -> None:
    secret = newcomer.get("/staff/me/app/add/").context["form"].secret
    newcomer.post("/staff/me/app/add/", {"code": code(secret)})
    codes = newcomer.get("/staff/me/codes/").context["unused_codes"]
    assert len(set(codes)) == 10
    again = newcomer.get("/staff/me/codes/")
    assert set(again.context["unused_codes"]) == {"****"}

    def enter() -> int:
        client = Client()
        client.post("/staff/login/", {"login": "asha", "password": PASSWORD})
        client.post("/staff/me/code/", {"code": codes[0]})
        return client.get("/staff/").status_code

    assert (enter(), enter()) == (200, 302)


def test_enrolling_ends_sessions_that_began_without_a_factor(newcomer: Client, asha: User) -> None:
    other = Client()
    other.post("/staff/login/", {"login": "asha", "password": PASSWORD})
    secret = newcomer.get("/staff/me/app/add/").context["form"].secret
    newcomer.post("/staff/me/app/add/", {"code": code(secret)})
    assert other.get("/staff/me/enrol/")["Location"].startswith("/staff/login/")
    assert StaffSession.objects.filter(user=asha).count() == 1


def test_an_app_needs_a_password_beside_it(client: Client, asha: User) -> None:
    asha.set_unusable_password()
    asha.save()
    client.force_login(asha)
    Authenticator.objects.all().delete()
    answer = client.get("/staff/me/app/add/")
    assert (answer.status_code, answer["Location"]) == (302, "/staff/me/password/")
    sent = {"password1": "short", "password2": "short"}
    assert client.post("/staff/me/password/", sent).status_code == 200
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/staff/me/password/", sent).status_code == 302
    assert client.get("/staff/me/app/add/").status_code == 200


def test_a_passkey_is_always_one_that_checks_who_holds_it(newcomer: Client) -> None:
    page = newcomer.get("/staff/me/passkeys/add/")
    options = page.context["js_data"]["creation_options"]["publicKey"]
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"


def test_the_only_second_factor_cannot_be_removed(client: Client, asha: User) -> None:
    client.force_login(asha)
    assert client.post("/staff/me/app/remove/").status_code == 200
    assert Authenticator.objects.filter(user=asha).exists()
    passkey = give_passkey(asha)
    assert client.post("/staff/me/app/remove/").status_code == 302
    answer = client.post(f"/staff/me/passkeys/{passkey.pk}/remove/", follow=True)
    assert "only second factor" in answer.content.decode()
    assert [one.type for one in Authenticator.objects.filter(user=asha)] == ["webauthn"]


def test_a_passkey_is_renamed_and_the_page_says_what_there_is(client: Client, asha: User) -> None:
    client.force_login(asha)
    passkey = give_passkey(asha)
    client.post(f"/staff/me/passkeys/{passkey.pk}/name/", {"name": "Blue key"})
    page = client.get("/staff/me/").content.decode()
    assert "Blue key" in page
    assert "Remove the authenticator app" in page
    answer = client.post(f"/staff/me/passkeys/{passkey.pk}/remove/")
    assert (answer.status_code, answer["Location"]) == (302, "/staff/me/")
    assert not Authenticator.objects.filter(pk=passkey.pk).exists()


def test_a_session_that_never_used_the_factor_is_asked_for_it(client: Client, asha: User) -> None:
    """For example one that was begun by a program of the server."""
    client.force_login(asha)
    session = client.session
    del session["account_authentication_methods"]
    session.save()
    answer = client.get("/staff/")
    assert answer["Location"] == "/staff/me/again/code/?next=%2Fstaff%2F"
    client.post("/staff/me/again/code/?next=/staff/", {"code": code()})
    assert client.get("/staff/").status_code == 200
