"""A value leaves every column of every model that can hold text; a new model is tried by itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from resources.models import Confirmation, DueFact, ProviderChange, Service
from resources.models.facts import CONTACT
from tests.commands.test_redact import Redact, redact, tables_with
from tests.factories import CollectionFactory, ServiceFactory
from tests.publishing import publish_all
from tests.second_factor import give_app
from tests.staff.test_matrix import a_row_of_every_kind

__all__ = ["redact"]

SECRET = "Quokkasted"
# What the columns take: words, a part of an address, a link, an e-mail address.
SPELLED = (
    f"Ask at {SECRET}.",
    "quokkasted",
    "https://quokkasted.example/",
    "a@quokkasted.example",
)
# Changed by hand if at all: somebody's way in, and what is shipped and read by everybody.
BY_HAND_APPS = {"auth", "contenttypes"}
BY_HAND = {"resources.Region", "resources.Taxonomy", "resources.TaxonomyTerm"}
# No words of anybody: emptied and ended as a whole (tests/commands/test_redact_sessions.py), counts
# of attempts, and keys that are encrypted or made by chance.
NO_WORDS = {"sessions.Session", "staff.StaffSession", "staff.SharedNote", "mfa.Authenticator"}
CHANCE = {"code", "listing_digest"}
# The code names facts, from a list; nobody types one.
NAMED_BY_CODE = {"fact"}
# The database takes nothing there but codes and digests.
OF_A_LIST = {
    "resources.Schedule.byday",
    "resources.Service.languages",
    "resources.ContactRoute.languages",
    "resources.Verification.digest",
    "resources.Confirmation.digest",
    "resources.Change.digest",
    "resources.Change.record_digest",
}


def text_columns(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """Yield the columns that can hold what somebody typed, chosen anew and not as the command."""
    for field in model._meta.concrete_fields:
        kind = (field.db_type(connection) or "").lower()
        is_text = any(word in kind for word in ("char", "text", "json"))
        is_key = field.is_relation or field.primary_key or isinstance(field, models.UUIDField)
        if (
            is_text
            and not is_key
            and not field.choices
            and field.name not in CHANCE | NAMED_BY_CODE
        ):
            yield field


def held_models() -> Iterator[type[models.Model]]:
    """Yield the models of which a row may hold a value that nobody else may know."""
    for model in apps.get_models():
        meta = model._meta
        is_ours = meta.app_label not in BY_HAND_APPS and meta.label not in BY_HAND | NO_WORDS
        if meta.managed and is_ours and any(text_columns(model)):
            yield model


def a_row_of_everything() -> None:
    """Make a row of every model that can hold words."""
    a_row_of_every_kind()
    person = User.objects.order_by("pk")[0]
    CollectionFactory.make(services=[Service.objects.order_by("pk")[0]])
    ProviderChange.objects.create(
        confirmation=Confirmation.objects.get(), fact="summary", label="a", words="b", why="c"
    )
    LogEntry.objects.create(
        user=person,
        content_type=ContentType.objects.get_for_model(Service),
        object_repr="a",
        action_flag=CHANGE,
    )
    address = EmailAddress.objects.create(user=person, email="a@b.example")
    EmailConfirmation.objects.create(email_address=address, key="a", sent=timezone.now())
    give_app(person)


def spelled_for(field: models.Field[Any, Any], present: Any) -> list[Any]:
    if not isinstance(field, models.JSONField):
        return list(SPELLED)
    if isinstance(present, dict):
        return [{**present, "note": SPELLED[0]}, {**present, "note": [SECRET]}]
    return [[*(present or []), SPELLED[0]], [SECRET.lower(), "b c"], {"a": SECRET}]


def is_written(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    """Write the value into a column of the first row that takes it; tell whether one did."""
    rows: Any = models.QuerySet(model)
    there = list(rows.order_by("pk").values("pk", field.attname))
    assert there, f"{model._meta.label} has no row: make one in a_row_of_everything()."
    for row in there:
        for value in spelled_for(field, row[field.attname]):
            try:
                with transaction.atomic():
                    return bool(rows.filter(pk=row["pk"]).update(**{field.attname: value}))
            except DatabaseError:
                continue
    return False


@pytest.mark.django_db
def test_a_word_by_which_the_code_knows_a_fact_is_taken_out_of_texts_alone(redact: Redact) -> None:
    service = ServiceFactory.make(curator_note="Their private contact.")
    publish_all()
    due = DueFact.objects.filter(service=service, fact=CONTACT)
    assert due.exists()
    redact("contact")
    service.refresh_from_db()
    assert service.curator_note == "Their private [removed]."
    assert due.exists()


@pytest.mark.proves("SAFETY 2.8")
@pytest.mark.django_db
def test_a_value_leaves_every_column_of_every_model(redact: Redact) -> None:
    a_row_of_everything()
    refused, holding = set(), set()
    for model in held_models():
        for field in text_columns(model):
            if is_written(model, field):
                holding.add(model._meta.db_table)
            else:
                refused.add(f"{model._meta.label}.{field.name}")
    assert refused == OF_A_LIST
    assert tables_with("quokkast") >= holding
    assert len(holding) > 20

    printed = redact(SECRET)

    assert tables_with("quokkast") == set()
    assert "0 left by hand" in printed
