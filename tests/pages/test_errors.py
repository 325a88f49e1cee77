"""A page that says that something went wrong leads on: 999, and free lines that are open now."""

import pytest
from django.db import DatabaseError
from django.test import Client

from resources.templatetags import open_lines
from tests.factories import ServiceFactory
from tests.pages.reading import Page, read
from tests.pages.test_nearness import ALWAYS, LISTENS

pytestmark = pytest.mark.django_db
OPEN_NOW = "Free and open now, anywhere in the UK"


def test_a_page_that_is_not_here_ends_with_lines_that_are_open_now(client: Client) -> None:
    ServiceFactory.make(name="Night line", areas=["united-kingdom"], terms=LISTENS, hours=ALWAYS)
    page = read(client, "/nothing-here/")
    assert page.status == 404
    assert "tel:999" in page.hrefs
    assert "Night line" in page.section(OPEN_NOW).words


def test_it_still_leads_on_where_the_database_cannot_be_asked(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    def broken() -> None:
        raise DatabaseError

    monkeypatch.setattr(open_lines, "current_index", broken)
    page = Page(client.get("/nothing-here/").content.decode())
    assert page.heading == "This page is not here"
    assert OPEN_NOW not in page.sections
    assert "tel:999" in page.hrefs
