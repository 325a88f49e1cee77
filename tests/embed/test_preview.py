"""Where an author takes a list for a post, and the list as programs read it."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from resources.choices import Channel
from resources.clock import COPY_LASTS
from resources.models import ContactRoute
from tests.factories import CollectionFactory, ServiceFactory, term

pytestmark = pytest.mark.django_db


def _list() -> None:
    service = ServiceFactory.make(
        name="Acorn line", areas=["rotherham"], terms=["helpline", "everyone"]
    )
    CollectionFactory.make(slug="first", services=[service])


def test_an_author_gets_each_form_of_a_list_and_sees_how_it_looks(client: Client) -> None:
    _list()
    asked = ({"list": "first"}, {"area": "rotherham", "kind": term("helpline").code})
    for choice in asked:
        page = client.get("/embed/preview/", choice).content.decode()
        pasted = [html.unescape(text) for text in re.findall(r"readonly>([^<]*)<", page)]
        assert len(pasted) == 2
        assert pasted[0].startswith("<section")
        assert "Acorn line" in pasted[0]
        assert pasted[0] in page, "It is also shown as it will look."
        assert pasted[1].startswith("<iframe")
        assert re.search(r'<iframe src="/embed/', page)
        assert "/oembed?url=" in page
        assert "wp_oembed_add_provider( 'http://testserver/lists/*'," in html.unescape(page)
        due = timezone.localdate() + timedelta(days=COPY_LASTS)
        assert f'data-must-refresh-by="{due}"' in pasted[0]


def test_the_page_may_frame_our_own_lists_and_nothing_else(client: Client) -> None:
    assert "frame-src 'self'" in client.get("/embed/preview/")["Content-Security-Policy"]
    assert "frame-src" not in client.get("/")["Content-Security-Policy"]


@pytest.mark.parametrize("choice", [{"list": "unknown"}, {"area": "rotherham"}, {"kind": "zzz"}])
def test_a_choice_that_leads_to_no_list_is_said_to(client: Client, choice: dict[str, str]) -> None:
    page = client.get("/embed/preview/", choice).content.decode()
    assert "We have no such list" in page
    assert "<iframe" not in page


def test_without_a_choice_nothing_is_complained_about(client: Client) -> None:
    page = client.get("/embed/preview/").content.decode()
    assert "We have no such list" not in page


def test_a_list_links_back_to_the_post_that_it_was_made_for(client: Client) -> None:
    CollectionFactory.make(slug="post", post_url="https://www.firm.example/after/")
    CollectionFactory.make(slug="none")
    page = client.get("/lists/post/").content.decode()
    assert 'href="https://www.firm.example/after/" rel="nofollow noreferrer noopener"' in page
    assert "<bdi>firm.example</bdi>" in page
    assert "Made for an article" not in client.get("/lists/none/").content.decode()


def test_programs_read_the_list_at_an_address_of_its_own(client: Client) -> None:
    ways = {
        Channel.PHONE: ("0808 801 0331", "servicePhone"),
        Channel.TEXT: ("85258", "serviceSmsNumber"),
        Channel.WEBSITE: ("https://www.site.example/", "serviceUrl"),
    }
    services = []
    for channel, (value, _name) in ways.items():
        service = ServiceFactory.make()
        service.contacts.all().delete()
        ContactRoute.objects.create(service=service, channel=channel, value=value)
        services.append(service)
    bare = ServiceFactory.make()
    bare.contacts.all().delete()
    CollectionFactory.make(slug="first", services=[*services, bare])
    answer = client.get("/lists/first.jsonld")
    told = answer.json()
    assert answer["Content-Type"] == "application/ld+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert told["@type"] == "ItemList"
    assert told["numberOfItems"] == 4
    items = [row["item"] for row in told["itemListElement"]]
    for item, (_value, name) in zip(items, ways.values(), strict=False):
        assert name in item["availableChannel"]
    assert "availableChannel" not in items[3]
    assert "ld+json" not in client.get("/lists/first/").content.decode()


def test_a_service_without_a_way_to_reach_it_says_so_in_a_copy(client: Client) -> None:
    bare = ServiceFactory.make(name="Bare")
    bare.contacts.all().delete()
    written = ServiceFactory.make(name="Written")
    written.contacts.all().delete()
    ContactRoute.objects.create(service=written, channel=Channel.POST, value="1 Road, Town")
    CollectionFactory.make(slug="first", services=[bare, written])
    page = client.get("/embed/lists/first/").content.decode()
    assert "We know no way to get in touch yet." in page
    assert "Write to 1 Road, Town" in page
