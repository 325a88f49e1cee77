"""An index that was read from a file says what one says that is built, however old the file is."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings

from resources.choices import Publication
from resources.models import Change, DataRevision, PublishedRecord, Service, publish_revision
from resources.search import Index, current_index, kept_index, reset_index, write_index
from resources.search.build import build
from resources.search.kept_index import from_file, to_file
from tests.factories import ContactRouteFactory, ServiceFactory, at_point, region
from tests.publishing import publish_all
from tests.search.test_build import LEEDS, told

pytestmark = pytest.mark.django_db
NAMES = ("zebra", "the giraffe", "okapi", "a house that listens", "house")


@pytest.fixture(autouse=True)
def services(tmp_path: Path, settings: LazySettings) -> list[Service]:
    """Three services with numbers, words and a place, in an index that was written."""
    settings.VAR_DIR = tmp_path
    made = [ServiceFactory.make(name=f"The {name}") for name in ("Zebra", "Giraffe", "Okapi")]
    made[0].areas.create(region=region("rotherham"))
    ContactRouteFactory.make(service=made[1], value="01632 960 456")
    at_point(made[2], LEEDS.lat, LEEDS.lon)
    publish_all()
    to_file(DataRevision.objects.current())
    return made


def named(index: Index, text: str) -> list[tuple[UUID, float]]:
    """Return the services that a text names, and what that counts."""
    found = index.by_name.in_text(text.split())
    return sorted((index.services[slot], counts) for slot, counts in found)


def opened(*, is_built: bool = False) -> Index:
    """Return the index as the next start has it, which is the same as one that is built now."""
    revision = DataRevision.objects.current()
    with pytest.MonkeyPatch.context() as patched:
        if not is_built:
            patched.setattr(kept_index, "to_file", None)
        index = from_file(revision)
    built = build(revision)
    assert told(index) == told(built)
    assert [named(index, text) for text in NAMES] == [named(built, text) for text in NAMES]
    assert index.revision == revision
    return index


def renamed(service: Service) -> None:
    Service.objects.filter(pk=service.pk).update(name="A house that listens")
    publish_revision(Service.objects.filter(pk=service.pk))


def withdrawn(service: Service) -> None:
    Service.objects.filter(pk=service.pk).update(publication=Publication.WITHDRAWN)
    publish_revision(Service.objects.filter(pk=service.pk))


def added(_service: Service) -> None:
    ServiceFactory.make(name="House")
    publish_all()


def test_nothing_is_read_but_what_was_written(
    services: list[Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.search.build.read_entries", lambda changed, _chunk: changed)
    monkeypatch.setattr("resources.search.index.Names", None)
    revision = DataRevision.objects.current()
    index = from_file(revision)
    assert index.size == 3
    assert {service for service, _counts in named(index, "the giraffe")} == {services[1].pk}


@pytest.mark.parametrize("change", [renamed, withdrawn, added])
def test_what_has_changed_since_is_as_it_is_now(
    change: Callable[[Service], None], services: list[Service], tmp_path: Path
) -> None:
    (file,) = (tmp_path / "precomputed").iterdir()
    before = file.read_bytes()
    change(services[1])
    opened()
    written = file.read_bytes()
    assert written != before
    opened()
    assert file.read_bytes() == written


def test_a_withdrawn_service_has_left_the_file_after_the_next_start(
    services: list[Service], tmp_path: Path
) -> None:
    withdrawn(services[2])
    opened()
    index = opened()
    assert services[2].pk not in index.slots
    assert index.points.by_slot == {}


def test_a_database_from_a_backup_is_not_taken_for_the_one_that_was_written(
    services: list[Service],
) -> None:
    # The same numbers of revisions, and another history.
    Service.objects.filter(pk=services[0].pk).update(name="House")
    Change.objects.filter(pk=services[0].pk).update(digest="1" * 64)
    assert "house" in opened().names[-1]


def test_a_change_that_is_told_by_its_revision_alone_is_read(services: list[Service]) -> None:
    Service.objects.filter(pk=services[0].pk).update(name="House")
    PublishedRecord.objects.filter(service=services[0]).update(revision=99)
    assert "house" in opened().names[-1]


def test_after_many_changes_it_is_built(
    services: list[Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_index, "MUCH", 1)
    renamed(services[0])
    assert opened().size == 4
    renamed(services[0])
    publish_all()
    assert opened(is_built=True).size == 3


def test_without_a_file_it_is_built_and_written(tmp_path: Path) -> None:
    (file,) = (tmp_path / "precomputed").iterdir()
    file.unlink()
    opened(is_built=True)
    assert file.exists()
    opened()


def test_what_changes_while_it_is_built_is_read_by_the_next_start(
    services: list[Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(revision: int) -> Index:
        index = build(revision)
        renamed(services[0])
        return index

    with monkeypatch.context() as patched:
        patched.setattr(kept_index, "build", slowly)
        to_file(DataRevision.objects.current())
    opened()


def test_preparing_builds_it_from_every_row(services: list[Service]) -> None:
    # Past the product: nothing tells of it but the row.
    Service.objects.filter(pk=services[0].pk).update(name="House")
    write_index()
    assert "house" in " ".join(current_index().names)
    assert "house" in " ".join(opened().names)
    reset_index()
