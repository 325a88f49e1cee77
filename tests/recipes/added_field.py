"""In a copy to which `waiting_description` was added: the page, the API and the staff show it."""

import pytest
from django.test import Client
from django.urls import reverse

from resources.models import Service
from tests.factories import ServiceFactory, UserFactory
from tests.pages.reading import Page

pytestmark = pytest.mark.django_db

NAME, QUESTION = "waiting_description", "How long is the wait?"


def _words(client: Client, service: Service) -> str:
    return Page(client.get(service.get_absolute_url()).content.decode()).one("main").words


def test_a_new_field_is_told_where_it_is_known_and_said_not_to_be_where_it_is_not(
    client: Client,
) -> None:
    known = ServiceFactory.make(**{NAME: "About zebra weeks."})
    silent = ServiceFactory.make()
    assert f"{QUESTION} About zebra weeks." in _words(client, known)
    assert "how long the wait is" in _words(client, silent).lower()
    answer = client.get(f"/api/v1/services/{known.pk}/").json()
    assert answer[NAME] == "About zebra weeks."
    client.force_login(UserFactory.make())
    draft = ServiceFactory.make(publication="draft")
    staff = client.get(reverse("admin:resources_service_change", args=[draft.pk]))
    assert f'name="{NAME}"' in staff.content.decode()
