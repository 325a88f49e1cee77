"""Facts that a person asks for first, each "not known" until somebody has read or been told it.

Every new column has a default in the database itself, so that an older version which still runs
can go on writing. The checks hold for all rows at once, because every row starts at the default.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0004_data_revision'),
    ]

    operations = [
        migrations.AddField(
            model_name='contactroute',
            name='languages',
            field=models.CharField(blank=True, db_default='', default='', help_text='Language codes, where this way has languages of its own: pl,ur', max_length=120),
        ),
        migrations.AddField(
            model_name='service',
            name='call_back',
            field=models.TextField(blank=True, db_default='', default='', help_text='“They ask when it is safe to ring.”', verbose_name='is a call back safe'),
        ),
        migrations.AddField(
            model_name='service',
            name='police_report_needed',
            field=models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_known', 'Not known')], db_default='not_known', default='not_known', max_length=10, verbose_name='Do you have to report to the police?'),
        ),
        migrations.AddField(
            model_name='service',
            name='pre_trial_therapy',
            field=models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_known', 'Not known')], db_default='not_known', default='not_known', max_length=10, verbose_name='Do they give therapy before a trial?'),
        ),
        migrations.AddField(
            model_name='service',
            name='what_they_ask',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='service',
            name='who_answers',
            field=models.TextField(blank=True, db_default='', default='', help_text='“Trained volunteers, all women.”'),
        ),
        migrations.AddConstraint(
            model_name='contactroute',
            constraint=models.CheckConstraint(condition=models.Q(('languages__regex', '^(?:([a-z]{2,3}(,[a-z]{2,3})*)?)\\Z')), name='resources_contactroute_languages_form', violation_error_message='languages: language codes with commas: en,cy,bfi.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('police_report_needed__in', ['yes', 'no', 'not_known'])), name='resources_service_police_report_needed_known', violation_error_message='police_report_needed: choose one of the listed values.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('pre_trial_therapy__in', ['yes', 'no', 'not_known'])), name='resources_service_pre_trial_therapy_known', violation_error_message='pre_trial_therapy: choose one of the listed values.'),
        ),
    ]
