"""A service in a list: enough to choose by, and the one best way to reach it now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Final, TypeVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from resources.choices import Channel, ServiceCost
from resources.content.glossary import Word, words_in
from resources.models import Service
from resources.opening_hours import Openness
from resources.page_language import page_language
from resources.presenters.areas import AreaWords, area_words
from resources.presenters.card_line import card_line
from resources.presenters.checked import Checked, facts_dated, service_checked
from resources.presenters.contacts import ContactLine, ContactWay, contact_ways
from resources.presenters.distances import distance_text
from resources.presenters.frames import cut, filled, mark
from resources.presenters.making import made_of_each
from resources.presenters.reasons import Reason, ResultNotes
from resources.presenters.sentences import joined
from resources.presenters.who_for import fit_words, marks
from resources.regions import RegionRecord

# Ways that answer at once, the one that asks least of a person first; then ways that answer later.
AT_ONCE: Final = (Channel.PHONE, Channel.TEXT, Channel.WEBCHAT, Channel.WHATSAPP)
LATER: Final = (
    Channel.RELAY_UK,
    Channel.VIDEO_BSL,
    Channel.EMAIL,
    Channel.WEB_FORM,
    Channel.IN_PERSON,
    Channel.WEBSITE,
    Channel.POST,
)
# Who answers now comes first, and what is closed after what nobody knows.
SOONEST: Final = (Openness.OPEN, Openness.NOT_KNOWN, Openness.CLOSED)
Way = TypeVar("Way", ContactLine, ContactWay)
# The part of a card that is the same whatever somebody typed.
TOP: Final = "components/service_card_top.html"
CARD: Final = "components/service_card.html"
NO_MARKUP: Final = SafeString("")
# More ways than this are counted: the page of the service names them all.
WAYS_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """What a list says about a service.

    `marks` are warnings; `fit` says for whom and where; `best` is the best way to reach it now, and
    `also` its cost and the other ways in words. `why` says why it is shown and `speaks` that it
    helps in the language in which somebody asked; both are empty where that was not asked. `near`
    names the area by which it was found, and `dated` says how old the facts are. `note` is what a
    list says of it instead of `about`. `top` is the markup of all but the last lines, and `whole`
    that of a card of which nothing depends on words.
    """

    url: str
    name: str
    marks: tuple[str, ...]
    fit: str
    note: str
    about: str
    best: ContactLine | None
    also: str
    area: AreaWords
    near: str
    away: str
    checked: Checked
    dated: str
    why: tuple[Reason, ...] = ()
    speaks: str = ""
    top: SafeString = NO_MARKUP
    whole: SafeString = field(default=NO_MARKUP, compare=False)
    # The short forms that `whole` holds.
    shortened: frozenset[Word] | None = field(default=None, compare=False)
    # Those of its top.
    shortened_above: frozenset[Word] | None = field(default=None, compare=False)

    @property
    def markup(self) -> SafeString:
        return self.whole or SafeString("".join(self._parts()))

    def in_list(self) -> tuple[SafeString, frozenset[Word], str]:
        """Return the markup, short forms of the glossary in it, and the part not looked through."""
        if self.whole and self.shortened is not None:
            return self.whole, self.shortened, ""
        before, top, lines = self._parts()
        markup = SafeString(f"{before}{top}{lines}")
        known = self.shortened_above
        return (markup, frozenset(), top + lines) if known is None else (markup, known, lines)

    def _parts(self) -> tuple[str, str, str]:
        """Return how a card begins, its top, and its last lines."""
        reasons = tuple(reason.is_data for reason in self.why)
        shape = (bool(self.speaks), reasons, bool(self.near), bool(self.away))
        before, _top, *lines = _frame(*shape, page_language())
        parts = {f"why{number}": reason.text for number, reason in enumerate(self.why)}
        said = {"speaks": self.speaks, "near": self.near, "away": self.away, "dated": self.dated}
        return before, self.top, "".join(filled(lines, parts | said))


@lru_cache(maxsize=128)
def _frame(
    speaks: bool, reasons: tuple[bool, ...], near: bool, away: bool, _language: str | None
) -> tuple[str, ...]:
    """Return the pieces of a card by which of its lines it has; `reasons` say which are data."""
    card = {
        "top": mark("top"),
        "speaks": speaks and mark("speaks"),
        "why": [Reason(mark(f"why{number}"), is_data) for number, is_data in enumerate(reasons)],
        "near": near and mark("near"),
        "away": away and mark("away"),
        "dated": mark("dated"),
    }
    return cut(render_to_string(CARD, {"card": card}))


def _short(markup: str) -> frozenset[Word]:
    return frozenset(words_in(markup, only_short=True))


def answers_at_once(card: ServiceCard) -> bool:
    """Tell whether somebody can be rung or written to at once, open now or not."""
    return card.best is not None and Channel(card.best.channel) in AT_ONCE


def alert_now(service: Service, moment: datetime) -> str:
    over = service.alert_until is not None and service.alert_until < moment.date()
    return "" if over else service.alert


def best_way(lines: Sequence[Way]) -> Way | None:
    """Return the best way to reach a service now: at once if it can be, then what comes soonest.

    What is open comes before hours that are not known, and those before what is closed.
    """
    return min(lines, key=_rank, default=None)


def lasting_way(lines: Sequence[ContactLine]) -> ContactLine | None:
    """Return the best way to reach a service whatever the time is: for copies that are kept."""
    ways = (*AT_ONCE, *LATER)
    return min(lines, key=lambda line: ways.index(Channel(line.channel)), default=None)


def _rank(line: ContactLine | ContactWay) -> tuple[int, int]:
    channel = Channel(line.channel)
    if channel in AT_ONCE:
        return SOONEST.index(line.openness), AT_ONCE.index(channel)
    return len(SOONEST), LATER.index(channel)


def other_ways(best: ContactLine | None, others: Iterable[ContactWay], service: Service) -> str:
    """Say what the best way costs, and which other ways there are: "Free. Also email."."""
    return " ".join(_also(best, others, service)) if best else ""


def _also(best: ContactLine, others: Iterable[ContactWay], service: Service) -> Iterator[str]:
    if best.label:
        yield _sentence(best.label)
    if best.note:
        yield _sentence(best.note)
    if best.is_charged:
        yield from _unless_said(best.cost_words, best.note)
    elif service.cost == ServiceCost.FREE:
        yield from _unless_said(_("Free."), best.note)
    names = dict.fromkeys(_named(best, others))
    if names:
        more = _("%(names)s and %(count)d more ways")
        yield _("Also %(ways)s.") % {"ways": joined(list(names), more, WAYS_NAMED)}
    if best.host:
        yield _("The link leaves this site.")


def _unless_said(cost: str, note: str) -> Iterator[str]:
    """Yield what a way costs, unless the provider's note begins so: "Free from mobiles too."."""
    words = cost.removesuffix(".")
    # "Freephone" and "Freedom" are other words.
    if not note.startswith(words) or note[len(words) :][:1].isalpha():
        yield _sentence(cost)


def _named(best: ContactLine, others: Iterable[ContactWay]) -> Iterator[str]:
    for way in others:
        if way.channel != best.channel:
            yield way.channel_in_sentence
        elif way.is_charged:
            yield _("another number")


def _near(area: AreaWords, wide: AreaWords) -> str:
    """Say which of the areas that were asked for a service covers, where that is not said yet."""
    return "" if area.words == wide.words else _("Covers %(area)s.") % {"area": area.words}


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def service_card(
    service: Service,
    moment: datetime,
    regions: Sequence[RegionRecord] = (),
    note: str = "",
) -> ServiceCard:
    """Return what a list says about a row from `for_listing()`.

    `note` is what a list that staff made says of it. Of a row that is kept in memory the card is
    kept too.
    """
    return service_cards([service], moment, regions, note)[0]


def service_cards(
    services: Iterable[Service],
    moment: datetime,
    regions: Sequence[RegionRecord] = (),
    note: str = "",
) -> list[ServiceCard]:
    """Return what a list says about each of some rows, as `service_card` does of one."""
    key = (*(region.code for region in regions), note)
    return made_of_each(services, moment, key, partial(_card, regions, note))


def found_card(card: ServiceCard, service: Service, notes: ResultNotes) -> ServiceCard:
    """Return the card of a row with what the words that somebody typed have to do with it."""
    why, speaks = notes.why(service), notes.speaks(service)
    return replace(card, why=why, speaks=speaks, whole=NO_MARKUP) if why or speaks else card


def _card(
    regions: Sequence[RegionRecord], note: str, service: Service, moment: datetime
) -> ServiceCard:
    ways = contact_ways(service, moment)
    # Only the way that a card shows is put into words.
    chosen = best_way(ways)
    best = chosen.line() if chosen else None
    wide = area_words(service)
    area = area_words(service, regions) if regions else wide
    card = ServiceCard(
        url=service.get_absolute_url(),
        name=service.name,
        marks=marks(service, alert_now(service, moment)),
        fit=fit_words(service, wide),
        note=note,
        about=card_line(service),
        best=best,
        also=other_ways(best, (way for way in ways if way is not chosen), service),
        area=area,
        near=_near(area, wide) if regions else "",
        away=distance_text(service.miles),
        checked=service_checked(service, moment.date()),
        dated=facts_dated(service, moment.date()),
    )
    top = SafeString(render_to_string(TOP, {"facts": card}))
    card = replace(card, top=top, shortened_above=_short(top))
    whole, above, lines = card.in_list()
    return replace(card, whole=whole, shortened=above | _short(lines))
