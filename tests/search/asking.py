"""Asking an index of a few services with the small cast of words and a person that is given."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from resources.language import parse
from resources.language.people import People
from resources.language.thesaurus import Concept
from resources.models import Service
from resources.regions import Point, find_region
from resources.search import Query, Results, current_index
from tests.language.cast import LEXICON
from tests.publishing import publish_written

NOBODY = People()
MAN, WOMAN = People(gender="man"), People(gender="woman")
CHILD = People(is_child=True)
LONG_AGO = People(was_long_ago=True)


def aged(low: int, high: int | None = None) -> People:
    """Return a person of some age, or of one between two."""
    return People(age_low=low, age_high=low if high is None else high)


def asked(
    text: str = "",
    *areas: str,
    people: People = NOBODY,
    also: Sequence[Concept] = (),
    start: Point | None = None,
    moment: datetime | None = None,
) -> Results:
    """Return what is found, after what the factories have written is published.

    `also` are concepts that the text means beside its own.
    """
    publish_written()
    regions = tuple(region for slug in areas if (region := find_region(slug)))
    values = {"region": tuple(region.code for region in regions)} if regions else {}
    parsed = replace(parse(text, LEXICON), people=people) if text else None
    if parsed and also:
        parsed = replace(parsed, concepts=(*parsed.concepts, *also))
    return Results(current_index(), Query(values, regions, parsed, start, moment=moment))


def names(results: Results) -> list[str]:
    """Return the names of the services found, in their order."""
    return [service.name for service in results]


def first(results: Results) -> Service:
    """Return the first service found."""
    return results[0]
