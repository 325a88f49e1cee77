"""Who may open which address of the staff area: one table, walked over every address there is.

An address without a row fails, and so does a row without an address: what is new is closed until
somebody has said whose it is.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from resources.choices import CadenceKind, Publication, ReportKind, TombstoneReason
from resources.curation import recall, rules, snapshots
from resources.curation.daily import run
from resources.curation.reports import receive
from resources.curation.roles import Role
from resources.models import (
    OrganizationIdentifier,
    PlaceTables,
    Service,
    Suppression,
    SynonymGroup,
    Taxonomy,
    TaxonomyTerm,
    WatchedPage,
    WatchRun,
    WatchTask,
)
from tests.confirming import a_link
from tests.factories import (
    CollectionFactory,
    LocationFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
    term,
)
from tests.privacy.asking import EVERY_ROUTE
from tests.proposing import a_proposal
from tests.proposing_records import a_change
from tests.publishing import publish_all
from tests.second_factor import give_passkey
from tests.staff.conftest import People, browser

Who = frozenset[Role]

LEAD: Final = frozenset({Role.SAFETY_LEAD})
APPROVERS: Final = LEAD | {Role.APPROVER}
EDITORS: Final = APPROVERS | {Role.EDITOR}
READERS: Final = EDITORS | {Role.VIEWER}
PEOPLE: Final = frozenset({Role.ADMINISTRATOR})
ALL: Final = READERS | PEOPLE
NOBODY: Final[Who] = frozenset()

# Of each model: who sees its rows, who adds, who changes and who deletes one.
MODELS: Final[dict[str, tuple[Who, Who, Who, Who]]] = {
    "auth_user": (PEOPLE, PEOPLE, PEOPLE, NOBODY),
    "resources_organization": (READERS, EDITORS, EDITORS, APPROVERS),
    "resources_service": (READERS, EDITORS, EDITORS, NOBODY),
    "resources_location": (READERS, EDITORS, EDITORS, APPROVERS),
    "resources_collection": (READERS, EDITORS, EDITORS, APPROVERS),
    # Whatever is saved or deleted here waits for a second person.
    "resources_taxonomy": (READERS, EDITORS, EDITORS, EDITORS),
    "resources_taxonomyterm": (READERS, EDITORS, EDITORS, EDITORS),
    "resources_synonymgroup": (READERS, EDITORS, EDITORS, EDITORS),
    "resources_report": (READERS, NOBODY, EDITORS, NOBODY),
    "resources_suppression": (READERS, APPROVERS, APPROVERS, APPROVERS),
    # Written by steps, checks and programs; looked at here.
    "resources_contactroute": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_schedule": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_serviceatlocation": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_servicearea": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_region": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_placetables": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_publishedrecord": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_datarevision": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_verification": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_review": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_tombstone": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_recall": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_snapshot": (READERS, NOBODY, NOBODY, NOBODY),
    # Kept by the daily run, and by every writer.
    "resources_duefact": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_lapse": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_dailyrun": (READERS, NOBODY, NOBODY, NOBODY),
    # Two approvers set one, by an address of its own.
    "resources_withdrawalrule": (READERS, NOBODY, NOBODY, NOBODY),
    # An editor drops; to give back and to approve are rights of their own.
    "resources_proposal": (READERS, NOBODY, EDITORS, NOBODY),
    "resources_proposalrevision": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_recordproposal": (READERS, NOBODY, EDITORS, NOBODY),
    "resources_recordrevision": (READERS, NOBODY, NOBODY, NOBODY),
    # Asked from a page of its own; an editor takes a link back.
    "resources_confirmation": (READERS, NOBODY, EDITORS, NOBODY),
    # What the watch found: an editor closes it.
    "resources_watchtask": (READERS, NOBODY, EDITORS, NOBODY),
    "resources_watchedpage": (READERS, NOBODY, NOBODY, NOBODY),
    "resources_watchrun": (READERS, NOBODY, NOBODY, NOBODY),
}
# Of every other address: who may look, and who may send a form there.
OTHERS: Final[dict[str, tuple[Who, Who]]] = {
    "resources_service_check": (EDITORS, EDITORS),
    "staff-due": (READERS, READERS),
    "resources_withdrawalrule_standing": (READERS, READERS),
    "resources_withdrawalrule_set": (APPROVERS, APPROVERS),
    "resources_confirmation_ask": (READERS, EDITORS),
    "resources_service_preview": (READERS, NOBODY),
    "resources_proposal_waiting": (READERS, READERS),
    "resources_watchtask_waiting": (READERS, READERS),
    "resources_proposal_approve": (APPROVERS, APPROVERS),
    "resources_recordproposal_approve": (APPROVERS, APPROVERS),
    "resources_service_recall": (EDITORS, EDITORS),
    "resources_service_merge": (APPROVERS, APPROVERS),
    "resources_service_import": (EDITORS, EDITORS),
    "resources_service_export": (APPROVERS, APPROVERS),
    "resources_service_template": (EDITORS, NOBODY),
    "resources_service_step submit": (EDITORS, EDITORS),
    "resources_service_step publish": (APPROVERS, APPROVERS),
    "resources_service_step return_to_author": (APPROVERS, APPROVERS),
    "resources_service_step withdraw": (EDITORS, EDITORS),
    "resources_service_step fly": (NOBODY, NOBODY),
    "staff_invite": (PEOPLE, PEOPLE),
    "staff_end_sessions": (PEOPLE, PEOPLE),
    # Everybody's own sign-in.
    "account_login": (ALL, ALL),
    "account_logout": (ALL, ALL),
    "account_change_password": (ALL, ALL),
    "account_set_password": (ALL, ALL),
    "staff-invitation": (ALL, ALL),
    "staff-enrol": (ALL, ALL),
    "staff-sessions": (ALL, ALL),
    "mfa_index": (ALL, NOBODY),
    "mfa_authenticate": (ALL, ALL),
    "mfa_reauthenticate": (ALL, ALL),
    "mfa_reauthenticate_webauthn": (ALL, ALL),
    "mfa_login_webauthn": (ALL, ALL),
    "mfa_add_webauthn": (ALL, ALL),
    "mfa_edit_webauthn": (ALL, ALL),
    "mfa_remove_webauthn": (ALL, ALL),
    "mfa_activate_totp": (ALL, ALL),
    "mfa_deactivate_totp": (ALL, ALL),
    "mfa_view_recovery_codes": (ALL, NOBODY),
    "mfa_generate_recovery_codes": (ALL, ALL),
    # The frame of the admin: it shows what each may see.
    "index": (ALL, NOBODY),
    "staff-desk": (ALL, NOBODY),
    "staff-coverage": (READERS, NOBODY),
    "login": (ALL, ALL),
    "logout": (ALL, ALL),
    "password_change": (ALL, ALL),
    "password_change_done": (ALL, NOBODY),
    "jsi18n": (ALL, NOBODY),
    "autocomplete": (READERS, NOBODY),
    # It leads to a public address, and says nothing itself.
    "view_on_site": (ALL, ALL),
    "app_list resources": (READERS, READERS),
    "app_list auth": (PEOPLE, PEOPLE),
    # A short address leads to the page of the row, which asks for the right.
    "None row": (ALL, ALL),
    # All that there is not.
    "None rest": (NOBODY, NOBODY),
}
STEPS: Final = ("submit", "publish", "return_to_author", "withdraw", "fly")
ORGANIZATIONS: Final = "app_label=resources&model_name=service&field_name=organization"


def rows() -> dict[str, tuple[Who, Who]]:
    """Return the whole table, with the pages of each model."""
    whole = dict(OTHERS)
    for name, (sees, adds, changes, deletes) in MODELS.items():
        # The form of a list does steps; each of them asks for its own right.
        whole[f"{name}_changelist"] = (sees, sees)
        whole[f"{name}_add"] = (adds, adds)
        whole[f"{name}_change"] = (sees, changes)
        whole[f"{name}_delete"] = (deletes, deletes)
        whole[f"{name}_history"] = (sees, sees)
    return whole


ROWS: Final = rows()


def make_work(service: Service) -> None:
    """Make a row of each kind that the work of the staff leaves."""
    receive(service, [ReportKind.SERVICE_CLOSED], "", timezone.localdate())
    a_proposal(ServiceFactory.make(), UserFactory.make())
    a_change(term("helpline"), UserFactory.make(), name="Somebody to ring")
    a_link(ServiceFactory.make(), "a secret")
    publish_all()
    run(timezone.now() + timedelta(days=900))
    rules.propose(CadenceKind.LOCAL, 60, "Gone.", UserFactory.make(), timezone.now())
    snapshots.found([service.pk], timezone.now())


def make_watch(service: Service) -> None:
    """Make a round of the watch that goes on, and what it found."""
    now = timezone.now()
    page = WatchedPage.objects.create(
        address="https://a.example/",
        service=service,
        state="unreachable",
        since=timezone.localdate(),
        looked_at=now,
    )
    WatchTask.objects.create(page=page, kind="unreachable", opened_at=now)
    WatchRun.objects.create(started_at=now, beat_at=now, place=1)


def a_row_of_every_kind() -> dict[str, Any]:
    """Make a row of every model, in a state in which it could be changed and deleted."""
    service = ServiceFactory.make(
        publication=Publication.DRAFT, hours=[("MO", "09:00", "17:00")], terms=["helpline"]
    )
    ServiceAtLocationFactory.make(service=service)
    VerificationFactory.make(service=service, contact_route=service.contacts.get())
    organization = OrganizationFactory.make()
    OrganizationIdentifier.objects.create(
        organization=organization, scheme="GB-CHC", identifier="1000001"
    )
    make_work(service)
    Suppression.objects.create(
        kind="name", value="gone", reason="It closed.", review_on=timezone.localdate()
    )
    PlaceTables.objects.create(
        made_at=timezone.now(), source_name="postcodes.csv", row_count=1, content=b"zip"
    )
    make_watch(service)
    gone = ServiceFactory.make()
    boss = UserFactory.make(username="boss")
    recall.recall(gone, boss, timezone.now(), TombstoneReason.CLOSED, gone.name)
    return {
        **_unused_terms(),
        "resources_service": service,
        "moving": ServiceFactory.make(publication=Publication.DRAFT),
        "resources_organization": organization,
        "resources_location": LocationFactory.make(),
        "resources_collection": CollectionFactory.make(services=[], is_published=False),
        "resources_synonymgroup": SynonymGroup.objects.create(words=["a b", "c d"]),
        "auth_user": UserFactory.make(username="quiet", is_superuser=False),
    }


def _unused_terms() -> dict[str, Any]:
    taxonomy = Taxonomy.objects.create(slug="unused", name="Unused")
    unused = TaxonomyTerm.objects.create(taxonomy=taxonomy, slug="unused", code="zzz", name="Not")
    return {"resources_taxonomy": taxonomy, "resources_taxonomyterm": unused}


@pytest.fixture
def rows_of_all_kinds(db: None) -> dict[str, Any]:
    return a_row_of_every_kind()


def _key(made: dict[str, Any], name: str) -> str:
    """Return the key of the row of a model that an address is tried with."""
    row = made.get(name)
    if row is None:
        app, _, model = name.partition("_")
        found: type[Model] = apps.get_model(app, model)
        row = found._default_manager.first()
    assert row is not None, name
    return str(row.pk)


def addresses(made: dict[str, Any], passkey: int) -> Iterator[tuple[str, str]]:
    """Yield the row and the address of everything below the staff address."""
    for name, pattern in EVERY_ROUTE:
        if pattern.startswith("/staff/"):
            for row, path in variants(name, pattern.rstrip("$")):
                yield row, filled_in(path, made, passkey)


def variants(name: str, path: str) -> list[tuple[str, str]]:
    """Return the rows of a pattern; one that takes several values of its own has one for each."""
    if name == "resources_service_step":
        return [(f"{name} {step}", path.replace("<slug:step>", step)) for step in STEPS]
    if name == "resources_service_template":
        return [(name, path.replace("<slug:form>", "csv"))]
    if name == "app_list":
        return [(f"{name} {app}", f"/staff/{app}/") for app in ("resources", "auth")]
    if name == "None":
        kind = "row" if "object_id" in path else "rest"
        return [(f"{name} {kind}", path.replace("(?P<url>.*)", "nothing/here/"))]
    if name == "view_on_site":
        services = ContentType.objects.get_for_model(Service).pk
        return [(name, f"/staff/r/{services}/{Service.objects.published()[0].pk}/")]
    if name == "autocomplete":
        return [(name, f"{path}?{ORGANIZATIONS}")]
    return [(name, path)]


def filled_in(path: str, made: dict[str, Any], passkey: int) -> str:
    """Return an address with the keys of rows that there are."""
    model = "_".join(path.split("/")[2:4])
    if "/step/" in path:
        # One step may be taken while the table is walked: the listing is not the one of the form.
        return path.replace("<uuid:object_id>", str(made["moving"].pk))
    if "<uuid:service_id>" in path:
        return path.replace("<uuid:service_id>", _key(made, "resources_service"))
    if model in MODELS and "<" in path:
        return re.sub(r"<[^>]+>", _key(made, model), path)
    return re.sub(r"<[^>]+>", str(passkey), path)


def is_open(client: Client, method: str, address: str) -> bool:
    """Tell whether an address answers somebody; a refusal is 403, or 404 for what is not shown."""
    status = client.generic(method, address).status_code
    assert status in {200, 302, 301, 403, 404, 405, 410}, (status, address)
    return status not in {403, 404, 405}


def test_every_address_of_the_staff_has_its_row_and_every_row_its_address(
    rows_of_all_kinds: dict[str, Any],
) -> None:
    assert {name for name, _ in addresses(rows_of_all_kinds, 1)} == set(ROWS)


@pytest.mark.long
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("method", "column"), [("GET", 0), ("POST", 1)])
def test_every_address_opens_for_its_roles_and_for_nobody_else(
    rows_of_all_kinds: dict[str, Any],
    make_person: People,
    role: Role,
    method: str,
    column: int,
) -> None:
    person: User = make_person("ida", role)
    client = browser(person)
    passkey = give_passkey(person)
    RecoveryCodes.activate(person)
    wrong = []
    for name, address in addresses(rows_of_all_kinds, passkey.pk):
        if method == "POST" and name in {"account_logout", "logout", "mfa_remove_webauthn"}:
            continue  # they end what the others need
        if is_open(client, method, address) is not (role in ROWS[name][column]):
            wrong.append(f"{method} {name} ({address})")
    assert not wrong, "\n".join(wrong)


def test_an_address_that_nobody_has_a_row_for_is_found(
    rows_of_all_kinds: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tests.staff.test_matrix.EVERY_ROUTE", [*EVERY_ROUTE, ("new", "/staff/new/")]
    )
    assert {name for name, _ in addresses(rows_of_all_kinds, 1)} - set(ROWS) == {"new"}


def test_the_roles_grow_but_for_the_one_that_looks_after_people() -> None:
    for name, (looks, acts) in ROWS.items():
        for who in (looks, acts):
            content = who - PEOPLE
            assert content in {NOBODY, LEAD, APPROVERS, EDITORS, READERS}, name
