"""An index that follows changes is the same as one that is built again, whatever has changed."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resources.choices import Channel, Publication
from resources.curation import workflow
from resources.language import number_key, parse
from resources.models import (
    DataRevision,
    Location,
    Organization,
    PublishedRecord,
    Service,
    publish_revision,
)
from resources.regions import Point, find_region
from resources.search import Index, Query, Results, current_index, reset_index
from resources.search import build as building  # the module
from resources.search.bitset import members
from resources.search.build import build, update
from resources.search.dialled import dialled
from resources.search.reading import read_entries
from tests.factories import (
    ContactRouteFactory,
    OrganizationFactory,
    ServiceFactory,
    VerificationFactory,
    at_point,
    region,
    term,
)
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db

LEEDS = Point(53.8, -1.55)
WORDS = ("zebra", "giraffe", "okapi", "house", "listens")


def told(index: Index) -> dict[Any, object]:
    """Return all that an index says, by services instead of slots."""
    alive = set(index.slots.values())

    def services(held: int | Iterable[int]) -> list[UUID]:
        slots = members(held, index.size).tolist() if isinstance(held, int) else held
        return sorted(index.services[slot] for slot in set(slots) & alive)

    groups = ("facets", "marks", "areas", "hours", "free_lines")
    numbers = {
        ("numbers", written): services(dialled(index.numbers, [number_key(written, "GB")]))
        for some in index.numbers.values()
        for written, slot in some
        if slot in alive
    }
    said: dict[Any, object] = numbers | {
        (group, key): found
        for group in groups
        for key, held in getattr(index, group).items()
        if (found := services(held))
    }
    rotherham = find_region("rotherham")
    assert rotherham
    for query in (Query(), Query(areas=(rotherham,)), Query(start=LEEDS)):
        said["order", query.areas, query.start] = Results(index, query).ids
    for word in WORDS:
        said["text", word] = services(index.texts.search([word], 99).rows.tolist())
    said["names"] = {
        service: [name for name in WORDS if name in index.names[slot]]
        for service, slot in index.slots.items()
    }
    said["checked"] = {service: index.checked_on[slot] for service, slot in index.slots.items()}
    said["words"] = index.lexicon.vocabulary
    return said


def cast() -> dict[str, Service]:
    """Make five services that differ."""
    organization = OrganizationFactory.make(name="Zebra Trust")
    ServiceFactory.make(name="Left alone", terms=["housing"], areas=["wales"])
    return {
        "zebra": ServiceFactory.make(name="Zebra House", terms=["helpline"], areas=["leeds"]),
        "hours": ServiceFactory.make(name="Hours", hours=[("MO", "09:00", "17:00")]),
        "placed": at_point(ServiceFactory.make(name="Placed"), *LEEDS),
        "run": ServiceFactory.make(name="Run by", organization=organization),
    }


def _rename(service: dict[str, Service]) -> list[Service]:
    Service.objects.filter(pk=service["zebra"].pk).update(name="Giraffe House", summary="Okapi.")
    return [service["zebra"]]


def _withdraw(service: dict[str, Service]) -> list[Service]:
    Service.objects.filter(pk=service["zebra"].pk).update(publication=Publication.WITHDRAWN)
    return [service["zebra"]]


def _add_area(service: dict[str, Service]) -> list[Service]:
    service["zebra"].areas.create(region=region("rotherham"))
    return [service["zebra"]]


def _change_terms(service: dict[str, Service]) -> list[Service]:
    service["zebra"].terms.set([term("counselling"), term("men"), term("domestic-abuse")])
    return [service["zebra"]]


def _change_hours(service: dict[str, Service]) -> list[Service]:
    service["hours"].schedules.update(byday="TU,WE")
    return [service["hours"]]


def _add_contact(service: dict[str, Service]) -> list[Service]:
    ContactRouteFactory.make(service=service["hours"], channel=Channel.TEXT, value="85258")
    return [service["hours"]]


def _check(service: dict[str, Service]) -> list[Service]:
    route = service["hours"].contacts.get()
    VerificationFactory.make(service=service["hours"], contact_route=route)
    return [service["hours"]]


def _hide_place(service: dict[str, Service]) -> list[Service]:
    Location.objects.update(latitude=None, longitude=None)
    return [service["placed"]]


def _rename_organization(service: dict[str, Service]) -> list[Service]:
    Organization.objects.filter(name="Zebra Trust").update(name="Giraffe Trust")
    return [service["run"]]


def _make_broker(service: dict[str, Service]) -> list[Service]:
    Organization.objects.filter(name="Zebra Trust").update(is_broker=True)
    return [service["run"]]


def _add_service(service: dict[str, Service]) -> list[Service]:
    return [ServiceFactory.make(name="A new zebra", terms=["women"], areas=["rotherham"])]


CHANGES: list[Callable[[dict[str, Service]], list[Service]]] = [
    _rename,
    _withdraw,
    _add_area,
    _change_terms,
    _change_hours,
    _add_contact,
    _check,
    _hide_place,
    _rename_organization,
    _make_broker,
    _add_service,
]


def _publish(services: list[Service]) -> int:
    keys = [service.pk for service in services]
    return publish_revision(Service.objects.filter(pk__in=keys))


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_one_change_is_followed(change: Callable[[dict[str, Service]], list[Service]]) -> None:
    services = cast()
    publish_all()
    before = current_index()
    revision = _publish(change(services))
    followed = update(before, revision)
    assert told(followed) == told(build(revision))
    assert told(followed) != told(before)


def test_many_changes_after_each_other_are_followed() -> None:
    services = cast()
    publish_all()
    index = current_index()
    for change in (_rename, _add_area, _change_terms, _add_service, _add_contact, _withdraw):
        index = update(index, _publish(change(services)))
    assert told(index) == told(build(index.revision))
    Service.objects.filter(pk=services["zebra"].pk).update(publication=Publication.PUBLISHED)
    index = update(index, _publish([services["zebra"]]))
    assert told(index) == told(build(index.revision))


def test_an_index_that_was_replaced_still_answers_as_before() -> None:
    """Another thread may be in the middle of a question."""
    cast()
    publish_all()
    before = current_index()
    asked = before.texts.search(["zebra"], 99)
    services = [ServiceFactory.make(name="Zebra again") for _ in range(3)]
    update(before, _publish(services))
    text = Query(text=_read("zebra", before))
    found = Results(before, text).ids
    assert len(found) == len(asked.rows)
    assert set(found) <= set(before.slots)


def _read(text: str, index: Index) -> Any:
    return parse(text, index.lexicon)


def test_only_what_has_changed_is_read_again() -> None:
    services = cast()
    publish_all()
    before = current_index()
    _rename(services)
    revision = _publish([services["zebra"]])
    with patch("resources.search.build.read_entries", wraps=read_entries) as read:
        followed = update(before, revision)
    assert list(read.call_args.args[0]) == [services["zebra"].pk]
    assert followed.size == before.size + 1


def test_after_very_many_changes_everything_is_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cast()
    publish_all()
    before = current_index()
    monkeypatch.setattr(building, "MUCH", 3)
    revision = publish_revision(Service.objects.all())
    followed = update(before, revision)
    assert followed.size == followed.all.bit_count() == 5
    assert told(followed) == told(before)


def test_an_index_of_which_most_slots_are_empty_is_built_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each change takes a slot: a worker that lives for long would hold more and more of them."""
    services = cast()
    publish_all()
    index = current_index()
    monkeypatch.setattr(building, "MUCH", 4)
    sizes = []
    for _edit in range(15):
        index = update(index, _publish([services["zebra"]]))
        sizes.append(index.size)
    assert max(sizes) == 15
    assert min(sizes) == 5
    assert told(index) == told(build(index.revision))


def test_what_has_gone_is_found_without_reading_all_that_is_public() -> None:
    services = cast()
    publish_all()
    before = current_index()
    actor = User.objects.create(username="asha", is_superuser=True)
    workflow.withdraw(services["zebra"], actor, timezone.now(), "closed")
    with CaptureQueriesContext(connection) as asked:
        followed = update(before, DataRevision.objects.current())
    whole = PublishedRecord.objects.values_list("service", flat=True).query
    assert str(whole) not in [one["sql"] for one in asked.captured_queries]
    assert services["zebra"].pk not in followed.slots


def test_what_was_published_meanwhile_hides_nothing_that_has_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many may come as go between two questions to the database."""
    services = cast()
    publish_all()
    before = current_index()
    revision = _publish(_make_broker(services))
    count = PublishedRecord.objects.count

    def later() -> int:
        _publish([ServiceFactory.make(name="Came later")])
        return count()

    monkeypatch.setattr(PublishedRecord.objects, "count", later)
    assert services["run"].pk not in update(before, revision).slots


def test_what_was_made_of_services_alone_is_kept_while_none_of_them_changes() -> None:
    services = cast()
    publish_all()
    index, moment = current_index(), datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    zebra, hours, placed = (services[name].pk for name in ("zebra", "hours", "placed"))
    both, others = ((zebra, hours), "en"), ((hours, placed), "en")
    index.kept_at(moment).update({both: 1, others: 2, "order": 3, ((), "en"): 4, ("order", 1): 5})
    followed = update(index, _publish(_rename(services)))
    assert followed.kept_at(moment) == {others: 2}
    followed = update(followed, _publish(_withdraw(services)))
    assert followed.kept_at(moment) == {others: 2}
    Service.objects.filter(pk=placed).update(publication=Publication.WITHDRAWN)
    assert update(followed, _publish([services["placed"]])).kept_at(moment) == {}


def test_what_is_kept_for_a_minute_is_not_missed_where_another_thread_is_a_minute_further() -> None:
    publish_all()
    index, moment = current_index(), datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

    class Interrupted(dict[datetime, dict[Any, Any]]):
        def __setitem__(self, key: datetime, kept: dict[Any, Any]) -> None:
            super().__setitem__(key, kept)
            if key == moment:
                index.kept_at(moment + timedelta(minutes=1))

    index.__dict__["_kept"] = Interrupted()
    assert index.kept_at(moment) == {}
    assert list(index._kept) == [moment + timedelta(minutes=1)]


def test_an_older_database_in_the_place_of_this_one_is_read_whole() -> None:
    cast()
    publish_all()
    publish_all()
    before = current_index()
    DataRevision.objects.update(number=1)
    Service.objects.filter(name="Hours").update(name="Zebra")
    assert current_index().revision == 1
    assert told(current_index()) == told(build(1))
    assert told(current_index()) != told(before)
    reset_index()
