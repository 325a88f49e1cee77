"""What a session has proved: that a second factor was used in it, and how long ago."""

import time
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

# What counts as a second factor. A recovery code is a way back to one, not one to live with.
FACTORS: Final = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def has_second_factor(user: Any) -> bool:
    """Tell whether a person has a passkey or an authenticator app."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def record_enrolment(request: HttpRequest) -> None:
    """Note that a factor was just shown to be in somebody's hands, by adding it."""
    record_authentication(request, _person(request), "mfa", enrolled=True)


def used_second_factor(request: HttpRequest) -> bool:
    """Tell whether a second factor was used in this session."""
    return bool(_times(request))


def recently_proved(request: HttpRequest) -> bool:
    """Tell whether it was used recently enough for a step that can hurt."""
    allowed = settings.ASK_AGAIN_MINUTES * 60
    return any(0 <= time.time() - at < allowed for at in _times(request))


def _times(request: HttpRequest) -> list[float]:
    """Return when a passkey or a code was accepted in this session; a password does not count."""
    records = get_authentication_records(request, _person(request))
    return [record["at"] for record in records if record["method"] == "mfa"]


def _person(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None
