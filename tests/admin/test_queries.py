"""Lists and forms of the staff area cost the same for many rows as for few."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resources.choices import ReportKind, TombstoneReason
from resources.curation import recall, reports, snapshots
from resources.models import (
    Collection,
    ContactRoute,
    Location,
    Organization,
    Recall,
    RecordProposal,
    Report,
    Review,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Snapshot,
    SynonymGroup,
    TaxonomyTerm,
    Tombstone,
    Verification,
)
from tests.admin.forms import address
from tests.factories import (
    CollectionFactory,
    ContactRouteFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.proposing_records import a_change
from tests.publishing import publish_written


def cost(staff: Client, where: str) -> int:
    """Return how many questions a page asks; what the factories wrote is published before."""
    publish_written()
    with CaptureQueriesContext(connection) as asked:
        assert staff.get(where).status_code == 200
    return len(asked)


def a_whole_service() -> None:
    """Make a service with a part of every kind, a check and a report."""
    service = ServiceFactory.make(hours=[("MO", "09:00", "17:00")], terms=["helpline"])
    ServiceAtLocationFactory.make(service=service)
    VerificationFactory.make(service=service, contact_route=service.contacts.get())
    snapshots.found([service.pk], timezone.now())
    reports.receive(service, [ReportKind.HOURS_WRONG], "", timezone.localdate())


def a_recalled_service() -> None:
    """Make a service, and take it away for good."""
    actor: User = UserFactory.make()
    gone = ServiceFactory.make()
    recall.recall(gone, actor, timezone.now(), TombstoneReason.CLOSED, gone.name)


def a_list() -> None:
    CollectionFactory.make(services=[ServiceFactory.make()])


def a_proposed_group() -> None:
    """Propose a group of synonyms to be written otherwise."""
    author: User = UserFactory.make()
    a_change(SynonymGroup.objects.create(words=["a b", "c d"]), author, note=author.username)


MAKERS: list[tuple[type[Model], Callable[[], None]]] = [
    *(
        (model, a_whole_service)
        for model in (
            Service,
            Organization,
            ContactRoute,
            Schedule,
            ServiceArea,
            ServiceAtLocation,
            Location,
            Verification,
            Snapshot,
            Report,
        )
    ),
    (Collection, a_list),
    (Review, a_recalled_service),
    (Tombstone, a_recalled_service),
    (Recall, a_recalled_service),
    (RecordProposal, a_proposed_group),
]


@pytest.mark.parametrize(("model", "make"), MAKERS)
def test_a_list_of_thirty_costs_no_more_than_a_list_of_three(
    staff: Client, model: type[Model], make: Callable[[], None]
) -> None:
    for _ in range(3):
        make()
    few = cost(staff, address(model, "changelist"))
    for _ in range(27):
        make()
    assert cost(staff, address(model, "changelist")) == few


def test_the_list_of_terms_costs_a_fixed_number_of_queries(staff: Client) -> None:
    few = cost(staff, address(TaxonomyTerm, "changelist") + "?q=helpline")
    assert cost(staff, address(TaxonomyTerm, "changelist")) == few


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_service_with_many_contacts_and_hours_costs_no_more_than_one_with_two(
    staff: Client, state: str
) -> None:
    costs = []
    # The first request of a process also asks for what stays in its memory.
    for size in (2, 2, 12):
        service = ServiceFactory.make(publication=state)
        for hour in range(size):
            route = ContactRouteFactory.make(service=service)
            Schedule.objects.create(
                service=service,
                contact_route=route,
                byday="MO",
                opens_at=f"{hour:02}:00",
                closes_at="23:00",
            )
        costs.append(cost(staff, address(Service, "change", service)))
    assert costs[1] == costs[2]
