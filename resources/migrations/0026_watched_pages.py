"""Pages of providers that are watched, what was found there, and the rounds that were made."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0025_links_lead_to_pages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WatchedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=300, unique=True)),
                ('state', models.CharField(choices=[('ok', 'As it was'), ('unreachable', 'Nothing answers'), ('other_host', 'It leads to another site'), ('certificate', 'Its certificate is not right'), ('number_gone', 'A number of ours is no longer there'), ('not_allowed', 'It leads to an address that is not public'), ('refused', 'The site does not want to be read by programs'), ('unreadable', 'It is no page of text')], max_length=12)),
                ('since', models.DateField(help_text='The day on which it was found so first.')),
                ('looked_at', models.DateTimeField(verbose_name='last looked at')),
                ('told', models.CharField(blank=True, editable=False, help_text='The finding for which a task was opened last; empty once all was well.', max_length=300)),
                ('numbers_seen', models.JSONField(blank=True, default=list, editable=False)),
                ('numbers_gone', models.JSONField(blank=True, default=list, editable=False)),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='watched_pages', to='resources.organization')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='watched_pages', to='resources.service')),
            ],
            options={
                'verbose_name': 'watched page',
                'verbose_name_plural': 'watched pages',
                'ordering': ('address',),
            },
        ),
        migrations.CreateModel(
            name='WatchRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('beat_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('is_complete', models.BooleanField(default=False)),
                ('page_count', models.PositiveIntegerField(default=0)),
                ('task_count', models.PositiveIntegerField(default=0)),
                ('place', models.PositiveIntegerField(blank=True, editable=False, null=True, unique=True)),
            ],
            options={
                'verbose_name': 'run of the watch',
                'verbose_name_plural': 'runs of the watch',
                'ordering': ('-started_at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('is_complete', False), ('place__isnull', False)), models.Q(('ended_at__isnull', False), ('place__isnull', True)), _connector='OR'), name='resources_watchrun_place_while_it_runs', violation_error_message='place: only while it goes on.')],
            },
        ),
        migrations.CreateModel(
            name='WatchTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ok', 'As it was'), ('unreachable', 'Nothing answers'), ('other_host', 'It leads to another site'), ('certificate', 'Its certificate is not right'), ('number_gone', 'A number of ours is no longer there'), ('not_allowed', 'It leads to an address that is not public'), ('refused', 'The site does not want to be read by programs'), ('unreadable', 'It is no page of text')], max_length=12)),
                ('found', models.CharField(blank=True, max_length=300)),
                ('opened_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('changed', 'The listing was wrong, and was changed or withdrawn'), ('right', 'The listing is right as it is'), ('passed', 'It has passed by itself'), ('not_found_out', 'It could not be found out')], default='', max_length=14, verbose_name='what came of it')),
                ('words', models.CharField(blank=True, max_length=300)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='watch_tasks_closed', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='resources.watchedpage')),
            ],
            options={
                'verbose_name': 'task of the watch',
                'verbose_name_plural': 'tasks of the watch',
                'ordering': ('opened_at', 'id'),
            },
        ),
        migrations.AddConstraint(
            model_name='watchedpage',
            constraint=models.CheckConstraint(condition=models.Q(('address', ''), _negated=True), name='resources_watchedpage_address_given', violation_error_message='address: this may not be empty.'),
        ),
        migrations.AddConstraint(
            model_name='watchedpage',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['ok', 'unreachable', 'other_host', 'certificate', 'number_gone', 'not_allowed', 'refused', 'unreadable'])), name='resources_watchedpage_state_known', violation_error_message='state: choose one of the listed values.'),
        ),
        migrations.AddConstraint(
            model_name='watchedpage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organization__isnull', True), ('service__isnull', False)), models.Q(('organization__isnull', False), ('service__isnull', True)), _connector='OR'), name='resources_watchedpage_one_owner', violation_error_message='service, organization: exactly one of them.'),
        ),
        migrations.AddConstraint(
            model_name='watchtask',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['ok', 'unreachable', 'other_host', 'certificate', 'number_gone', 'not_allowed', 'refused', 'unreadable'])), name='resources_watchtask_kind_known', violation_error_message='kind: choose one of the listed values.'),
        ),
        migrations.AddConstraint(
            model_name='watchtask',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('page', 'kind'), name='resources_watchtask_open_once'),
        ),
        migrations.AddConstraint(
            model_name='watchtask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('outcome', '')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('outcome__in', ['changed', 'right', 'passed', 'not_found_out'])), _connector='OR'), name='resources_watchtask_closed_by_someone', violation_error_message='outcome: one of the list, with a person and a time.'),
        ),
    ]
