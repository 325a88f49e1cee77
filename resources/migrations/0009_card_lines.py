"""What a service does in one line on its card. Versions before this one write it as empty."""

from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual


class Migration(migrations.Migration):
    dependencies = [("resources", "0008_published_records")]

    operations = [
        migrations.AddField(
            model_name="service",
            name="card_line",
            field=models.CharField(
                verbose_name="line on the card",
                max_length=90,
                blank=True,
                default="",
                db_default="",
                help_text=(
                    "What it does, in one line of at most 90 characters. Left empty, lists show "
                    "the beginning of the summary where that fits."
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=LessThanOrEqual(Length("card_line"), 90),
                name="resources_service_card_line_length",
                violation_error_message="card_line: at most 90 characters.",
            ),
        ),
    ]
