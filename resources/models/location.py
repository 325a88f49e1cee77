"""Places. The address of a refuge or another hidden place is not stored, so nothing can leak it."""

import uuid
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from resources.choices import AccessNeed, AddressVisibility, KnownAnswer
from resources.models.constraints import one_of
from resources.models.region import Region
from resources.models.suppression import named_texts, refuse_suppressed
from resources.regions import Tables, point_of

ACCESSIBILITY_FIELDS = tuple(need.value for need in AccessNeed)


def _fact(question: StrOrPromise) -> models.CharField[str, str]:
    """An accessibility fact: its answer starts as not known."""
    return models.CharField(
        question, max_length=10, choices=KnownAnswer, default=KnownAnswer.NOT_KNOWN
    )


class Location(models.Model):
    """One place, as far as it may be known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, blank=True)
    address_visibility = models.CharField(max_length=10, choices=AddressVisibility)
    address_1 = models.CharField(max_length=200, blank=True)
    address_2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="locations"
    )
    step_free = _fact(_("Step-free access?"))
    accessible_toilet = _fact(_("Accessible toilet?"))
    hearing_loop = _fact(_("Hearing loop?"))
    parking = _fact(_("Parking for disabled people?"))
    public_transport = _fact(_("Reached by public transport?"))

    class Meta:
        ordering = ("city", "name", "id")
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        constraints = [
            one_of("address_visibility", AddressVisibility),
            *(one_of(field, KnownAnswer) for field in ACCESSIBILITY_FIELDS),
            models.CheckConstraint(
                condition=Q(address_visibility=AddressVisibility.FULL)
                | Q(
                    name="",
                    address_1="",
                    address_2="",
                    postcode="",
                    latitude__isnull=True,
                    longitude__isnull=True,
                ),
                name="resources_location_no_address_unless_full",
                violation_error_message=(
                    "Only a place whose full address is public may have a name, a street, a "
                    "postcode or a point."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(address_visibility=AddressVisibility.HIDDEN)
                | Q(city="", region__isnull=True),
                name="resources_location_hidden_has_no_area",
                violation_error_message="A hidden place has neither a town nor an area.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # A comparison with nothing is neither true nor false: half a point would pass.
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="resources_location_point_whole",
                violation_error_message="A point needs a latitude and a longitude.",
            ),
        ]

    def take_point(self, tables: Tables) -> None:
        """Set the point of its postcode: only a place whose full address is public has one."""
        is_public = self.address_visibility == AddressVisibility.FULL
        point = point_of(self.postcode, tables) if is_public else None
        self.latitude, self.longitude = point or (None, None)

    def clean(self) -> None:
        """Refuse a name that must not come back."""
        refuse_suppressed(named_texts(self, ("name",)))

    def __str__(self) -> str:
        """Return as much of the address as may be shown."""
        parts = (self.name, self.address_1, self.address_2, self.city, self.postcode)
        return ", ".join(part for part in parts if part) or self.get_address_visibility_display()


BESIDE_HIDDEN: Final = _(
    "The address of this place is not public, so nothing can be said of the way to it."
)


class ServiceAtLocation(models.Model):
    """That a service can be visited at a place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(
        "Service", on_delete=models.CASCADE, related_name="service_at_locations"
    )
    location = models.ForeignKey(
        Location, on_delete=models.PROTECT, related_name="service_at_locations"
    )
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("service at a location")
        verbose_name_plural = _("services at locations")
        constraints = [
            models.UniqueConstraint(
                fields=("service", "location"), name="resources_serviceatlocation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.location}"

    @property
    def public_description(self) -> str:
        """What may be told beside the place: words beside a hidden one may lead to its door."""
        is_open = self.location.address_visibility == AddressVisibility.FULL
        return self.description if is_open else ""

    def clean(self) -> None:
        """Refuse words beside a place whose address is not public."""
        if self.location_id and self.description and not self.public_description:
            raise ValidationError({"description": BESIDE_HIDDEN})
