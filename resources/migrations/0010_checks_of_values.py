"""A check says which fact it is of, with a digest of the value, and with whom somebody spoke.

More methods and kinds of fact are allowed. The rows are filled by the next migration, so that the
table is locked for no longer than it takes to add columns.
"""

from django.db import migrations, models

METHODS = [
    ("public_source", "Read in a public source"),
    ("website", "Seen on the service's own website"),
    ("register", "Seen in an official register"),
    ("phone", "Rang this line, and the service confirmed it"),
    ("office_line", "Rang the service's office line, and it confirmed it"),
    ("email", "The service confirmed it in writing"),
]
KINDS = [
    ("contact", "Ways to get in touch"),
    ("hours", "Opening hours"),
    ("address", "Address"),
    ("eligibility", "Who it is for"),
    ("access", "Getting in"),
    ("referral", "Whether it takes new people"),
    ("description", "What it does"),
]
ROLES = [
    ("manager", "Manager or coordinator"),
    ("support", "Somebody who answers or gives support"),
    ("office", "Office or reception"),
    ("communications", "Press or website"),
    ("trustee", "Trustee"),
    ("other", "Somebody else of the service"),
]


def known(field, choices):
    """Return the constraint that a field has one of some values."""
    return models.CheckConstraint(
        condition=models.Q((f"{field}__in", [value for value, _label in choices])),
        name=f"resources_verification_{field}_known",
        violation_error_message=f"{field}: choose one of the listed values.",
    )


class Migration(migrations.Migration):
    dependencies = [("resources", "0009_card_lines")]

    operations = [
        migrations.AddField(
            "verification",
            "fact",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The name of the fact: contact, hours, minimum_age ...",
                max_length=40,
            ),
        ),
        migrations.AddField(
            "verification",
            "digest",
            models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=70
            ),
        ),
        migrations.AddField(
            "verification",
            "spoke_with",
            models.CharField(
                blank=True,
                choices=ROLES,
                db_default="",
                default="",
                help_text="The role of the person who confirmed it. Never a name.",
                max_length=14,
            ),
        ),
        migrations.AlterField(
            "verification", "fact_kind", models.CharField(choices=KINDS, max_length=12)
        ),
        migrations.AlterField(
            "verification", "method", models.CharField(choices=METHODS, max_length=14)
        ),
        migrations.RemoveConstraint("verification", "resources_verification_fact_kind_known"),
        migrations.RemoveConstraint("verification", "resources_verification_method_known"),
        migrations.AddConstraint("verification", known("fact_kind", KINDS)),
        migrations.AddConstraint("verification", known("method", METHODS)),
    ]
