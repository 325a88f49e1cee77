"""Which facts a source states, and how exactly the date of a waiting list is known.

Both columns have a default in the database itself, so that an older version which still runs can
go on writing. Every row starts at the default, so the check holds for all of them at once.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0006_whole_texts'),
    ]

    operations = [
        migrations.AddField(
            model_name='service',
            name='referral_status_precision',
            field=models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year'), ('about', 'About that year')], db_default='day', default='day', max_length=6),
        ),
        migrations.AddField(
            model_name='verification',
            name='covers',
            field=models.CharField(blank=True, db_default='', default='', help_text='Names of the facts that it states, when it is known: minimum_age,languages', max_length=400),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('referral_status_precision__in', ['day', 'month', 'year', 'about'])), name='resources_service_referral_status_precision_known', violation_error_message='referral_status_precision: choose one of the listed values.'),
        ),
    ]
