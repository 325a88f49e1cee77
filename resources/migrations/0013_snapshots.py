"""Versions of whole listings. A listing gets its first one with its next change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0012_checks_belong_to_values'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('base_version', models.PositiveIntegerField(blank=True, null=True)),
                ('content', models.JSONField()),
                ('organization', models.JSONField()),
                ('places', models.ManyToManyField(related_name='snapshots', to='resources.location')),
                ('writer', models.CharField(choices=[('form', 'Form of the staff area'), ('load', 'Listings file'), ('check', 'Check of facts'), ('redaction', 'A confidential value was taken out'), ('found', 'Found changed in another way')], max_length=10)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='resources.service')),
            ],
            options={
                'verbose_name': 'version of a listing',
                'verbose_name_plural': 'versions of listings',
                'ordering': ('-at', '-version', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('writer__in', ['form', 'load', 'check', 'redaction', 'found'])), name='resources_snapshot_writer_known', violation_error_message='writer: choose one of the listed values.'), models.UniqueConstraint(fields=('service', 'version'), name='resources_snapshot_version_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1), models.Q(('base_version__isnull', True), ('base_version__lt', models.F('version')), _connector='OR')), name='resources_snapshot_versions_in_order', violation_error_message='base_version: this comes before the version itself.')],
            },
        ),
    ]
