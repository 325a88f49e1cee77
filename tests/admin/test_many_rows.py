"""Every page of the staff asks the database as often with many rows as with few."""

from typing import Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resources.choices import ReportKind
from resources.curation import reports, snapshots
from resources.models import SynonymGroup
from tests.factories import (
    CollectionFactory,
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.proposing import a_proposal
from tests.proposing_records import a_change
from tests.publishing import publish_all
from tests.staff.test_matrix import a_row_of_every_kind
from tests.staff.walking import StaffPage, pages, the_staff

FEW: Final = 5


def some_work(number: int) -> None:
    """Make a listing with all its parts, a report, a proposal, and what is beside listings."""
    service = ServiceFactory.make(hours=[("MO", "09:00", "17:00")], terms=["helpline"])
    place = LocationFactory.make(city="Sheffield")
    ServiceAtLocationFactory.make(service=service, location=place)
    VerificationFactory.make(service=service, contact_route=service.contacts.get())
    snapshots.found([service.pk], timezone.now())
    reports.receive(service, [ReportKind.HOURS_WRONG], "", timezone.localdate())
    author = UserFactory.make()
    a_proposal(service, author)
    group = SynonymGroup.objects.create(words=[f"a {number}", f"b {number}"])
    a_change(group, author, note=author.username)
    CollectionFactory.make(services=[service], is_published=False)


def cost(page: StaffPage) -> int:
    """Return how many questions a page asks; 0 where no page is shown."""
    with CaptureQueriesContext(connection) as asked:
        status = page.client.get(page.address).status_code
    return len(asked) if status == 200 else 0


@pytest.mark.long
@pytest.mark.parametrize("more", [12, pytest.param(45, marks=pytest.mark.endurance)])
def test_no_page_of_the_staff_asks_more_for_many_rows_than_for_few(db: None, more: int) -> None:
    for number in range(FEW):
        some_work(number)
    every = [*pages(a_row_of_every_kind(), the_staff())]
    publish_all()
    # The first request also asks for what stays in memory, and tells what is no page.
    walked = [page for page in every if cost(page)]
    few = {page.name: cost(page) for page in walked}
    for number in range(FEW, FEW + more):
        some_work(number)
    publish_all()
    grown = {}
    for page in walked:
        # Now and then a request also notes that the session is in use: a second one does not.
        if cost(page) > few[page.name] and (many := cost(page)) > few[page.name]:
            grown[page.name] = (few[page.name], many)
    assert not grown
    assert sum(count > 0 for count in few.values()) > 100
