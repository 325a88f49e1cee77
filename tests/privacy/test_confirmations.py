"""What a provider opens and writes is in no log: whoever has the link can answer for them."""

import re
from io import StringIO

import pytest
from django.test import Client

from tests.confirming import Form, a_link, a_listing, ask, sent_link
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

TOKEN = "e9Kq2mWx9TzLr4HvNc8PfYsD3gJe6AuQ"
LINK = f"/confirm/{TOKEN}/"


def test_neither_the_link_nor_the_words_stand_in_a_log(log: StringIO) -> None:
    a_link(a_listing(), TOKEN)
    Form(Client(), LINK).different("Name", "Quokka place").send()
    Client().get(LINK)
    Client().get(f"{LINK}again/")
    told = log.getvalue()
    assert re.search(r"POST confirm 303", told)
    assert re.search(r"GET confirm 410", told)
    assert not [word for word in (TOKEN, "Quokka", "zebra") if word in told]


def test_what_is_sent_to_a_provider_stands_in_no_log(log: StringIO) -> None:
    ask(a_listing(), UserFactory.make())
    token = sent_link().split("/")[2]
    assert not [word for word in (token, "zebra") if word in log.getvalue()]
