"""A listing as the public would see it, for the staff alone."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from resources.choices import Publication
from resources.clock import this_minute
from resources.models import Service
from resources.presenters import service_body, service_card
from tests.factories import ServiceAtLocationFactory, ServiceFactory, UserFactory
from tests.proposing import NEW, a_new_number


def preview(listing: Service) -> str:
    return reverse("admin:resources_service_preview", args=[listing.pk])


def said(page: str) -> list[str]:
    """Return what a page says from its heading on, word by word."""
    return page.split("<h1")[1].split("</main>")[0].split()


@pytest.mark.parametrize("state", [Publication.DRAFT, Publication.WITHDRAWN])
def test_a_preview_says_what_the_public_page_and_the_card_would_say(
    staff: Client, client: Client, state: Publication
) -> None:
    listing = ServiceFactory.make(hours=[("MO", "09:00", "17:00")], terms=["helpline"])
    ServiceAtLocationFactory.make(service=listing)
    public = client.get(listing.get_absolute_url())
    Service.objects.filter(pk=listing.pk).update(publication=state)
    page = staff.get(preview(listing))
    text = page.content.decode()
    assert said(text) == said(public.content.decode())
    whole = Service.objects.for_detail().get(pk=listing.pk)
    assert page.context["body"] == service_body(whole, this_minute(), is_reported=False)
    assert page.context["card"] == service_card(whole, this_minute())
    assert f"For the staff alone. The listing is: {state.label}." in text
    assert page["Cache-Control"] == "no-store"
    assert "<title>Preview - Support directory</title>" in text
    assert client.get(listing.get_absolute_url()).status_code in {404, 410}


def test_a_change_that_waits_is_seen_as_it_would_be_and_stays_unpublished(
    staff: Client, client: Client, colleague: User
) -> None:
    listing = ServiceFactory.make()
    a_new_number(listing, colleague)
    text = staff.get(preview(listing)).content.decode()
    assert NEW in text
    assert "As it would be with the change that waits." in text
    assert NEW not in client.get(listing.get_absolute_url()).content.decode()
    assert listing.contacts.get().value != NEW


def test_nobody_sees_a_preview_without_signing_in_or_without_the_right(
    client: Client, db: None
) -> None:
    listing = ServiceFactory.make(publication=Publication.DRAFT)
    assert client.get(preview(listing))["Location"].startswith("/staff/login/")
    client.force_login(UserFactory.make(is_superuser=False))
    assert client.get(preview(listing)).status_code == 403


def test_a_preview_takes_no_form_and_none_is_there_of_what_is_not(staff: Client) -> None:
    listing = ServiceFactory.make(publication=Publication.DRAFT)
    assert staff.post(preview(listing)).status_code == 405
    assert staff.get(preview(Service())).status_code == 404
