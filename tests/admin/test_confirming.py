"""A curator asks a provider, sees what came of it, and takes a link back."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.staff.groups import give_role
from resources.choices import Channel, Publication
from resources.curation.roles import Role
from resources.models import Confirmation, ProviderChange, Service
from tests.confirming import OFFICE, Form, a_link, a_listing
from tests.factories import ContactRouteFactory, UserFactory
from tests.pages.reading import Page, read

LIST = reverse("admin:resources_confirmation_changelist")
TOKEN = "f9Kq2mWx9TzLr4HvNc8PfYsD3gJe6AuQ"


@pytest.fixture
def service(db: None) -> Service:
    return a_listing()


def ask_page(service: Service) -> str:
    return reverse("admin:resources_confirmation_ask", args=[service.pk])


def page_of(asked: Confirmation) -> str:
    return reverse("admin:resources_confirmation_change", args=[asked.pk])


def sent(client: Client, service: Service, **form: Any) -> Page:
    """Send the form; return the page that answers."""
    answer = client.post(ask_page(service), form, follow=True)
    return Page(answer.content.decode(), answer.status_code)


def test_the_page_of_a_listing_leads_to_the_question(staff: Client, service: Service) -> None:
    page = read(staff, reverse("admin:resources_service_change", args=[service.pk]))
    (link,) = [one for one in page.all("a") if one.words == "Ask the provider"]
    assert link.attrs["href"] == ask_page(service)


def test_the_message_is_read_before_it_is_sent_and_sending_is_one_step(
    staff: Client, service: Service, curator: User
) -> None:
    page = read(staff, ask_page(service))
    letter = page.one("div", class_="confirmation-letter").words
    assert "Nobody has to answer" in letter
    assert "http://testserver/confirm/link/" in letter
    assert "Please look at your entry" in page.words
    assert not mail.outbox
    done = sent(staff, service, address=OFFICE)
    assert f"Sent to {OFFICE}." in done.words
    (message,) = mail.outbox
    said = str(message.body).split("/confirm/")[0]
    assert " ".join(said.split()) == letter.split("/confirm/")[0]
    asked = Confirmation.objects.get()
    assert (asked.asked_by, asked.state, asked.address) == (curator, "open", OFFICE)
    assert "asha: Waits for an answer" in read(staff, ask_page(service)).words


def test_a_persons_own_address_is_shown_as_refused_and_not_offered(
    staff: Client, service: Service
) -> None:
    own = "jane.smith@zebra.example"
    ContactRouteFactory.make(service=service, channel=Channel.EMAIL, value=own)
    page = read(staff, ask_page(service))
    offered = [one.attrs["value"] for one in page.all("input", name="address")]
    assert offered == [OFFICE, "other"]
    assert f"{own}: This looks like a person's own address." in page.words
    for form in ({"address": own}, {"address": "other", "other": own, "source": "Their site."}):
        assert "Nothing was sent." in sent(staff, service, **form).words
    assert not mail.outbox
    assert not Confirmation.objects.exists()


def test_another_address_of_a_role_needs_its_source_and_what_was_typed_stays(
    staff: Client, service: Service
) -> None:
    typed = {"address": "other", "other": "info@okapi.example"}
    page = sent(staff, service, **typed)
    assert "Say where you read it." in page.words
    assert page.one("input", name="other").attrs["value"] == "info@okapi.example"
    sent(staff, service, **typed, source="Their annual report.")
    assert mail.outbox[0].to == ["info@okapi.example"]


def test_what_is_not_public_is_not_asked_about(staff: Client, service: Service) -> None:
    Service.objects.filter(pk=service.pk).update(publication=Publication.DRAFT)
    page = read(staff, ask_page(service))
    assert "not public now" in page.words
    assert not page.has("input", name="address")


def test_an_answer_is_told_and_words_wait_until_somebody_has_dealt_with_them(
    staff: Client, second: Client, service: Service, curator: User, colleague: User
) -> None:
    asked = a_link(service, TOKEN, asked_by=curator)
    form = Form(Client(), f"/confirm/{TOKEN}/").right("Phone").different("Youngest age", "18")
    form.different("Name", "Quokka <b>place</b>").send()
    page = read(second, page_of(asked))
    for said in ("Answered", "Office or reception", "1 fact", "Quokka <b>place</b>",
                 "Waits for a second person", "never changed by a link"):  # fmt: skip
        assert said in page.words
    assert "1 confirmed, 1 proposed, 1 to read" in read(staff, LIST).words
    assert any(page_of(asked) in link for link in read(staff, f"{LIST}?words=open").hrefs)
    change = ProviderChange.objects.open().get()
    second.post(page_of(asked), {"done": change.pk})
    change.refresh_from_db()
    assert change.done_by == colleague
    assert "Dealt with by bryn" in read(staff, page_of(asked)).words
    again = staff.post(page_of(asked), {"done": change.pk})
    assert "dealt with this already" in again.content.decode()
    assert "0 to read" in read(staff, LIST).words
    assert not any(page_of(asked) in link for link in read(staff, f"{LIST}?words=open").hrefs)


def test_a_link_is_taken_back_and_then_worth_nothing(
    staff: Client, service: Service, curator: User
) -> None:
    asked = a_link(service, TOKEN)
    assert "Take the link back" in read(staff, page_of(asked)).words
    staff.post(page_of(asked))
    asked.refresh_from_db()
    assert (asked.state, asked.revoked_by) == ("revoked", curator)
    assert Client().get(f"/confirm/{TOKEN}/").status_code == 410
    assert "over already" in staff.post(page_of(asked)).content.decode()


def test_who_may_only_look_sees_it_and_sends_and_takes_back_nothing(service: Service) -> None:
    viewer = UserFactory.make(is_superuser=False)
    give_role(viewer, Role.VIEWER)
    client = Client()
    client.force_login(viewer)
    asked = a_link(service, TOKEN)
    assert read(client, page_of(asked)).status == 200
    assert not read(client, ask_page(service)).has("input", name="address")
    assert client.post(ask_page(service), {"address": OFFICE}).status_code == 403
    assert client.post(page_of(asked)).status_code == 403
    asked.refresh_from_db()
    assert asked.state == "open"


def test_a_list_of_many_questions_costs_as_few_queries_as_one_of_few(
    staff: Client, curator: User
) -> None:
    counts = []
    for numbers in (range(1), range(1, 6)):
        for number in numbers:
            a_link(a_listing(), f"secret-{number}", asked_by=curator)
        staff.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            staff.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 20
