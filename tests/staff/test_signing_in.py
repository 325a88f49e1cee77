"""Signing in: two factors, few attempts, and nothing kept of where somebody was."""

from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from directory.staff.models import SharedNote, StaffSession
from tests.factories import UserFactory
from tests.infrastructure.own_site import OwnSite
from tests.privacy.asking import STAFF_ADDRESSES
from tests.second_factor import PASSWORD, SECRET, code, give_app, sign_in

ROOT = Path(__file__).parents[2]
ADDRESS = "203.0.113.77"


def try_password(client: Client, name: str, password: str) -> bool:
    """Type a password; tell whether it led on to the second step."""
    answer = client.post("/staff/login/", {"login": name, "password": password})
    return answer.status_code == 302


def test_a_password_and_a_code_let_somebody_in(client: Client, asha: User) -> None:
    sign_in(client, asha)
    assert client.get("/staff/").status_code == 200


def test_a_password_alone_opens_nothing_for_somebody_who_has_an_app(
    client: Client, asha: User
) -> None:
    give_app(asha)
    assert try_password(client, "asha", PASSWORD)
    answer = client.get("/staff/")
    assert (answer.status_code, answer["Location"]) == (302, "/staff/login/?next=/staff/")


def test_a_code_lets_somebody_in_once(client: Client, asha: User) -> None:
    sign_in(client, asha)
    thief = Client()
    assert try_password(thief, "asha", PASSWORD)
    assert thief.post("/staff/me/code/", {"code": code()}).status_code == 200
    assert thief.get("/staff/").status_code == 302


def test_the_sixth_attempt_is_refused_even_with_the_right_password(
    client: Client, asha: User
) -> None:
    for number in range(5):
        assert not try_password(client, "asha", f"wrong {number}")
    assert not try_password(Client(), "asha", PASSWORD)
    assert not try_password(Client(), "Asha", PASSWORD)


def test_who_signs_in_with_a_passkey_is_not_kept_out_by_wrong_passwords(
    client: Client, asha: User
) -> None:
    """tests/browser/test_passkeys.py signs in with one while the password is locked."""
    for number in range(7):
        try_password(client, "asha", f"wrong {number}")
    offered = client.get("/staff/me/passkeys/sign-in/", headers={"Accept": "application/json"})
    assert offered.status_code == 200
    assert offered.json()["request_options"]["publicKey"]["userVerification"] == "required"


def test_codes_cannot_be_guessed_either(client: Client, asha: User) -> None:
    give_app(asha)
    assert try_password(client, "asha", PASSWORD)
    for _ in range(5):
        assert client.post("/staff/me/code/", {"code": "000000"}).status_code == 200
    assert client.post("/staff/me/code/", {"code": code()}).status_code == 200
    assert client.get("/staff/").status_code == 302


def test_many_names_that_nobody_has_open_no_lock_again(client: Client, asha: User) -> None:
    for number in range(5):
        try_password(client, "asha", f"wrong {number}")
    for number in range(400):
        cache.set(f"another name {number}", [1.0], 900)
    assert not try_password(client, "asha", PASSWORD)


def test_notes_of_attempts_name_nobody_and_go_when_their_time_is_over(
    client: Client, asha: User
) -> None:
    try_password(client, "asha", "wrong")
    assert SharedNote.objects.exists()
    assert not SharedNote.objects.filter(cache_key__contains="asha").exists()
    SharedNote.objects.update(expires="2020-01-01T00:00:00Z")
    cache.set("another", 1, 60)
    assert SharedNote.objects.count() == 1


def test_no_table_and_no_line_of_a_log_holds_the_address_or_the_browser_of_who_tries(
    client: Client, asha: User, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"User-Agent": "Netscape 4", "X-Forwarded-For": ADDRESS}
    stranger = Client(headers=headers, REMOTE_ADDR=ADDRESS)
    curator = Client(headers=headers, REMOTE_ADDR=ADDRESS)
    for _ in range(6):  # the last is refused unheard
        try_password(stranger, "nobody", "wrong")
    sign_in(curator, asha)
    for address in STAFF_ADDRESSES:
        stranger.post(address, {"reason": "x"})
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  quoted names of its own tables
            kept = repr(cursor.fetchall())
            assert ADDRESS not in kept
            assert "Netscape" not in kept
    for session in StaffSession.objects.all():
        kept = repr(session.get_decoded())
        assert ADDRESS not in kept
        assert "Netscape" not in kept
    # No line of a log holds them either; there is no other cache than the tables.
    assert "staff" in caplog.text
    assert ADDRESS not in caplog.text
    assert "Netscape" not in caplog.text


@pytest.mark.parametrize("changes", [{"is_active": False}, {"is_staff": False}])
def test_who_does_not_work_here_any_more_stays_out_without_a_reason(
    client: Client, asha: User, changes: dict[str, bool]
) -> None:
    give_app(asha)
    User.objects.filter(pk=asha.pk).update(**changes)
    client.post("/staff/login/", {"login": "asha", "password": PASSWORD})
    client.post("/staff/me/code/", {"code": code()})
    answer = client.get("/staff/")
    assert (answer.status_code, answer["Location"]) == (302, "/staff/login/?next=/staff/")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/services/"])
def test_signing_in_leads_nowhere_but_into_the_staff_area(
    client: Client, asha: User, target: str
) -> None:
    give_app(asha)
    client.post(f"/staff/login/?next={target}", {"login": "asha", "password": PASSWORD})
    answer = client.post("/staff/me/code/", {"code": code()})
    assert (answer.status_code, answer["Location"]) == (302, "/staff/")


def test_the_secret_of_an_app_is_not_in_the_database(asha: User) -> None:
    give_app(asha)
    assert SECRET not in repr(Authenticator.objects.get(user=asha).data)


def test_nobody_signs_up(client: Client, db: None) -> None:
    for path in ("signup/", "accounts/signup/", "password/reset/", "email/"):
        assert client.get(f"/staff/{path}").status_code in {302, 404}
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        (PASSWORD, True),
        ("directory-support", False),
        ("Support-Directory-2026", False),
        ("staff password 123", False),
        ("too short", False),
        ("the oak by the staff door", True),
    ],
)
def test_a_password_is_long_and_not_made_of_our_own_words(password: str, is_good: bool) -> None:
    if is_good:
        validate_password(password)
        return
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_password_set_by_a_command_keeps_the_same_rules(asha: User) -> None:
    with (
        patch("getpass.getpass", return_value="directory-support"),
        pytest.raises(CommandError, match="Aborting password change"),
    ):
        call_command("changepassword", "asha", stdout=StringIO(), stderr=StringIO())
    asha.refresh_from_db()
    assert asha.check_password(PASSWORD)


# Pages that are only counted need no collected files.
TRY = """
from django.conf import settings
from django.test import Client
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES = {{**settings.STORAGES, "staticfiles": {{"BACKEND": plain}}}}
for number in range({times}):
    sent = {{"login": "asha", "password": "{password}"}}
    answer = Client().post("/staff/login/", sent)
    print(answer.status_code)
"""


@pytest.mark.long
def test_two_processes_share_one_count_of_attempts(tmp_path: Path) -> None:
    site = OwnSite(tmp_path)
    site.prepare()
    site.asked(
        "from django.contrib.auth.models import User; "
        f"User.objects.create_user('asha', password='{PASSWORD}', is_staff=True)"
    )
    right = TRY.format(times=1, password=PASSWORD)
    assert site.asked(right) == "302"
    wrong = TRY.format(times=5, password="wrong")
    assert site.asked(wrong).split() == ["200"] * 5
    assert site.asked(right) == "200"


def test_a_name_that_nobody_has_and_a_wrong_password_are_answered_alike(
    client: Client, asha: User
) -> None:
    UserFactory.make(username="bryn")
    wrong = client.post("/staff/login/", {"login": "asha", "password": "wrong"})
    nobody = client.post("/staff/login/", {"login": "nobody", "password": "wrong"})
    assert wrong.status_code == nobody.status_code == 200
    errors = [answer.context["form"].non_field_errors() for answer in (wrong, nobody)]
    assert errors[0] == errors[1]
