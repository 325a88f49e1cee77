"""The record of a service as a copy keeps it: without what changes by the clock alone."""

from typing import Any, Final

from django.utils.functional import cached_property

from resources.api.v1.serializers.contacts import ContactSerializer
from resources.api.v1.serializers.display import display
from resources.api.v1.serializers.services import ServiceDetailSerializer
from resources.models import Service
from resources.presenters import made_of_each

# What is told for a day, or for a month: it would be wrong in a copy that nobody changes.
CLOCKED: Final = frozenset(
    {
        "must_refresh_by",
        "intervals_until",
        "referral_status",
        "referral_status_as_of",
        "referral_status_precision",
    }
)
CLOCKED_OF_CONTACTS: Final = frozenset({"intervals"})


def _without(fields: tuple[str, ...], left_out: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in fields if name not in left_out)


class CopiedContactSerializer(ContactSerializer):
    """A way to get in touch, with its hours as they are written down."""

    class Meta(ContactSerializer.Meta):
        fields = _without(ContactSerializer.Meta.fields, CLOCKED_OF_CONTACTS)


class CopiedServiceSerializer(ServiceDetailSerializer):
    """All that is known of a service and lasts until somebody changes it."""

    class Meta(ServiceDetailSerializer.Meta):
        fields = _without(ServiceDetailSerializer.Meta.fields, CLOCKED)

    def to_representation(self, instance: Service) -> Any:
        """Return the record, made once of a row that is kept in memory."""
        key = ("copied",)
        (told,) = made_of_each([instance], self._moment, key, self._told, self._language)
        return told.at(self._site)

    def get_display(self, service: Service) -> dict[str, Any]:
        """Return what a screen has to do with the fields that are here."""
        absent = CLOCKED | {f"contacts.{name}" for name in CLOCKED_OF_CONTACTS}
        return {
            duty: [one for one in told if one["field"] not in absent]
            for duty, told in display(service).items()
        }

    def get_contacts(self, service: Service) -> list[dict[str, Any]]:
        shape = self._contact_shape
        shape.hours = list(service.schedules.all())
        told = [shape.to_representation(contact) for contact in service.contacts.all()]
        # The shape stays, and the row may go.
        shape.hours = ()
        return told

    @cached_property
    def _contact_shape(self) -> CopiedContactSerializer:
        return CopiedContactSerializer()


class UndatedServiceSerializer(CopiedServiceSerializer):
    """The same without the time of its last change, which is known from what is told here."""

    class Meta(CopiedServiceSerializer.Meta):
        fields = _without(CopiedServiceSerializer.Meta.fields, frozenset({"last_modified"}))
