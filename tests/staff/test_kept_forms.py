"""What somebody typed is not lost when the session ends, the form is too old, or all is busy."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from directory.staff import kept
from directory.staff.busy import is_busy
from directory.staff.models import StaffSession
from directory.staff.sessions import SessionStore
from resources.choices import Publication
from resources.curation.roles import Role
from resources.models import Service
from tests.admin.forms import address, filled, step_page
from tests.factories import ServiceFactory
from tests.infrastructure.tables import every_row
from tests.second_factor import PASSWORD, code, give_app
from tests.staff.conftest import People, browser

TYPED = "Someone who listens to quokkas."
NUMBER = "0114 496 0999"


@pytest.fixture
def draft(db: None) -> Service:
    service: Service = ServiceFactory.make(publication=Publication.DRAFT)
    return service


@pytest.fixture
def where(draft: Service) -> str:
    return address(Service, "change", draft)


def typed_in(client: Client, where: str) -> dict[str, Any]:
    return filled(client.get(where)) | {"summary": TYPED, "contacts-0-value": NUMBER}


def sessions_end() -> None:
    """Let half an hour pass for every session."""
    StaffSession.objects.update(expire_date=timezone.now() - timedelta(minutes=1))


def come_back(client: Client, user: User, answer: Any) -> str:
    """Sign in at the page that an answer leads to; return where it leads on."""
    give_app(user)
    client.get(answer["Location"])
    client.post(answer["Location"], {"login": user.username, "password": PASSWORD})
    answer = client.post("/staff/me/code/", {"code": code()})
    assert answer.status_code == 302
    return str(answer["Location"])


def shown(page: Any) -> tuple[Any, Any]:
    """Return the summary and the first number that stand in the fields of a page."""
    sent = filled(page)
    return sent.get("summary"), sent.get("contacts-0-value")


def test_a_form_comes_back_as_it_was_typed_after_the_session_had_ended(
    asha: User, draft: Service, where: str
) -> None:
    client = browser(asha)
    sent = typed_in(client, where)
    sessions_end()
    answer = client.post(where, sent)
    assert answer["Location"] == f"/staff/login/?next={where}"
    assert "what you typed is kept" in client.get(answer["Location"]).content.decode()
    assert come_back(client, asha, answer) == where
    page = client.get(where)
    assert shown(page) == (TYPED, NUMBER)
    assert "Nothing was saved yet" in page.content.decode()
    # It is shown and never sent by itself.
    draft.refresh_from_db()
    assert draft.summary != TYPED
    assert shown(client.get(where))[0] == draft.summary
    assert client.post(where, filled(page)).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.contacts.get().value) == (TYPED, NUMBER)


def test_a_file_is_asked_for_again_after_the_session_had_ended(asha: User) -> None:
    where, again = "/staff/resources/service/import/", "Choose the file again."
    client = browser(asha)
    assert again not in client.get(where).content.decode()
    sessions_end()
    file = {"file": SimpleUploadedFile("any.csv", b"Name\r\nA line\r\n")}
    rows = {"sealed": "rows of a file", "rows": ["1"], "reason": TYPED}
    first, second = (client.post(where, sent) for sent in (file, rows))
    assert first["Location"] == second["Location"]
    back = come_back(client, asha, first)
    assert again in client.get(back).content.decode()
    # Nothing of it was kept anywhere.
    assert not Service.objects.exists()
    assert not any("quokka" in str(row) for row in every_row())


def test_what_is_kept_can_be_read_neither_in_the_database_nor_in_the_browser(
    asha: User, where: str
) -> None:
    client = browser(asha)
    sent = typed_in(client, where)
    sessions_end()
    answer = client.post(where, sent)
    rows = " ".join(str(row) for row in every_row())
    stored = [SessionStore().decode(row.session_data) for row in StaffSession.objects.all()]
    told = f"{rows} {stored} {answer['Location']} {client.cookies}"
    assert any(kept.KEPT in session for session in stored)
    assert "quokka" not in told
    cookie = client.cookies[kept.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/staff/")
    assert cookie["max-age"] == ""  # it ends with the browser


def test_without_the_key_in_the_browser_nothing_is_shown(asha: User, where: str) -> None:
    client = browser(asha)
    sent = typed_in(client, where)
    sessions_end()
    come_back(client, asha, client.post(where, sent))
    del client.cookies[kept.COOKIE]
    assert shown(client.get(where))[0] != TYPED


def test_somebody_else_at_the_same_browser_does_not_see_what_was_typed(
    asha: User, make_person: People, where: str
) -> None:
    client, bryn = browser(asha), make_person("bryn", Role.APPROVER)
    sent = typed_in(client, where)
    sessions_end()
    come_back(client, bryn, client.post(where, sent))
    assert shown(client.get(where))[0] != TYPED


def test_two_tabs_lose_nothing_and_each_text_comes_back_in_its_own_form(
    asha: User, where: str
) -> None:
    client = browser(asha)
    other = address(Service, "change", ServiceFactory.make(publication=Publication.DRAFT))
    first, second = typed_in(client, where), filled(client.get(other)) | {"summary": "Other."}
    sessions_end()
    client.post(where, first)
    come_back(client, asha, client.post(other, second))
    assert shown(client.get(where))[0] == TYPED
    assert shown(client.get(other))[0] == "Other."


def test_a_reason_typed_on_the_page_of_a_step_comes_back_and_the_step_is_not_taken(
    asha: User, draft: Service
) -> None:
    client = browser(asha)
    where = step_page(draft, "withdraw")
    sessions_end()
    come_back(client, asha, client.post(where, {"reason": TYPED}))
    assert TYPED in client.get(where).content.decode()
    draft.refresh_from_db()
    assert draft.publication == Publication.DRAFT


def test_what_no_form_takes_any_more_is_shown_to_be_copied(
    asha: User, draft: Service, where: str
) -> None:
    """A colleague has handed the listing to review meanwhile: its page is read only."""
    client = browser(asha)
    sent = typed_in(client, where)
    sessions_end()
    answer = client.post(where, sent)
    Service.objects.update(publication=Publication.IN_REVIEW)
    come_back(client, asha, answer)
    page = client.get(where).content.decode()
    assert "Copy what you need" in page
    assert TYPED in page
    assert "Copy what you need" not in client.get(where).content.decode()


def test_strangers_cannot_fill_the_database_with_forms(where: str, asha: User) -> None:
    for _ in range(kept.MOST_UNKNOWN + 3):
        Client().post(where, {"summary": TYPED})
    assert StaffSession.objects.count() == kept.MOST_UNKNOWN
    # Whoever was signed in has a place all the same, up to a length.
    for text, is_kept in (("x" * (kept.MOST_BYTES + 1), False), (TYPED, True)):
        client = browser(asha)
        sessions_end()
        client.post(where, {"summary": text})
        assert (kept.KEPT in client.session) is is_kept


@pytest.mark.parametrize("path", ["/staff/password_change/", "/staff/me/password/"])
def test_no_password_is_kept(asha: User, path: str) -> None:
    client = browser(asha)
    sessions_end()
    client.post(path, {"oldpassword": PASSWORD, "password1": PASSWORD})
    assert kept.KEPT not in client.session


def test_the_fields_of_passwords_and_the_token_of_the_page_are_in_nothing_that_is_kept() -> None:
    sent = QueryDict("password1=x&csrfmiddlewaretoken=y&summary=a&summary=b")
    assert kept.fields_of(sent) == [("summary", "a"), ("summary", "b")]


@pytest.fixture
def strict(asha: User) -> Client:
    """A browser of somebody whose forms need a token that is valid."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(asha)
    return client


def test_a_form_whose_token_ended_when_somebody_signed_in_elsewhere_is_shown_again(
    strict: Client, draft: Service, where: str
) -> None:
    sent = typed_in(strict, where) | {"csrfmiddlewaretoken": "x" * 64}
    own = {"Sec-Fetch-Site": "same-origin"}
    answer = strict.post(where, sent, headers=own)
    assert (answer.status_code, answer["Location"]) == (302, where)
    assert shown(strict.get(where)) == (TYPED, NUMBER)
    draft.refresh_from_db()
    assert draft.summary != TYPED


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_form_of_another_site_is_refused_and_never_shown(
    strict: Client, where: str, site: str
) -> None:
    headers = {"Sec-Fetch-Site": site} if site else {}
    answer = strict.post(where, {"summary": TYPED}, headers=headers)
    assert answer.status_code == 403
    assert shown(strict.get(where))[0] != TYPED


@pytest.fixture
def busy() -> Iterator[None]:
    """Let the database have no time for a change."""
    error = OperationalError("database is locked")
    with patch("resources.admin.service.snapshots.found", side_effect=error):
        yield


@pytest.mark.usefixtures("busy")
def test_a_busy_database_is_said_so_and_what_was_typed_can_be_sent_again(
    asha: User, draft: Service, where: str
) -> None:
    client = browser(asha)
    text = 'First.\n\n"Second" & <third>.'
    sent = typed_in(client, where) | {"description": text}
    answer = client.post(where, sent)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert "Nothing was saved yet" in page
    assert "&quot;Second&quot; &amp; &lt;third&gt;." in page
    assert f'method="post" action="{where}"' in page
    again: dict[str, Any] = {}
    for name, value in answer.context["fields"]:
        again.setdefault(name, []).append(value)
    assert again["description"] == [text]
    with patch("resources.admin.service.snapshots.found"):
        assert client.post(where, again).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.description) == (TYPED, text)


def test_a_gate_that_cannot_note_the_session_says_that_it_is_busy(asha: User, where: str) -> None:
    client = browser(asha)
    error = OperationalError("database is locked")
    with patch("directory.staff.sessions.SessionStore.touch", side_effect=error):
        assert client.get(where).status_code == 503
        answer = client.post(where, {"summary": TYPED})
    assert answer.status_code == 503
    assert TYPED in answer.content.decode()


def test_an_error_that_waiting_does_not_cure_is_no_busy_database(asha: User, where: str) -> None:
    client = browser(asha)
    client.raise_request_exception = False
    error = OperationalError("no such table: resources_service")
    with patch("directory.staff.sessions.SessionStore.touch", side_effect=error):
        answer = client.get(where)
    assert answer.status_code == 503
    assert "somebody else" not in answer.content.decode().lower()


class LockError(Exception):
    """What the driver of PostgreSQL raises when a lock is not free."""

    sqlstate = "55P03"


def test_both_databases_are_understood() -> None:
    of_postgresql = OperationalError("canceling statement")
    of_postgresql.__cause__ = LockError()
    assert is_busy(of_postgresql)
    assert is_busy(OperationalError("database table is locked"))
    assert not is_busy(OperationalError("disk I/O error"))
    assert not is_busy(ValueError("database is locked"))
