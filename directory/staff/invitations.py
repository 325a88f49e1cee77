"""Invitations: an address that lets one person in, once, to enrol a second factor."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from directory.staff import proof
from directory.staff.sessions import end_sessions


class InvitationTokens(PasswordResetTokenGenerator):
    """Signed, and bound to the state of the account: to sign in once makes it worthless.

    Nothing is stored, so there is nothing to steal and nothing to tidy up. It expires after
    `PASSWORD_RESET_TIMEOUT`.
    """

    key_salt = "directory.staff.invitations"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        """Include what signing in, enrolling and switching off change."""
        factors = list(Authenticator.objects.filter(user=user).values_list("pk", flat=True))
        whole = super()._make_hash_value(user, timestamp)
        # With its fractions: an invitation that is used in the second that it was made ends too.
        return f"{whole}{user.last_login}{user.is_active}{sorted(factors)}"


tokens = InvitationTokens()


def invitation_path(user: User) -> str:
    """Return the path of a one-time invitation for a person."""
    whom = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("staff-invitation", args=[whom, tokens.make_token(user)])


def invited(whom: str, token: str) -> User | None:
    """Return the person of an invitation; None when it is used, too old or not ours."""
    try:
        user = User.objects.select_for_update().get(pk=urlsafe_base64_decode(whom).decode())
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    may = user.is_active and user.is_staff and not proof.has_second_factor(user)
    return user if may and tokens.check_token(user, token) else None


def start_again(user: User) -> None:
    """Take away a person's password, factors and sessions, so that they can be invited again."""
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)


def lifetime_hours() -> int:
    """Return for how many hours an invitation works."""
    return int(settings.PASSWORD_RESET_TIMEOUT // 3600)
