"""Merges of listings; the marks of pages; and links to places that outlive the rows of places.

Files that were loaded again had deleted the links between places and the versions that name them.
They are made anew here from what the versions say, and what a place may not tell any more is taken
out of those that had been missed.
"""

from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

PLACE_KEYS = ("location", "other_locations")
NEVER_HIDDEN = "full"
ANSWERS = ("step_free", "accessible_toilet", "hearing_loop", "parking", "public_transport")
CHUNK = 500


def link_places(apps: Any, schema_editor: Any) -> None:
    """Link each version to the places that it names, and hide there what is hidden now."""
    places = apps.get_model("resources", "Location").objects.exclude(
        address_visibility=NEVER_HIDDEN
    )
    hidden = {str(place.pk): _told(place) for place in places.select_related("region")}
    for name, link, owner in (
        ("Snapshot", "SnapshotPlace", "snapshot"),
        ("ProposalRevision", "ProposedPlace", "proposalrevision"),
    ):
        rows = apps.get_model("resources", name).objects
        links = apps.get_model("resources", link)
        for pk, content in rows.order_by("pk").values_list("pk", "content").iterator(CHUNK):
            named = [place["id"] for place in _places(content)]
            links.objects.bulk_create(
                [links(**{f"{owner}_id": pk, "location_id": place}) for place in named],
                ignore_conflicts=True,
            )
            less = _without(content, hidden)
            if less != content:
                rows.filter(pk=pk).update(content=less)
    reports = apps.get_model("resources", "Report").objects
    reports.filter(is_raised=True).update(marks_page=True)


def _places(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    first = content.get("location")
    yield from [*([first] if first else []), *content.get("other_locations", [])]


def _told(place: Any) -> dict[str, Any]:
    """Return as much of a place as may be known of it."""
    told = {"id": str(place.pk), "address_visibility": place.address_visibility}
    if place.city:
        told["city"] = place.city
    if place.region:
        told["region"] = place.region.slug
    answers = {name: getattr(place, name) for name in ANSWERS}
    return told | {name: answer for name, answer in answers.items() if answer != "not_known"}


def _without(content: dict[str, Any], hidden: dict[str, Any]) -> dict[str, Any]:
    """Return a version in which places that are hidden now tell no more than they may."""

    def less(place: dict[str, Any]) -> dict[str, Any]:
        told = hidden.get(place["id"])
        keeps = told is None or place["address_visibility"] in {"hidden", told["address_visibility"]}
        return place if keeps or told is None else told

    changed = dict(content)
    if content.get("location"):
        changed["location"] = less(content["location"])
    if content.get("other_locations"):
        changed["other_locations"] = [less(place) for place in content["other_locations"]]
    return changed


def back(apps: Any, schema_editor: Any) -> None:
    """Drop what the older tables cannot hold."""
    places = apps.get_model("resources", "Location").objects.values("pk")
    for link in ("SnapshotPlace", "ProposedPlace"):
        apps.get_model("resources", link).objects.exclude(location__in=places).delete()
    reports = apps.get_model("resources", "Report").objects
    reports.filter(outcome="merged").update(outcome="changed")
    recalls = apps.get_model("resources", "Recall").objects
    recalls.filter(reason="merged_into", undone_by=F("asked_by")).delete()


def through(name: str, owner: str, table: str, said: str, plural: str) -> list[Any]:
    """Give a table of links a model of its own, and let it outlive the place."""
    fields = [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("location", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="resources.location")),
        (owner, models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=f"resources.{owner}")),
    ]
    options = {
        "verbose_name": said,
        "verbose_name_plural": plural,
        "db_table": table,
        "unique_together": {(owner, "location")},
    }
    related = "snapshots" if owner == "snapshot" else "proposed"
    return [
        # The table is there already: as that of a field for many.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(name=name, fields=fields, options=options),
                migrations.AlterField(
                    model_name=owner,
                    name="places",
                    field=models.ManyToManyField(
                        related_name=related, through=f"resources.{name}", to="resources.location"
                    ),
                ),
            ]
        ),
        migrations.AlterField(
            model_name=name.lower(),
            name="location",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                to="resources.location",
            ),
        ),
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0020_proposals_beside_listings'),
    ]

    operations = [
        *through("SnapshotPlace", "snapshot", "resources_snapshot_places", "place of a version", "places of versions"),
        *through("ProposedPlace", "proposalrevision", "resources_proposalrevision_places", "place of a proposal", "places of proposals"),
        migrations.AlterModelOptions(
            name='service',
            options={'ordering': ('name', 'id'), 'permissions': [('submit_service', 'Can hand a listing to a colleague for review'), ('publish_service', 'Can publish what somebody else wrote'), ('return_service', 'Can give a listing back to its author'), ('withdraw_service', 'Can withdraw a listing, and ask for its recall'), ('recall_service', 'Can recall a listing alone: the safety lead'), ('undo_recall', 'Can take a recall back, or turn one down'), ('merge_service', 'Can merge a listing into another, with a second person'), ('import_service', 'Can take rows of a spreadsheet as drafts'), ('export_service', 'Can take listings out as a file')], 'verbose_name': 'service', 'verbose_name_plural': 'services'},
        ),
        migrations.RemoveConstraint(
            model_name='recall',
            name='resources_recall_undone_by_another',
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='resources_report_decided_by_someone',
        ),
        migrations.AddField(
            model_name='recall',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='resources.service'),
        ),
        migrations.AddField(
            model_name='recall',
            name='moved',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='report',
            name='marks_page',
            field=models.BooleanField(default=False, verbose_name='told of by the public page'),
        ),
        migrations.AlterField(
            model_name='report',
            name='outcome',
            field=models.CharField(blank=True, choices=[('changed', 'The listing was wrong, and was changed or withdrawn'), ('right_already', 'The listing was right already'), ('not_found_out', 'It could not be found out'), ('not_about_it', 'It was not about this listing'), ('merged', 'The listing became part of another one'), ('not_recorded', 'Dealt with before outcomes were kept')], default='', max_length=14, verbose_name='what came of it'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False), models.Q(models.Q(('undone_by', models.F('asked_by')), _negated=True), models.Q(('decided_by__isnull', True), ('reason', 'merged_into')), _connector='OR'), models.Q(('decided_by__isnull', True), models.Q(('undone_by', models.F('decided_by')), _negated=True), _connector='OR')), _connector='OR'), name='resources_recall_undone_by_another', violation_error_message='undone_by: somebody else takes a recall back.'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('reason', 'merged_into'), models.Q(('merged_into', models.F('service')), _negated=True)), models.Q(models.Q(('reason', 'merged_into'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='resources_recall_merged_into_another', violation_error_message='merged_into: another listing, for a merge and only then.'),
        ),
        migrations.AddConstraint(
            model_name='recall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', 'merged_into'), _negated=True), ('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='resources_recall_merge_takes_two', violation_error_message='decided_by: somebody else agrees to a merge.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('marks_page', False), ('is_raised', True), _connector='OR'), name='resources_report_marks_when_raised', violation_error_message='marks_page: only of what is raised to the safety lead.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('outcome__in', ['', 'not_recorded'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('outcome__in', ['changed', 'right_already', 'not_found_out', 'not_about_it', 'merged'])), _connector='OR'), name='resources_report_decided_by_someone', violation_error_message='outcome: one of the list, with a person and a time.'),
        ),
        migrations.RunPython(link_places, back),
    ]
