"""How far public places lie from a point: in the database, by the rule of `regions.distance_miles`.

A hidden place and one of which only the area is public have no point, by a constraint of the
database. They are left out here all the same: distance is the last thing that may ever leak.
"""

from typing import Any, Final

from django.db import models
from django.db.models import F, FloatField, OuterRef, Subquery, Value
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Round, Sin, Sqrt

from resources.choices import AddressVisibility
from resources.models.location import ServiceAtLocation
from resources.regions import Point
from resources.regions.points import EARTH_RADIUS_MILES

# Engines differ in the last digits of a distance. Five feet are the same place.
DECIMALS: Final = 3


def public_points() -> models.QuerySet[ServiceAtLocation]:
    """Which service can be visited at a place whose address is public and whose point is known."""
    return ServiceAtLocation.objects.filter(
        location__address_visibility=AddressVisibility.FULL,
        location__latitude__isnull=False,
        location__longitude__isnull=False,
    )


def _half_square(degrees: Any) -> Power:
    """Return the square of the sine of half an angle."""
    return Power(Sin(Radians(degrees) / Value(2.0)), Value(2.0))


def _way_from(point: Point) -> Round:
    """Return the great-circle distance of a place from a point."""
    lat, lon = F("location__latitude"), F("location__longitude")
    north = _half_square(lat - Value(point.lat))
    east = _half_square(lon - Value(point.lon))
    chord = north + Cos(Radians(Value(point.lat))) * Cos(Radians(lat)) * east
    whole = Value(2 * EARTH_RADIUS_MILES) * ASin(Sqrt(Least(Value(1.0), chord)))
    return Round(whole, DECIMALS, output_field=FloatField())


def miles_from(point: Point) -> Subquery:
    """Return how far the nearest public place of a service is from a point; NULL without one."""
    places = public_points().filter(service=OuterRef("pk"))
    nearest = places.annotate(away=_way_from(point)).order_by("away")
    return Subquery(nearest.values("away")[:1])
