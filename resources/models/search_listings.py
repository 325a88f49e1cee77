"""What of a service goes into the document it is found by."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from resources import language as search
from resources.choices import RegionLevel
from resources.models.location import ServiceAtLocation
from resources.models.region import ServiceArea
from resources.models.taxonomy import TaxonomyTerm
from resources.regions import all_regions

if TYPE_CHECKING:
    from resources.models.service import Service


def with_words(services: Any) -> "Iterable[Service]":
    """Fetch services with everything they may be found by: one query, and four for the parts."""
    services = services.select_related("organization")
    fetched: Iterable[Service] = services.prefetch_related(
        Prefetch("terms", TaxonomyTerm.objects.select_related("taxonomy", "parent")),
        Prefetch("areas", ServiceArea.objects.select_related("region")),
        Prefetch("service_at_locations", ServiceAtLocation.objects.select_related("location")),
        "contacts",
    )
    return fetched


def listing_of(service: "Service") -> search.Listing:
    """Return the facts of a service that words may find it by.

    Internal notes and values of contacts are not among them; a hidden place has no town.
    """
    terms = service.terms.all()
    parents = (term.parent for term in terms if term.parent)
    areas = service.areas.all()
    visits = (one.location.city for one in service.service_at_locations.all())
    ways = {str(contact.get_channel_display()) for contact in service.contacts.all()}
    return search.Listing(
        names=(service.name, service.alternate_name, service.organization.name),
        terms=(*(term.name for term in terms), *sorted(ways)),
        term_codes=(term.code for term in (*terms, *parents)),
        audiences=frozenset(term.slug for term in terms if term.taxonomy.slug == "audience"),
        texts=(service.summary, service.description, service.eligibility_description),
        places=(*(one.region.name for one in areas), service.coverage_description, *visits),
        served=[
            search.ServedArea(
                search.Place(one.region.code, tuple(one.region.lineage)), one.is_partial
            )
            for one in areas
        ],
        districts=len({code for one in areas for code in _districts_in(one.region.code)}),
    )


@cache
def _districts_in(code: str) -> frozenset[str]:
    """Return the codes of the districts of an area; of a district, its own. None is kept twice."""
    return frozenset(
        one.code
        for one in all_regions()
        if one.level == RegionLevel.DISTRICT and code in one.lineage
    )
