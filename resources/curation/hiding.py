"""A place that loses its address: all that was written of it forgets the address too."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from resources.choices import AddressVisibility
from resources.curation import snapshots
from resources.curation.document import place_document
from resources.curation.redaction import forget_earlier_values
from resources.models import Location, ServiceAtLocation


def is_kept_quiet(place: Location) -> bool:
    """Tell whether the address of a place may not be known."""
    return place.address_visibility != AddressVisibility.FULL


def clear_directions(place: Location) -> None:
    """Empty the words beside a place, which may tell the way to its door.

    Before a version of its listings is kept: a version must not hold them.
    """
    ServiceAtLocation.objects.filter(location=place.pk).update(description="")


def forget_address(place: Location) -> None:
    """Take the address of a place out of every version and proposal, of whatever listing."""
    snapshots.hide_places([place_document(place)])
    entries = LogEntry.objects.filter(
        object_id=str(place.pk), content_type=ContentType.objects.get_for_model(Location)
    )
    entries.update(object_repr=str(place))
    visits = ServiceAtLocation.objects.filter(location=place.pk)
    forget_earlier_values(visits.values_list("service", flat=True))
