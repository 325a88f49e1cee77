"""People in the staff area: who works here, in which role; and nothing of their secrets."""

from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from directory.staff import people, proof
from directory.staff.groups import give_role, role_of
from directory.staff.invitations import invitation_path, lifetime_hours, start_again
from directory.staff.sessions import end_sessions
from resources.curation.roles import Role

# These register the rows that are taken out below.
for registering in ("allauth.account", "allauth.mfa", "django.contrib.auth"):
    import_module(f"{registering}.admin")
# Secrets, addresses and rights are no rows for a form: roles are given whole.
for hidden in (EmailAddress, Authenticator, Group, User):
    if admin.site.is_registered(hidden):
        admin.site.unregister(hidden)


class PersonForm(forms.ModelForm[User]):
    """A name, a role, and whether the account is open. No password, and no single rights."""

    role = forms.ChoiceField(choices=Role.choices, label=_lazy("Role"))
    # Set by the page: who fills the form in.
    actor: User

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = role_of(self.instance) if self.instance.pk else None
        if "role" in self.fields:
            self.fields["role"].initial = now.value if now else Role.VIEWER.value

    def clean_role(self) -> Role:
        """Refuse a role that this person may not give."""
        role = Role(self.cleaned_data["role"])
        if reason := people.check_give_role(self.actor, self.instance, role):
            raise ValidationError(reason)
        return role

    def clean_is_active(self) -> bool:
        """Refuse to switch off oneself, or the last administrator."""
        is_active = bool(self.cleaned_data["is_active"])
        was_active = bool(self.instance.pk) and bool(self.initial.get("is_active"))
        if was_active and not is_active:
            person = User.objects.get(pk=self.instance.pk)
            if reason := people.check_switch_off(self.actor, person):
                raise ValidationError(reason)
        return is_active


@admin.register(User)
class PersonAdmin(admin.ModelAdmin[User]):
    """The people of the staff."""

    form = PersonForm
    list_display = ("username", "role", "is_active", "has_factor", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "first_name", "last_name")
    ordering = ("username",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Read roles and factors of the whole list at once."""
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=proof.FACTORS)
        rows: QuerySet[User] = super().get_queryset(request)
        return rows.annotate(factor=Exists(factors)).prefetch_related("groups")

    def get_urls(self) -> list[URLPattern]:
        """Add the pages that invite a person, and end their sessions."""
        guard = self.admin_site.admin_view
        return [
            path("<int:pk>/invite/", guard(self.invite), name="staff_invite"),
            path("<int:pk>/end-sessions/", guard(self.end), name="staff_end_sessions"),
            *super().get_urls(),
        ]

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[User]]:
        """Tell the form who fills it in."""
        made = super().get_form(request, obj, change, **kwargs)
        return type(made.__name__, (made,), {"actor": request.user})

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Accounts with every right are made and changed on the server alone."""
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj is not None and obj.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """An account is switched off, never deleted: its steps keep their name."""
        return False

    @transaction.atomic
    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        """Check and save in one transaction, so that a rule still holds when it is written."""
        return super().changeform_view(*args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool
    ) -> None:
        """Save the account and its role; whoever is switched off is out at once."""
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        give_role(obj, form.cleaned_data["role"])
        if not obj.is_active:
            end_sessions(obj)

    def invite(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a one-time address for a person, whose factors go first where there are any."""
        person = self._person(request, pk)
        address = ""
        if request.method == "POST":
            start_again(person)
            self.log_change(request, person, _("Invited."))
            address = request.build_absolute_uri(invitation_path(person))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invite %(name)s") % {"name": person.username},
            "person": person,
            "address": address,
            "hours": lifetime_hours(),
            "is_enrolled": proof.has_second_factor(person),
        }
        return TemplateResponse(request, "admin/auth/user/invite.html", context)

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End every session of a person."""
        person = self._person(request, pk)
        if request.method == "POST":
            end_sessions(person)
            self.message_user(request, _("All sessions were ended."), messages.SUCCESS)
        return redirect("admin:auth_user_change", person.pk)

    def _person(self, request: HttpRequest, pk: int) -> User:
        """Return the account of another that may be changed; PermissionDenied for others."""
        person = get_object_or_404(User, pk=pk)
        allowed = isinstance(request.user, User) and people.can_change_person(request.user, person)
        if not allowed or person.pk == request.user.pk:
            raise PermissionDenied
        return person

    @admin.display(description=_lazy("role"))
    def role(self, user: User) -> str:
        role = role_of(user)
        return str(role.label) if role else "-"

    @admin.display(description=_lazy("second factor"), boolean=True, ordering="factor")
    def has_factor(self, user: Any) -> bool:
        return bool(user.factor)
