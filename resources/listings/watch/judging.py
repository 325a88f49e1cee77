"""What a visit says of a page that was known before, and whether somebody has to look at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from resources.choices import WatchState
from resources.listings.watch.fetching import FetchError
from resources.listings.watch.pages import Target
from resources.listings.watch.reading import shown, text_of
from resources.listings.watch.visiting import Page
from resources.models import WatchedPage
from resources.models.keys import host_key, number_key

# What somebody has to look at. A site that refuses programs has changed nothing.
TASKS: Final = frozenset(
    {
        WatchState.UNREACHABLE,
        WatchState.OTHER_HOST,
        WatchState.CERTIFICATE,
        WatchState.NUMBER_GONE,
        WatchState.NOT_ALLOWED,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of a page, in a few words why, and what of our numbers stood there.

    `seen` is None where the page was not read to its end, which says nothing of numbers.
    """

    state: WatchState
    words: str = ""
    seen: frozenset[str] | None = None


def digest(number: str) -> str:
    """Return what tells a number from others for this copy alone: it is soon found by trying."""
    key = number_key(number)
    return salted_hmac("resources.watch", key, algorithm="sha256").hexdigest()[:32]


def finding_of(target: Target, page: Page) -> Finding:
    """Return what a page says that was read."""
    host = host_key(page.address)
    if host != host_key(target.address):
        return Finding(WatchState.OTHER_HOST, _("It leads to %(host)s.") % {"host": host[:200]})
    text = text_of(page.body, page.charset)
    seen = frozenset(map(digest, shown(text, target.numbers, settings.PHONE_REGION)))
    return Finding(WatchState.OK, seen=seen if page.is_whole else None)


def finding_of_error(error: FetchError) -> Finding:
    return Finding(error.state, str(error)[:200])


def settle(row: WatchedPage, target: Target, finding: Finding, day: date) -> Finding | None:
    """Write what was found into the row of its page; return what somebody has to look at, if any.

    A number that nobody has seen on the page cannot go from it. A site may be down for a night, so
    that nothing answers is told on the second day. The same finding is told once.
    """
    newly_gone = _numbers(row, set(map(digest, target.numbers)), finding.seen)
    state = finding.state
    if state == WatchState.OK and row.numbers_gone:
        state = WatchState.NUMBER_GONE
    if row.state != state:
        row.state, row.since = state, day
    if newly_gone:
        words = _("How many: %(count)s. Look whether they have another.")
        return Finding(WatchState.NUMBER_GONE, words % {"count": len(newly_gone)})
    if finding.state == WatchState.OK:
        row.told = ""
    is_early = finding.state == WatchState.UNREACHABLE and row.since >= day
    if finding.state not in TASKS or is_early:
        return None
    # Why nothing answers differs from day to day.
    words = "" if finding.state == WatchState.UNREACHABLE else finding.words
    told = f"{finding.state.value} {words}"
    if row.told == told:
        return None
    row.told = told
    return finding


def _numbers(row: WatchedPage, known: Iterable[str], seen: frozenset[str] | None) -> frozenset[str]:
    """Note which numbers stand there, and which no longer; return those that have just gone."""
    if seen is None:
        return frozenset()
    before, gone = frozenset(row.numbers_seen), frozenset(row.numbers_gone)
    missing = ((before | gone) & frozenset(known)) - seen
    row.numbers_seen, row.numbers_gone = sorted(seen), sorted(missing)
    return missing - gone
