"""The one vocabulary of query parameters: for pages, for the API and for their documentation.

Adding a filter is one line in `ServiceFilter` that names a word of `ServiceQuerySet`
(CONTRIBUTING.md, "Add a filter").
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from resources.choices import LANGUAGE_NAMES, AccessNeed, Channel, ServiceCost, WithoutHearing
from resources.filters.near import NearFilter
from resources.filters.starts import Start
from resources.filters.text import TextField, TextFilter
from resources.filters.vocabulary import Vocabulary
from resources.filters.words import (
    ChoiceFilter,
    FactFilter,
    NowFilter,
    Row,
    Words,
    WordsField,
    WordsFilter,
)
from resources.models import Search, Service
from resources.models.service_queries import ServiceQuerySet
from resources.regions import RegionRecord


class ServiceFilter(Vocabulary):
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
            "Slug or code of an audience. Services for that audience are found, those for "
            "everyone, and, unless it is children or young people, those for adults. Repeat it "
            "for several audiences."
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
        help_text=_("The value `now` finds services known to be open at this moment."),
    )
    cost = ChoiceFilter(
        word="costing",
        choices=[
            *((cost.value, cost.label) for cost in ServiceCost if cost != ServiceCost.NOT_KNOWN),
            (ServiceCost.NOT_KNOWN.value, _("Cost not known")),
        ],
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
    language = ChoiceFilter(
        word="given_in",
        choices=LANGUAGE_NAMES.items(),
        label=_("language"),
        help_text=_(
            "Code of a language (ISO 639). Services known to be given in it are found, as a whole "
            "or by one way of contact. Most services state no language, so `en` finds few."
        ),
    )
    sign = ChoiceFilter(
        word="without_hearing",
        choices=WithoutHearing.choices,
        label=_("signing and relay"),
        help_text=_(
            "The value `bsl` finds a video call or help in British Sign Language. The value "
            "`relay` finds where Relay UK is named as a way of contact."
        ),
    )
    age = WordsFilter(
        word="fitting_age",
        vocabulary="find_age",
        label=_("age"),
        help_text=_(
            "A whole number of years, 0 to 120. Services whose stated ages leave it out are not "
            "found. A service that states no ages is found. Repeat it for several ages."
        ),
        problem=_("“%(word)s” is not an age. Give a whole number from 0 to 120."),
    )
    access = ChoiceFilter(
        word="accessible",
        choices=AccessNeed.choices,
        label=_("getting in"),
        needs_all=True,
        help_text=_(
            "What a person needs in order to get in. Unlike other parameters, several values mean "
            "all of them, at one and the same place. Only what is known is found."
        ),
    )
    off_bill = FactFilter(
        word="off_the_bill",
        fact=_("Not on the phone bill"),
        help_text=_("A direct way of contact does not show on an itemised bill."),
    )
    no_name = FactFilter(
        word="asking_no_name",
        fact=_("No name needed"),
        help_text=_("A direct way of contact asks for no name."),
    )
    no_account = FactFilter(
        word="asking_no_account",
        fact=_("No account needed"),
        help_text=_("A direct way of contact needs no account."),
    )
    no_report = FactFilter(
        word="without_report",
        fact=_("No report to the police needed"),
        help_text=_("Nobody has to report to the police to be helped."),
    )
    before_trial = FactFilter(
        word="before_trial",
        fact=_("Therapy before a trial"),
        help_text=_("The service gives therapy before a trial."),
    )
    interpreter = FactFilter(
        word="with_interpreter",
        fact=_("Interpreters"),
        help_text=_("Interpreters for other languages are used."),
    )
    near = NearFilter(
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
    # Last: how well words fit is found out among what the other parameters leave.
    words = TextFilter(
        label=_("words"),
        help_text=_(
            "Free text: names, kinds of help, topics, what people say for them, and places served. "
            "What fits best comes first. At most 200 letters are read."
        ),
    )

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
        """Without rows it asks the public ones; with `lenient` an unknown value is left out.

        `moment` is aware: what "now" means in a question.
        """
        self.lenient = lenient
        self.moment = moment
        rows = Service.objects.published() if queryset is None else queryset
        super().__init__(data, rows, request=request)

    def filter_queryset(self, queryset: ServiceQuerySet) -> ServiceQuerySet:
        """Apply every filter, then the one order in which services are listed."""
        narrowed: ServiceQuerySet = super().filter_queryset(queryset)
        moment = self.moment if self.puts_open_first else None
        return narrowed.in_order(
            self.regions,
            by_fit=self.search is not None,
            moment=moment,
            near=self.start.point if self.start else None,
        )

    @property
    def puts_open_first(self) -> bool:
        """Whether what is open comes before what fits equally well.

        Not in a list without place or words: who copies it page by page must not miss a row.
        """
        return self.moment is not None and bool(self.regions or self.search)

    @property
    def _words(self) -> Words | None:
        """The free text asked for, if there is any."""
        words: list[Words] = self.form.cleaned_data.get("words", [])
        return words[0] if words else None

    @property
    def search(self) -> Search | None:
        """What the words asked for; None where there are none."""
        return self._words.search if self._words else None

    @property
    def typed(self) -> str:
        """The free text as it was typed; empty where there is none."""
        return self._words.code if self._words else ""

    @property
    def regions(self) -> list[RegionRecord]:
        """The areas asked for."""
        return list(self.form.cleaned_data.get("region", []))

    @property
    def start(self) -> Start | None:
        """Where distances are measured from; None where the order is the usual one."""
        starts: list[Start] = self.form.cleaned_data.get("near", [])
        return starts[0] if starts else None

    @property
    def is_mixed(self) -> bool:
        """Whether services of any reach may stand beside each other, as the order is another."""
        return self.search is not None or self.start is not None

    @property
    def wants_nearest(self) -> bool:
        """Whether the nearest was asked for, also where nobody knows from where."""
        return any(self.form["near"].data or ())

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
