"""Where the links of a list lead: to plain addresses of codes, or to encrypted ones.

A list that a post or a partner linked to stays readable: "?region=E08000018". A list that a person
asked for by form has no readable address, and neither have the lists one step away from it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlencode

from django.urls import reverse

from resources.filters import FilterValue
from resources.private_search.form import PlaceChoice, PrivateSearch, encrypt_search
from resources.regions import RegionRecord, area_at

Pairs = Iterable[tuple[str, FilterValue]]


class ListUrls(Protocol):
    """The addresses of lists near the one shown."""

    def page(self, number: int) -> str:
        """Return the address of another page of the same list."""

    def with_filters(self, pairs: Pairs) -> str:
        """Return the address of a list by other filters."""


def query(pairs: Pairs, page: int = 1) -> str:
    """Return a query string of neutral codes: "?region=E08000018&type=7kq&page=2"."""
    values = [(name, value.code) for name, value in pairs]
    if page > 1:
        values.append(("page", str(page)))
    return "?" + urlencode(values)


def oembed_url(absolute: Callable[[str], str], path: str) -> str:
    """Return the absolute address that tells programs how to show the list at a path."""
    return absolute(_oembed_path()) + "?" + urlencode({"url": absolute(path)})


@lru_cache(maxsize=1)
def _oembed_path() -> str:
    return reverse("oembed")


# Asked by each page of an area: to look for an address takes as long as to search.
@lru_cache(maxsize=512)
def area_frame_url(region: RegionRecord, kind: str = "") -> str:
    """Return the address of the list of an area for posts, of one kind of help by its code."""
    if kind:
        return reverse("embed-area", args=[region.slug, kind])
    return reverse("embed-region", args=[region.slug])


def shared_frame_url(chosen: Sequence[tuple[str, FilterValue]]) -> str:
    """Return where a list that was chosen is for posts; "" where it may not be shared as one.

    Words, places and what somebody needs for themselves are nobody's post: a list may be shared
    that is of one area, or of one kind of help in it.
    """
    values = dict(chosen)
    if len(values) < len(chosen) or not {"region"} <= set(values) <= {"region", "type"}:
        return ""
    area, kind = values["region"], values.get("type")
    if not isinstance(area, RegionRecord) or area_at(area.slug) is None:
        return ""
    return area_frame_url(area, kind.code if kind else "")


def page_url(number: int) -> str:
    """Return another page of the list shown, as seen from it; the first has no number."""
    return f"?page={number}" if number > 1 else "."


@dataclass(frozen=True, slots=True)
class PlainUrls:
    """Addresses that a post or a partner may link to."""

    pairs: tuple[tuple[str, FilterValue], ...]

    def page(self, number: int) -> str:
        return query(self.pairs, number)

    def with_filters(self, pairs: Pairs) -> str:
        return query(pairs)


@dataclass(frozen=True, slots=True)
class AreaUrls:
    """Addresses around the page of an area, such as "/in/rotherham/"."""

    def page(self, number: int) -> str:
        return page_url(number)

    def with_filters(self, pairs: Pairs) -> str:
        return reverse("service-list") + query(pairs)


@dataclass(frozen=True, slots=True)
class EncryptedUrls:
    """Addresses that tell nothing; `moment` is now."""

    search: PrivateSearch
    moment: datetime

    def page(self, number: int) -> str:
        """Return the address of another page, under the same token but without repeating it.

        A page is compressed, and the token of its own address stays out of it (docs/adr/0011).
        """
        return page_url(number)

    def with_filters(self, pairs: Pairs) -> str:
        other = self.search.with_parameters((name, value.code) for name, value in pairs)
        return reverse("results", args=[encrypt_search(other, self.moment)])

    def for_place(self, choice: PlaceChoice) -> str:
        other = self.search.for_place(choice)
        return reverse("results", args=[encrypt_search(other, self.moment)])
