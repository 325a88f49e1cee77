"""Administrators look after people, and cannot make themselves, or anybody, all-powerful."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from directory.staff import people
from directory.staff.groups import give_role, missing_rights, role_of, write_roles
from directory.staff.models import StaffSession
from resources.curation.roles import REFUSALS, RIGHTS, STEP_RIGHTS, Role, can_step, check_step
from tests.factories import UserFactory
from tests.staff.conftest import People, browser

ROLES = list(Role)


@pytest.fixture
def desk(padma: User) -> Client:
    """The browser of the administrator."""
    return browser(padma)


def change(client: Client, user: User, **sent: Any) -> Any:
    """Send the form of a person, as it stands but for what is given; return the answer."""
    now = role_of(user)
    whole = {"username": user.username, "is_active": "on", "role": now.value if now else "viewer"}
    whole = {name: value for name, value in (whole | sent).items() if value is not None}
    return client.post(f"/staff/auth/user/{user.pk}/change/", whole)


def errors(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.context["adminform"].form.errors)


def test_somebody_new_is_added_without_a_password_and_invited(desk: Client) -> None:
    assert desk.get("/staff/auth/user/add/").status_code == 200
    sent = {"username": "bryn", "role": "editor", "is_active": "on", "is_superuser": "on"}
    desk.post("/staff/auth/user/add/", sent)
    bryn = User.objects.get(username="bryn")
    assert (role_of(bryn), bryn.is_staff, bryn.is_superuser) == (Role.EDITOR, True, False)
    assert not bryn.has_usable_password()
    where = f"/staff/auth/user/{bryn.pk}/invite/"
    assert desk.get(where).context["address"] == ""
    address = desk.post(where).context["address"]
    assert address.startswith("http://testserver/staff/invitation/")
    assert Client().post(address.removeprefix("http://testserver")).status_code == 302


def test_a_role_is_changed_and_takes_the_old_one_away(desk: Client, asha: User) -> None:
    assert change(desk, asha, role="viewer").status_code == 302
    assert [group.name for group in asha.groups.all()] == ["viewer"]


def test_a_role_that_is_taken_away_counts_at_the_next_request(
    desk: Client, make_person: People
) -> None:
    ola = make_person("ola", Role.APPROVER)
    own = browser(ola)
    new = "/staff/resources/service/add/"
    assert own.get(new).status_code == 200
    assert change(desk, ola, role=Role.VIEWER.value).status_code == 302
    assert own.get(new).status_code == 403


@pytest.mark.parametrize("role", [role for role in ROLES if role is not Role.ADMINISTRATOR])
def test_nobody_changes_their_own_role(desk: Client, padma: User, role: Role) -> None:
    assert "Nobody changes their own role" in errors(change(desk, padma, role=role.value))
    assert role_of(padma) is Role.ADMINISTRATOR


def test_nobody_switches_off_themselves(desk: Client, padma: User, make_person: People) -> None:
    make_person("ola", Role.ADMINISTRATOR)
    assert "own account" in errors(change(desk, padma, is_active=None))


@pytest.mark.parametrize("sent", [{"is_active": None}, {"role": "editor"}])
def test_the_last_administrator_cannot_go(
    padma: User, make_person: People, sent: dict[str, str | None]
) -> None:
    ola = make_person("ola", Role.ADMINISTRATOR)
    desk = browser(ola)
    assert change(desk, padma, **sent).status_code == 302
    boss = browser(UserFactory.make())
    assert "last administrator" in errors(change(boss, ola, **sent))
    ola.refresh_from_db()
    assert ola.is_active
    assert role_of(ola) is Role.ADMINISTRATOR


def test_no_form_makes_a_superuser_or_gives_single_rights(desk: Client, asha: User) -> None:
    right = Permission.objects.get(codename="recall_service")
    sent = {"is_superuser": "on", "user_permissions": [right.pk], "is_staff": "on", "groups": [1]}
    assert change(desk, asha, **sent).status_code == 302
    asha.refresh_from_db()
    assert not asha.is_superuser
    assert not asha.user_permissions.exists()
    fields = desk.get(f"/staff/auth/user/{asha.pk}/change/").context["adminform"].form.fields
    assert set(fields) == {"username", "first_name", "last_name", "is_active", "role"}


def test_an_account_with_every_right_is_not_changed_by_an_administrator(desk: Client) -> None:
    boss = UserFactory.make(username="boss")
    assert change(desk, boss, username="nobody").status_code == 403
    assert desk.post(f"/staff/auth/user/{boss.pk}/invite/").status_code == 403


def test_an_administrator_sees_no_content(desk: Client) -> None:
    assert desk.get("/staff/").context["app_list"][0]["app_label"] == "auth"
    assert len(desk.get("/staff/").context["app_list"]) == 1


def test_nobody_invites_themselves_or_ends_their_own_sessions_there(
    desk: Client, padma: User
) -> None:
    for page in ("invite", "end-sessions"):
        assert desk.post(f"/staff/auth/user/{padma.pk}/{page}/").status_code == 403


def test_an_administrator_ends_the_sessions_of_somebody(desk: Client, asha: User) -> None:
    client = browser(asha)
    assert "End all sessions" in desk.get(f"/staff/auth/user/{asha.pk}/change/").content.decode()
    desk.post(f"/staff/auth/user/{asha.pk}/end-sessions/")
    assert client.get("/staff/").status_code == 302
    assert not StaffSession.objects.filter(user=asha).exists()


def test_the_list_says_who_has_which_role_and_a_second_factor(desk: Client, asha: User) -> None:
    page = desk.get("/staff/auth/user/").content.decode()
    assert "Approver" in page
    assert 'alt="False"' in page
    assert 'alt="True"' in page


def test_secrets_rights_and_roles_are_no_rows_of_the_staff_area() -> None:
    shown = {model.__name__ for model in admin.site._registry}
    assert shown.isdisjoint(
        {"Authenticator", "EmailAddress", "Group", "Permission", "StaffSession"}
    )


def test_a_right_that_was_added_by_hand_goes_with_the_next_migration(db: None) -> None:
    viewers = Group.objects.get(name="viewer")
    viewers.permissions.add(Permission.objects.get(codename="recall_service"))
    write_roles()
    held = {permission.codename for permission in viewers.permissions.all()}
    assert held == {right.partition(".")[2] for right in RIGHTS[Role.VIEWER]}


def test_a_right_that_no_model_has_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RIGHTS, Role.VIEWER, frozenset({"resources.fly"}))
    assert missing_rights() == ["resources.fly"]


def test_the_roles_name_only_rights_that_there_are(db: None) -> None:
    assert missing_rights() == []


WHO_MAY = {
    "submit": {Role.EDITOR, Role.APPROVER, Role.SAFETY_LEAD},
    "withdraw": {Role.EDITOR, Role.APPROVER, Role.SAFETY_LEAD},
    "recall": {Role.EDITOR, Role.APPROVER, Role.SAFETY_LEAD},
    "check": {Role.EDITOR, Role.APPROVER, Role.SAFETY_LEAD},
    "import": {Role.EDITOR, Role.APPROVER, Role.SAFETY_LEAD},
    "publish": {Role.APPROVER, Role.SAFETY_LEAD},
    "return_to_author": {Role.APPROVER, Role.SAFETY_LEAD},
    "export": {Role.APPROVER, Role.SAFETY_LEAD},
    "merge": {Role.APPROVER, Role.SAFETY_LEAD},
    "set a rule": {Role.APPROVER, Role.SAFETY_LEAD},
    "confirm": {Role.EDITOR, Role.APPROVER, Role.SAFETY_LEAD},
    "fly": set(),
}


@pytest.mark.parametrize("role", ROLES)
def test_each_step_belongs_to_its_roles_and_a_refusal_has_a_reason(
    make_person: People, role: Role
) -> None:
    user = make_person("ida", role)
    allowed = {step for step in WHO_MAY if can_step(user, step)}
    assert allowed == {step for step, roles in WHO_MAY.items() if role in roles}
    assert {step for step in WHO_MAY if not check_step(user, step)} == allowed
    assert set(STEP_RIGHTS) == set(REFUSALS) == set(WHO_MAY) - {"fly"}


def test_the_rules_about_people_come_in_pairs_that_agree(
    asha: User, padma: User, make_person: People
) -> None:
    ola = make_person("ola", Role.ADMINISTRATOR)
    for actor in (asha, padma):
        for person in (asha, padma, ola, UserFactory.make()):
            assert people.can_change_person(actor, person) is not bool(
                people.check_change_person(actor, person)
            )
            assert people.can_switch_off(actor, person) is not bool(
                people.check_switch_off(actor, person)
            )
            for role in ROLES:
                assert people.can_give_role(actor, person, role) is not bool(
                    people.check_give_role(actor, person, role)
                )
    assert people.can_switch_off(padma, asha)
    assert not people.can_change_person(asha, ola)
    give_role(ola, Role.VIEWER)
    assert people.check_switch_off(ola, padma).startswith("This is the last")
