"""People come by invitation: an address that works once."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from directory.staff.groups import role_of
from resources.curation.roles import Role
from tests.second_factor import PASSWORD, give_app


def invite(*arguments: str) -> str:
    """Run the command; return the path that it prints."""
    out = StringIO()
    call_command("invite", *arguments, stdout=out)
    address, sentence = out.getvalue().splitlines()
    assert "works once, within 24 hours" in sentence
    return urlsplit(address).path


def test_the_first_administrator_is_invited_by_a_command(client: Client, db: None) -> None:
    path = invite("padma", "--role", "administrator")
    padma = User.objects.get(username="padma")
    assert (role_of(padma), padma.is_staff) == (Role.ADMINISTRATOR, True)
    assert not padma.is_superuser
    assert not padma.has_usable_password()
    assert "padma" in client.get(path).content.decode()
    answer = client.post(path)
    assert (answer.status_code, answer["Location"]) == (302, "/staff/me/enrol/")
    assert client.get("/staff/me/enrol/").status_code == 200
    assert client.get("/staff/")["Location"] == "/staff/me/enrol/"


def test_an_invitation_works_once(client: Client, db: None) -> None:
    path = invite("padma", "--role", "administrator")
    assert Client().get(path).status_code == 200
    assert client.post(path).status_code == 302
    for method in ("get", "post"):
        answer = getattr(Client(), method)(path)
        assert answer.status_code == 410
        assert "padma" not in answer.content.decode()


def test_an_invitation_ends_after_a_day(client: Client, db: None, settings: LazySettings) -> None:
    path = invite("padma", "--role", "administrator")
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert client.post(path).status_code == 410


def test_an_invitation_ends_with_the_account(client: Client, db: None) -> None:
    path = invite("padma", "--role", "administrator")
    User.objects.update(is_active=False)
    assert client.post(path).status_code == 410


@pytest.mark.parametrize("path", ["MQ/x-y", "!!/x-y", "OTk5/abc-def"])
def test_an_invitation_that_was_made_up_is_over(client: Client, asha: User, path: str) -> None:
    assert client.post(f"/staff/invitation/{path}/").status_code == 410


def test_somebody_who_can_sign_in_is_invited_again_only_when_asked_for(asha: User) -> None:
    give_app(asha)
    with pytest.raises(CommandError, match="can sign in already"):
        invite("asha")
    thief = Client()
    thief.force_login(asha)
    path = invite("asha", "--again")
    assert not Authenticator.objects.exists()
    assert thief.get("/staff/").status_code == 302
    asha.refresh_from_db()
    assert not asha.check_password(PASSWORD)
    assert Client().post(path).status_code == 302
    assert role_of(asha) is Role.APPROVER


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["nobody"], "Say which role"),
        (["not a name", "--role", "editor"], "Enter a valid username"),
        (["gone"], "switched off"),
        (["plain"], "has no role yet"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_with_a_sentence(
    db: None, arguments: list[str], reason: str
) -> None:
    User.objects.create(username="gone", is_active=False, is_staff=True)
    User.objects.create(username="plain", is_staff=True)
    with pytest.raises(CommandError, match=reason):
        invite(*arguments)


@pytest.mark.parametrize("options", [[], ["--noinput", "--username", "a"]])
def test_no_command_makes_a_superuser(db: None, options: list[str]) -> None:
    with pytest.raises(CommandError, match="There are no superusers here"):
        call_command("createsuperuser", *options)
    assert not User.objects.exists()


@pytest.mark.parametrize("plain", [True, False])
def test_the_address_fits_where_the_site_is(db: None, settings: LazySettings, plain: bool) -> None:
    settings.PLAIN_HTTP = plain
    settings.ALLOWED_HOSTS = ["directory.example"]
    out = StringIO()
    call_command("invite", "padma", "--role", "viewer", stdout=out)
    start = "http://localhost:8000/staff/" if plain else "https://directory.example/staff/"
    assert out.getvalue().startswith(start)
