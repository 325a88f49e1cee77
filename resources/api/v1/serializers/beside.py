"""What other forms of a service's record tell than the one that copies follow.

A program may ask for the whole organisation, and Open Referral tells what a term means, hours that
belong to no way of contact, and the ids of rows. One time says when a record last changed,
whichever form was read.
"""

from collections.abc import Mapping
from typing import Any, Final

from resources.api.v1.rendering import KeptRecord
from resources.api.v1.serializers.contacts import HOURS_SHAPE
from resources.api.v1.serializers.reference import OrganizationSerializer
from resources.choices import AddressVisibility
from resources.models import Service, TaxonomyTerm

ORGANIZATION_SHAPE: Final = OrganizationSerializer()
# It is a record of its own, which says itself when it last changed.
OF_ITS_OWN: Final = "last_modified"


def told_beside(service: Service) -> bytes:
    """Return as JSON what only other forms tell of a row from `for_detail()`.

    Nothing in it changes by the clock alone, and nothing of a place whose address is not public.
    """
    run_by = service.organization
    organization = ORGANIZATION_SHAPE.to_representation(run_by)
    del organization[OF_ITS_OWN]
    told = {
        "organization": organization,
        "numbers": [number.pk for number in run_by.identifiers.all()],
        "areas": [area.pk for area in service.areas.all()],
        "terms": [_term(term) for term in service.terms.all()],
        "hours": _hours(service),
        "referral": [
            service.referral_status,
            service.referral_status_as_of,
            service.referral_status_precision,
        ],
    }
    return KeptRecord(told).json


def _term(term: TaxonomyTerm) -> list[Any]:
    taxonomy = term.taxonomy
    return [term.code, term.description, term.parent_id, taxonomy.name, taxonomy.description]


def _hours(service: Service) -> list[Mapping[str, Any]]:
    public = {
        visit.pk
        for visit in service.service_at_locations.all()
        if visit.location.address_visibility == AddressVisibility.FULL
    }
    return [
        {
            "id": row.pk,
            "place": row.service_at_location_id,
            **HOURS_SHAPE.to_representation(row),
        }
        for row in service.schedules.all()
        if row.service_at_location_id is None or row.service_at_location_id in public
    ]
