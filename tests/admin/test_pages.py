"""Every page of the staff area opens for a curator, and for nobody else."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.test import Client, RequestFactory
from django.utils import timezone

from resources.admin.permissions import signed_in
from resources.choices import CadenceKind, ReportKind, TombstoneReason
from resources.curation import recall, reports, rules, snapshots
from resources.curation.daily import run
from resources.models import (
    OrganizationIdentifier,
    PlaceTables,
    Service,
    Suppression,
    SynonymGroup,
    WatchedPage,
    WatchRun,
    WatchTask,
)
from tests.admin.forms import address
from tests.confirming import a_link
from tests.factories import (
    CollectionFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
    term,
)
from tests.proposing import a_proposal
from tests.proposing_records import a_change
from tests.publishing import publish_all
from tests.rows_again import made_again

MODELS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in {"resources", "auth"} and model is not Group
]
# Rows of these are seen on the pages of the rows that they belong to.
PARTS = {"OrganizationIdentifier", "CollectionEntry"}
# Nobody looks at these: they find the versions that name a place.
LINKS = {"SnapshotPlace", "ProposedPlace"}
# What a provider wants is read on the page of the question, which is no form.
READ_THERE = {"ProviderChange"}
# What programs were told, as digests: nobody can read anything in it.
TOLD = {"Change"}
ADDED_BY_HAND = {
    "User", "Organization", "Service", "Location", "Collection", "Taxonomy", "TaxonomyTerm",
    "SynonymGroup", "Suppression",
}  # fmt: skip


def make_one_of_each() -> User:
    """Make a row in every table; return the curator who has made them."""
    curator = UserFactory.make(username="asha")
    service = ServiceFactory.make(hours=[("MO", "09:00", "17:00")], terms=["helpline"])
    ServiceAtLocationFactory.make(service=service)
    VerificationFactory.make(service=service, contact_route=service.contacts.get())
    CollectionFactory.make(services=[service])
    OrganizationIdentifier.objects.create(
        organization=service.organization, scheme="GB-CHC", identifier="1000001"
    )
    reports.receive(service, [ReportKind.HOURS_WRONG], "", timezone.localdate())
    PlaceTables.objects.create(
        made_at=timezone.now(), source_name="postcodes.csv", row_count=1, content=b"zip"
    )
    Suppression.objects.create(
        kind="host", value="evil.example", reason="Took it over.", review_on=timezone.localdate()
    )
    SynonymGroup.objects.create(words=["a b", "c d"])
    publish_all()
    run(timezone.now() + timedelta(days=900))
    rules.propose(CadenceKind.LOCAL, 60, "Gone.", curator, timezone.now())
    snapshots.found([service.pk], timezone.now())
    a_proposal(service, curator)
    a_change(term("helpline"), curator, name="Somebody to ring")
    a_link(service, "a secret")
    now = timezone.now()
    page = WatchedPage.objects.create(
        address="https://a.example/", service=service, state="ok", since=now.date(), looked_at=now
    )
    WatchTask.objects.create(page=page, kind="certificate", opened_at=now)
    WatchRun.objects.create(started_at=now, beat_at=now, place=1)
    gone = ServiceFactory.make()
    recall.recall(gone, curator, timezone.now(), TombstoneReason.CLOSED, gone.name)
    return curator


@pytest.fixture
def curator(db: None) -> User:
    return made_again(make_one_of_each)


@pytest.fixture
def one_of_each(curator: User) -> None:
    """A row in every table."""


def test_every_model_of_the_domain_has_a_place_in_the_staff_area() -> None:
    ours = {model.__name__ for model in apps.get_app_config("resources").get_models()}
    shown = {model.__name__ for model in MODELS if model._meta.app_label == "resources"}
    inline = {one.model.__name__ for page in admin.site._registry.values() for one in page.inlines}
    assert ours - shown == PARTS | LINKS | READ_THERE | TOLD
    assert inline >= PARTS


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("model", MODELS)
def test_the_list_of_every_model_opens(staff: Client, model: type[Model]) -> None:
    assert model._default_manager.exists()
    response = staff.get(address(model, "changelist"))
    assert response.status_code == 200
    assert response.context["cl"].result_count == model._default_manager.count()


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("model", MODELS)
def test_the_search_of_every_list_works(staff: Client, model: type[Model]) -> None:
    response = staff.get(address(model, "changelist"), {"q": "nobody-has-this"})
    assert response.status_code == 200
    assert response.context["cl"].result_count == 0


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("model", MODELS)
def test_the_page_of_a_row_of_every_model_opens(staff: Client, model: type[Model]) -> None:
    row = model._default_manager.first()
    assert staff.get(address(model, "change", row)).status_code == 200


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("model", MODELS)
def test_only_what_is_made_by_hand_can_be_added(staff: Client, model: type[Model]) -> None:
    wanted = 200 if model.__name__ in ADDED_BY_HAND else 403
    assert staff.get(address(model, "add")).status_code == wanted


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("model", MODELS)
def test_a_stranger_sees_only_the_sign_in(client: Client, model: type[Model]) -> None:
    response = client.get(address(model, "changelist"))
    assert response.status_code == 302
    assert response["Location"].startswith("/staff/login/")


def test_a_user_who_is_not_of_the_staff_cannot_enter(client: Client, db: None) -> None:
    client.force_login(UserFactory.make(is_staff=False))
    assert client.get(address(Service, "changelist")).status_code == 302


def test_nothing_is_done_in_the_name_of_nobody() -> None:
    request = RequestFactory().get("/staff/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        signed_in(request)
