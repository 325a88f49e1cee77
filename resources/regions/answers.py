"""What is known of where a person is, after reading what they typed.

None of it holds the typed text. A full postcode is reduced to its district and the point of its
sector. What these objects print says no place, so that a log or an error report cannot either.
"""

from dataclasses import dataclass
from itertools import takewhile

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.choices import RegionLevel
from resources.regions.data import RegionRecord, find_region
from resources.regions.points import Point


class Kind(models.TextChoices):
    """What sort of answer it is."""

    ONE = "one place", _("One place")
    SEVERAL = "several places", _("Several places to choose from")
    BORDER = "border of nations", _("On the border of two nations")
    CHANNEL_ISLANDS = "Channel Islands", _("Channel Islands")
    ISLE_OF_MAN = "Isle of Man", _("Isle of Man")
    FORCES = "forces post", _("British Forces Post Office: no place on the map")
    OVERSEAS = "overseas", _("Outside the United Kingdom")
    NOT_SAID = "not said", _("Not known, or anywhere")
    EMPTY = "empty", _("Nothing was typed")
    SLIP = "perhaps meant", _("No place of that name: places spelt like it")
    NOTHING = "nothing found", _("Nothing found")


class Precision(models.TextChoices):
    """What of the text was recognised, and so how precise a place is."""

    FULL = "full postcode", _("full postcode")
    SECTOR = "part of a postcode", _("part of a postcode")
    OUTCODE = "first half of a postcode", _("first half of a postcode")
    AREA = "first letters of a postcode", _("first letters of a postcode")
    TOWN = "town", _("town")
    VILLAGE = "village", _("village")
    DISTRICT = "district", _("district")
    COUNTY = "county", _("county")
    REGION = "region", _("region")
    NATION = "nation", _("nation")
    COUNTRY = "country", _("country")
    NONE = "none", _("none")


class Sureness(models.TextChoices):
    """How sure the first place of an answer is.

    `LIKELY` with several places: the first is far larger than the rest, so a page may show it and
    offer the others. `UNSURE`: ask. A slip is always unsure.
    """

    CERTAIN = "certain", _("certain")
    LIKELY = "likely", _("likely")
    UNSURE = "unsure", _("unsure")


OUTSIDE = frozenset({Kind.CHANNEL_ISLANDS, Kind.ISLE_OF_MAN, Kind.FORCES, Kind.OVERSEAS})


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """A place that a person may mean.

    `areas` are the most local areas known, at least one: the district of a town, every district
    of a county, the region of London. Services for a person there touch any of them. `point` is
    the middle of a town, a sector or an outcode; None where none is free to use.
    """

    label: str
    areas: tuple[RegionRecord, ...]
    precision: Precision
    point: Point | None = None

    def __repr__(self) -> str:
        return "<Place>"

    @property
    def records(self) -> tuple[RegionRecord, ...]:
        """The areas it lies in for certain, the most local first: district, region, nation."""
        levels = zip(*(area.lineage for area in self.areas), strict=False)
        shared = [codes[0] for codes in takewhile(lambda codes: len(set(codes)) == 1, levels)]
        return tuple(record for code in reversed(shared) if (record := find_region(code)))

    @property
    def district(self) -> RegionRecord | None:
        """The district, where a single one is known."""
        return self._at(RegionLevel.DISTRICT)

    @property
    def region(self) -> RegionRecord | None:
        """The region of England, or the nation: regions are only made in England."""
        return self._at(RegionLevel.REGION) or self.nation

    @property
    def nation(self) -> RegionRecord | None:
        """The nation, or the Crown dependency."""
        return self._at(RegionLevel.NATION) or self._at(RegionLevel.CROWN_DEPENDENCY)

    def _at(self, level: RegionLevel) -> RegionRecord | None:
        """The area of one level, where a single one is known."""
        return next((area for area in self.records if area.level == level), None)


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """Where a person is, as far as their words tell.

    `places` are the candidates, the largest or likeliest first: empty for a kind without a place.
    An overseas answer has some when a place here has a country's name. Those of a slip are to
    be offered, at most five, and never taken for what was typed. `wants_rest` says that the rest of
    the postcode would settle it: ask for it.
    """

    kind: Kind
    places: tuple[Place, ...] = ()
    sureness: Sureness = Sureness.CERTAIN
    wants_rest: bool = False

    def __repr__(self) -> str:
        return f"<Answer {self.kind.name}>"

    @property
    def precision(self) -> Precision:
        """How precise the first place is; NONE without a place."""
        return self.places[0].precision if self.places else Precision.NONE

    @property
    def is_outside(self) -> bool:
        """Tell whether the person is outside the United Kingdom, or has no place on its map."""
        return self.kind in OUTSIDE
