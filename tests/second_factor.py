"""A person with a second factor, and codes as their app would show them."""

import json
import time
from hashlib import sha256
from http.cookies import SimpleCookie
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

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


def give_passkey(user: User, name: str = "Phone") -> Authenticator:
    """Give a person a passkey, as a device that nobody holds would have made it."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    held = AttestedCredentialData.create(
        Aaguid.NONE,
        name.encode().ljust(16),
        ES256.from_cryptography_key(public),  # type: ignore[no-untyped-call]  # fido2 gives it no types
    )
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    shown = AuthenticatorData.create(sha256(b"testserver").digest(), flags, 0, held)
    attested = AttestationObject.create("none", shown, {})
    told = json.dumps({"type": "webauthn.create", "challenge": "", "origin": "http://testserver"})
    credential = {
        "id": websafe_encode(held.credential_id),
        "rawId": websafe_encode(held.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(told.encode()),
            "attestationObject": websafe_encode(bytes(attested)),
        },
        "clientExtensionResults": {},
    }
    data = {"name": name, "credential": credential}
    return Authenticator.objects.create(user=user, type="webauthn", data=data)
