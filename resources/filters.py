"""The one vocabulary of query parameters: for pages, for the API and for their documentation.

Adding a filter is one line in `ServiceFilter` that names a word of `ServiceQuerySet`
(CONTRIBUTING.md, "Add a filter"). The API answers 400 to a value it does not know; a page leaves it
out and says which part it did not understand, because a person cannot mend a link.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override

from resources.models import Service, TaxonomyTerm
from resources.models.service_queries import ServiceQuerySet
from resources.regions import RegionRecord, find_region

Row = RegionRecord | TaxonomyTerm
Finder = Callable[[str], Row | None]


class WordsField(forms.Field):
    """Several words, each of which has to be known.

    Cleans to a list of the rows that the words name, each once, in the order given. With `lenient`
    set an unknown word is left out and `missed` is true; otherwise it is an error that names it.
    """

    widget = forms.SelectMultiple

    def __init__(self, *, find: Finder, lenient: bool = False, **kwargs: Any) -> None:
        """Keep the way in which a word is looked up."""
        super().__init__(**kwargs)
        self.find = find
        self.lenient = lenient
        self.missed = False

    def clean(self, value: Any) -> list[Row]:
        """Return the rows; ValidationError with every unknown word."""
        found: list[Row] = []
        unknown: list[str] = []
        # A form sends its empty choice along: "anywhere" is no filter.
        for word in filter(None, (str(one).strip() for one in value or ())):
            row = self.find(word)
            if row is None:
                unknown.append(word)
            elif row not in found:
                found.append(row)
        self.missed = bool(unknown)
        if unknown and not self.lenient:
            raise ValidationError(
                [
                    ValidationError(_("“%(word)s” is not known here."), params={"word": word})
                    for word in unknown
                ]
            )
        return found


class WordsFilter(django_filters.Filter):
    """A repeatable parameter: any of its values fits, and it adds to the other parameters.

    `word` is the method of the QuerySet that answers it; `vocabulary` names the method of the
    filter set that looks a value up.
    """

    field_class = WordsField
    parent: "ServiceFilter"

    def __init__(self, *, word: str, vocabulary: str, **kwargs: Any) -> None:
        """Keep the QuerySet's word and the place of the vocabulary."""
        super().__init__(**kwargs)
        several = {"type": "array", "items": {"type": "string"}}
        # The generator takes the description of an overridden shape from the shape itself.
        set_override(self, "field", {**several, "description": self.extra.get("help_text", "")})
        self.word = word
        self.vocabulary = vocabulary

    @property
    def field(self) -> WordsField:
        """The form field, bound to the vocabulary of this filter set."""
        if not hasattr(self, "_field"):
            self._field = WordsField(
                find=getattr(self.parent, self.vocabulary),
                lenient=self.parent.lenient,
                label=self.label,
                required=False,
                help_text=self.extra.get("help_text", ""),
            )
        return self._field

    def filter(self, qs: ServiceQuerySet, value: list[Row]) -> ServiceQuerySet:
        """Narrow the rows by the QuerySet's own word; no value, no narrowing."""
        narrowed: ServiceQuerySet = getattr(qs, self.word)(value) if value else qs
        return narrowed


class ServiceFilter(django_filters.FilterSet):
    """Every question that can be asked of the list of services.

    `qs` is narrowed and ordered: most local first when an area is asked for.
    """

    region = WordsFilter(
        word="serving",
        vocabulary="find_region",
        label=_("area"),
        help_text=_(
            "Slug or GSS code of an area. Services that serve it are found, also those for a wider "
            "area around it or for a part of it. Repeat it for several areas."
        ),
    )
    type = WordsFilter(
        word="with_any_term",
        vocabulary="find_type",
        label=_("kind of help"),
        help_text=_(
            "Slug or code of a kind of help, or of one of the two branches `emotional` and "
            "`practical`. Repeat it for several kinds."
        ),
    )

    taxonomies: ClassVar = ("type",)

    class Meta:
        model = Service
        fields: ClassVar[list[str]] = []

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        queryset: ServiceQuerySet | None = None,
        *,
        request: Any = None,
        prefix: str | None = None,
        lenient: bool = False,
    ) -> None:
        """With `lenient` an unknown value is left out instead of being an error."""
        self.lenient = lenient
        super().__init__(data, queryset, request=request, prefix=prefix)

    @cached_property
    def terms(self) -> list[TaxonomyTerm]:
        """Every term of the taxonomies that can be asked for, in one query."""
        return list(
            TaxonomyTerm.objects.filter(taxonomy__slug__in=self.taxonomies).select_related(
                "taxonomy"
            )
        )

    def find_region(self, word: str) -> RegionRecord | None:
        """Look an area up by slug or GSS code."""
        return find_region(word)

    def find_type(self, word: str) -> TaxonomyTerm | None:
        """Look a kind of help up by slug or neutral code."""
        return self._find_term("type", word)

    def _find_term(self, taxonomy: str, word: str) -> TaxonomyTerm | None:
        """Look a term up in one taxonomy, in any case."""
        wanted = word.lower()
        for term in self.terms:
            if term.taxonomy.slug == taxonomy and wanted in {term.slug, term.code}:
                return term
        return None

    def filter_queryset(self, queryset: ServiceQuerySet) -> ServiceQuerySet:
        """Apply every filter, then the one order in which services are listed."""
        narrowed: ServiceQuerySet = super().filter_queryset(queryset)
        return narrowed.nearest_first(self.regions)

    @property
    def regions(self) -> list[RegionRecord]:
        """The areas asked for."""
        return list(self.form.cleaned_data.get("region", []))

    @property
    def chosen(self) -> list[tuple[str, Row]]:
        """Each value asked for, with the name of its parameter."""
        return [
            (name, row) for name in self.filters for row in self.form.cleaned_data.get(name, [])
        ]

    @property
    def misunderstood(self) -> list[str]:
        """The labels of the parameters of which a value was left out.

        Never the value itself: a link could otherwise put any words on a trusted page.
        """
        return [
            str(field.label)
            for field in self.form.fields.values()
            if isinstance(field, WordsField) and field.missed
        ]
