"""Services are never deleted, and what happened to them is written once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from resources.choices import TombstoneReason
from resources.models import AppendOnlyError, Review, Service, Tombstone
from resources.models.service import KeepListingsError
from tests.factories import UserFactory
from tests.models import rows

pytestmark = pytest.mark.django_db

WRITTEN_ONCE = pytest.mark.parametrize(
    "make",
    [rows.review, rows.tombstone, rows.proposal_revision, rows.record_revision],
    ids=["review", "tombstone", "proposal", "record"],
)


def test_a_service_cannot_be_deleted() -> None:
    service = rows.draft()
    with pytest.raises(KeepListingsError):
        service.delete()
    assert Service.objects.filter(pk=service.pk).exists()


def test_services_cannot_be_deleted_together() -> None:
    service = rows.draft()
    with pytest.raises(KeepListingsError):
        Service.objects.filter(pk=service.pk).delete()
    with pytest.raises(KeepListingsError):
        service.organization.services.all().delete()
    assert Service.objects.filter(pk=service.pk).exists()


def test_an_organization_cannot_take_its_services_along() -> None:
    service = rows.published()
    with pytest.raises(ProtectedError):
        service.organization.delete()
    assert Service.objects.filter(pk=service.pk).exists()


@WRITTEN_ONCE
def test_what_was_written_down_cannot_be_changed(make: Callable[[], Any]) -> None:
    row = make()
    before = row.at
    row.at = before.replace(year=2020)
    with pytest.raises(AppendOnlyError, match="never changed"):
        row.save()
    with pytest.raises(AppendOnlyError, match="never changed"):
        type(row).objects.filter(pk=row.pk).update(at=row.at)
    with pytest.raises(AppendOnlyError, match="never changed"), transaction.atomic():
        type(row).objects.bulk_update([row], ["at"])
    row.refresh_from_db()
    assert row.at == before


@WRITTEN_ONCE
def test_what_was_written_down_cannot_be_deleted(make: Callable[[], Any]) -> None:
    row = make()
    with pytest.raises(AppendOnlyError, match="never deleted"):
        row.delete()
    with pytest.raises(AppendOnlyError, match="never deleted"):
        type(row).objects.all().delete()
    assert type(row).objects.filter(pk=row.pk).exists()


@WRITTEN_ONCE
def test_a_second_row_under_the_same_id_cannot_rewrite_the_first(
    make: Callable[[], Any],
) -> None:
    row = make()
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    again = type(row)(**values | {"at": row.at.replace(year=2020)})
    with pytest.raises((IntegrityError, AppendOnlyError)), transaction.atomic():
        again.save()
    assert type(row).objects.get(pk=row.pk).at == row.at


def test_a_curator_who_took_a_step_cannot_be_deleted() -> None:
    actor = UserFactory.make()
    service = rows.published()
    Review.objects.create(
        service=service,
        actor=actor,
        from_publication="draft",
        to_publication="in_review",
        at=rows.NOW,
    )
    with pytest.raises(ProtectedError):
        actor.delete()


def test_a_removal_holds_an_id_a_reason_and_a_time_and_nothing_else() -> None:
    fields = {field.name for field in Tombstone._meta.get_fields()}
    assert fields == {"id", "reason", "at", "merged_into"}
    assert not any(isinstance(field, models.ForeignKey) for field in Tombstone._meta.get_fields())
    assert str(rows.tombstone()) == str(TombstoneReason.CLOSED.label)
