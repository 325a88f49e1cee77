"""The frame of the staff area: the name of the product, ways by work, and no inline code."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from directory.staff.groups import give_role
from resources.choices import Publication
from resources.curation.roles import Role
from resources.models import Collection, Service
from tests.admin.forms import address
from tests.factories import CollectionFactory, ServiceFactory, UserFactory

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)")


def person(role: Role) -> Client:
    user = UserFactory.make(is_superuser=False)
    give_role(user, role)
    client = Client()
    client.force_login(user)
    return client


def ways(page: str) -> list[str]:
    """Return the names of the ways through the staff area."""
    work = page.split('aria-label="Work"')[1].split("</nav>")[0]
    return re.findall(r"<a [^>]*>([^<]+)</a>", work)


@pytest.mark.parametrize(
    ("role", "named"),
    [
        (Role.VIEWER, ["Listings", "Waiting", "Reports", "Organisations", "All records"]),
        (Role.EDITOR, ["Listings", "Waiting", "Reports", "Import", "Organisations"]),
        (Role.ADMINISTRATOR, ["Desk", "People"]),
    ],
)
def test_the_ways_are_named_by_work_and_lead_to_what_a_person_may_open(
    db: None, role: Role, named: list[str]
) -> None:
    client = person(role)
    page = client.get(reverse("admin:index")).content.decode()
    found = ways(page)
    assert set(named) <= set(found)
    assert ("Import" in found) is (role == Role.EDITOR)
    assert ("People" in found) is (role == Role.ADMINISTRATOR)
    links = re.findall(r'href="([^"]+)"', page.split('aria-label="Work"')[1].split("</nav>")[0])
    assert {client.get(link).status_code for link in links} == {200}


def test_where_somebody_is_stands_in_the_frame(staff: Client) -> None:
    page = staff.get(address(Service, "changelist")).content.decode()
    assert f'<a href="{address(Service, "changelist")}" aria-current="page">Listings</a>' in page
    assert "<title>Services - Support directory</title>" in page
    assert ">asha</a>" in page
    for name in ("staff-sessions", "account_logout", "mfa_index"):
        assert reverse(name) in page


@pytest.mark.parametrize("state", [Publication.DRAFT, Publication.PUBLISHED, Publication.IN_REVIEW])
def test_no_page_has_code_or_style_in_it_or_another_products_name(
    staff: Client, state: Publication
) -> None:
    listing = ServiceFactory.make(publication=state)
    post = CollectionFactory.make(services=[listing])
    for where in (
        address(Service, "change", listing),
        address(Service, "add"),
        address(Service, "history", listing),
        address(Service, "changelist"),
        address(Collection, "change", post),
        reverse("admin:app_list", args=["resources"]),
    ):
        page = staff.get(where).content.decode()
        assert not INLINE.findall(page), where
        assert "Django" not in page, where


def test_a_service_of_a_list_is_named_by_typing(staff: Client) -> None:
    wanted = ServiceFactory.make(name="Listening line")
    post = CollectionFactory.make(services=[], is_published=False)
    page = staff.get(address(Collection, "change", post))
    assert 'name="entries-__prefix__-service"' in page.content.decode()
    sent = {
        "title": post.title,
        "slug": post.slug,
        "intro": post.intro,
        "entries-TOTAL_FORMS": "1",
        "entries-INITIAL_FORMS": "0",
        "entries-0-service": "Listening line",
        "entries-0-position": "0",
        "seen": page.context["adminform"].form.initial["seen"],
    }
    assert staff.post(address(Collection, "change", post), sent).status_code == 302
    assert [entry.service for entry in post.entries.all()] == [wanted]
