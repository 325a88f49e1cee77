"""A right to take rows of a spreadsheet, and the mark of versions that came that way."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0017_roles'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='service',
            options={'ordering': ('name', 'id'), 'permissions': [('submit_service', 'Can hand a listing to a colleague for review'), ('publish_service', 'Can publish what somebody else wrote'), ('return_service', 'Can give a listing back to its author'), ('withdraw_service', 'Can withdraw a listing, and ask for its recall'), ('recall_service', 'Can recall a listing alone: the safety lead'), ('undo_recall', 'Can take a recall back, or turn one down'), ('import_service', 'Can take rows of a spreadsheet as drafts'), ('export_service', 'Can take listings out as a file')], 'verbose_name': 'service', 'verbose_name_plural': 'services'},
        ),
        migrations.RemoveConstraint(
            model_name='snapshot',
            name='resources_snapshot_writer_known',
        ),
        migrations.AlterField(
            model_name='snapshot',
            name='writer',
            field=models.CharField(choices=[('form', 'Form of the staff area'), ('load', 'Listings file'), ('import', 'Rows of a spreadsheet'), ('check', 'Check of facts'), ('redaction', 'A confidential value was taken out'), ('found', 'Found changed in another way')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(('writer__in', ['form', 'load', 'import', 'check', 'redaction', 'found'])), name='resources_snapshot_writer_known', violation_error_message='writer: choose one of the listed values.'),
        ),
    ]
