"""The choices that a form may offer, said in one language: the same whatever is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from resources.filters import FilterValue, ServiceFilter, facet_value
from resources.models import TaxonomyTerm
from resources.page_language import page_language
from resources.search.facets import UNDER_18


@dataclass(frozen=True, slots=True)
class Offered:
    """A choice: its value, that of its facet, and what a person would say who takes it.

    `is_own_language` marks the language of the pages. Hardly any service says that it speaks it, so
    to choose it would leave nearly all of them out.
    """

    value: FilterValue
    facet: str
    label: str
    is_own_language: bool = False


def offered_by(filterset: ServiceFilter) -> Mapping[str, Sequence[Offered]]:
    """Return all that may be offered, by the name of its parameter: made once for the data."""

    def made() -> dict[str, tuple[Offered, ...]]:
        return {
            name: tuple(offer(name, value) for value in filterset.choices(name))
            for name in filterset.filters
        }

    return filterset.index.made_once(("offered", page_language()), made)


def kinds_of_help(filterset: ServiceFilter) -> list[TaxonomyTerm]:
    """Return the kinds of help and their branches, in the curators' order."""
    offered = (one.value for one in offered_by(filterset)["type"])
    return [value for value in offered if isinstance(value, TaxonomyTerm)]


def offer(name: str, value: FilterValue) -> Offered:
    """Return a value of a parameter as a choice."""
    label = _("I am under 18") if value.code == UNDER_18 else value.name
    is_own = name == "language" and value.code == settings.LANGUAGE_CODE.split("-")[0]
    return Offered(value, facet_value(value), label, is_own)
