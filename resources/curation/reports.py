"""What visitors tell us of a listing: taking it in, raising it, and saying what came of it.

Two people who felt unsafe, or one address, raise a listing to the safety lead: its public page says
that somebody reported a problem, until the safety lead has decided each of those reports. Only a
few pages say so at once: nobody can put that sentence on the whole directory.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import transaction
from django.utils.translation import gettext as _

from resources.choices import DANGER_KINDS, ReportKind, ReportOutcome
from resources.curation.workflow import NotAllowedError
from resources.models import DataRevision, Report, Service, publish_revision
from resources.models.report import CHOSEN, MORE_IN_DANGER, MOST_A_DAY

DECIDES_DANGER: Final = "resources.decide_danger"
DECIDES: Final = "resources.change_report"
# So many people who felt unsafe raise a listing.
UNSAFE_ENOUGH: Final = 2
# So many pages say at once that a problem was reported. We know no sender, so there is no limit for
# one: whoever wants to can mark a page, but no more of them than a person can look at in a day.
MOST_MARKED: Final = 5


class EnoughReportsError(Exception):
    """There are as many reports of a listing as are kept for one day. Nothing was kept."""


@transaction.atomic
def receive(service: Service, kinds: Collection[ReportKind], words: str, day: date) -> Report:
    """Keep a report; EnoughReportsError when there are too many of this listing on this day."""
    # Two reports of one listing take their places one after the other.
    Service.objects.select_for_update().get(pk=service.pk)
    report = Report.objects.create(
        service=service,
        words=words,
        received_on=day,
        number=_free_number(service, day, in_danger=not DANGER_KINDS.isdisjoint(kinds)),
        is_raised=ReportKind.ADDRESS_SHOWN in kinds,
        **{kind.value: True for kind in kinds},
    )
    unsafe = Report.objects.open().filter(service=service, felt_unsafe=True)
    if report.felt_unsafe and unsafe.count() >= UNSAFE_ENOUGH:
        unsafe.update(is_raised=True)
        report.is_raised = True
    if report.is_raised:
        _mark(service)
        report.refresh_from_db(fields=["marks_page"])
    return report


def _mark(service: Service) -> None:
    """Let the page tell of what was raised, unless as many pages as may do so already."""
    is_new = not is_marked(service)
    if is_new:
        # Two listings that are raised at the same moment are counted one after the other.
        list(DataRevision.objects.select_for_update().values_list("pk"))
        if Report.objects.marking().values("service").distinct().count() >= MOST_MARKED:
            return
    Report.objects.raised().filter(service=service).update(marks_page=True)
    if is_new:
        _tell_pages()


def _free_number(service: Service, day: date, *, in_danger: bool) -> int:
    of_the_day = Report.objects.filter(service=service, received_on=day)
    taken: set[int] = set(of_the_day.values_list("number", flat=True))
    places = list(range(1, MOST_A_DAY + 1))
    if in_danger:
        # Their own places first: the others stay free for everybody.
        places = list(range(MOST_A_DAY + 1, MOST_A_DAY + MORE_IN_DANGER + 1)) + places
    free = [number for number in places if number not in taken]
    if not free:
        raise EnoughReportsError
    return free[0]


def is_raised(service: Service) -> bool:
    """Tell whether a listing waits for the safety lead."""
    return Report.objects.raised().filter(service=service).exists()


def is_marked(service: Service) -> bool:
    """Tell whether the public page says that somebody reported a problem."""
    return Report.objects.marking().filter(service=service).exists()


def marked_services() -> frozenset[UUID]:
    """Return the keys of the services whose public pages say that somebody reported a problem."""
    return frozenset(Report.objects.marking().values_list("service", flat=True))


def may_decide(report: Report, actor: AbstractBaseUser) -> bool:
    """Tell whether somebody may say what came of a report: of a raised one, the safety lead."""
    right = DECIDES_DANGER if report.is_raised else DECIDES
    return isinstance(actor, PermissionsMixin) and actor.has_perm(right)


def decides_any(actor: AbstractBaseUser) -> bool:
    """Tell whether somebody may say of some reports what came of them."""
    rights = (DECIDES, DECIDES_DANGER)
    return isinstance(actor, PermissionsMixin) and any(map(actor.has_perm, rights))


@transaction.atomic
def decide(
    report: Report, outcome: ReportOutcome, actor: AbstractBaseUser, now: datetime
) -> Report:
    """Write down what came of a report, by whom and when; it is never changed afterwards."""
    current = Report.objects.select_for_update().get(pk=report.pk)
    if current.outcome:
        raise NotAllowedError(_("A colleague has decided this report already."))
    if not may_decide(current, actor):
        raise NotAllowedError(_("Only the safety lead decides a report of a danger."))
    if outcome not in CHOSEN:
        raise NotAllowedError(_("Choose what came of it."))
    current.outcome, current.decided_at = outcome, now
    person: Any = actor
    current.decided_by = person
    current.save(update_fields=["outcome", "decided_by", "decided_at"])
    if current.marks_page and not is_marked(current.service):
        _tell_pages()
    return current


def _tell_pages() -> None:
    """Let pages that were kept be made again: no listing has changed, but what one page says."""
    publish_revision(Service.objects.none())
