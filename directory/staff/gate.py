"""The gate of the staff area: nothing behind it opens without a second factor."""

from typing import Any, Final, cast
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from directory.middleware import GetResponse, is_staff_path, route_name
from directory.staff import proof
from directory.staff.sessions import SessionStore

# All that somebody can open who is not signed in.
SIGNING_IN: Final = frozenset(
    {
        "account_login",
        "account_logout",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "staff-invitation",
    }
)
# All that somebody who has no second factor yet can open.
ENROLMENT: Final = frozenset(
    {
        "staff-enrol",
        "staff-invitation",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "account_set_password",
        "account_change_password",
        "account_login",
        "account_logout",
    }
)
# All that somebody can open who has one, but has not used it in this session.
PROVING: Final = frozenset(
    {
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "staff-invitation",
        "account_login",
        "account_logout",
    }
)
# What asks for the second factor again, when it was not used in the last minutes. Where a route
# takes many steps, those are named that can hurt: to withdraw a listing must never wait.
ASKS_AGAIN: Final[dict[str, frozenset[str]]] = {
    "admin:resources_service_step": frozenset({"publish"}),
    "admin:resources_service_recall": frozenset(),
    "admin:resources_proposal_approve": frozenset(),
    "admin:resources_service_export": frozenset(),
    "admin:resources_withdrawalrule_set": frozenset(),
    "admin:auth_user_add": frozenset(),
    "admin:auth_user_change": frozenset(),
    "admin:staff_invite": frozenset(),
    "admin:staff_end_sessions": frozenset(),
    "account_set_password": frozenset(),
    "account_change_password": frozenset(),
    "mfa_add_webauthn": frozenset(),
    "mfa_edit_webauthn": frozenset(),
    "mfa_remove_webauthn": frozenset(),
    "mfa_activate_totp": frozenset(),
    "mfa_deactivate_totp": frozenset(),
    "mfa_view_recovery_codes": frozenset(),
    "mfa_generate_recovery_codes": frozenset(),
}
KEPT: Final = "kept_form"


def asks_again(route: str, kwargs: dict[str, Any]) -> bool:
    """Tell whether a route wants a fresh proof of who is there."""
    steps = ASKS_AGAIN.get(route)
    return steps is not None and (not steps or kwargs.get("step") in steps)


class StaffGate:
    """Stands before every view of the staff area; public pages pass by it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let a request pass, or lead to what is missing: a factor, its use, or a fresh use."""
        if not is_staff_path(request.path):
            return None
        route = route_name(request)
        if not request.user.is_authenticated:
            # Here and not by the views: django-allauth would keep the whole request, with the
            # address that it came from, until somebody has signed in.
            is_open = route in SIGNING_IN
            return None if is_open else redirect_to_login(request.get_full_path())
        if not request.user.is_staff:
            logout(request)
            return redirect("account_login")
        cast(SessionStore, request.session).touch()
        if not proof.has_second_factor(request.user):
            return None if route in ENROLMENT else redirect("staff-enrol")
        if not proof.used_second_factor(request):
            return None if route in PROVING else _ask(request)
        if not asks_again(route, kwargs):
            return None
        if not proof.recently_proved(request):
            _keep(request, route)
            return _ask(request)
        _take_up(request)
        return None


def _ask(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the page that asks for the second factor, and back from there."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    where = methods[0]["url"] if methods else reverse("account_login")
    return HttpResponseRedirect(f"{where}?{urlencode({'next': request.get_full_path()})}")


def _keep(request: HttpRequest, route: str) -> None:
    """Keep what was typed into a form of the desk until the question is answered; no password."""
    if request.method == "POST" and route.startswith("admin:"):
        request.session[KEPT] = {"path": request.get_full_path(), "form": request.POST.urlencode()}


def _take_up(request: HttpRequest) -> None:
    """Send the kept form now, as it was, when its page is asked for again.

    Its token was checked when it came; the browser now asks by a link of our own.
    """
    kept = request.session.get(KEPT)
    if kept is None or request.method != "GET":
        return
    del request.session[KEPT]
    if kept["path"] == request.get_full_path():
        request.method = "POST"
        request.POST = QueryDict(kept["form"])
