"""`manage.py invite NAME --role ROLE`: an address that lets one person in, once."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from directory.staff import proof
from directory.staff.groups import give_role, role_of
from directory.staff.invitations import invitation_path, lifetime_hours, start_again
from resources.curation.roles import Role


class Command(BaseCommand):
    """No password is made or sent: the person chooses a passkey at the address."""

    help = "Print a one-time address at which a member of the staff enrols."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name to sign in with")
        parser.add_argument("--role", choices=Role.values, help="needed for somebody new")
        parser.add_argument(
            "--again",
            action="store_true",
            help="for somebody who lost everything: takes passkeys, app, codes and password away",
        )
        parser.add_argument("--site", help="how the site's address begins, as in https://host")

    @transaction.atomic
    def handle(self, *args: Any, name: str, role: str | None, again: bool, **options: Any) -> None:
        """Find or make the account, and print the address and what it is for."""
        user = User.objects.filter(username=name).first() or _new(name, role)
        if not (user.is_active and user.is_staff):
            raise CommandError(f"{name} was switched off. Switch the account on first.")
        if again:
            start_again(user)
        elif proof.has_second_factor(user):
            raise CommandError(f"{name} can sign in already. If everything is lost, add --again.")
        if role:
            give_role(user, Role(role))
        if role_of(user) is None and not user.is_superuser:
            raise CommandError(f"{name} has no role yet. Say which: --role {Role.EDITOR}")
        site = (options["site"] or _site()).rstrip("/")
        self.stdout.write(f"{site}{invitation_path(user)}")
        self.stdout.write(
            f"It works once, within {lifetime_hours()} hours. Give it to {name} in person or by "
            "a channel that you trust; whoever opens it first becomes that account."
        )


def _new(name: str, role: str | None) -> User:
    if not role:
        raise CommandError(f"There is no {name} yet. Say which role: --role {Role.ADMINISTRATOR}")
    user = User(username=name, is_staff=True)
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError as mistake:
        raise CommandError("; ".join(mistake.messages)) from mistake
    user.save()
    return user


def _site() -> str:
    """Return how the address begins. A passkey needs a name, so this machine is "localhost"."""
    if settings.PLAIN_HTTP:
        return f"http://localhost:{settings.LOCAL_PORT}"
    return f"https://{settings.ALLOWED_HOSTS[0]}" if settings.ALLOWED_HOSTS else "https://localhost"
