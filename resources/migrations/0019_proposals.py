"""Proposals: changes to public listings that wait for a second person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0018_import_and_export'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'Waits for a second person'), ('returned', 'Given back to the author'), ('approved', 'Approved'), ('dropped', 'Dropped')], default='open', editable=False, max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='ProposalRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('base_version', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=500)),
                ('source', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'verbose_name': 'version of a proposal',
                'verbose_name_plural': 'versions of proposals',
                'ordering': ('proposal', 'number'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='snapshot',
            name='resources_snapshot_writer_known',
        ),
        migrations.AlterField(
            model_name='snapshot',
            name='writer',
            field=models.CharField(choices=[('form', 'Form of the staff area'), ('load', 'Listings file'), ('import', 'Rows of a spreadsheet'), ('check', 'Check of facts'), ('proposal', 'Approved proposal'), ('redaction', 'A confidential value was taken out'), ('found', 'Found changed in another way')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(('writer__in', ['form', 'load', 'import', 'check', 'proposal', 'redaction', 'found'])), name='resources_snapshot_writer_known', violation_error_message='writer: choose one of the listed values.'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals_decided', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposal',
            name='service',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='resources.service'),
        ),
        migrations.AddField(
            model_name='proposalrevision',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals_written', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposalrevision',
            name='places',
            field=models.ManyToManyField(related_name='proposed', to='resources.location'),
        ),
        migrations.AddField(
            model_name='proposalrevision',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='resources.proposal'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'returned', 'approved', 'dropped'])), name='resources_proposal_state_known', violation_error_message='state: choose one of the listed values.'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'returned'])), fields=('service',), name='resources_proposal_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'open')), _connector='OR'), name='resources_proposal_decided_by_someone', violation_error_message='decided_by: a decision has a person and a time.'),
        ),
        migrations.AddConstraint(
            model_name='proposalrevision',
            constraint=models.UniqueConstraint(fields=('proposal', 'number'), name='resources_proposalrevision_number_once'),
        ),
    ]
