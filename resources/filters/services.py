"""The one vocabulary of query parameters: for pages, for the API and for their documentation.

Adding a filter is one line in `ServiceFilter` that names a word of `ServiceQuerySet`
(CONTRIBUTING.md, "Add a filter").
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from resources.choices import Channel, ServiceCost
from resources.filters.text import TextField, TextFilter
from resources.filters.words import ChoiceFilter, NowFilter, Row, Words, WordsField, WordsFilter
from resources.models import Search, SearchDocument, Service, TaxonomyTerm
from resources.models.service_queries import ServiceQuerySet
from resources.regions import RegionRecord, find_region


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

    topic = WordsFilter(
        word="with_any_term",
        vocabulary="find_topic",
        label=_("what it helps with"),
        help_text=_("Slug or code of a topic. Repeat it for several topics."),
    )
    audience = WordsFilter(
        word="open_to",
        vocabulary="find_audience",
        label=_("who it is for"),
        help_text=_(
            "Slug or code of an audience. Services for that audience are found, and those for "
            "everyone. Repeat it for several audiences."
        ),
    )
    by_and_for = WordsFilter(
        word="with_any_term",
        vocabulary="find_by_and_for",
        label=_("led by"),
        help_text=_("Slug or code of a community by which and for which a service is led."),
    )
    channel = ChoiceFilter(
        word="reached_by",
        choices=Channel.choices,
        label=_("way to get in touch"),
        help_text=_("A way of contact, such as `text` or `webchat`. Repeat it for several ways."),
    )
    open = NowFilter(
        word="open_at",
        choices=[("now", _("Open now"))],
        label=_("opening hours"),
        help_text=_("`now`: services known to be open at this moment."),
    )
    cost = ChoiceFilter(
        word="costing",
        choices=ServiceCost.choices,
        label=_("cost"),
        help_text=_("What the service costs the person who uses it."),
    )
    referral = ChoiceFilter(
        word="referred_by",
        choices=[
            ("self", _("You can contact them yourself")),
            ("professional", _("A professional can refer you")),
        ],
        label=_("first contact"),
        help_text=_("Who may make the first contact."),
    )
    # Last: how well words fit is found out among what the other parameters leave.
    words = TextFilter(
        label=_("words"),
        help_text=_(
            "Free text: names, kinds of help, topics, what people say for them, and places served. "
            "What fits best comes first. At most 200 letters are read."
        ),
    )

    taxonomies: ClassVar = ("type", "topic", "audience", "by-and-for")

    class Meta:
        model = Service
        fields: ClassVar[list[str]] = []

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        queryset: ServiceQuerySet | None = None,
        *,
        request: Any = None,
        lenient: bool = False,
        moment: datetime | None = None,
    ) -> None:
        """With `lenient` an unknown value is left out instead of being an error.

        `moment` is aware: what "now" means in a question.
        """
        self.lenient = lenient
        self.moment = moment
        super().__init__(data, queryset, request=request)

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

    def find_topic(self, word: str) -> TaxonomyTerm | None:
        """Look a topic up by slug or neutral code."""
        return self._find_term("topic", word)

    def find_audience(self, word: str) -> TaxonomyTerm | None:
        """Look an audience up by slug or neutral code."""
        return self._find_term("audience", word)

    def find_by_and_for(self, word: str) -> TaxonomyTerm | None:
        """Look a community up by slug or neutral code."""
        return self._find_term("by-and-for", word)

    def find_words(self, text: str) -> Search:
        """Put words to the directory."""
        return SearchDocument.objects.matching(text)

    def choices(self, name: str) -> list[Row]:
        """Every value that a parameter may have: of a closed list, or the terms of a taxonomy."""
        one = self.filters[name]
        if isinstance(one, ChoiceFilter):
            return list(one.rows)
        return [term for term in self.terms if term.taxonomy.slug == name]

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
        moment = self.moment if self.puts_open_first else None
        return narrowed.in_order(self.regions, by_fit=self.search is not None, moment=moment)

    @property
    def puts_open_first(self) -> bool:
        """Whether what is open comes before what fits equally well.

        Not in a list without place or words: who copies it page by page must not miss a row.
        """
        return self.moment is not None and bool(self.regions or self.search)

    @property
    def search(self) -> Search | None:
        """What the words asked for; None where there are none."""
        words: list[Words] = self.form.cleaned_data.get("words", [])
        return words[0].search if words else None

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
            if isinstance(field, WordsField | TextField) and field.missed
        ]
