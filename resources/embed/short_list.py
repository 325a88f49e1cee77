"""A short list as a post shows it: what lasts until the copy is made again, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from resources.choices import ServiceCost
from resources.clock import COPY_LASTS
from resources.filters import ServiceFilter
from resources.models import Collection, Service, TaxonomyTerm
from resources.presenters import (
    ContactLine,
    alert_now,
    area_frame_url,
    area_words,
    contact_lines,
    facts_dated,
    fit_words,
    lasting_way,
    marks,
    query,
)
from resources.regions import RegionRecord

# A frame or a post that is longer than this is a page of its own: ours.
LONGEST: Final = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One service: for whom, the one way to reach it that lasts, and when somebody answers.

    `note` is what the list says of it, and `dated` how old the facts are.
    """

    name: str
    url: str
    marks: tuple[str, ...]
    fit: str
    note: str
    way: ContactLine | None
    terms: tuple[str, ...]
    hours: str
    dated: str


@dataclass(frozen=True, slots=True)
class ShortList:
    """A list for a post, with the address of its page here and of its frame.

    `title` may name a kind of help: it is written inside the list alone, never in a title or an
    address.
    """

    title: str
    entries: tuple[Entry, ...]
    page_url: str
    frame_url: str
    made_on: date

    @property
    def must_refresh_by(self) -> date:
        """The day on which a copy has to be made again, or taken away."""
        return self.made_on + timedelta(days=COPY_LASTS)


def of_collection(collection: Collection, moment: datetime) -> ShortList:
    """Return a list that staff made for a post, in its own order."""
    services = Service.objects.published().for_listing().in_collection(collection)
    return ShortList(
        title=collection.title,
        entries=tuple(_entry(service, moment, service.note) for service in services[:LONGEST]),
        page_url=collection.get_absolute_url(),
        frame_url=reverse("embed-collection", args=[collection.slug]),
        made_on=moment.date(),
    )


def of_area(region: RegionRecord, kind: TaxonomyTerm | None, moment: datetime) -> ShortList:
    """Return the first services that an area has, the most local first; of one kind, or of all."""
    asked = QueryDict(f"region={region.code}" + (f"&type={kind.code}" if kind else ""))
    filterset = ServiceFilter(asked, lenient=True, moment=moment)
    if kind is None:
        title, page_url = _("Support for %(area)s"), reverse("area", args=[region.slug])
    else:
        title = _("%(kind)s: %(area)s")
        page_url = reverse("service-list") + query(filterset.chosen)
    return ShortList(
        title=title % {"kind": kind.name if kind else "", "area": region.name},
        entries=tuple(_entry(service, moment) for service in filterset.results[:LONGEST]),
        page_url=page_url,
        frame_url=area_frame_url(region, kind.code if kind else ""),
        made_on=moment.date(),
    )


def _entry(service: Service, moment: datetime, note: str = "") -> Entry:
    way = lasting_way(contact_lines(service, moment))
    return Entry(
        name=service.name,
        url=service.get_absolute_url(),
        marks=marks(service, alert_now(service, moment)),
        fit=fit_words(service, area_words(service)),
        note=note,
        way=way,
        terms=tuple(_terms(service, way)),
        hours=". ".join(way.hours) if way else "",
        dated=facts_dated(service, moment.date()),
    )


def _terms(service: Service, way: ContactLine | None) -> Iterator[str]:
    """Say what it costs, and what is written beside the way itself."""
    if way is None:
        return
    yield from (text.removesuffix(".") for text in (way.label, way.note) if text)
    if way.is_charged:
        yield way.cost_words.removesuffix(".")
    elif service.cost == ServiceCost.FREE:
        yield _("Free")
