"""The migrations go back to nothing and forward again, along one line."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from resources.choices import Publication
from resources.listings.reference import load_reference
from resources.search import reset_index


@pytest.fixture(scope="module", autouse=True)
def _reference_rows_afterwards(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Put the shipped areas and terms back: these tests empty the database."""
    yield
    with django_db_blocker.unblock():
        call_command("migrate", "resources", interactive=False, verbosity=0)
        load_reference()
        reset_index()


def tables() -> set[str]:
    """Return the names of our tables that are there."""
    return {
        name for name in connection.introspection.table_names() if name.startswith("resources_")
    }


def constraints() -> dict[str, set[str]]:
    """Return the names of the constraints and indexes of each of our tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            found[table] = set(connection.introspection.get_constraints(cursor, table))
    return found


@pytest.mark.django_db(transaction=True)
def test_the_database_can_be_taken_down_and_built_again_with_every_rule() -> None:
    before = constraints()
    call_command("migrate", "resources", "zero", interactive=False, verbosity=0)
    assert tables() == set()
    call_command("migrate", "resources", interactive=False, verbosity=0)
    assert constraints() == before
    named = {
        constraint.name
        for model in apps.get_app_config("resources").get_models()
        for constraint in model._meta.constraints
    }
    assert named <= set().union(*before.values())


BEFORE, RECORDS = "0007_sources_of_facts", "0008_published_records"


def migrated(name: str) -> Any:
    """Go to a migration, forwards or backwards; return the models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate([("resources", name)])
    return executor.loader.project_state(("resources", name)).apps


def a_directory(models: Any) -> None:
    """Write services in every state, one of a broker, and the revision of their last change."""
    organization, service = (
        models.get_model("resources", name) for name in ("Organization", "Service")
    )
    for number, is_broker in enumerate((False, True)):
        runs = organization.objects.create(
            code=f"bcdfg{number + 2}", slug=f"o{number}", name=f"O{number}", is_broker=is_broker
        )
        for place, publication in enumerate(Publication.values, start=2):
            service.objects.create(
                organization=runs,
                code=f"bcdf{place}{number + 2}",
                slug=f"{publication}-{number}",
                name=f"{publication} {number}",
                summary="Someone to talk to.",
                publication=publication,
            )
    revision = models.get_model("resources", "DataRevision").objects
    revision.update_or_create(pk=1, defaults={"number": 41})


def indexed(models: Any) -> None:
    """Write and take away a document: the engine's own index of words has to follow."""
    document = models.get_model("resources", "SearchDocument")
    service = models.get_model("resources", "Service").objects.get(slug="published-0")
    made = document.objects.create(
        service=service, names="zebra", districts=1, openness=1, revision=41
    )
    with connection.cursor() as cursor:
        cursor.execute(FINDING[connection.vendor])
        assert cursor.fetchone() == (1,)
        made.delete()
        cursor.execute(FINDING[connection.vendor])
        assert cursor.fetchone() == (0,)


FINDING = {
    "sqlite": "SELECT count(*) FROM resources_search_index WHERE names MATCH 'zebra'",
    "postgresql": "SELECT count(*) FROM resources_searchdocument WHERE tokens @@ 'zebra'::tsquery",
}


@pytest.mark.django_db(transaction=True)
def test_public_services_get_their_records_and_the_documents_come_back_empty() -> None:
    before = migrated(BEFORE)
    a_directory(before)
    indexed(before)
    for _ in range(2):
        after = migrated(RECORDS)
        records = after.get_model("resources", "PublishedRecord").objects
        assert list(records.values_list("service__slug", "revision")) == [("published-0", 41)]
        assert "resources_searchdocument" not in tables()
        assert "resources_search_index" not in tables()
        before = migrated(BEFORE)
        assert "resources_publishedrecord" not in tables()
        assert not before.get_model("resources", "SearchDocument").objects.exists()
        assert before.get_model("resources", "Service").objects.count() == 8
        indexed(before)
    call_command("migrate", "resources", interactive=False, verbosity=0)


@pytest.mark.django_db
def test_there_is_one_line_of_migrations() -> None:
    loader = MigrationLoader(connection)
    assert len(loader.graph.leaf_nodes("resources")) == 1
    assert loader.detect_conflicts() == {}


@pytest.mark.django_db
def test_no_change_of_a_model_is_without_its_migration() -> None:
    call_command("makemigrations", "resources", check=True, dry_run=True, verbosity=0)
