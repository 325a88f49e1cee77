"""What is kept of a record is a digest, or nothing where an older version wrote the row."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0029_fill_times_of_changes'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('record_digest__regex', '^(?:([0-9a-f]{64})?)\\Z')), name='resources_change_record_digest_form', violation_error_message='record_digest: a digest has 64 signs.'),
        ),
    ]
