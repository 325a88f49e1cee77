"""Every page that the staff can look at, each in the states and with the searches that it has."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from directory.staff.groups import give_role
from resources.admin.listing_list import VIEWS
from resources.choices import Publication
from resources.curation.roles import Role
from resources.models import Proposal, Service
from tests.factories import UserFactory
from tests.second_factor import give_passkey
from tests.staff.conftest import browser
from tests.staff.test_matrix import PEOPLE, ROWS, addresses

NUMBER: Final = "0114 496 0999"
LISTS: Final = "_changelist"
# What is asked of the list of listings, by a word for it.
ASKED: Final = {
    **{f"view: {label}": query for label, query in VIEWS.items() if query},
    "a place": {"q": "sheffield"},
    "a number": {"q": NUMBER},
    "checks too old": {"checks": "old"},
}
PARTS: Final = ("change", "history", "preview", "check", "recall")
# They make no page: one leads elsewhere, one is a file of all listings.
NO_PAGES: Final = frozenset({"view_on_site", "resources_service_template"})


@dataclass(frozen=True, slots=True)
class StaffPage:
    """An address, what it is called in a table, and who opens it."""

    name: str
    address: str
    client: Client


@dataclass(frozen=True, slots=True)
class Staff:
    """Two who see all there is: a safety lead its content, an administrator its people."""

    lead: Client
    administrator: Client
    passkey: int


def the_staff() -> Staff:
    """Make the two, signed in with their second factors."""
    people = {}
    for role in (Role.SAFETY_LEAD, Role.ADMINISTRATOR):
        people[role] = UserFactory.make(username=f"one {role.value}", is_superuser=False)
        give_role(people[role], role)
    lead, administrator = (browser(person) for person in people.values())
    return Staff(lead, administrator, give_passkey(people[Role.SAFETY_LEAD]).pk)


def pages(made: dict[str, Any], staff: Staff) -> Iterator[StaffPage]:
    """Yield all pages: those of the table of rights, then listings in their states, then lists."""
    for name, address in addresses(made, staff.passkey):
        if name in NO_PAGES:
            continue
        client = staff.administrator if ROWS[name][0] == PEOPLE else staff.lead
        yield StaffPage(name, address, client)
        if name.endswith(LISTS) and name != f"resources_service{LISTS}":
            yield StaffPage(f"{name}, a place", f"{address}?q=sheffield", client)
    yield from _listings(staff.lead)
    listed = reverse("admin:resources_service_changelist")
    for words, query in ASKED.items():
        yield StaffPage(f"listings, {words}", f"{listed}?{urlencode(query)}", staff.lead)


def _listings(client: Client) -> Iterator[StaffPage]:
    waiting = Proposal.objects.undecided().order_by("pk")
    public = Service.objects.filter(publication=Publication.PUBLISHED)
    states = {
        "public": public.exclude(pk__in=waiting.values("service")).order_by("-code")[0].pk,
        "with a proposal": waiting[0].service_id,
    }
    for state, key in states.items():
        for part in PARTS:
            address = reverse(f"admin:resources_service_{part}", args=[key])
            yield StaffPage(f"listing {state}: {part}", address, client)


def last_page(page: StaffPage) -> StaffPage | None:
    """Return the last page of a list that has more than one."""
    shown = page.client.get(page.address)
    found = (shown.context or {}).get("cl")
    count = found.paginator.num_pages if found is not None else 1
    joint = "&" if "?" in page.address else "?"
    if count < 2:
        return None
    return StaffPage(f"{page.name}, last page", f"{page.address}{joint}p={count}", page.client)
