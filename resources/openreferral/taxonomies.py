"""Our lists of terms, and the terms that a service carries."""

from typing import Final

from resources.models import Service, Taxonomy, TaxonomyTerm
from resources.openreferral.values import Addresses, Object, filled, own, part_id

# Terms that say for whom a service is.
ELIGIBILITY: Final = "audience"


def taxonomy(row: Taxonomy, addresses: Addresses) -> Object:
    """Return a list of terms without its terms."""
    told = filled(
        id=str(row.pk),
        name=row.name,
        description=row.description or row.name,
        uri=addresses.of("taxonomies", row.pk),
    )
    return told | own(slug=row.slug)


def taxonomy_term(row: TaxonomyTerm, addresses: Addresses) -> Object:
    """Return a term. Its code is the slug that our own API takes."""
    told = filled(
        id=str(row.pk),
        code=row.slug,
        name=row.name,
        term=row.name,
        description=row.description or row.name,
        parent_id=row.parent_id and str(row.parent_id),
        taxonomy=row.taxonomy.name,
        taxonomy_id=str(row.taxonomy_id),
        term_uri=addresses.of("taxonomy_terms", row.pk),
        language="en",
    )
    return told | own(page_code=row.code)


def attributes(service: Service, addresses: Addresses) -> list[Object]:
    """Return the terms that a service carries."""
    return [
        filled(
            id=part_id(service.pk, f"term {term.pk}"),
            link_id=str(service.pk),
            link_entity="service",
            link_type="eligibility" if term.taxonomy.slug == ELIGIBILITY else "service",
            label=term.taxonomy.name,
            value=term.name,
            taxonomy_term_id=str(term.pk),
            taxonomy_term=taxonomy_term(term, addresses)
            | {"taxonomy_detail": taxonomy(term.taxonomy, addresses)},
        )
        for term in service.terms.all()
    ]
