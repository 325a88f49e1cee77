"""Documents by which services are found, the groups of synonyms, and the index of each engine.

Both engines hold the same four texts of tokens, and keep their index in step by themselves, in the
same transaction:

- SQLite: an FTS5 table over the texts (external content) and three triggers. A later migration that
  makes SQLite rebuild the table of documents, such as one that changes a field, drops the triggers
  and has to run `build_sqlite` again.
- PostgreSQL: a generated `tsvector` in the 'simple' configuration, with a GIN index.
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import resources.models.synonyms

TABLE = "resources_searchdocument"
INDEX = "resources_search_index"
PARTS = ("names", "terms", "summary", "places")
COLUMNS = ", ".join(PARTS)
NEW = ", ".join(f"new.{part}" for part in PARTS)
OLD = ", ".join(f"old.{part}" for part in PARTS)

ADD = f"INSERT INTO {INDEX} (rowid, {COLUMNS}) VALUES (new.id, {NEW});"
TAKE = f"INSERT INTO {INDEX} ({INDEX}, rowid, {COLUMNS}) VALUES ('delete', old.id, {OLD});"

# 'ascii' cuts at spaces only, as there are no other signs; 'columnsize=0' because the order of what
# is found is not made here.
BUILD_SQLITE = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5({COLUMNS}, content='{TABLE}', content_rowid='id', "
    "tokenize='ascii', columnsize=0)",
    f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')",
    f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {ADD} END",
    f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {TAKE} END",
    f"CREATE TRIGGER {INDEX}_update AFTER UPDATE ON {TABLE} BEGIN {TAKE} {ADD} END",
)
CLEAR_SQLITE = (
    *(f"DROP TRIGGER {INDEX}_{event}" for event in ("insert", "delete", "update")),
    f"DROP TABLE {INDEX}",
)

TEXT = " || ' ' || ".join(PARTS)
# Most tokens are rare. The planner has to know how rare, or it reads the whole table for the first
# few documents that hold one: hence more statistics than its usual hundred.
BUILD_POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN tokens tsvector "
    f"GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, {TEXT})) STORED",
    f"ALTER TABLE {TABLE} ALTER COLUMN tokens SET STATISTICS 1000",
    f"CREATE INDEX {INDEX} ON {TABLE} USING gin (tokens)",
)
CLEAR_POSTGRESQL = (f"DROP INDEX {INDEX}", f"ALTER TABLE {TABLE} DROP COLUMN tokens")


def run(statements, schema_editor):
    """Run statements as they are written."""
    for statement in statements:
        schema_editor.execute(statement)


def build_sqlite(apps, schema_editor):
    """Make the index of SQLite."""
    if schema_editor.connection.vendor == "sqlite":
        run(BUILD_SQLITE, schema_editor)


def clear_sqlite(apps, schema_editor):
    """Take the index of SQLite away."""
    if schema_editor.connection.vendor == "sqlite":
        run(CLEAR_SQLITE, schema_editor)


def build_postgresql(apps, schema_editor):
    """Make the index of PostgreSQL."""
    if schema_editor.connection.vendor == "postgresql":
        run(BUILD_POSTGRESQL, schema_editor)


def clear_postgresql(apps, schema_editor):
    """Take the index of PostgreSQL away."""
    if schema_editor.connection.vendor == "postgresql":
        run(CLEAR_POSTGRESQL, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("resources", "0002_place_tables")]

    operations = [
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "words",
                    models.JSONField(
                        help_text="The first is what the others mean.",
                        validators=[resources.models.synonyms.check_words],
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="For the staff: the reason.", max_length=300
                    ),
                ),
                (
                    "is_used",
                    models.BooleanField(
                        default=True,
                        help_text="Untick it to leave a shipped group out for good.",
                        verbose_name="used",
                    ),
                ),
                (
                    "shipped",
                    models.JSONField(
                        default=list,
                        editable=False,
                        help_text="The words as they were last shipped.",
                    ),
                ),
            ],
            options={
                "verbose_name": "group of synonyms",
                "verbose_name_plural": "groups of synonyms",
                "ordering": ("note", "id"),
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("names", models.TextField()),
                ("terms", models.TextField(blank=True)),
                ("summary", models.TextField(blank=True)),
                ("places", models.TextField(blank=True)),
                (
                    "districts",
                    models.PositiveSmallIntegerField(help_text="How many districts it serves."),
                ),
                (
                    "openness",
                    models.PositiveSmallIntegerField(
                        help_text="How many of 100 people it is for, roughly. Breaks ties only."
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
                (
                    "revision",
                    models.PositiveBigIntegerField(
                        db_index=True,
                        default=0,
                        help_text="The number of the change it was made for.",
                    ),
                ),
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_document",
                        to="resources.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
                "ordering": ("pk",),
            },
        ),
        migrations.RunPython(build_sqlite, clear_sqlite),
        migrations.RunPython(build_postgresql, clear_postgresql),
    ]
