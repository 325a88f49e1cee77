"""Numbers, sites and names that must not come back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0015_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('number', 'Number'), ('host', 'Website, by its host'), ('name', 'Name')], max_length=12)),
                ('value', models.CharField(max_length=200)),
                ('reason', models.CharField(max_length=300)),
                ('review_on', models.DateField(verbose_name='look at it again on')),
                ('added_on', models.DateField(auto_now_add=True)),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suppressions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'suppressed value',
                'verbose_name_plural': 'what must not come back',
                'ordering': ('kind', 'value'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['number', 'host', 'name'])), name='resources_suppression_kind_known', violation_error_message='kind: choose one of the listed values.'), models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='resources_suppression_value_given', violation_error_message='value: this may not be empty.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='resources_suppression_reason_given', violation_error_message='reason: this may not be empty.'), models.UniqueConstraint(fields=('kind', 'value'), name='resources_suppression_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'number'), _negated=True), ('value__regex', '^(?:\\+?[0-9]{3,15})\\Z'), _connector='OR'), name='resources_suppression_number_form', violation_error_message='value: one number, as it is dialled.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'host'), _negated=True), ('value__regex', '^(?:[a-z0-9-]+(\\.[a-z0-9-]+)+)\\Z'), _connector='OR'), name='resources_suppression_host_form', violation_error_message='value: one host, such as example.org.')],
            },
        ),
    ]
