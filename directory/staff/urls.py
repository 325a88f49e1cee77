"""The addresses of the door, all below the staff address; they stand before those of the admin.

Each page of django-allauth that we use is named here: what is not named cannot be opened.
"""

from allauth.account.views import login, logout, password_change, password_set
from allauth.mfa.base.views import authenticate, reauthenticate
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import deactivate_totp
from allauth.mfa.webauthn.views import login_webauthn, reauthenticate_webauthn
from django.urls import path

from directory.staff import views

urlpatterns = [
    # The admin's own pages of these names are reached by nobody any more.
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("password_change/", password_change, name="account_change_password"),
    path("invitation/<str:whom>/<str:token>/", views.invitation, name="staff-invitation"),
    path("me/", views.OwnIndex.as_view(), name="mfa_index"),
    path("me/enrol/", views.enrol, name="staff-enrol"),
    path("me/sessions/", views.sessions, name="staff-sessions"),
    path("me/password/", password_set, name="account_set_password"),
    path("me/code/", authenticate, name="mfa_authenticate"),
    path("me/again/code/", reauthenticate, name="mfa_reauthenticate"),
    path("me/again/passkey/", reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("me/passkeys/sign-in/", login_webauthn, name="mfa_login_webauthn"),
    path("me/passkeys/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("me/passkeys/<int:pk>/name/", views.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("me/passkeys/<int:pk>/remove/", views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("me/app/add/", views.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("me/app/remove/", deactivate_totp, name="mfa_deactivate_totp"),
    path("me/codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("me/codes/new/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
