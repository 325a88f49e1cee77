"""The areas of the country, and where the words that a person types are among them.

All of it is offline and pure: no clock, no network, no database. `resolve` takes its tables as an
argument; `resources.models.current_tables` has the newest. `prepare` builds at the start what the
first question would wait for. `mention_in` finds the place in a sentence, `slip_in` a slip there.
"""

from resources.regions.answers import Answer, Kind, Place, Precision, Sureness
from resources.regions.data import (
    DEPTHS,
    PLACES,
    RegionRecord,
    all_regions,
    area_at,
    children_of,
    find_region,
)
from resources.regions.mentions import Mention, mention_in, slip_in
from resources.regions.nearby import middle_of, neighbours
from resources.regions.points import Point, distance_miles
from resources.regions.postcodes import point_of
from resources.regions.preparing import prepare
from resources.regions.resolving import resolve
from resources.regions.tables import Tables, shipped, tables_from_zip

__all__ = [
    "DEPTHS",
    "PLACES",
    "Answer",
    "Kind",
    "Mention",
    "Place",
    "Point",
    "Precision",
    "RegionRecord",
    "Sureness",
    "Tables",
    "all_regions",
    "area_at",
    "children_of",
    "distance_miles",
    "find_region",
    "mention_in",
    "middle_of",
    "neighbours",
    "point_of",
    "prepare",
    "resolve",
    "shipped",
    "slip_in",
    "tables_from_zip",
]
