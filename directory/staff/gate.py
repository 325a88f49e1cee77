"""The gate of the staff area: nothing behind it opens without a second factor."""

from typing import Any, Final, cast
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _lazy

from directory.middleware import GetResponse, is_staff_path, route_name
from directory.staff import busy, kept, proof, showing
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
    "admin:resources_service_merge": frozenset(),
    "admin:resources_proposal_approve": frozenset(),
    "admin:resources_recordproposal_approve": frozenset(),
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
SIGNED_OUT: Final = _lazy(
    "You were signed out. Sign in again: what you typed is kept, and nothing was saved yet."
)
SHOWN_AGAIN: Final = _lazy(
    "Nothing was saved yet: you were signed out meanwhile. What you typed stands here again. Look "
    "it over, and save it."
)
# A page that takes a file is told so by its address, once somebody is back.
CHOOSE_AGAIN: Final = "file=again"
# Where the typed text waits until its page is made.
TYPED: Final = "_typed_before"


def asks_again(route: str, kwargs: dict[str, Any]) -> bool:
    """Tell whether a route wants a fresh proof of who is there."""
    steps = ASKS_AGAIN.get(route)
    return steps is not None and (not steps or kwargs.get("step") in steps)


class StaffGate:
    """Stands before every view of the staff area; public pages pass by it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; where a page took no typed text, show it for copying instead."""
        response = self.get_response(request)
        typed = vars(request).pop(TYPED, None)
        return response if typed is None else showing.as_text(request, typed)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let a request pass, or lead to what is missing: a factor, its use, or a fresh use."""
        if not is_staff_path(request.path):
            return None
        try:
            return _missing(request, view, kwargs)
        except OperationalError as error:
            answer = busy.answer(request, error)
            if answer is None:
                raise  # None would open the door
            return answer

    def process_template_response(
        self, request: HttpRequest, response: SimpleTemplateResponse
    ) -> SimpleTemplateResponse:
        """Put what was typed before the session ended into the form of the page."""
        typed = vars(request).get(TYPED)
        if typed is not None and showing.fill(response, typed):
            del vars(request)[TYPED]
            messages.info(request, SHOWN_AGAIN)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer "try again" where the database had no time, with what was typed."""
        return busy.answer(request, error) if is_staff_path(request.path) else None


def _missing(request: HttpRequest, view: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Return the way to what a request is missing; None when it may pass."""
    route = route_name(request)
    if not request.user.is_authenticated:
        # Here and not by the views: django-allauth would keep the whole request, with the
        # address that it came from, until somebody has signed in.
        return None if route in SIGNING_IN else _sign_in(request, view)
    if not request.user.is_staff:
        logout(request)
        return redirect("account_login")
    cast(SessionStore, request.session).touch()
    if not proof.has_second_factor(request.user):
        return None if route in ENROLMENT else redirect("staff-enrol")
    if not proof.used_second_factor(request):
        return None if route in PROVING else _ask(request)
    is_asking = asks_again(route, kwargs)
    if is_asking and not proof.recently_proved(request):
        response = _ask(request)
        if kept.is_keepable(request, view):
            kept.keep(request, response, request.user.pk, is_sent=True)
        return response
    _take_up(request, is_asking=is_asking)
    return None


def _sign_in(request: HttpRequest, view: Any) -> HttpResponse:
    """Lead to the sign-in, and keep what was typed until then; a file is never kept."""
    where = request.get_full_path()
    if kept.brings_a_file(request, view):
        return redirect_to_login(f"{request.path}?{CHOOSE_AGAIN}")
    response = redirect_to_login(where)
    if kept.is_keepable(request, view):
        whose = kept.whose_session(request)
        if kept.keep(request, response, whose, is_sent=False):
            messages.info(request, SIGNED_OUT)
    return response


def _ask(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the page that asks for the second factor, and back from there."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    where = methods[0]["url"] if methods else reverse("account_login")
    return HttpResponseRedirect(f"{where}?{urlencode({'next': request.get_full_path()})}")


def _take_up(request: HttpRequest, *, is_asking: bool) -> None:
    """Take a kept form when its page is asked for again.

    After a question to somebody who was signed in all the time it is sent now, as it was: its token
    was checked when it came, and the browser asks by a link of our own. After a sign-in it is only
    shown: the page is asked for as ever, and its forms are filled.
    """
    form = kept.take(request, is_asking=is_asking)
    if form is None:
        return
    if form.is_sent:
        request.method = "POST"
        request.POST = QueryDict(form.form.urlencode())
    else:
        vars(request)[TYPED] = form.form


def form_that_expired(request: HttpRequest) -> HttpResponse | None:
    """Lead back to the page of a form whose token is not valid any more, with what was typed.

    Signing in in another tab makes it so. The form is only shown, so a forged one would do nothing;
    even so it has to come from a page of our own. None where it does not.
    """
    is_own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if not (is_staff_path(request.path) and is_own and kept.is_keepable(request, None)):
        return None
    if not request.user.is_authenticated:
        return _sign_in(request, None)
    response = HttpResponseRedirect(request.get_full_path())
    is_kept = kept.keep(request, response, request.user.pk, is_sent=False)
    return response if is_kept else None
