"""Puts a row of every kind into the database of a server, signs somebody in, and names the pages.

`manage.py shell` runs its `main`, with the environment of the server: one line of JSON is printed.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth import user_logged_in
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from resources.choices import Publication, ReportKind, TombstoneReason
from resources.curation import recall, snapshots
from resources.curation.reports import receive
from resources.models import (
    OrganizationIdentifier,
    PlaceTables,
    ProviderChange,
    Service,
    Suppression,
    TaxonomyTerm,
)
from tests.confirming import a_link
from tests.factories import (
    CollectionFactory,
    OrganizationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.proposing import a_new_number, a_proposal
from tests.publishing import publish_all
from tests.second_factor import sign_in_with_factor
from tests.staff.test_matrix import make_watch

STEPS = ("submit", "withdraw", "publish", "return_to_author")


def fill() -> dict[str, Service]:
    """Make the rows; return the listings by their state."""
    boss: User = UserFactory.make(username="boss")
    draft = ServiceFactory.make(
        publication=Publication.DRAFT,
        hours=[("MO", "09:00", "17:00")],
        terms=["helpline", "counselling"],
        areas=["leeds", "rotherham", "wales"],
        name="A draft with everything",
    )
    ServiceAtLocationFactory.make(service=draft)
    VerificationFactory.make(service=draft, contact_route=draft.contacts.get())
    public = ServiceFactory.make(name="A public listing")
    changing = ServiceFactory.make(name="A public listing with a change that waits")
    a_new_number(changing, boss)
    a_proposal(ServiceFactory.make(), boss)
    CollectionFactory.make(services=[public])
    OrganizationIdentifier.objects.create(
        organization=OrganizationFactory.make(), scheme="GB-CHC", identifier="1000001"
    )
    receive(public, [ReportKind.HOURS_WRONG], "They were closed.", timezone.localdate())
    PlaceTables.objects.create(
        made_at=timezone.now(), source_name="postcodes.csv", row_count=1, content=b"zip"
    )
    Suppression.objects.create(
        kind="host", value="evil.example", reason="Took it over.", review_on=timezone.localdate()
    )
    make_watch(public)
    asked = a_link(ServiceFactory.make(), "a secret")
    ProviderChange.objects.create(
        confirmation=asked, fact="summary", label="Summary", words="We moved.", why="They moved."
    )
    publish_all()
    snapshots.found([draft.pk, public.pk], timezone.now())
    gone = ServiceFactory.make()
    recall.recall(gone, boss, timezone.now(), TombstoneReason.CLOSED, gone.name)
    in_review = ServiceFactory.make(publication=Publication.IN_REVIEW)
    return {"draft": draft, "public": public, "changing": changing, "review": in_review}


def pages_of_rows(user: User) -> Iterator[str]:
    """Yield the list of every model of the staff area, and the page of one row, or of a new one."""
    for model in admin.site._registry:
        yield _page(model, "changelist")
        row: Model | None = model._default_manager.first()
        if row is not None:
            yield _page(model, "change", row.pk)
        elif _can_add(user, model):
            yield _page(model, "add")
    unused = TaxonomyTerm.objects.in_use()
    term = TaxonomyTerm.objects.exclude(pk__in=unused).get(slug="pets")
    yield reverse("admin:resources_taxonomyterm_delete", args=[term.pk])
    yield reverse("admin:resources_taxonomyterm_history", args=[term.pk])


def pages_of_new_rows(user: User) -> Iterator[str]:
    """Yield the pages for a new row: they have the parts of the page of a row, and no value."""
    yield from (_page(model, "add") for model in admin.site._registry if _can_add(user, model))


def _can_add(user: User, model: type[Model]) -> bool:
    request: Any = RequestFactory().get("/staff/")
    request.user = user
    return admin.site._registry[model].has_add_permission(request)


def _page(model: type[Model], page: str, *key: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=key)


def pages_of_work(listings: dict[str, Service]) -> Iterator[str]:
    """Yield the pages that are made for the work of curators."""
    yield from (reverse("admin:index"), reverse("admin:app_list", args=["resources"]))
    for name in ("import", "export"):
        yield reverse(f"admin:resources_service_{name}")
    yield reverse("admin:resources_proposal_waiting")
    yield reverse("admin:resources_watchtask_waiting")
    yield reverse("admin:resources_withdrawalrule_standing")
    yield from (reverse(name) for name in ("staff-due", "staff-coverage", "mfa_index"))
    yield reverse("admin:resources_confirmation_ask", args=[listings["public"].pk])
    for state, listing in listings.items():
        yield reverse("admin:resources_service_change", args=[listing.pk])
        if state in {"draft", "changing"}:
            for name in ("check", "history", "recall", "merge", "preview"):
                yield reverse(f"admin:resources_service_{name}", args=[listing.pk])
    for step in STEPS:
        yield reverse("admin:resources_service_step", args=[listings["draft"].pk, step])


def main() -> None:
    user: User = UserFactory.make(username="asha", is_superuser=True)
    listings = fill()
    user_logged_in.connect(sign_in_with_factor)
    client = Client()
    client.force_login(user)
    keys = {state: str(listing.pk) for state, listing in listings.items()}
    told = {
        "session": client.cookies["sessionid"].value,
        "pages": [*dict.fromkeys([*pages_of_work(listings), *pages_of_rows(user)])],
        "new": [*pages_of_new_rows(user)],
        "listings": keys,
    }
    sys.stdout.write(json.dumps(told) + "\n")
