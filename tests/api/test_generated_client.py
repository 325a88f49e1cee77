"""A partner's client, made from our description alone: it knows what a contact is."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from tests.factories import ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.long]
PACKAGE = "support_client"
# Every day, so that there are intervals whenever the test runs.
HOURS = ("MO,TU,WE,TH,FR,SA,SU", "09:00", "17:00")
# What the generator keeps of fields that may come later.
LATER = "additional_properties"


@pytest.fixture
def made(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A client in a folder of its own, which Python finds for as long as the test runs."""
    described, how = tmp_path / "openapi.json", tmp_path / "how.yaml"
    described.write_bytes(client.get("/api/v1/schema/").content)
    # What it would run afterwards only makes the code pretty.
    how.write_text(f"post_hooks: []\npackage_name_override: {PACKAGE}\n", encoding="utf-8")
    program = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    places = {"--path": described, "--config": how, "--output-path": tmp_path / PACKAGE}
    options = [str(one) for pair in places.items() for one in pair]
    done = subprocess.run([*program, *options], capture_output=True, text=True, check=True)
    # It says so where it could not make sense of a part, and leaves the part out.
    assert "WARNING" not in done.stdout + done.stderr
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    importlib.invalidate_caches()
    yield tmp_path / PACKAGE
    for name in [one for one in sys.modules if one.split(".")[0] == PACKAGE]:
        del sys.modules[name]


def part(name: str) -> Any:
    return importlib.import_module(f"{PACKAGE}.{name}")


def ask(operation: ModuleType, *arguments: Any) -> Any:
    """Ask this very directory, by the client's own code."""
    way = httpx.WSGITransport(app=get_wsgi_application())
    site = "http://testserver"
    own = part("client").Client(base_url=site, raise_on_unexpected_status=True)
    own.set_httpx_client(httpx.Client(base_url=site, transport=way))
    return operation.sync(*arguments, client=own)


def hints(model: str) -> dict[str, Any]:
    """Return what a type checker knows of each field of a model."""
    models = part("models")
    return get_type_hints(getattr(models, model), localns=vars(models))


def inside(kind: Any) -> Iterator[Any]:
    """Give a type and all that it is made of."""
    yield kind
    for one in get_args(kind):
        yield from inside(one)


@pytest.mark.usefixtures("made")
def test_nothing_of_a_contact_is_without_a_type() -> None:
    models = part("models")
    assert hints("Contact")["value"] is str
    assert hints("Contact")["e164"] == str | None
    assert set(inside(hints("Contact")["intervals"])) >= {models.Interval, type(None)}
    assert hints("Interval")["opens"] is datetime
    for record in ("Service", "ServiceDetail"):
        assert get_args(hints(record)["contacts"]) == (models.Contact,)
    for model in ("Contact", "Interval", "Schedule", "Display", "Service", "ServiceDetail"):
        for field, kind in hints(model).items():
            assert field == LATER or Any not in inside(kind), (model, field)


@pytest.mark.usefixtures("made")
def test_a_number_and_its_hours_are_read_by_name(client: Client) -> None:
    service = ServiceFactory.make(hours=[HOURS])
    sent = client.get(f"/api/v1/services/{service.pk}/").json()
    record = ask(part("api.api.api_v1_services_retrieve"), service.pk)
    assert isinstance(record, part("models").ServiceDetail)
    assert record.id == service.pk
    [number] = record.contacts
    [told] = sent["contacts"]
    assert number.e164 == told["e164"]
    assert number.e164.startswith("+44")
    assert number.intervals
    assert all(one.opens < one.closes for one in number.intervals)
    opens = [datetime.fromisoformat(one["opens"]) for one in told["intervals"]]
    assert [one.opens for one in number.intervals] == opens
    assert number.to_dict() == told


@pytest.mark.usefixtures("made")
def test_a_refusal_is_read_by_name() -> None:
    refused = ask(part("api.api.api_v1_terms_retrieve"), "00000000-0000-0000-0000-000000000000")
    assert isinstance(refused, part("models").Problem)
    assert refused.status == 404
