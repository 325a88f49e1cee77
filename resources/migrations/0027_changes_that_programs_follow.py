"""What programs that copy the directory were last told of each service."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0026_watched_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveBigIntegerField()),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'changes',
                'ordering': ('revision', 'id'),
                'indexes': [models.Index(fields=['revision', 'id'], name='resources_change_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('digest__regex', '^(?:[0-9a-f]{64})\\Z')), name='resources_change_digest_form', violation_error_message='digest: a digest has 64 signs.')],
            },
        ),
    ]
