"""The pages of the door that are our own, and those of django-allauth that we make stricter."""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.staff import proof
from directory.staff.adapters import LAST_FACTOR
from directory.staff.invitations import invited
from directory.staff.sessions import end_sessions, open_sessions

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# The pages on which a person manages their own sign-in.
HOME = reverse_lazy("mfa_index")


@login_not_required  # type: ignore[untyped-decorator]  # allauth ships no types
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def invitation(request: HttpRequest, whom: str, token: str) -> HttpResponse:
    """Let the invited person in, once. To open the page, as a scanner does, uses nothing."""
    user = invited(whom, token)
    if user is None:
        return render(request, "staff/invitation_over.html", status=410)
    if request.method != "POST":
        return render(request, "staff/invitation.html", {"person": user})
    end_sessions(user)
    login(request, user, backend=BACKEND)
    return redirect("staff-enrol")


@login_required
def enrol(request: HttpRequest) -> HttpResponse:
    """Offer the ways to add a second factor to somebody who has none."""
    if proof.has_second_factor(request.user):
        return redirect(HOME)
    return render(request, "staff/enrol.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """List a person's own sessions; end the others."""
    if request.method == "POST":
        ended = end_sessions(request.user, but=request.session.session_key)
        messages.success(request, _("%(count)d other sessions were ended.") % {"count": ended})
        return redirect("staff-sessions")
    rows = open_sessions(request.user)
    here = request.session.session_key
    return render(request, "staff/sessions.html", {"sessions": rows, "here": here})


def _enrolled(request: HttpRequest) -> None:
    """Note the new factor, and end sessions that were begun before there was one."""
    proof.record_enrolment(request)
    end_sessions(request.user, but=request.session.session_key)


class OwnIndex(IndexView):  # type: ignore[misc]  # allauth ships no types
    """How a person signs in: passkeys, app, codes and password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        factors = Authenticator.objects.filter(user=self.request.user).order_by("created_at")
        of_type = {
            kind: [one for one in factors if one.type == kind] for kind in factors.model.Type
        }
        return {
            **super().get_context_data(**kwargs),
            "passkeys": of_type[Authenticator.Type.WEBAUTHN],
            "app": of_type[Authenticator.Type.TOTP],
            "codes": of_type[Authenticator.Type.RECOVERY_CODES],
        }


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Adds a passkey: kept by the device, and opened by a PIN, a finger or a face."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = passkeys.begin_registration(self.request.user, True)
        return {**context, "js_data": {"creation_options": options}}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _enrolled(self.request)
        return response


class ActivateApp(ActivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    """Adds an authenticator app, which stands beside a password."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask for the password first: a code alone lets nobody in."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            messages.info(request, _("Choose a password first. The code of the app goes with it."))
            return redirect("account_set_password")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _enrolled(self.request)
        return response


class RenamePasskey(EditWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Gives a passkey another name."""

    success_url = HOME


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Takes a passkey away, unless it is the only second factor."""

    success_url = HOME

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, LAST_FACTOR)
            return redirect(HOME)
        response: HttpResponse = super().form_valid(form)
        return response


own_index = OwnIndex.as_view()
add_passkey = AddPasskey.as_view()
activate_app = ActivateApp.as_view()
rename_passkey = RenamePasskey.as_view()
remove_passkey = RemovePasskey.as_view()
