"""The migrations go back to nothing and forward again, along one line."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from resources.listings.reference import load_reference
from resources.search import forget


@pytest.fixture(scope="module", autouse=True)
def _reference_rows_afterwards(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Put the shipped areas and terms back: these tests empty the database."""
    yield
    with django_db_blocker.unblock():
        load_reference()
        forget()


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


@pytest.mark.django_db
def test_there_is_one_line_of_migrations() -> None:
    loader = MigrationLoader(connection)
    assert len(loader.graph.leaf_nodes("resources")) == 1
    assert loader.detect_conflicts() == {}


@pytest.mark.django_db
def test_no_change_of_a_model_is_without_its_migration() -> None:
    call_command("makemigrations", "resources", check=True, dry_run=True, verbosity=0)
