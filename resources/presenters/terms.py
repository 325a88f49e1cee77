"""The terms of a service as pages name them."""

from typing import Final

from resources.models import Service, TaxonomyTerm

# With these a name keeps its capital inside a sentence, as the names of peoples do.
_PROPER: Final = frozenset({"Black", "Deaf"})


def terms_of(service: Service, taxonomy: str) -> list[TaxonomyTerm]:
    """Return a service's terms in one taxonomy, in the curators' order."""
    terms = [term for term in service.terms.all() if term.taxonomy.slug == taxonomy]
    return sorted(terms, key=lambda term: (term.position, term.slug))


def term_names(service: Service, taxonomy: str) -> tuple[str, ...]:
    """Return the names of a service's terms in one taxonomy, in the curators' order."""
    return tuple(term.name for term in terms_of(service, taxonomy))


def in_sentence(term: TaxonomyTerm) -> str:
    """Return the name of a term as it stands inside a sentence."""
    name: str = term.name
    is_common = name[1:2].islower() and name.partition(" ")[0] not in _PROPER
    return name[:1].lower() + name[1:] if is_common else name
