"""When the record of each service last changed, and what it said then.

Both columns may stay empty: a worker of the version before goes on writing while this one starts.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0027_changes_that_programs_follow'),
    ]

    operations = [
        migrations.AddField(
            model_name='change',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='change',
            name='record_digest',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
    ]
