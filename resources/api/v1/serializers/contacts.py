"""Ways to get in touch, their hours, and what may be said of when they were checked."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from resources.api.v1.serializers.clocked import Interval
from resources.api.v1.serializers.shapes import DirectSerializer
from resources.choices import DatePrecision
from resources.language.numbers import e164
from resources.models import ContactRoute, Schedule
from resources.models.contact import TRACE_FIELDS
from resources.presenters.contacts import href
from resources.validators import DIALLED


class ScheduleSerializer(DirectSerializer[Schedule]):
    """Hours in local time. Closing at or before opening is the next day; none at all: not known."""

    class Meta:
        model = Schedule
        fields = ("byday", "opens_at", "closes_at", "valid_from", "valid_to", "bank_holidays")


class IntervalSerializer(serializers.Serializer[Interval]):
    """A time in which somebody answers, with its distance from UTC: no rule is needed to read it.

    `is_sure` is false on a bank holiday of which no source says whether somebody is there, and
    where the hours that we know have run out. Then say that the hours are not known, and never that
    it is closed.
    """

    opens = serializers.DateTimeField()
    closes = serializers.DateTimeField()
    is_sure = serializers.BooleanField()


class ContactSerializer(DirectSerializer[ContactRoute]):
    """A way to get in touch, and what it leaves behind."""

    e164 = serializers.SerializerMethodField()
    href = serializers.SerializerMethodField()
    languages = serializers.ListField(source="language_codes", child=serializers.CharField())
    schedules = serializers.SerializerMethodField()
    intervals = serializers.SerializerMethodField()
    # All hours of the service whose contacts are shown, and when somebody answers each.
    hours: Sequence[Schedule] = ()
    answered: Mapping[UUID, list[Interval] | None] = {}

    class Meta:
        model = ContactRoute
        fields: tuple[str, ...] = (
            "id",
            "channel",
            "value",
            "e164",
            "href",
            "label",
            "note",
            "cost",
            "languages",
            "is_crisis_line",
            "do_not_test_call",
            *TRACE_FIELDS,
            "schedules",
            "intervals",
        )

    def get_e164(self, route: ContactRoute) -> str | None:
        return _dialled(route.value, settings.PHONE_REGION) if route.channel in DIALLED else None

    def get_href(self, route: ContactRoute) -> str:
        return href(route)

    @extend_schema_field(ScheduleSerializer(many=True))
    def get_schedules(self, route: ContactRoute) -> list[dict[str, Any]]:
        """Return the hours of this way of contact; an empty list means not known."""
        # All hours of a service are loaded in one query: asking the route would cost one each.
        own = (schedule for schedule in self.hours if schedule.contact_route_id == route.pk)
        return [HOURS_SHAPE.to_representation(schedule) for schedule in own]

    @extend_schema_field(IntervalSerializer(many=True, allow_null=True))
    def get_intervals(self, route: ContactRoute) -> list[Interval] | None:
        return self.answered.get(route.pk)


# A number of a service is told in lists and by itself, and anew as its hours begin and end.
_dialled = lru_cache(maxsize=2048)(e164)
# Its fields are made once.
HOURS_SHAPE = ScheduleSerializer()


class CheckedSerializer(serializers.Serializer[Any]):
    """When the ways of contact were last checked, with the values that they have now."""

    is_checked = serializers.BooleanField()
    last_checked = serializers.DateField(allow_null=True)
    precision = serializers.ChoiceField(choices=DatePrecision.choices, allow_null=True)
    is_confirmed_with_service = serializers.BooleanField()
    confirmed_on = serializers.DateField(allow_null=True)
    unconfirmed_since = serializers.DateField(allow_null=True)
