"""A table for postcode tables that are newer than the shipped ones; going back drops it."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlaceTables',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('source_name', models.CharField(help_text='Name of the file it came from.', max_length=200)),
                ('row_count', models.PositiveIntegerField(help_text='Postcodes in use that were read.')),
                ('content', models.BinaryField(help_text='A zip of the csv files of resources/data/places.')),
            ],
            options={
                'verbose_name': 'postcode tables',
                'verbose_name_plural': 'postcode tables',
                'ordering': ('-made_at', '-id'),
                'get_latest_by': 'made_at',
                'constraints': [models.CheckConstraint(condition=models.Q(('source_name', ''), _negated=True), name='resources_placetables_source_name_given', violation_error_message='source_name: this may not be empty.'), models.CheckConstraint(condition=models.Q(('row_count__gt', 0)), name='resources_placetables_row_count_given', violation_error_message='row_count: tables of no postcodes are of no use.')],
            },
        ),
    ]
