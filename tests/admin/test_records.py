"""What has happened is only ever added to; what is looked up here is changed somewhere else."""

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from resources.choices import TombstoneReason
from resources.curation import workflow
from resources.models import (
    AppendOnlyError,
    ContactRoute,
    PlaceTables,
    Region,
    Review,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Tombstone,
)
from tests.admin.forms import address
from tests.factories import ServiceAtLocationFactory, ServiceFactory

READ_ONLY: list[type[Model]] = [
    ContactRoute,
    PlaceTables,
    Region,
    Review,
    Schedule,
    ServiceArea,
    ServiceAtLocation,
    Tombstone,
]


@pytest.fixture
def history(curator: User) -> Service:
    """A recalled service with a part of every kind."""
    service = ServiceFactory.make(hours=[("MO", "09:00", "17:00")])
    ServiceAtLocationFactory.make(service=service)
    PlaceTables.objects.create(
        made_at=timezone.now(), source_name="postcodes.csv", row_count=1, content=b"zip"
    )
    workflow.recall(service, curator, timezone.now(), TombstoneReason.CLOSED)
    return service


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("model", READ_ONLY)
def test_a_record_is_neither_added_changed_nor_deleted_by_hand(
    staff: Client, model: type[Model]
) -> None:
    row = model._default_manager.first()
    before = list(model._default_manager.values())
    assert staff.post(address(model, "add"), {}).status_code == 403
    assert staff.post(address(model, "change", row), {"_save": "1"}).status_code == 403
    assert staff.post(address(model, "delete", row), {"post": "yes"}).status_code == 403
    assert list(model._default_manager.values()) == before


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("model", [Review, Tombstone])
def test_history_is_kept_from_code_too(model: type[Review] | type[Tombstone]) -> None:
    row = model.objects.get()
    before = list(model.objects.values())
    with pytest.raises(AppendOnlyError, match="never changed"):
        row.save()
    with pytest.raises(AppendOnlyError, match="never deleted"):
        row.delete()
    with pytest.raises(AppendOnlyError, match="never changed"):
        model.objects.update(at=timezone.now())
    with pytest.raises(AppendOnlyError, match="never deleted"):
        model.objects.all().delete()
    assert list(model.objects.values()) == before
