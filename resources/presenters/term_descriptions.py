"""The terms in plain words, each with the way to the services that carry it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from resources.models import TaxonomyTerm
from resources.presenters.list_urls import query

# What serves everyone is the whole list: as a way in it would lead nowhere new.
NO_WAY_IN = frozenset({"everyone"})


@dataclass(frozen=True, slots=True)
class TermDescription:
    """A term: its name, what it means, and the neutral address of its services."""

    name: str
    description: str
    url: str


def describe_terms(
    terms: Iterable[TaxonomyTerm], taxonomy: str, parent: str = ""
) -> tuple[TermDescription, ...]:
    """Return the terms of one taxonomy, in the curators' order.

    With `parent` only the kinds below that branch; without it only terms that stand on their own.
    """
    everything = [term for term in terms if term.taxonomy.slug == taxonomy]
    below = {term.pk for term in everything if term.slug == parent}
    return tuple(
        TermDescription(
            name=term.name,
            description=term.description,
            # Parameters are Python names, slugs of taxonomies are not: "by-and-for".
            url=reverse("service-list") + query([(taxonomy.replace("-", "_"), term)]),
        )
        for term in everything
        if term.slug not in NO_WAY_IN
        and (term.parent_id in below if parent else term.parent_id is None)
    )
