"""The forms of the door that differ from django-allauth's."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name")
        plain_fields(self)


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A passkey alone has to be enough to sign in, so it always checks who holds it."""

    passwordless = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you want to call it")
        plain_fields(self)

    def clean(self) -> dict[str, Any]:
        """Demand a PIN, a finger or a face, whatever the browser has sent."""
        self.cleaned_data["passwordless"] = True
        return dict(super().clean())


def plain_fields(form: forms.Form) -> None:
    """Take away text that stands in fields: it vanishes when somebody types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        # No help may hold markup of its own here.
        field.help_text = ""
