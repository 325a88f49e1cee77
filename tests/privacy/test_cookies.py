"""Cookies exist for the staff alone: under their address, for their browser and nobody's script."""

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from resources.choices import Publication
from tests.factories import ServiceFactory, UserFactory
from tests.privacy.asking import ANSWERS, ROUTES, Exchange, ask
from tests.second_factor import PASSWORD, sign_in


@pytest.fixture
def curator(db: None) -> User:
    user = UserFactory.make(username="asha")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.proves("DESIGN 2.1", "SAFETY 2.1")
@pytest.mark.parametrize("exchange", ANSWERS, ids=str)
def test_no_visitor_is_given_a_cookie(visitor: Client, exchange: Exchange) -> None:
    response = ask(visitor, exchange)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.proves("SAFETY 2.1")
@pytest.mark.parametrize("exchange", ANSWERS, ids=str)
def test_a_visitor_who_brings_cookies_is_given_none_and_answered_alike(
    visitor: Client, exchange: Exchange
) -> None:
    brought = {"Cookie": "sessionid=somebody; csrftoken=somebody; messages=somebody; theme=dark"}
    response = ask(visitor, exchange, headers=brought)
    assert not response.cookies
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.status_code == exchange.status


@pytest.mark.parametrize(
    "exchange", [Exchange(200, "/"), Exchange(200, ROUTES["results"])], ids=str
)
def test_a_curator_on_a_public_page_is_a_visitor(
    visitor: Client, curator: User, exchange: Exchange
) -> None:
    plain = visitor.get("/").content
    visitor.force_login(curator)
    response = ask(visitor, exchange)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert visitor.get("/").content == plain


def test_a_cookie_that_a_public_view_sets_by_mistake_does_not_leave(visitor: Client) -> None:
    response = ask(visitor, Exchange(200, "/forgetful/"))
    assert response.content == b"a page"
    assert not response.cookies


def test_a_curators_cookies_stay_under_the_staff_address(visitor: Client, curator: User) -> None:
    cookies = sign_in(visitor, curator)
    assert set(cookies) == {"csrftoken", "sessionid"}
    for cookie in cookies.values():
        assert cookie["path"] == "/staff/"
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Strict"
        assert not cookie["domain"]
        assert not cookie["secure"]  # the tests speak plain HTTP


def test_what_a_curator_is_told_of_a_step_travels_in_no_cookie(
    visitor: Client, curator: User
) -> None:
    """Django would put it into one that goes along to public pages, and names the listing."""
    sign_in(visitor, curator)
    listing = ServiceFactory.make(name="Zebra", publication=Publication.IN_REVIEW)
    address = reverse("admin:resources_service_changelist")
    sent = {"action": "submit", "_selected_action": [str(listing.pk)], "reason": ""}
    answer = visitor.post(address, sent)
    assert {one["path"] for one in answer.cookies.values()} <= {"/staff/"}
    assert set(answer.cookies) <= {"csrftoken", "sessionid"}
    assert "Zebra: A listing that is" in visitor.get(address).content.decode()


def test_over_tls_a_curators_cookies_travel_by_tls_alone(
    visitor: Client, curator: User, settings: LazySettings
) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    cookies = sign_in(visitor, curator)
    assert [cookie["secure"] for cookie in cookies.values()] == [True, True]


def test_a_session_ends_with_the_browser(visitor: Client, curator: User) -> None:
    cookies = sign_in(visitor, curator)
    assert [cookie["max-age"] for cookie in cookies.values()] == ["", ""]


def test_a_curators_form_without_its_token_is_refused_with_a_kind_page(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/staff/login/", {"login": "asha"})
    assert response.status_code == 403
    assert "the form you sent is too old" in response.content.decode()


@pytest.mark.proves("SAFETY 2.1")
def test_a_visitors_form_needs_no_token(visitor: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/find", {"place": "Rotherham"}).status_code == 303
