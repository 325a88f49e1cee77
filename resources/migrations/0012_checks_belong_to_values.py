"""The rules that the rows of the last migration keep; names of several facts go."""

from django.db import migrations, models
from django.db.models import Q

CONFIRMING = ["email", "office_line", "phone"]
ROLES = ["manager", "support", "office", "communications", "trustee", "other"]


class Migration(migrations.Migration):
    dependencies = [("resources", "0011_fill_checked_values")]

    operations = [
        migrations.AddConstraint(
            "contactroute",
            models.CheckConstraint(
                condition=Q(("is_crisis_line", False), ("do_not_test_call", True), _connector="OR"),
                name="resources_contactroute_urgent_not_test_called",
                violation_error_message="do_not_test_call: nobody rings an urgent line to test it.",
            ),
        ),
        migrations.AddConstraint(
            "verification",
            models.CheckConstraint(
                condition=Q(("fact__regex", "^(?:([a-z][a-z0-9_-]*)?)\\Z")),
                name="resources_verification_fact_form",
                violation_error_message="fact: the name of a fact.",
            ),
        ),
        migrations.AddConstraint(
            "verification",
            models.CheckConstraint(
                condition=Q(("digest__regex", "^(?:([0-9]+:[0-9a-f]{64})?)\\Z")),
                name="resources_verification_digest_form",
                violation_error_message="digest: a SHA-256 digest, with its version.",
            ),
        ),
        migrations.AddConstraint(
            "verification",
            models.CheckConstraint(
                condition=Q(Q(("fact", ""), _negated=True), ("digest", ""), _connector="OR"),
                name="resources_verification_digest_of_a_fact",
                violation_error_message="digest: a value belongs to a fact.",
            ),
        ),
        migrations.AddConstraint(
            "verification",
            models.CheckConstraint(
                condition=Q(
                    Q(("fact", "contact"), _negated=True),
                    Q(("contact_route__isnull", False), ("fact_kind", "contact")),
                    _connector="OR",
                ),
                name="resources_verification_contact_named",
                violation_error_message="contact_route: a check of a contact names it.",
            ),
        ),
        migrations.AddConstraint(
            "verification",
            models.CheckConstraint(
                condition=Q(
                    ("spoke_with", ""),
                    Q(("method__in", CONFIRMING), ("spoke_with__in", ROLES)),
                    _connector="OR",
                ),
                name="resources_verification_spoke_with_role",
                violation_error_message="spoke_with: a role, where the service confirmed it.",
            ),
        ),
        migrations.RemoveField("verification", "covers"),
    ]
