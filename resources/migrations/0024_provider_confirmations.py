"""Questions to providers: links that were sent, and what came of each."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0023_due_facts_and_cadence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(blank=True, max_length=254, verbose_name='sent to')),
                ('source', models.CharField(blank=True, max_length=500)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('asked_on', models.DateField(verbose_name='asked on')),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('expires_at', models.DateTimeField(verbose_name='until')),
                ('state', models.CharField(choices=[('open', 'Waits for an answer'), ('answered', 'Answered'), ('revoked', 'Taken back'), ('expired', 'Ran out'), ('not_sent', 'Could not be sent')], default='open', editable=False, max_length=10)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('role', models.CharField(blank=True, choices=[('manager', 'Manager or coordinator'), ('support', 'Somebody who answers or gives support'), ('office', 'Office or reception'), ('communications', 'Press or website'), ('trustee', 'Trustee'), ('other', 'Somebody else of the service')], max_length=14, verbose_name='answered by')),
                ('stamped', models.PositiveSmallIntegerField(default=0, verbose_name='facts confirmed')),
                ('moved', models.PositiveSmallIntegerField(default=0, verbose_name='changed meanwhile, not confirmed')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations_asked', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='confirmations_revoked', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='resources.service')),
            ],
            options={
                'verbose_name': 'question to a provider',
                'verbose_name_plural': 'questions to providers',
                'ordering': ('-asked_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ProviderChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.CharField(max_length=40)),
                ('label', models.CharField(max_length=200)),
                ('words', models.CharField(blank=True, max_length=600)),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='not put in by itself')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('confirmation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='resources.confirmation')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='provider_changes_done', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='from_providers', to='resources.proposal')),
            ],
            options={
                'verbose_name': 'change that a provider wants',
                'verbose_name_plural': 'changes that providers want',
                'ordering': ('id',),
            },
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'answered', 'revoked', 'expired', 'not_sent'])), name='resources_confirmation_state_known', violation_error_message='state: choose one of the listed values.'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(('digest__regex', '^(?:[0-9a-f]{64})\\Z')), name='resources_confirmation_digest_form', violation_error_message='digest: a SHA-256 digest.'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('service',), name='resources_confirmation_one_open'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.UniqueConstraint(fields=('asked_on', 'number'), name='resources_confirmation_number_once'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='resources_confirmation_closed_at_a_time', violation_error_message='closed_at: when it was closed, and only then.'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), ('role__in', ['manager', 'support', 'office', 'communications', 'trustee', 'other'])), models.Q(models.Q(('state', 'answered'), _negated=True), ('moved', 0), ('role', ''), ('stamped', 0)), _connector='OR'), name='resources_confirmation_answered_by_a_role', violation_error_message='role: who answered, and only then.'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_by__isnull', False), ('state', 'revoked')), models.Q(models.Q(('state', 'revoked'), _negated=True), ('revoked_by__isnull', True)), _connector='OR'), name='resources_confirmation_revoked_by_someone', violation_error_message='revoked_by: who took it back, and only then.'),
        ),
        migrations.AddConstraint(
            model_name='providerchange',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('words'), 600), name='resources_providerchange_words_length', violation_error_message='words: at most 600 characters.'),
        ),
        migrations.AddConstraint(
            model_name='providerchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False), ('proposal__isnull', True)), _connector='OR'), name='resources_providerchange_done_by_someone', violation_error_message='done_by: a person and a time, where no proposal has it.'),
        ),
    ]
