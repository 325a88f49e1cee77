"""`/oembed`: what programs that write posts are told of an address that somebody pasted."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories import CollectionFactory, ServiceFactory, term

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


@pytest.fixture(autouse=True)
def shown() -> None:
    service = ServiceFactory.make(
        name="Acorn line", areas=["rotherham"], terms=["helpline", "everyone"]
    )
    CollectionFactory.make(slug="first", services=[service])


def ask(client: Client, address: str, **more: str) -> Any:
    return client.get("/oembed", {"url": address, **more})


@pytest.mark.parametrize("path", ["/lists/first/", "/embed/lists/first/", "/embed/in/rotherham/"])
def test_the_address_of_a_list_is_answered_with_a_frame_alone(client: Client, path: str) -> None:
    if path.endswith("rotherham/"):
        path += f"{term('helpline').code}/"
    answer = ask(client, SITE + path)
    told = answer.json()
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert told["width"] == 600
    assert told["height"] > 300
    assert re.fullmatch(r"<iframe [^>]*></iframe>", told["html"])
    assert f'src="{SITE}/embed/' in told["html"]
    assert 'title="A list of services"' in told["html"]
    assert "title" not in told, "It would stand in the post, and name the kind of help."


def test_a_page_that_is_shared_tells_where_to_ask(client: Client) -> None:
    for page in ("/lists/first/", "/embed/lists/first/"):
        text = client.get(page).content.decode()
        links = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', text)
        asked = {kind: client.get(href.replace("&amp;", "&")) for kind, href in links}
        as_json = asked["application/json+oembed"].json()
        root = ElementTree.fromstring(asked["text/xml+oembed"].content)  # noqa: S314  an answer of our own server
        assert {field.tag: field.text for field in root} == {
            name: str(value) for name, value in as_json.items()
        }


def test_a_trusted_site_is_given_the_dated_text_itself(client: Client) -> None:
    html = ask(client, f"{SITE}/lists/first/", html_only="1").json()["html"]
    assert html.startswith("<section")
    assert "Acorn line" in html
    assert 'href="tel:' in html
    assert re.search(r"A copy made on \d+ \w+ \d{4}", html)
    assert re.search(r'data-must-refresh-by="\d{4}-\d\d-\d\d"', html)
    assert f'href="{SITE}/lists/first/"' in html
    for fetched in ("<script", "<iframe", "<img", "<link", "src=", "style=", "class="):
        assert fetched not in html


def test_the_frame_is_no_wider_and_no_higher_than_it_may_be(client: Client) -> None:
    told = ask(client, f"{SITE}/lists/first/", maxwidth="320", maxheight="200").json()
    assert (told["width"], told["height"]) == (320, 200)
    assert 'width="320" height="200"' in told["html"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nothing",
        f"{SITE}/",
        f"{SITE}/lists/unknown/",
        f"{SITE}/services/",
        f"{SITE}/services/?region=rotherham&words=acorn",
        f"{SITE}/services/?region=rotherham&near=rotherham",
        f"{SITE}/services/?region=rotherham&audience=men",
        f"{SITE}/services/?region=rotherham&region=leeds",
        f"{SITE}/services/?region=nowhere",
        f"{SITE}/services/?region=united-kingdom",
        f"{SITE}/services/?type=helpline",
        f"{SITE}/in/nowhere/",
        "http://other.example/lists/first/",
        "javascript://testserver/lists/first/",
        "http://[/lists/first/",
    ],
)
def test_an_address_that_is_no_list_of_ours_is_not_found(client: Client, address: str) -> None:
    answer = ask(client, address)
    assert answer.status_code == 404
    assert "url" in json.dumps(answer.json())


def test_a_format_that_we_do_not_speak_is_501(client: Client) -> None:
    assert ask(client, f"{SITE}/lists/first/", format="yaml").status_code == 501


@pytest.mark.parametrize("size", ["0", "-1", "wide", "", "1e3", "³"])
def test_a_size_that_is_none_is_refused_by_its_name(client: Client, size: str) -> None:
    answer = ask(client, f"{SITE}/lists/first/", maxwidth=size)
    assert answer.status_code == 400
    assert "maxwidth" in json.dumps(answer.json())


@pytest.mark.parametrize(
    ("page", "frame"),
    [
        ("/in/rotherham/", "/embed/in/rotherham/"),
        ("/embed/in/rotherham/", "/embed/in/rotherham/"),
        ("/services/?region=rotherham", "/embed/in/rotherham/"),
        ("/services/?region=rotherham&type=helpline", "/embed/in/rotherham/{kind}/"),
        ("/services/?region=E08000018&type={kind}", "/embed/in/rotherham/{kind}/"),
    ],
)
def test_an_area_and_a_kind_of_help_in_it_may_stand_in_a_post(
    client: Client, page: str, frame: str
) -> None:
    page, frame = (one.replace("{kind}", term("helpline").code) for one in (page, frame))
    text = client.get(page).content.decode()
    [link] = re.findall(r'type="application/json\+oembed" href="([^"]+)"', text)
    found, pasted = client.get(link.replace("&amp;", "&")).json(), ask(client, SITE + page).json()
    assert found == pasted
    assert f'src="{SITE}{frame}"' in found["html"]
    assert "Acorn line" in client.get(frame).content.decode()
    # Nothing but the neutral code of a kind of help.
    assert "helpline" not in link


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?type=helpline",
        "?region=united-kingdom",
        "?region=rotherham&region=leeds",
        "?region=rotherham&near=rotherham",
        "?region=rotherham&topic=domestic-abuse",
        "?region=rotherham&no_name=yes",
    ],
)
def test_what_somebody_needs_for_themselves_has_no_form_for_posts(
    client: Client, query: str
) -> None:
    assert "oembed" not in client.get(f"/services/{query}").content.decode()


def test_the_answer_to_a_search_has_no_form_for_posts(client: Client) -> None:
    answer = client.post("/find", {"words": "Rotherham"}, follow=True)
    assert answer.status_code == 200
    assert "Acorn line" in answer.content.decode()
    assert "oembed" not in answer.content.decode()
