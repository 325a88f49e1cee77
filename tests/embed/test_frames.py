"""A list in a frame of any site: it may be framed, leaves no trace and runs nothing."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from resources.curation import workflow
from resources.models import Service, TaxonomyTerm
from tests.factories import CollectionFactory, ServiceFactory, UserFactory, term

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    return ServiceFactory.make(
        name="Acorn line",
        areas=["rotherham"],
        terms=["helpline", "everyone"],
        hours=[("MO,TU", "09:00", "17:00")],
    )


def _kind() -> TaxonomyTerm:
    return term("helpline")


def _frames(service: Service) -> list[str]:
    CollectionFactory.make(slug="first", services=[service])
    return ["/embed/lists/first/", f"/embed/in/rotherham/{_kind().code}/"]


def test_only_the_lists_of_posts_may_be_framed(client: Client, service: Service) -> None:
    for address in _frames(service):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
    for address in ("/", "/lists/first/", "/embed/preview/"):
        answer = client.get(address)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_a_frame_has_no_script_no_cookie_and_a_title_that_says_nothing(
    client: Client, service: Service
) -> None:
    for address in _frames(service):
        answer = client.get(address)
        page = answer.content.decode()
        assert "<script" not in page
        assert not answer.cookies
        assert "script-src" not in answer["Content-Security-Policy"]
        assert "<title>A list of services</title>" in page


def test_every_link_of_a_frame_opens_outside_of_it(client: Client, service: Service) -> None:
    for address in _frames(service):
        links = re.findall(r"<a [^>]*>", client.get(address).content.decode())
        assert len(links) >= 3
        for link in links:
            assert 'target="_blank"' in link
            assert "noopener" in link


def test_a_frame_says_name_number_and_hours(client: Client, service: Service) -> None:
    number = service.contacts.get().value
    for address in _frames(service):
        page = client.get(address).content.decode()
        assert "Acorn line" in page
        assert f"tel:{number.replace(' ', '')}" in page
        assert "Monday and Tuesday, 9am to 5pm." in page


def test_what_is_withdrawn_is_gone_from_the_frame_at_once(client: Client, service: Service) -> None:
    frames = _frames(service)
    workflow.withdraw(service, UserFactory.make(), timezone.now(), "Closed.")
    for address in frames:
        assert "Acorn line" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/embed/lists/unknown/",
        "/embed/in/nowhere/{kind}/",
        "/embed/in/united-kingdom/{kind}/",
        "/embed/in/rotherham/zzz/",
    ],
)
def test_a_frame_whose_list_is_not_there_says_so_inside_the_post(
    client: Client, address: str
) -> None:
    answer = client.get(address.format(kind=_kind().code))
    assert answer.status_code == 404
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert "This list is not here any more." in page
    assert 'href="http://testserver/services/" target="_blank"' in page
    assert "<script" not in page


def test_a_list_that_is_not_published_is_not_found(client: Client) -> None:
    CollectionFactory.make(slug="later", is_published=False)
    assert client.get("/embed/lists/later/").status_code == 404
    assert client.get("/lists/later.jsonld").status_code == 404
