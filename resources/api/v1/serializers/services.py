"""Services and their parts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import cached_property
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from resources.api.v1.asked import DETAILS, PARTS
from resources.api.v1.rendering import KeptRecord
from resources.api.v1.serializers import clocked
from resources.api.v1.serializers.contacts import CheckedSerializer, ContactSerializer
from resources.api.v1.serializers.display import CC0, DisplaySerializer, attribution, display
from resources.api.v1.serializers.reference import (
    OrganizationNameSerializer,
    OrganizationSerializer,
)
from resources.api.v1.serializers.shapes import DirectSerializer, shape_of
from resources.choices import DatePrecision, ReferralStatus
from resources.models import (
    Location,
    Organization,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
    Verification,
)
from resources.models.location import ACCESSIBILITY_FIELDS
from resources.models.service_rules import ANSWER_FIELDS
from resources.page_language import page_language
from resources.presenters import made_of_each

MOMENT_SHAPE: Final = serializers.DateTimeField()


class AreaSerializer(DirectSerializer[ServiceArea]):
    """An area served; `is_partial` when only a part of it is."""

    code = serializers.CharField(source="region.code")
    slug = serializers.CharField(source="region.slug")
    name = serializers.CharField(source="region.name")
    level = serializers.CharField(source="region.level")

    class Meta:
        model = ServiceArea
        fields = ("code", "slug", "name", "level", "is_partial")


class ServiceTermSerializer(DirectSerializer[TaxonomyTerm]):
    """A term that a service carries."""

    taxonomy = serializers.CharField(source="taxonomy.slug")

    class Meta:
        model = TaxonomyTerm
        fields = ("id", "taxonomy", "slug", "name")


class ServiceSerializer(DirectSerializer[Service]):
    """A service in a list."""

    organization = OrganizationNameSerializer()
    contacts = serializers.SerializerMethodField()
    terms = ServiceTermSerializer(many=True)
    areas = AreaSerializer(many=True)
    languages = serializers.ListField(source="language_codes", child=serializers.CharField())
    checked = serializers.SerializerMethodField()
    last_modified = serializers.SerializerMethodField()
    page_url = serializers.SerializerMethodField()
    must_refresh_by = serializers.SerializerMethodField()
    intervals_until = serializers.SerializerMethodField()
    licence = serializers.SerializerMethodField()
    attribution = serializers.SerializerMethodField()
    display = serializers.SerializerMethodField()
    # Which of the two records of a service it is: that of a list, or the whole one.
    is_whole = False

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
            "page_url",
            "must_refresh_by",
            "intervals_until",
            "licence",
            "attribution",
            "display",
        )

    def to_representation(self, instance: Service) -> Any:
        """Return the record of a service, made once of a row that is kept in memory."""
        return self.records([instance], self._moment, self._site, self._language)[0]

    def records(
        self, services: Iterable[Service], moment: datetime, site: str, language: str | None
    ) -> list[KeptRecord]:
        """Return records of services as they are told at a site ("https://here.example")."""
        told = made_of_each(services, moment, (self.is_whole,), self._told, language)
        # The host belongs to the question, not to what is kept.
        return [one.at(site) for one in told]

    @cached_property
    def _language(self) -> str | None:
        """The language in use, asked for once for all records of a page."""
        return page_language()

    def _told(self, service: Service, moment: datetime) -> KeptRecord:
        told = shape_of(type(self), moment)._written(service)
        # The shape knows of no site: what it tells is the path.
        return KeptRecord(told, path=told.pop("page_url"))

    def _written(self, service: Service) -> dict[str, Any]:
        told: dict[str, Any] = super().to_representation(service)
        return told

    @property
    def data(self) -> Any:
        """Return the record of one service itself: a copy of it would be written anew."""
        return super().data if self.instance is None else self.to_representation(self.instance)

    @extend_schema_field(ContactSerializer(many=True))
    def get_contacts(self, service: Service) -> list[dict[str, Any]]:
        """Return every way to get in touch, in the curators' order."""
        shape = self._contact_shape
        shape.hours = list(service.schedules.all())
        shape.answered = clocked.opening_intervals(service, self._moment)
        told = [shape.to_representation(contact) for contact in service.contacts.all()]
        # The shape stays, and the row may go.
        shape.hours, shape.answered = (), {}
        return told

    @cached_property
    def _contact_shape(self) -> ContactSerializer:
        """The shape of a contact: its fields are made once for all records."""
        return ContactSerializer()

    @extend_schema_field(CheckedSerializer)
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

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_last_modified(self, service: Service) -> Any:
        """Return when the record last changed, whatever part of it."""
        return MOMENT_SHAPE.to_representation(service.record_changed_at)

    @extend_schema_field(OpenApiTypes.URI)
    def get_page_url(self, service: Service) -> str:
        return self._site + service.get_absolute_url()

    @cached_property
    def _site(self) -> str:
        """The site that is asked; a file that is written for nobody says which it is of."""
        request = self.context.get("request")
        site: str = request.build_absolute_uri("/") if request else self.context.get("site", "")
        return site.rstrip("/")

    def get_must_refresh_by(self, service: Service) -> date:
        return clocked.must_refresh_by(self._moment)

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_intervals_until(self, service: Service) -> str:
        return clocked.intervals_until(self._moment).isoformat()

    @extend_schema_field(OpenApiTypes.URI)
    def get_licence(self, service: Service) -> str:
        return CC0

    def get_attribution(self, service: Service) -> str:
        return attribution()

    @extend_schema_field(DisplaySerializer)
    def get_display(self, service: Service) -> dict[str, Any]:
        return display(service)

    @property
    def _moment(self) -> datetime:
        """The moment of the answer, as the view has read it."""
        moment: datetime = self.context["moment"]
        return moment


class LocationSerializer(DirectSerializer[Location]):
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


class ServiceAtLocationSerializer(DirectSerializer[ServiceAtLocation]):
    """That a service can be visited at a place."""

    location = LocationSerializer()
    description = serializers.CharField(source="public_description", read_only=True)

    class Meta:
        model = ServiceAtLocation
        fields = ("id", "description", "location")


class VerificationSerializer(DirectSerializer[Verification]):
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
    is_whole = True

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
        status: ReferralStatus = self._referral(service)["referral_status"]
        return status

    def get_referral_status_as_of(self, service: Service) -> date | None:
        """Return the day on which it was said; null when that is not known."""
        day: date | None = self._referral(service)["referral_status_as_of"]
        return day

    @extend_schema_field(serializers.ChoiceField(DatePrecision.choices, allow_null=True))
    def get_referral_status_precision(self, service: Service) -> DatePrecision | None:
        """Return how exactly that day is known; null where there is no day."""
        precision: DatePrecision | None = self._referral(service)["referral_status_precision"]
        return precision

    def _referral(self, service: Service) -> dict[str, Any]:
        return clocked.referral(service, self._moment.date())


class WithOrganizations(serializers.ListSerializer[Service]):
    """Services of a page whose organisations are told whole: all of these in two queries."""

    def to_representation(self, data: Any) -> list[Any]:
        """Fetch what the rows share with others, and leave the rows as they are."""
        rows = list(data)
        wanted = Organization.objects.filter(pk__in={row.organization_id for row in rows})
        shape = OrganizationSerializer()
        child: Any = self.child
        child.organizations = {
            organization.pk: shape.to_representation(organization)
            for organization in wanted.for_listing()
        }
        return super().to_representation(rows)


class ServiceWithPartsSerializer(ServiceDetailSerializer):
    """A service in a list, with those parts of the whole record that were asked for."""

    organizations: Mapping[Any, Any] = {}

    class Meta(ServiceDetailSerializer.Meta):
        list_serializer_class = WithOrganizations

    def to_representation(self, instance: Service) -> dict[str, Any]:
        """Return the whole record without what nobody asked for."""
        told: dict[str, Any] = super().to_representation(instance).told()
        included: frozenset[str] = self.context["included"]
        left_out = set(DETAIL_FIELDS) - {name for one in included for name in parts_of(one)}
        if "organization" in included:
            told["organization"] = self.organizations[instance.organization_id]
        return {name: value for name, value in told.items() if name not in left_out}


# What a whole record has beside that of a list.
DETAIL_FIELDS: Final = tuple(
    name
    for name in ServiceDetailSerializer.Meta.fields
    if name not in ServiceSerializer.Meta.fields
)


def parts_of(included: str) -> Sequence[str]:
    """Return the fields that one value of `include` adds; that of the organisation adds none."""
    if included != DETAILS:
        return PARTS[included]
    taken = {name for names in PARTS.values() for name in names}
    return [name for name in DETAIL_FIELDS if name not in taken]


def parts_with(fields: Iterable[str]) -> frozenset[str]:
    """Return the values of `include` that bring some fields into a list."""
    wanted = set(fields)
    return frozenset(one for one in (*PARTS, DETAILS) if wanted & set(parts_of(one)))
