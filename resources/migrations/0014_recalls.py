"""Recalls have rows of their own, and the safety lead a right of their own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0013_snapshots'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='service',
            options={'ordering': ('name', 'id'), 'permissions': [('recall_service', 'Can recall a listing alone: the safety lead'), ('undo_recall', 'Can take a recall back, or turn one down')], 'verbose_name': 'service', 'verbose_name_plural': 'services'},
        ),
        migrations.CreateModel(
            name='Recall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('closed', 'The service has closed'), ('number_reassigned', 'The number belongs to somebody else now'), ('address_exposed', 'A private address was shown'), ('safeguarding', 'Safeguarding'), ('merged_into', 'It is now part of another listing'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('origin', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('version', models.PositiveIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recalls_asked', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recalls_decided', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recalls', to='resources.service')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recalls_undone', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'recall',
                'verbose_name_plural': 'recalls',
                'ordering': ('-asked_at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['closed', 'number_reassigned', 'address_exposed', 'safeguarding', 'merged_into', 'withdrawn'])), name='resources_recall_reason_known', violation_error_message='reason: choose one of the listed values.'), models.CheckConstraint(condition=models.Q(('origin__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='resources_recall_origin_known', violation_error_message='origin: choose one of the listed values.'), models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('service',), name='resources_recall_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='resources_recall_decided_by_someone', violation_error_message='decided_by: a decision has a person and a time.'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False), models.Q(('undone_by', models.F('asked_by')), _negated=True), models.Q(('decided_by__isnull', True), models.Q(('undone_by', models.F('decided_by')), _negated=True), _connector='OR')), _connector='OR'), name='resources_recall_undone_by_another', violation_error_message='undone_by: somebody else takes a recall back.')],
            },
        ),
    ]
