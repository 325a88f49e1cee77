"""A person with a second factor, and codes as their app would show them."""

import time
from http.cookies import SimpleCookie
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client

PASSWORD = "a long and quiet river"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(user: User) -> None:
    """Give a person an authenticator app, if they have no second factor yet."""
    if not Authenticator.objects.filter(user=user).exists():
        data = {"secret": get_adapter().encrypt(SECRET)}
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)


def code(secret: str = SECRET, steps: int = 0) -> str:
    """Return what the app shows now, or some steps of half a minute later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def sign_in_with_factor(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note the use of a factor in a session that a test has made without a form."""
    if request.method is None:
        give_app(user)
        record_authentication(request, user, "mfa")


def sign_in(client: Client, user: User, password: str = PASSWORD) -> SimpleCookie:
    """Sign in by the forms, with a password and the code of the app; return all cookies set."""
    cookies: SimpleCookie = SimpleCookie()
    give_app(user)
    cookies.update(client.get("/staff/login/").cookies)
    sent = {"login": user.username, "password": password}
    cookies.update(client.post("/staff/login/?next=/staff/", sent).cookies)
    answer = client.post("/staff/me/code/", {"code": code()})
    assert answer.status_code == 302, answer.context["form"].errors
    cookies.update(answer.cookies)
    return cookies
