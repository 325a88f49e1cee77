"""The pages that explain: kinds of help, privacy, accessibility; and the ways that lead there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from resources.content.accessibility import read_statement
from resources.models import TaxonomyTerm
from tests.pages.reading import Page, read

pytestmark = pytest.mark.django_db


def test_every_term_is_explained_with_a_link_to_what_carries_it(client: Client) -> None:
    page = read(client, "/help/").one("main")
    for one in TaxonomyTerm.objects.select_related("taxonomy"):
        if one.slug in {"everyone", "emotional", "practical"}:
            continue
        name = one.taxonomy.slug.replace("-", "_")
        [link] = [a for a in page.all("a") if a.attrs["href"] == f"/services/?{name}={one.code}"]
        assert link.words == one.name
        assert page.answers[one.name] == one.description
    assert {"emotional", "practical"} < set(TaxonomyTerm.objects.values_list("slug", flat=True))


def test_every_link_of_the_kinds_of_help_is_understood(client: Client) -> None:
    lists = [href for href in read(client, "/help/").hrefs if href.startswith("/services/?")]
    assert len(lists) > 40
    for address in lists:
        page = read(client, address)
        assert page.status == 200
        assert "We did not understand" not in page.words
        assert "Take off:" in page.words


@pytest.mark.proves("SAFETY 3.1")
def test_short_forms_are_written_out_where_they_are_explained(client: Client) -> None:
    words = read(client, "/help/").section("Words you may meet").words
    for long in (
        "ISVA (independent sexual violence adviser)",
        "IDVA (independent domestic violence adviser)",
        "SARC (sexual assault referral centre)",
        "MARAC (multi-agency risk assessment conference)",
        "NRPF (no recourse to public funds)",
        "IAPT (improving access to psychological therapies)",
    ):
        assert long in words


@pytest.mark.parametrize("address", ["/", "/services/", "/about/", "/nothing/"])
def test_every_page_leads_to_what_explains(address: str, client: Client) -> None:
    assert {"/help/", "/privacy/", "/accessibility/"} <= set(read(client, address).hrefs)


def test_the_filters_lead_to_what_the_kinds_of_help_mean(client: Client) -> None:
    form = read(client, "/services/").one("main").one("form")
    assert "/help/" in form.hrefs


@pytest.mark.parametrize("minutes", [1, 60, 90])
@pytest.mark.parametrize("address", ["/privacy/", "/accessibility/"])
def test_how_long_an_answer_lasts_is_said_as_it_is_set(
    address: str, minutes: int, client: Client, settings: LazySettings
) -> None:
    settings.SEARCH_TOKEN_MINUTES = minutes
    unit = "minute" if minutes == 1 else "minutes"
    assert f"for {minutes} {unit}" in read(client, address).words


def test_the_privacy_page_says_the_four_things_that_a_log_line_holds(client: Client) -> None:
    [listed] = [
        one
        for one in read(client, "/privacy/").section("What our log says").all("ul")
        if len(one.all("li")) == 4
    ]
    # Method, route name, status, time taken: tests/privacy/test_logs.py reads a real line.
    assert [one.words for one in listed.all("li")] == [
        "if something was asked for or sent",
        "what sort of page it was, such as “a service”, but not which service",
        "if it worked",
        "how long it took",
    ]


@pytest.mark.parametrize("address", ["/privacy/", "/accessibility/"])
def test_a_copy_without_an_address_says_so(address: str, client: Client) -> None:
    page = read(client, address)
    assert "This copy of the directory has no contact address yet." in page.words
    assert not [href for href in page.hrefs if href.startswith("mailto:")]


@pytest.mark.parametrize("address", ["/privacy/", "/accessibility/"])
def test_a_copy_with_an_address_gives_it(
    address: str, client: Client, settings: LazySettings
) -> None:
    settings.CONTACT_EMAIL = "people@directory.example"
    page = read(client, address)
    assert "mailto:people@directory.example" in page.hrefs
    assert "people@directory.example" in page.one("main").words
    assert "no contact address" not in page.words


def test_the_privacy_page_names_who_runs_it_or_says_that_nobody_has_said(
    client: Client, settings: LazySettings
) -> None:
    unsaid = "It is not said yet who runs this copy of the directory."
    assert unsaid in read(client, "/privacy/").words
    settings.ORGANISATION_NAME = "Quill Trust"
    page = read(client, "/privacy/").section("Who runs this")
    assert "This copy of the directory is run by Quill Trust." in page.words
    assert unsaid not in page.words


@pytest.fixture
def statement(client: Client) -> Page:
    return read(client, "/accessibility/")


@pytest.mark.proves("SAFETY 3.8")
def test_the_statement_says_what_it_aims_for_and_that_no_person_has_tested_it(
    statement: Page,
) -> None:
    assert "We aim for all of WCAG 2.2 at level AA." in statement.words
    status = statement.section("How far we are")
    assert "We do not know yet if we meet the standard in full." in status.words
    assert "So far only programs test these pages." in status.words
    assert {one.words for one in status.all("li")} == set(read_statement().not_yet_tested_by)
    known = {one.words for one in statement.section("What we know does not work well").all("li")}
    assert set(read_statement().limits) < known


@pytest.mark.proves("SAFETY 3.8")
def test_the_statement_has_its_dates_and_is_not_late(statement: Page) -> None:
    shipped = read_statement()
    assert f"We wrote this statement on {shipped.prepared_on:%-d %B %Y}." in statement.words
    assert shipped.prepared_on <= shipped.reviewed_on < shipped.review_by
    assert shipped.review_by - shipped.reviewed_on <= timedelta(days=366)
    # The real day, on purpose: the build fails when the review date has passed.
    today = datetime.now(tz=UTC).date()
    assert today <= shipped.review_by
