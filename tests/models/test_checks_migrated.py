"""Checks of an older database get the value that stands there, unless it was changed since."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from resources.models import Service, Verification
from tests.models.test_migrations import SQUASHED, an_empty_database

BEFORE, AFTER = SQUASHED, "0012_checks_belong_to_values"
# A migration that is there does not change any more.
pytestmark = [
    pytest.mark.endurance,
    pytest.mark.usefixtures("_reference_rows_afterwards"),
]

LOADED = datetime(2026, 11, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 10, 12, tzinfo=UTC)
NUMBER = {"changed": {"name": "contact route", "object": "Phone: 1", "fields": ["Value"]}}
SUMMARY = {"changed": {"fields": ["Summary"]}}


def to(name: str) -> Any:
    """Go to a migration, either way; return its models."""
    executor = MigrationExecutor(connection)
    executor.migrate([("resources", name)])
    return executor.loader.project_state(("resources", name)).apps


def to_the_newest() -> None:
    """Go on to where the models of today can read the rows."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("resources"))


@pytest.fixture
def older(transactional_db: None, tmp_path: Path) -> Iterator[Any]:
    """The models of a database in which checks do not know their values yet."""
    with an_empty_database(tmp_path):
        for app in ("auth", "admin"):
            call_command("migrate", app, interactive=False, verbosity=0)
        yield to(BEFORE)


def a_listing(models: Any, name: str, *log: tuple[datetime, Any]) -> Any:
    """Write a loaded listing with a number, and what the staff's log says of it."""
    organization, service, route = (
        models.get_model("resources", model)
        for model in ("Organization", "Service", "ContactRoute")
    )
    code = "bcdf" + "bcdfghjkmn"[service.objects.count()] + "2"
    runs = organization.objects.create(code=code, slug=name, name=name)
    made = service.objects.create(
        organization=runs, code=code, slug=name, name=name, summary="S.", minimum_age=16,
        listing_loaded_at=LOADED,
    )  # fmt: skip
    route.objects.create(service=made, channel="phone", value="0808 801 0331", is_crisis_line=True)
    user, _made = User.objects.get_or_create(username="curator")
    for at, message in log:
        entry = LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(Service),
            object_id=str(made.pk),
            object_repr=name,
            action_flag=CHANGE,
            change_message=message if isinstance(message, str) else json.dumps([message]),
        )
        LogEntry.objects.filter(pk=entry.pk).update(action_time=at)
    return made


def a_check(models: Any, service: Any, *, of_number: bool = True, **values: Any) -> Any:
    route = service.contacts.get() if of_number else None
    known = {"fact_kind": "contact" if of_number else "eligibility", "method": "public_source"}
    model = models.get_model("resources", "Verification")
    return model.objects.create(
        service=service, contact_route=route, fields="words", **known | values
    )


def holding(pk: Any) -> dict[str, bool]:
    """Return the facts of a service's checks, and whether each counts for the value of now."""
    service = Service.objects.for_detail().get(pk=pk)
    return {check.fact: not check.value_has_changed for check in service.verifications.all()}


@pytest.mark.parametrize(
    ("log", "number_holds", "age_holds"),
    [
        ([], True, True),
        ([(LOADED.replace(hour=11), NUMBER)], True, True),
        ([(LATER, NUMBER)], False, True),
        ([(LATER, SUMMARY)], True, False),
        ([(LATER, {"deleted": {"name": "contact route", "object": "Phone: 1"}})], False, True),
        ([(LATER, "Changed value.")], False, False),
        ([(LATER, "[]")], False, False),
    ],
)
def test_a_source_keeps_its_value_unless_a_form_has_changed_it_since_the_loading(
    older: Any, log: list[Any], number_holds: bool, age_holds: bool
) -> None:
    service = a_listing(older, "loaded", *log)
    a_check(older, service)
    a_check(older, service, of_number=False, covers="minimum_age,audience")
    to(AFTER)
    to_the_newest()
    assert holding(service.pk) == {
        "contact": number_holds,
        "minimum_age": age_holds,
        "audience": age_holds,
    }
    assert Service.objects.get().contacts.get().do_not_test_call


@pytest.mark.parametrize(("day", "holds"), [(9, False), (10, False), (11, True)])
def test_a_call_counts_only_if_the_number_was_last_changed_on_an_earlier_day(
    older: Any, day: int, holds: bool
) -> None:
    service = a_listing(older, "called", (LATER, NUMBER))
    user = older.get_model("auth", "User").objects.get()
    called = {"method": "phone", "checked_by": user, "precision": "day"}
    a_check(older, service, checked_on=date(2026, 11, day), **called)
    to(AFTER)
    to_the_newest()
    assert holding(service.pk) == {"contact": holds}


def test_checks_that_name_no_fact_keep_none_and_go_back_as_they_came(older: Any) -> None:
    service = a_listing(older, "plain")
    a_check(older, service, of_number=False)
    a_check(older, service, of_number=False, fact_kind="contact")
    a_check(older, service, of_number=False, covers="step_free,referral_status")
    to(AFTER)
    to_the_newest()
    rows = Verification.objects.order_by("fact").values_list("fact", "fact_kind")
    assert sorted(rows) == [
        ("", "contact"), ("", "eligibility"), ("referral_status", "referral"),
        ("step_free", "access"),
    ]  # fmt: skip
    newer = Verification.objects.get(fact="step_free")
    Verification.objects.filter(pk=newer.pk).update(method="public_source")
    Verification.objects.create(
        id=uuid4(), service_id=service.pk, fact="name", fact_kind="description", fields="name",
        method="office_line", spoke_with="manager", checked_on=date(2026, 11, 2), precision="day",
        checked_by=User.objects.get(),
    )  # fmt: skip
    back = to(BEFORE).get_model("resources", "Verification").objects
    assert sorted(back.values_list("covers", "fact_kind", "method")) == [
        ("", "contact", "public_source"),
        ("", "eligibility", "public_source"),
        ("name", "description", "phone"),
        ("referral_status", "description", "public_source"),
        ("step_free", "address", "public_source"),
    ]
    to(AFTER)
    to_the_newest()
    assert Verification.objects.filter(fact="step_free", fact_kind="access").exists()
