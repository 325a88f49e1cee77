"""What keeps a listing from the public is one of a closed list, beside the words for it."""

import re

from django.db import migrations, models

# The words of the listings that this product has shipped, as they are loaded today.
OF_A_YEAR = re.compile(
    r"newest dated source is 20(1\d|2[01])"
    r"|the description dates from (about )?20(1\d|2[01]); only the web address is newer"
    r"|a contact detail dates from 20(1\d|2[01]) \(see notes\)"
)
SHIPPED = {
    "no_contact": [
        "no way to make contact was confirmed",
        "no contact for the Swindon service was read",
    ],
    "undated": [
        "only undated third-party pages",
        "only an undated copy of the own site, looks old",
        "the number was read only on an undated page of another charity (Shelter Scotland)",
        "numbers seen only on an undated school page",
        "the one recent source is an undated copy of a newspaper page",
    ],
    "old": [
        "nothing read after 2021",
        "old page layout; needs a newer source",
        "old trust page (2019); council page not read",
        "nothing about what it does was read after 2021; its own site showed 020 8539 0427 in 2021",
    ],
    "weak": [
        "seen only in one weak list",
        "seen only in one council page that looks old",
        "seen only on a web developer's test copy of the own site",
    ],
    "web_only": [
        "only a web address was seen",
    ],
    "unsure": [
        "service status not confirmed: counselling contract was extended only to March 2025",
        "newest dated source is 2018 and it said it might close",
        "its own page says it is closed to new referrals: check",
        "provider changed in 2025; only the former provider's number and site were read",
        "the contract ended in May 2026; who runs the service and its number since then were not read",
        "a newer page (2024) sends people to NHS 111 instead; check that the line is still open",
    ],
    "unclear": [
        "area served and status not confirmed",
        "the area it serves was not read, and the email was given for privacy questions only",
        "that it gives family law advice was taken from its name, not read",
    ],
    "scope": [
        "not for survivors; decide whether this directory lists lines for people worried about their own behaviour",
    ],
}


def sort_holds(apps, schema_editor):
    """Give every listing that is held a kind; what nobody has sorted has another reason."""
    service = apps.get_model("resources", "Service")
    kinds = {words: kind for kind, told in SHIPPED.items() for words in told}
    held = service.objects.using(schema_editor.connection.alias).exclude(hold_reason="")
    withdrawn = held.filter(publication="withdrawn", status="defunct")
    withdrawn.filter(hold_kind="").update(hold_kind="closed")
    sorted_now = held.filter(hold_kind="").order_by().values_list("hold_reason", flat=True)
    for words in set(sorted_now):
        kind = "old" if OF_A_YEAR.fullmatch(words) else kinds.get(words, "other")
        held.filter(hold_reason=words, hold_kind="").update(hold_kind=kind)


class Migration(migrations.Migration):

    dependencies = [
        ("resources", "0021_merges_and_places"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="hold_kind",
            field=models.CharField(blank=True, choices=[('no_contact', 'No way to make contact was confirmed'), ('undated', 'Only pages without a date were read'), ('old', 'What was read is too old'), ('weak', 'Seen in one weak source only'), ('web_only', 'Only a web address was seen'), ('unsure', 'It is not sure that it still runs'), ('unclear', 'Not read: what it does, for whom or where'), ('scope', 'Not decided: does it belong here?'), ('closed', 'It has closed'), ('other', 'Another reason')], db_default='', default='', help_text='Internal: lists sort what is held by it. Say it in words too.', max_length=12, verbose_name='kind of hold'),
        ),
        migrations.RunPython(sort_holds, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(condition=models.Q(('hold_kind', ''), models.Q(('hold_kind__in', ['no_contact', 'undated', 'old', 'weak', 'web_only', 'unsure', 'unclear', 'scope', 'closed', 'other']), models.Q(('hold_reason', ''), _negated=True)), _connector='OR'), name='resources_service_hold_kind_known', violation_error_message='hold_kind: one of the list, and said in words too.'),
        ),
    ]
