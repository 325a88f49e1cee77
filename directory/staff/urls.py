"""The addresses of the door, all below the staff address; they stand before those of the admin.

Each page of django-allauth that we use is named here: what is not named cannot be opened. A page is
loaded when somebody first asks for it: whoever serves the public needs no passkeys in memory.
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.module_loading import import_string

ACCOUNT: Final = "allauth.account.views"
FACTORS: Final = "allauth.mfa.base.views"
PASSKEYS: Final = "allauth.mfa.webauthn.views"
APP: Final = "allauth.mfa.totp.views"
CODES: Final = "allauth.mfa.recovery_codes.views"
OURS: Final = "directory.staff.views"


def late(name: str) -> Callable[..., HttpResponseBase]:
    """Return a view that is loaded, by its full name, with the first request for it."""

    def view(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        answer: HttpResponseBase = import_string(name)(request, *given, **named)
        return answer

    return view


urlpatterns = [
    # The admin's own pages of these names are reached by nobody any more.
    path("login/", late(f"{ACCOUNT}.login"), name="account_login"),
    path("logout/", late(f"{ACCOUNT}.logout"), name="account_logout"),
    path("password_change/", late(f"{ACCOUNT}.password_change"), name="account_change_password"),
    path("invitation/<str:whom>/<str:token>/", late(f"{OURS}.invitation"), name="staff-invitation"),
    path("me/", late(f"{OURS}.own_index"), name="mfa_index"),
    path("me/enrol/", late(f"{OURS}.enrol"), name="staff-enrol"),
    path("me/sessions/", late(f"{OURS}.sessions"), name="staff-sessions"),
    path("me/password/", late(f"{ACCOUNT}.password_set"), name="account_set_password"),
    path("me/code/", late(f"{FACTORS}.authenticate"), name="mfa_authenticate"),
    path("me/again/code/", late(f"{FACTORS}.reauthenticate"), name="mfa_reauthenticate"),
    path(
        "me/again/passkey/",
        late(f"{PASSKEYS}.reauthenticate_webauthn"),
        name="mfa_reauthenticate_webauthn",
    ),
    path("me/passkeys/sign-in/", late(f"{PASSKEYS}.login_webauthn"), name="mfa_login_webauthn"),
    path("me/passkeys/add/", late(f"{OURS}.add_passkey"), name="mfa_add_webauthn"),
    path("me/passkeys/<int:pk>/name/", late(f"{OURS}.rename_passkey"), name="mfa_edit_webauthn"),
    path(
        "me/passkeys/<int:pk>/remove/", late(f"{OURS}.remove_passkey"), name="mfa_remove_webauthn"
    ),
    path("me/app/add/", late(f"{OURS}.activate_app"), name="mfa_activate_totp"),
    path("me/app/remove/", late(f"{APP}.deactivate_totp"), name="mfa_deactivate_totp"),
    path("me/codes/", late(f"{CODES}.view_recovery_codes"), name="mfa_view_recovery_codes"),
    path(
        "me/codes/new/",
        late(f"{CODES}.generate_recovery_codes"),
        name="mfa_generate_recovery_codes",
    ),
]
