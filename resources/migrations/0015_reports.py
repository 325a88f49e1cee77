"""Corrections become reports of visitors: several ticks, words, and what came of each of them."""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

MOST_A_DAY = 10
FIELDS = {
    "number_wrong": "number_wrong",
    "closed": "service_closed",
    "hours_wrong": "hours_wrong",
    "unsafe": "felt_unsafe",
    "address_shown": "address_shown",
    "other": "something_else",
}
REASONS = {field: reason for reason, field in FIELDS.items()} | {"people_wrong": "other"}


def to_reports(apps: Any, schema_editor: Any) -> None:
    """Make a report of each correction; those past the most of a day share the last place."""
    corrections = apps.get_model("resources", "Correction").objects.order_by("pk")
    reports = apps.get_model("resources", "Report").objects
    numbers: dict[Any, int] = {}
    for row in corrections:
        day = {"service_id": row.service_id, "received_on": row.reported_on}
        number = min(numbers.get((*day.values(),), 0) + 1, MOST_A_DAY)
        numbers[(*day.values(),)] = number
        said = {FIELDS[row.reason]: True, "is_raised": row.reason == "address_shown"}
        said["outcome"] = "not_recorded" if row.is_handled else ""
        last = reports.filter(**day, number=number)
        if not last.exists():
            reports.create(**day, number=number, **said)
            continue
        # One of them that is still open keeps the whole open.
        kept = {name: value for name, value in said.items() if value is True}
        last.update(**kept, **({} if row.is_handled else {"outcome": ""}))
    for service in set(reports.filter(felt_unsafe=True, outcome="").values_list("service", flat=True)):
        unsafe = reports.filter(service=service, felt_unsafe=True, outcome="")
        if unsafe.count() > 1:
            unsafe.update(is_raised=True)


def to_corrections(apps: Any, schema_editor: Any) -> None:
    """Make a correction of each tick. Words, and what came of a report, have no place there."""
    corrections = apps.get_model("resources", "Correction").objects
    for report in apps.get_model("resources", "Report").objects.order_by("received_on", "number"):
        ticked = {REASONS[field] for field in REASONS if getattr(report, field)}
        for reason in sorted(ticked):
            corrections.create(
                service_id=report.service_id,
                reason=reason,
                reported_on=report.received_on,
                is_handled=report.outcome != "",
            )


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0014_recalls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number_wrong', models.BooleanField(default=False)),
                ('service_closed', models.BooleanField(default=False)),
                ('hours_wrong', models.BooleanField(default=False)),
                ('people_wrong', models.BooleanField(default=False)),
                ('felt_unsafe', models.BooleanField(default=False)),
                ('address_shown', models.BooleanField(default=False)),
                ('something_else', models.BooleanField(default=False)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('received_on', models.DateField(verbose_name='day')),
                ('number', models.PositiveSmallIntegerField()),
                ('is_raised', models.BooleanField(default=False, verbose_name='raised to the safety lead')),
                ('outcome', models.CharField(blank=True, choices=[('changed', 'The listing was wrong, and was changed or withdrawn'), ('right_already', 'The listing was right already'), ('not_found_out', 'It could not be found out'), ('not_about_it', 'It was not about this listing'), ('not_recorded', 'Dealt with before outcomes were kept')], default='', max_length=14, verbose_name='what came of it')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports_decided', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='resources.service')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ('received_on', 'id'),
                'permissions': [('decide_danger', 'Can decide a report of a danger: the safety lead')],
                'constraints': [
                    models.CheckConstraint(condition=LessThanOrEqual(Length('words'), 300), name='resources_report_words_length', violation_error_message='words: at most 300 characters.'),
                    models.UniqueConstraint(fields=('service', 'received_on', 'number'), name='resources_report_number_once'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('number__lte', 10), models.Q(models.Q(('felt_unsafe', True), ('address_shown', True), _connector='OR'), ('number__lte', 15)), _connector='OR')), name='resources_report_so_many_a_day', violation_error_message='number: there are enough reports of this listing today.'),
                    models.CheckConstraint(condition=models.Q(('number_wrong', True), ('service_closed', True), ('hours_wrong', True), ('people_wrong', True), ('felt_unsafe', True), ('address_shown', True), ('something_else', True), _connector='OR'), name='resources_report_says_something', violation_error_message='A report says what is wrong.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('address_shown', False), ('is_raised', False)), models.Q(('is_raised', True), models.Q(('felt_unsafe', True), ('address_shown', True), _connector='OR')), _connector='OR'), name='resources_report_raised_in_danger', violation_error_message='is_raised: for dangers, and for every address.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('outcome__in', ['', 'not_recorded'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('outcome__in', ['changed', 'right_already', 'not_found_out', 'not_about_it'])), _connector='OR'), name='resources_report_decided_by_someone', violation_error_message='outcome: one of the list, with a person and a time.'),
                ],
            },
        ),
        migrations.RunPython(to_reports, to_corrections),
        migrations.DeleteModel("Correction"),
    ]
