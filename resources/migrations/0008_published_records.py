"""Records of what is public take the place of search documents and of the engines' indexes.

Which services a question finds is answered from memory; the database only has to say what has
changed. Backwards, the documents are empty until `manage.py prepare` of the older version.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

documents = import_module("resources.migrations.0003_search_documents")


def record_published(apps, schema_editor):
    """Give every public service a record, at the data revision of now."""
    record, service = (apps.get_model("resources", name) for name in ("PublishedRecord", "Service"))
    revision = apps.get_model("resources", "DataRevision").objects.filter(pk=1).first()
    number = revision.number if revision else 0
    public = service.objects.filter(publication="published", organization__is_broker=False)
    keys = public.order_by("pk").values_list("pk", flat=True)
    rows = [record(service_id=key, revision=number) for key in keys]
    record.objects.bulk_create(rows, batch_size=1_000)


class Migration(migrations.Migration):
    dependencies = [("resources", "0007_sources_of_facts")]

    operations = [
        migrations.CreateModel(
            name="PublishedRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveBigIntegerField(db_index=True)),
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="published_record",
                        to="resources.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "published record",
                "verbose_name_plural": "published records",
                "ordering": ("pk",),
            },
        ),
        migrations.RunPython(record_published, migrations.RunPython.noop),
        # Each step undoes what 0003 has made, and makes it again on the way back.
        migrations.RunPython(documents.clear_postgresql, documents.build_postgresql),
        migrations.RunPython(documents.clear_sqlite, documents.build_sqlite),
        migrations.DeleteModel(name="SearchDocument"),
    ]
