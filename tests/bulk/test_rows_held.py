"""However long a file or a stream is, few rows of the database are in memory at once."""

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from resources.bulk import formats
from resources.models import Service
from resources.openreferral import pages, views
from tests.factories import ServiceFactory, at_point
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db
ALL = 60
AT_ONCE = 10
FEED = "/openreferral"
STREAMS = (
    *(f"/api/v1/bulk/{name}" for name in formats.FORMATS),
    f"{FEED}/services?format=ndjson&full=true",
    f"{FEED}/services?format=ndjson",
    f"{FEED}/service_at_locations?format=ndjson&full=true",
    f"{FEED}/service_at_locations?format=ndjson",
    f"{FEED}/organizations?format=ndjson&full_service=true",
)


class Rows:
    """The rows of services that were read, and how many of them were there at once."""

    def __init__(self) -> None:
        self.read: list[weakref.ref[Service]] = []
        self.most = 0

    def note(self, row: Service) -> None:
        self.read.append(weakref.ref(row))
        self.most = max(self.most, sum(one() is not None for one in self.read))

    def begin(self) -> None:
        gc.collect()
        self.read.clear()
        self.most = 0


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rows]:
    """Count rows, where nobody looks for rings of objects: they have to go by themselves."""
    found = Rows()
    from_db = Service.from_db.__func__  # type: ignore[attr-defined]  # the function of a method

    def noted(*given: Any) -> Service:
        row: Service = from_db(*given)
        found.note(row)
        return row

    monkeypatch.setattr(Service, "from_db", classmethod(noted))
    gc.disable()
    yield found
    gc.enable()


@pytest.mark.parametrize("address", STREAMS)
def test_few_rows_are_held_while_all_are_sent(
    client: Client, rows: Rows, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(formats, "CHUNK", AT_ONCE)
    monkeypatch.setattr(pages.Listing.__init__, "__defaults__", (25, AT_ONCE))
    monkeypatch.setattr(views, "FEW", AT_ONCE)
    for number in range(ALL):
        at_point(ServiceFactory.make(name=f"Service {number}"), 53.4, -1.4)
    publish_all()
    client.get("/services/")
    rows.begin()
    answer: Any = client.get(address)
    assert len(answer.getvalue()) > 0
    assert len(rows.read) >= ALL
    # Those of a slice while the next one is read.
    assert AT_ONCE <= rows.most <= 2 * AT_ONCE
