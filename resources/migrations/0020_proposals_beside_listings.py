"""Proposals for terms, collections, synonyms, organisations and places."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0019_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='proposal',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss_decided', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='proposalrevision',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss_written', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='RecordProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'Waits for a second person'), ('returned', 'Given back to the author'), ('approved', 'Approved'), ('dropped', 'Dropped')], default='open', editable=False, max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.CharField(blank=True, max_length=500)),
                ('kind', models.CharField(choices=[('organization', 'Organisation'), ('location', 'Place'), ('collection', 'Collection'), ('taxonomy', 'List of terms'), ('term', 'Term'), ('synonyms', 'Group of synonyms')], max_length=12)),
                ('key', models.UUIDField()),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss_decided', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'proposal beside listings',
                'verbose_name_plural': 'proposals beside listings',
                'ordering': ('-id',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RecordRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=500)),
                ('source', models.CharField(blank=True, max_length=500)),
                ('base', models.JSONField(default=dict)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss_written', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='resources.recordproposal')),
            ],
            options={
                'verbose_name': 'version of a proposal beside listings',
                'verbose_name_plural': 'versions of proposals beside listings',
                'ordering': ('proposal', 'number'),
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='recordproposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'returned', 'approved', 'dropped'])), name='resources_recordproposal_state_known', violation_error_message='state: choose one of the listed values.'),
        ),
        migrations.AddConstraint(
            model_name='recordproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'open')), _connector='OR'), name='resources_recordproposal_decided_by_someone', violation_error_message='decided_by: a decision has a person and a time.'),
        ),
        migrations.AddConstraint(
            model_name='recordproposal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['organization', 'location', 'collection', 'taxonomy', 'term', 'synonyms'])), name='resources_recordproposal_kind_known', violation_error_message='kind: choose one of the listed values.'),
        ),
        migrations.AddConstraint(
            model_name='recordproposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'returned'])), fields=('kind', 'key'), name='resources_recordproposal_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='recordrevision',
            constraint=models.UniqueConstraint(fields=('proposal', 'number'), name='resources_recordrevision_number_once'),
        ),
    ]
