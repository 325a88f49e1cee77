"""Services and their parts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.functional import cached_property
from rest_framework import serializers

from resources.api.v1.rendering import KeptRecord
from resources.api.v1.serializers.reference import OrganizationNameSerializer
from resources.choices import DatePrecision, ReferralStatus
from resources.models import (
    ContactRoute,
    Location,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    Verification,
)
from resources.models.contact import TRACE_FIELDS
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.models.service_rules import ANSWER_FIELDS
from resources.presenters import made_once


class ScheduleSerializer(serializers.ModelSerializer[Schedule]):
    """Hours in local time. Closing at or before opening is the next day; none at all: not known."""

    class Meta:
        model = Schedule
        fields = ("byday", "opens_at", "closes_at", "valid_from", "valid_to", "bank_holidays")


class ContactSerializer(serializers.ModelSerializer[ContactRoute]):
    """A way to get in touch, and what it leaves behind."""

    languages = serializers.ListField(source="language_codes", child=serializers.CharField())
    schedules = serializers.SerializerMethodField()
    # All hours of the service whose contacts are shown.
    hours: Sequence[Schedule] = ()

    class Meta:
        model = ContactRoute
        fields = (
            "id",
            "channel",
            "value",
            "label",
            "note",
            "cost",
            "languages",
            "is_crisis_line",
            "do_not_test_call",
            *TRACE_FIELDS,
            "schedules",
        )

    def get_schedules(self, route: ContactRoute) -> list[dict[str, Any]]:
        """Return the hours of this way of contact; an empty list means not known."""
        # All hours of a service are loaded in one query: asking the route would cost one each.
        own = (schedule for schedule in self.hours if schedule.contact_route_id == route.pk)
        return [self._hours_shape.to_representation(schedule) for schedule in own]

    @cached_property
    def _hours_shape(self) -> ScheduleSerializer:
        """The shape of hours: its fields are made once."""
        return ScheduleSerializer()


class AreaSerializer(serializers.ModelSerializer[ServiceArea]):
    """An area served; `is_partial` when only a part of it is."""

    code = serializers.CharField(source="region.code")
    slug = serializers.CharField(source="region.slug")
    name = serializers.CharField(source="region.name")
    level = serializers.CharField(source="region.level")

    class Meta:
        model = ServiceArea
        fields = ("code", "slug", "name", "level", "is_partial")


class ServiceTermSerializer(serializers.ModelSerializer[TaxonomyTerm]):
    """A term that a service carries."""

    taxonomy = serializers.CharField(source="taxonomy.slug")

    class Meta:
        model = TaxonomyTerm
        fields = ("id", "taxonomy", "slug", "name")


class ServiceSerializer(serializers.ModelSerializer[Service]):
    """A service in a list."""

    organization = OrganizationNameSerializer()
    contacts = serializers.SerializerMethodField()
    terms = ServiceTermSerializer(many=True)
    areas = AreaSerializer(many=True)
    languages = serializers.ListField(source="language_codes", child=serializers.CharField())
    checked = serializers.SerializerMethodField()

    class Meta:
        model = Service
        fields: tuple[str, ...] = (
            "id",
            "code",
            "slug",
            "name",
            "alternate_name",
            "organization",
            "summary",
            "card_line",
            "status",
            "url",
            "cost",
            "referral_routes",
            "minimum_age",
            "maximum_age",
            "alert",
            "alert_until",
            "languages",
            *ANSWER_FIELDS,
            "terms",
            "areas",
            "coverage_description",
            "contacts",
            "checked",
            "last_modified",
        )

    def to_representation(self, instance: Service) -> dict[str, Any]:
        """Return the record of a service, made once of a row that is kept in memory."""
        moment: datetime = self.context["moment"]
        return made_once(instance, moment, (type(self).__name__,), self._told)

    def _told(self, service: Service, _moment: datetime) -> KeptRecord:
        return KeptRecord(super().to_representation(service))

    @property
    def data(self) -> Any:
        """Return the record of one service itself: a copy of it would be written anew."""
        return super().data if self.instance is None else self.to_representation(self.instance)

    def get_contacts(self, service: Service) -> list[dict[str, Any]]:
        """Return every way to get in touch, in the curators' order."""
        shape = self._contact_shape
        shape.hours = list(service.schedules.all())
        return [shape.to_representation(contact) for contact in service.contacts.all()]

    @cached_property
    def _contact_shape(self) -> ContactSerializer:
        """The shape of a contact: its fields are made once for a whole list."""
        return ContactSerializer()

    def get_checked(self, service: Service) -> dict[str, date | str | bool | None]:
        """Return when the ways of contact were last checked, with the values that they have now.

        `is_checked` is false where one of them is not checked, or was changed after its check.
        `unconfirmed_since` is the day on which the listing was marked because nobody had confirmed
        it for long: show that too, and list it last.
        """
        return {
            "is_checked": service.last_checked_precision is not None,
            "last_checked": service.last_checked,
            "precision": service.last_checked_precision or None,
            "is_confirmed_with_service": service.confirmed_on is not None,
            "confirmed_on": service.confirmed_on,
            "unconfirmed_since": service.unconfirmed_since,
        }


class LocationSerializer(serializers.ModelSerializer[Location]):
    """A place, as far as it may be known; a hidden one has no address to give."""

    region = serializers.CharField(source="region_id", allow_null=True)

    class Meta:
        model = Location
        fields = (
            "id",
            "name",
            "address_visibility",
            "address_1",
            "address_2",
            "city",
            "postcode",
            "latitude",
            "longitude",
            "region",
            *ACCESSIBILITY_FIELDS,
        )


class ServiceAtLocationSerializer(serializers.ModelSerializer[ServiceAtLocation]):
    """That a service can be visited at a place."""

    location = LocationSerializer()
    description = serializers.CharField(source="public_description", read_only=True)

    class Meta:
        model = ServiceAtLocation
        fields = ("id", "description", "location")


class VerificationSerializer(serializers.ModelSerializer[Verification]):
    """A check or a source of one fact: how and when. Never by which person.

    `fact` is empty where a source does not say which facts it states. A check whose value has
    changed says nothing about the value of now.
    """

    contact = serializers.UUIDField(source="contact_route_id", allow_null=True)
    value_has_changed = serializers.BooleanField()

    class Meta:
        model = Verification
        fields = (
            "id",
            "contact",
            "fact_kind",
            "fact",
            "value_has_changed",
            "fields",
            "method",
            "source_kind",
            "source_url",
            "checked_on",
            "precision",
        )


class ServiceDetailSerializer(ServiceSerializer):
    """A service with everything that is known of it."""

    referral_status = serializers.SerializerMethodField()
    referral_status_as_of = serializers.SerializerMethodField()
    referral_status_precision = serializers.SerializerMethodField()
    service_at_locations = ServiceAtLocationSerializer(many=True)
    verifications = VerificationSerializer(many=True)

    class Meta(ServiceSerializer.Meta):
        fields: tuple[str, ...] = (
            *ServiceSerializer.Meta.fields,
            "description",
            "eligibility_description",
            "excludes_description",
            "what_happens_next",
            "who_answers",
            "what_they_ask",
            "call_back",
            "confidentiality",
            "fees_description",
            "referral_status",
            "referral_status_as_of",
            "referral_status_precision",
            "accessibility_description",
            "easy_read_url",
            "bsl_url",
            "service_at_locations",
            "verifications",
        )

    def get_referral_status(self, service: Service) -> ReferralStatus:
        """Return whether the service takes new people; not known when that was said long ago."""
        return service.referral_status_on(self._today)

    def get_referral_status_as_of(self, service: Service) -> date | None:
        """Return the day on which it was said; null when that is not known."""
        is_known = self.get_referral_status(service) != ReferralStatus.NOT_KNOWN
        return service.referral_status_as_of if is_known else None

    def get_referral_status_precision(self, service: Service) -> DatePrecision | None:
        """Return how exactly that day is known; null where there is no day."""
        is_dated = self.get_referral_status_as_of(service) is not None
        return DatePrecision(service.referral_status_precision) if is_dated else None

    @cached_property
    def _today(self) -> date:
        """The day of the answer, as the view has read it."""
        moment: datetime = self.context["moment"]
        return moment.date()
