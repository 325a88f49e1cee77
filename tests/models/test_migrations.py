"""The migrations go back to nothing and forward again, along one line.

New databases start with one migration that stands for the eight first ones; databases that began
with the eight are followed here from wherever they stand.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from resources.choices import Publication
from resources.listings.reference import load_reference
from resources.models import Service
from resources.search import reset_index

SQUASHED = "0001_squashed_0008_published_records"
EIGHT = [
    "0001_initial",
    "0002_place_tables",
    "0003_search_documents",
    "0004_data_revision",
    "0005_known_facts",
    "0006_whole_texts",
    "0007_sources_of_facts",
    "0008_published_records",
]
BEFORE, RECORDS = EIGHT[-2:]
CARD_LINES = "0009_card_lines"
BETWEEN = EIGHT[-3:-1]

Schema = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def _reference_rows_afterwards(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Put the shipped areas and terms back: these tests empty the database."""
    yield
    with django_db_blocker.unblock():
        call_command("migrate", "resources", interactive=False, verbosity=0)
        load_reference()
        reset_index()


@contextmanager
def an_empty_database(folder: Path, like: str = "") -> Iterator[None]:
    """Make an empty database of the same engine, and use it for the time of a test.

    It begins as a copy where it is `like` another: a file, or with PostgreSQL the name of one.
    """
    usual: Any = connections["default"]
    name, quoted = str(folder / "empty.sqlite3"), ""
    if usual.vendor == "postgresql":
        name = f"{usual.settings_dict['NAME']}_empty"
        quoted = usual.ops.quote_name(name)
        template = f" TEMPLATE {usual.ops.quote_name(like)}" if like else ""
        usual.cursor().execute(f"CREATE DATABASE {quoted}{template}")
    elif like:
        copyfile(like, name)
    connections["default"] = type(usual)({**usual.settings_dict, "NAME": name}, "default")
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual
        ContentType.objects.clear_cache()
        if quoted:
            usual.cursor().execute(f"DROP DATABASE {quoted}")


@pytest.fixture
def empty(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database in which nothing is."""
    with an_empty_database(tmp_path):
        yield


@pytest.fixture(scope="module")
def of_the_eight(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Schema:
    """The schema that the eight migrations make in an empty database."""
    with django_db_blocker.unblock(), an_empty_database(tmp_path_factory.mktemp("eight")):
        migrated(RECORDS)
        return schema()


class EarlierLoader(MigrationLoader):
    """The migrations as a version had them that knew the eight and nothing later."""

    def load_disk(self) -> None:
        super().load_disk()
        for app, name in [key for key in self.disk_migrations if key[0] == "resources"]:
            if name not in EIGHT:
                del self.disk_migrations[app, name]


def migrated(name: str) -> Any:
    """Go to one of the eight, either way, by the earlier version; return its models then."""
    executor = MigrationExecutor(connection)
    executor.loader = EarlierLoader(connection)
    executor.migrate([("resources", name)])
    return executor.loader.project_state(("resources", name)).apps


def run(name: str) -> list[str]:
    """Go to a migration by the command of today; return those that were done or undone for it."""
    out = StringIO()
    call_command("migrate", "resources", name, interactive=False, no_color=True, stdout=out)
    return re.findall(r"pplying resources\.(\w+)\.\.\. OK", out.getvalue())


def recorded() -> set[str]:
    """Return the names of our migrations that the database says it has."""
    done = MigrationRecorder(connection).applied_migrations()
    return {name for app, name in done if app == "resources"}


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


WRITTEN = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE tbl_name LIKE 'resources\\_%' "
    "ESCAPE '\\' OR name LIKE 'resources\\_%' ESCAPE '\\'",
    "postgresql": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
    "FROM pg_constraint WHERE conrelid::regclass::text LIKE 'resources\\_%' "
    "UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes "
    "WHERE tablename LIKE 'resources\\_%' "
    "UNION ALL SELECT event_object_table, trigger_name, action_statement "
    "FROM information_schema.triggers",
}


def clauses(sql: str) -> list[str]:
    """Cut what the engine has written down at the commas of a table's own list, and sort it.

    Where a column or a constraint stands in the text of SQLite depends on when it was added.
    """
    found, depth = [""], 0
    for sign in sql:
        depth += (sign == "(") - (sign == ")")
        if depth == 1 and sign == ",":
            found.append("")
        else:
            found[-1] += sign
    return sorted(clause.strip(" ()") for clause in found)


def schema() -> Schema:
    """Describe our tables: columns, relations, constraints, indexes, triggers, sequences.

    SQLite's columns are put in order, as it moves one to the end when Django rebuilds its table;
    so are its constraints without a name of their own, which Django numbers as it meets them.
    """
    found: Schema = {}
    look = connection.introspection
    with connection.cursor() as cursor:
        for table in tables():
            columns: list[Any] = look.get_table_description(cursor, table)
            rules: Any = look.get_constraints(cursor, table)
            if connection.vendor == "sqlite":
                columns = sorted(columns)
                rules = {"names": sorted(rules), "rules": sorted(map(repr, rules.values()))}
            relations, sequences = (
                get(cursor, table) for get in (look.get_relations, look.get_sequences)
            )
            found[table] = (columns, relations, rules, sequences)
        cursor.execute(WRITTEN[connection.vendor])
        found["written"] = sorted((*row[:2], clauses(row[2] or "")) for row in cursor.fetchall())
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.long
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


@pytest.mark.usefixtures("empty")
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


@pytest.mark.usefixtures("empty")
def test_a_new_database_is_made_by_one_migration_as_the_eight_would_make_it(
    of_the_eight: Schema,
) -> None:
    assert run(SQUASHED) == [SQUASHED]
    assert schema() == of_the_eight
    assert recorded() == {SQUASHED, *EIGHT}


@pytest.mark.usefixtures("empty")
def test_a_directory_that_has_had_all_eight_is_left_as_it_is(of_the_eight: Schema) -> None:
    then = migrated(RECORDS)
    a_directory(then)
    assert recorded() == set(EIGHT)
    call_command("migrate", "resources", SQUASHED, check_unapplied=True, verbosity=0)
    assert run(SQUASHED) == []
    assert recorded() == {SQUASHED, *EIGHT}
    assert schema() == of_the_eight
    assert then.get_model("resources", "Service").objects.count() == 8


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("name", BETWEEN)
@pytest.mark.endurance
def test_a_directory_that_stands_between_goes_on_with_the_rest_of_the_eight(
    name: str, of_the_eight: Schema
) -> None:
    a_directory(migrated(name))
    assert run(RECORDS) == EIGHT[EIGHT.index(name) + 1 :]
    assert run(SQUASHED) == []
    assert recorded() == {SQUASHED, *EIGHT}
    assert schema() == of_the_eight
    records = migrated(RECORDS).get_model("resources", "PublishedRecord").objects
    assert list(records.values_list("service__slug", "revision")) == [("published-0", 41)]


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("name", [SQUASHED, pytest.param(RECORDS, marks=pytest.mark.endurance)])
def test_a_database_goes_back_to_nothing_whether_it_had_the_eight_or_the_one(
    name: str, of_the_eight: Schema
) -> None:
    if name == SQUASHED:
        run(name)
    else:
        migrated(name)
    assert run("zero")
    assert (tables(), recorded()) == (set(), set())
    assert run(SQUASHED) == [SQUASHED]
    assert schema() == of_the_eight


@pytest.mark.usefixtures("empty")
def test_a_new_database_goes_back_to_an_older_version_with_documents(
    of_the_eight: Schema,
) -> None:
    run(SQUASHED)
    assert run(BEFORE) == [RECORDS]
    then = migrated(BEFORE)
    a_directory(then)
    indexed(then)
    assert run(RECORDS) == [RECORDS]
    assert schema() == of_the_eight


@pytest.mark.usefixtures("empty")
def test_services_keep_what_they_are_when_lines_for_cards_come_and_go() -> None:
    then = migrated(RECORDS)
    a_directory(then)
    before = list(then.get_model("resources", "Service").objects.order_by("pk").values())
    assert run(SQUASHED) == []
    assert run(CARD_LINES) == [CARD_LINES]
    # A worker of the version before goes on writing while the new one starts.
    then.get_model("resources", "Service").objects.filter(slug="draft-0").update(summary="New.")
    assert set(Service.objects.values_list("card_line", flat=True)) == {""}
    Service.objects.filter(slug="draft-0").update(summary="Someone to talk to.", card_line="Talk.")
    assert run(BEFORE) == [CARD_LINES, RECORDS]
    assert run(RECORDS) == [RECORDS]
    now = migrated(RECORDS).get_model("resources", "Service").objects.order_by("pk")
    assert list(now.values()) == before


@pytest.mark.django_db
def test_there_is_one_line_of_migrations() -> None:
    loader = MigrationLoader(connection)
    assert len(loader.graph.leaf_nodes("resources")) == 1
    assert loader.detect_conflicts() == {}


@pytest.mark.django_db
def test_no_change_of_a_model_is_without_its_migration() -> None:
    call_command("makemigrations", "resources", check=True, dry_run=True, verbosity=0)
