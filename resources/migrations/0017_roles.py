"""Each step of a listing is a right of its own."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0016_suppressions'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='service',
            options={'ordering': ('name', 'id'), 'permissions': [('submit_service', 'Can hand a listing to a colleague for review'), ('publish_service', 'Can publish what somebody else wrote'), ('return_service', 'Can give a listing back to its author'), ('withdraw_service', 'Can withdraw a listing, and ask for its recall'), ('recall_service', 'Can recall a listing alone: the safety lead'), ('undo_recall', 'Can take a recall back, or turn one down'), ('export_service', 'Can take listings out as a file')], 'verbose_name': 'service', 'verbose_name_plural': 'services'},
        ),
    ]
