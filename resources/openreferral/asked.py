"""What a program asks, read strictly: a slip would otherwise be answered with the whole country.

Each reader raises ValidationError that names its parameter. A message never repeats a value: it may
be what somebody typed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from resources.api.v1.asked import refuse_blank, refuse_unknown
from resources.filters import ServiceFilter
from resources.language import LONGEST_TEXT
from resources.openreferral.schedules import WEEK
from resources.regions import Point, RegionRecord, resolve
from resources.search.facets import OLDEST

# The filters of our own lists, without words, for which the standard has its own, and orders.
OURS: Final = frozenset(ServiceFilter.base_filters) - {"words", "reading", "near"}
TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}
NDJSON: Final = "ndjson"
FORMATS: Final = ("json", NDJSON)
DEFAULT_SIZE: Final = 25
MOST: Final = 500
MOST_AGES: Final = 20
# The first half of a postcode: it names some thousands of homes, and nobody's.
OUTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")
FURTHEST: Final = 200_000
NUMBER: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Area:
    """Where a service has to help: the areas of the first half of a postcode, and its middle."""

    regions: Sequence[RegionRecord]
    middle: Point | None


class Asked:
    """The parameters of a request, each at most once but for our own filters."""

    def __init__(self, request: Request, known: Iterable[str]) -> None:
        """Refuse what is not known, blank or said twice before anything is looked for."""
        refuse_unknown(request.query_params, set(known))
        refuse_blank(request.query_params)
        self._given = request.query_params
        twice = [name for name in set(self._given) - OURS if len(self._given.getlist(name)) > 1]
        if twice:
            raise ValidationError({name: ["Give it once."] for name in twice})

    def text(self, name: str) -> str:
        """Return a value without blanks around it; PostgreSQL takes no zero byte in a text."""
        return self._given.get(name, "").replace("\0", " ").strip()

    def question(self) -> QueryDict:
        """Return what is asked as our own lists are asked: by their filters, and by words."""
        asked = QueryDict(mutable=True)
        for name in OURS & set(self._given):
            asked.setlist(name, self._given.getlist(name))
        if self.text("search"):
            asked["words"] = self.text("search")
        return asked

    def words(self, name: str = "search") -> frozenset[str]:
        """Return the words of a value, in lower case; of a long one its beginning is read."""
        return frozenset(self.text(name)[:LONGEST_TEXT].casefold().split())

    def is_true(self, name: str) -> bool:
        """Read "true" or "false" in any case, or 1 or 0; false where nothing is said."""
        said = self.text(name).lower()
        if said and said not in TRUTHS:
            raise refusal(name, "Give true or false.")
        return TRUTHS.get(said, False)

    def number(self, name: str, low: int, high: int) -> int | None:
        """Read a whole number within bounds; None where none is given."""
        said = self.text(name)
        if not said:
            return None
        number = int(said) if NUMBER.fullmatch(said) else -1
        if not low <= number <= high:
            raise refusal(name, f"Give a whole number from {low} to {high}.")
        return number

    def id(self, name: str) -> UUID | None:
        said = self.text(name)
        try:
            return UUID(said) if said else None
        except ValueError:
            raise refusal(name, "Give the id of one, as it stands in the feed.") from None

    def day_of_week(self, name: str = "day") -> str:
        """Read one day as MO, TU, WE, TH, FR, SA or SU; "" where none is given."""
        said = self.text(name).upper()
        if said and said not in WEEK:
            raise refusal(name, f"Give one of these: {', '.join(WEEK)}.")
        return said

    def time_of_day(self, name: str) -> time | None:
        said = self.text(name)
        try:
            read = parse_time(said) if said else None
        except ValueError:
            read = None
        if said and (read is None or read.tzinfo is not None):
            raise refusal(name, "Give a local time, such as 09:30.")
        return read

    def moment(self, name: str = "modified_after") -> datetime | None:
        """Read a day, or a moment; one without an offset is in UTC."""
        # A plus sign in an address is a blank until it is written as %2B.
        said = re.sub(r" (\d\d:?\d\d)$", r"+\1", self.text(name))
        if not said:
            return None
        read: datetime | date | None
        try:
            read = parse_datetime(said) or parse_date(said)
        except ValueError:
            read = None
        if read is None:
            raise refusal(name, "Give a day or a moment, such as 2026-11-29T08:00:00Z.")
        if not isinstance(read, datetime):
            read = datetime.combine(read, time.min)
        try:
            return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
        except OverflowError:
            raise refusal(name, "This is before or after all days that there are.") from None

    def ages(self) -> Sequence[int] | None:
        """Read ages, of which one has to fit: `ages`, or the span of two limits."""
        low, high = (self.number(name, 0, OLDEST) for name in ("minimum_age", "maximum_age"))
        if low is not None or high is not None:
            low, high = low or 0, OLDEST if high is None else high
            if low > high:
                raise refusal("maximum_age", "This may not be below minimum_age.")
            return range(low, high + 1)
        said = self.text("ages").split(",") if self.text("ages") else []
        if len(said) > MOST_AGES or not all(
            NUMBER.fullmatch(age.strip()) and int(age) <= OLDEST for age in said
        ):
            raise refusal("ages", f"Give up to {MOST_AGES} ages with commas, each 0 to {OLDEST}.")
        return [int(age) for age in said] or None

    def area(self) -> Area | None:
        """Read the first half of a postcode. A whole one is refused, and so never looked at."""
        said = "".join(self.text("postcode").upper().split())
        if not said:
            return None
        places = resolve(said).places if OUTCODE.fullmatch(said) else ()
        if not places:
            raise refusal(
                "postcode",
                "Give the first half of a postcode of the United Kingdom, such as S60. A whole one "
                "is somebody's home: do not send it.",
            )
        regions = tuple(dict.fromkeys(area for place in places for area in place.areas))
        return Area(regions, next((place.point for place in places if place.point), None))

    def proximity(self) -> int | None:
        """Read a distance in metres; it needs a postcode to measure from."""
        metres = self.number("proximity", 1, FURTHEST)
        if metres is not None and not self.text("postcode"):
            raise refusal("proximity", "It needs postcode beside it.")
        return metres

    def wants_stream(self) -> bool:
        """Whether everything is asked for at once, one record a line."""
        said = self.text("format").lower()
        if said and said not in FORMATS:
            raise refusal("format", f"Give one of these: {', '.join(FORMATS)}.")
        return said == NDJSON

    def page(self) -> int:
        return self.number("page", 1, 999_999_999) or 1

    def size(self, default: int = DEFAULT_SIZE) -> int:
        """Read how many a page has. `default` may be more than can be asked for."""
        return self.number("per_page", 1, MOST) or default


def refusal(name: str, why: str) -> ValidationError:
    return ValidationError({name: [why]})
