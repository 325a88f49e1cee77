"""What one person may do with the account of another.

Each rule comes as a pair: `check_...` gives the reason for a refusal, `can_...` a plain answer.
"""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from directory.staff.groups import role_of
from resources.curation.roles import Role


def check_change_person(actor: User, person: User) -> str:
    """Return the reason for which an account may not be changed by somebody; "" when it may."""
    if not actor.has_perm("auth.change_user"):
        return _("Only administrators look after people.")
    if person.is_superuser:
        return _("This account was made on the server, and is changed there.")
    return ""


def can_change_person(actor: User, person: User) -> bool:
    return not check_change_person(actor, person)


def check_give_role(actor: User, person: User, role: Role) -> str:
    """Return the reason for which somebody may not give a person a role; "" when they may."""
    now = role_of(person) if person.pk else None
    if role == now:
        return ""
    if person.pk == actor.pk:
        return _("Nobody changes their own role. Another administrator can.")
    if now == Role.ADMINISTRATOR and is_last_administrator(person):
        return _("This is the last administrator. Make another one first.")
    return check_change_person(actor, person)


def can_give_role(actor: User, person: User, role: Role) -> bool:
    return not check_give_role(actor, person, role)


def check_switch_off(actor: User, person: User) -> str:
    """Return the reason for which somebody may not switch an account off; "" when they may."""
    if person.pk == actor.pk:
        return _("Nobody switches their own account off. Another administrator can.")
    if is_last_administrator(person):
        return _("This is the last administrator. Make another one first.")
    return check_change_person(actor, person)


def can_switch_off(actor: User, person: User) -> bool:
    return not check_switch_off(actor, person)


def is_last_administrator(person: User) -> bool:
    """Tell whether nobody else could look after people, if this account went.

    The rows are locked: two administrators cannot remove each other in the same moment.
    """
    active = User.objects.filter(is_active=True, is_staff=True)
    administrators = active.filter(groups__name=Role.ADMINISTRATOR.value).select_for_update()
    ids = {administrator.pk for administrator in administrators}
    return ids == {person.pk}
