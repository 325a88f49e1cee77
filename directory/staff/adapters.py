"""How django-allauth is told our rules: nobody signs up, and secrets are stored encrypted."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.staff import proof

LAST_FACTOR = gettext_lazy("This is your only second factor. Add another one first.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Signing in, for people who were invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts are made by invitation."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Send back whoever may not work here, without a word on the reason."""
        if not (user.is_active and user.is_staff):
            return self.respond_user_inactive(request, user)
        return None

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return redirect("account_login")

    def is_safe_url(self, url: str | None) -> bool:
        """Lead on within the staff area alone."""
        host = context.request.get_host()
        inside = bool(url) and str(url).startswith("/" + settings.STAFF_PATH)
        return inside and url_has_allowed_host_and_scheme(url, allowed_hosts={host})

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again, but not for a factor that is not there yet, nor right after it was used."""
        request = context.request
        return proof.has_second_factor(request.user) and not proof.recently_proved(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Offer the passkey first."""
        methods = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: "webauthn" not in method["id"])


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors: their names, and the secrets that they need."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": LAST_FACTOR,
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  allauth calls it so
        """Suggest a plain name for a passkey."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last factor: without one nobody gets in again."""
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=proof.FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def encrypt(self, text: str) -> str:
        """Store the secrets of apps and codes so that a copy of the database opens nothing."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        """Give the site's neutral name, which the browser shows beside a passkey."""
        return str(settings.SITE_NAME)


def _fernet() -> Fernet:
    """Return what encrypts, with a key of its own made from the secret key."""
    key = salted_hmac("directory.staff.factors", "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
