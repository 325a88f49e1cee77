"""The one set of query parameters: for pages, for the API and for their documentation.

Adding a filter is one line here and one in `resources.search.facets` (CONTRIBUTING.md, "Add a
filter").
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Final, Self

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from resources.choices import LANGUAGE_NAMES, AccessNeed, Channel, DeafAccess, ServiceCost
from resources.filters import lookups
from resources.filters.fields import (
    ChoiceFilter,
    FactFilter,
    Filters,
    LookupField,
    LookupFilter,
    TextField,
    TextFilter,
)
from resources.filters.lookups import Choice, FilterValue, TermLookup, facet_value
from resources.filters.starts import Start
from resources.language import ParsedQuery, parse
from resources.models import Service
from resources.regions import RegionRecord
from resources.search import FACETS, Index, Query, Results, current_index

AS_TYPED = "as-typed"
# Which services a question finds is decided in memory: rows are only fetched by id.
NO_ROWS: Final = Service.objects.none()


class ServiceFilter(django_filters.FilterSet):
    """Every question that can be asked of the list of services: a query string becomes a `Query`.

    Values are looked up in the current index, which then answers. With `lenient` an unknown value
    is left out; `moment` is aware: what "now" means in the question.
    """

    region = LookupFilter(
        lookup=lookups.region,
        label=_("area"),
        help_text=_(
            "Slug or GSS code of an area. Services that serve it are found, also those for a wider "
            "area around it or for a part of it. Repeat it for several areas."
        ),
    )
    type = LookupFilter(
        lookup=TermLookup("type"),
        label=_("kind of help"),
        help_text=_(
            "Slug or code of a kind of help, or of one of the two branches `emotional` and "
            "`practical`. Repeat it for several kinds."
        ),
    )
    topic = LookupFilter(
        lookup=TermLookup("topic"),
        label=_("what it helps with"),
        help_text=_("Slug or code of a topic. Repeat it for several topics."),
    )
    audience = LookupFilter(
        lookup=TermLookup("audience"),
        label=_("who it is for"),
        help_text=_(
            "Slug or code of an audience. Services for that audience are found, those for "
            "everyone, and, unless it is children or young people, those for adults. Repeat it "
            "for several audiences."
        ),
    )
    by_and_for = LookupFilter(
        lookup=TermLookup("by-and-for"),
        label=_("led by"),
        help_text=_("Slug or code of a community by which and for which a service is led."),
    )
    channel = ChoiceFilter(
        choices=Channel.choices,
        label=_("way to get in touch"),
        help_text=_("A way of contact, such as `text` or `webchat`. Repeat it for several ways."),
    )
    open = ChoiceFilter(
        choices=[("now", _("Open now"))],
        label=_("opening hours"),
        help_text=_("The value `now` finds services known to be open at this moment."),
    )
    cost = ChoiceFilter(
        choices=[
            *((cost.value, cost.label) for cost in ServiceCost if cost != ServiceCost.NOT_KNOWN),
            (ServiceCost.NOT_KNOWN.value, _("Cost not known")),
        ],
        label=_("cost"),
        help_text=_("What the service costs the person who uses it."),
    )
    referral = ChoiceFilter(
        choices=[
            ("self", _("You can contact them yourself")),
            ("professional", _("A professional can refer you")),
        ],
        label=_("first contact"),
        help_text=_("Who may make the first contact."),
    )
    language = ChoiceFilter(
        choices=LANGUAGE_NAMES.items(),
        label=_("language"),
        help_text=_(
            "Code of a language (ISO 639). Services known to be given in it are found, as a whole "
            "or by one way of contact. Most services state no language, so `en` finds few."
        ),
    )
    sign = ChoiceFilter(
        choices=DeafAccess.choices,
        label=_("signing and relay"),
        help_text=_(
            "The value `bsl` finds a video call or help in British Sign Language. The value "
            "`relay` finds where Relay UK is named as a way of contact."
        ),
    )
    age = LookupFilter(
        lookup=lookups.age,
        label=_("age"),
        help_text=_(
            "A whole number of years, 0 to 120. Services whose stated ages leave it out are not "
            "found. A service that states no ages is found, from 16 on if it is for adults. The "
            "value `under-18` finds services for some age below 18, and those that state none, "
            "unless they are for adults. Repeat it for several ages."
        ),
        problem=_("“%(word)s” is not an age. Give a whole number from 0 to 120, or under-18."),
        offered=[lookups.YOUNG],
    )
    access = ChoiceFilter(
        choices=AccessNeed.choices,
        label=_("getting in"),
        help_text=_(
            "What a person needs in order to get in. Unlike other parameters, several values mean "
            "all of them, at one and the same place. Only what is known is found."
        ),
    )
    off_bill = FactFilter(
        _("Not on the phone bill"), _("A direct way of contact does not show on an itemised bill.")
    )
    no_name = FactFilter(_("No name needed"), _("A direct way of contact asks for no name."))
    no_account = FactFilter(_("No account needed"), _("A direct way of contact needs no account."))
    no_report = FactFilter(
        _("No report to the police needed"), _("Nobody has to report to the police to be helped.")
    )
    before_trial = FactFilter(
        _("Therapy before a trial"), _("The service gives therapy before a trial.")
    )
    interpreter = FactFilter(_("Interpreters"), _("Interpreters for other languages are used."))
    near = LookupFilter(
        lookup=lookups.start,
        only_one=True,
        label=_("starting place"),
        help_text=_(
            "An order, which leaves nothing out: services with a public place come first, the "
            "nearest before others. Slug or GSS code of one area, whose middle counts; or a "
            "latitude and longitude, such as `53.43,-1.36`, of which two decimals are read. With "
            "`words`, what fits best still comes first."
        ),
        problem=_(
            "“%(word)s” is neither an area nor a point. Give the slug or GSS code of an area, or "
            "latitude and longitude, such as 53.43,-1.36."
        ),
    )
    words = TextFilter(
        label=_("words"),
        help_text=_(
            "Free text: names, numbers, kinds of help, topics, what people say for them, and "
            "places served. What fits best comes first. At most 300 letters are read."
        ),
    )
    reading = ChoiceFilter(
        choices=[(AS_TYPED, _("Only the words as typed"))],
        label=_("reading"),
        help_text=_(
            "The value `as-typed` takes `words` as they stand: no other language is recognised, no "
            "slip is corrected and no nearness of meaning counts."
        ),
    )

    class Meta:
        model = Service
        fields: ClassVar[list[str]] = []

    @classmethod
    def get_filters(cls) -> Filters:
        """Return the filters by name; the library asks for them once, when the class is made."""
        return Filters(super().get_filters())

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        queryset: object = None,
        *,
        request: Any = None,
        lenient: bool = False,
        moment: datetime | None = None,
    ) -> None:
        self.lenient = lenient
        self.moment = moment
        self.index = current_index()
        super().__init__(data, NO_ROWS, request=request)

    def at(self, moment: datetime, index: Index) -> Self:
        """Return the same question of a link at a moment; its values are not read once more."""
        other = copy(self)
        other.index = index
        other.moment = moment
        other.query = replace(self.query, moment=moment, is_linked=True)
        other.__dict__.pop("results", None)
        return other

    def parse(self, text: str) -> ParsedQuery:
        """Read free text, as it stands where that is asked for."""
        literally = (
            AS_TYPED in self.data.getlist("reading") if hasattr(self.data, "getlist") else False
        )
        return parse(text, self.index.lexicon, is_literal=literally)

    def is_valid(self) -> bool:
        """Tell whether every value is known; the form says what is wrong with one that is not."""
        if self._in_order is not None:
            return bool(self.is_bound)
        return bool(super().is_valid())

    @cached_property
    def _in_order(self) -> Mapping[str, Any] | None:
        """The values of the parameters that were given; None where one of them is refused.

        Nearly every question gives few of them. A form of all of them, to find that, takes longer
        than the search.
        """
        given = (name for name in self.filters if name in self.data)
        try:
            return {name: self.filters[name].field.clean(self._given(name)) for name in given}
        except ValidationError:
            return None

    def _given(self, name: str) -> Any:
        """Return what was given for a parameter, as its field takes it."""
        return self.filters[name].field.widget.value_from_datadict(self.data, {}, name)

    @cached_property
    def cleaned(self) -> Mapping[str, Any]:
        """The values by parameter, as far as they are known."""
        if self._in_order is not None:
            return self._in_order
        self.is_valid()
        cleaned: Mapping[str, Any] = self.form.cleaned_data
        return cleaned

    @cached_property
    def query(self) -> Query:
        values = {
            name: tuple(facet_value(value) for value in self.cleaned.get(name) or ())
            for name in FACETS
        }
        text, areas = self.text, tuple(self.regions)
        if text is not None and text.is_only_place and not areas:
            # The same question as that place chosen from the menu.
            areas, text = text.areas, None
            values["region"] = tuple(area.code for area in areas)
        return Query(
            values={name: some for name, some in values.items() if some},
            areas=areas,
            text=text,
            start=self.start.point if self.start else None,
            open_now=bool(self.cleaned.get("open")),
            moment=self.moment,
        )

    @cached_property
    def results(self) -> Results:
        return Results(self.index, self.query)

    @property
    def text(self) -> ParsedQuery | None:
        """What the words were read as; None where there are none."""
        text: ParsedQuery | None = self.cleaned.get("words")
        return text

    @property
    def typed(self) -> str:
        """The free text as it was typed; empty where there is none."""
        return self.text.typed if self.text else ""

    @property
    def regions(self) -> list[RegionRecord]:
        return list(self.cleaned.get("region") or ())

    @property
    def start(self) -> Start | None:
        """Where distances are measured from; None where the order is the usual one."""
        starts: list[Start] = self.cleaned.get("near") or []
        return starts[0] if starts else None

    @property
    def is_mixed(self) -> bool:
        """Whether services of any reach may stand beside each other, as the order is another."""
        return self.text is not None or self.start is not None

    @property
    def wants_nearest(self) -> bool:
        """Whether the nearest was asked for, also where nobody knows from where."""
        return "near" in self.data and any(self._given("near") or ())

    @cached_property
    def chosen(self) -> list[tuple[str, FilterValue]]:
        """Each value asked for, with the name of its parameter; free text as it was typed."""
        typed = [("words", Choice(self.typed, self.typed))] if self.text else []
        listed = (name for name in self.filters if name != "words")
        return [
            *((name, value) for name in listed for value in self.cleaned.get(name) or ()),
            *typed,
        ]

    def choices(self, name: str) -> list[FilterValue]:
        """Every value that a form may offer: of a closed list, or the terms of a taxonomy.

        Areas are no closed list: there are none. Of ages there is one that is no number.
        """
        parameter = self.filters[name]
        if not isinstance(parameter, LookupFilter):
            return []
        lookup = parameter.lookup
        return [
            *(lookup.terms(self.index) if isinstance(lookup, TermLookup) else parameter.offered)
        ]

    @property
    def ignored_parameters(self) -> list[str]:
        """The labels of the parameters of which a value was left out.

        Never the value itself: a link could otherwise put any words on a trusted page.
        """
        given = (name for name in self.filters if name in self.cleaned)
        fields = (self.filters[name].field for name in given)
        return [
            str(field.label)
            for field in fields
            if isinstance(field, LookupField | TextField) and field.has_unknown
        ]
