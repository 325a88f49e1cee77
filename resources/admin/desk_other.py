"""The boxes of the desk for what is due and for what waits beside listings, and its last run."""

from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resources.admin.desk_boxes import SHOWN, days_ago
from resources.admin.desk_parts import Desk, DeskBox, DeskLink, DeskNote, DeskRow
from resources.admin.due import days_words
from resources.curation.due import worst
from resources.curation.roles import can_step
from resources.listings.waiting import Line, record_lines_for
from resources.listings.watch.tasks import open_tasks

# A run that is later than this was missed.
DAILY: Final = timedelta(days=2)
# The facts that are looked at for the rows: one listing may have many.
LOOKED_AT: Final = 60
SEES_LISTINGS: Final = "resources.view_service"


def records_box(desk: Desk) -> DeskBox | None:
    """What is proposed for terms, lists, synonyms, organisations and places."""
    if not can_step(desk.person, "submit"):
        return None
    lines = record_lines_for(desk.person)
    mine = [line for line in lines if line.for_me or line.came_back]
    return DeskBox(
        name="records",
        title=_("Beside listings"),
        count=len(mine),
        rows=[_line_row(desk, line) for line in mine[:SHOWN]],
        links=[DeskLink(_("All that waits"), reverse("admin:resources_proposal_waiting"))],
        nothing=_("No term, list, organisation or place waits for you."),
    )


def due_box(desk: Desk) -> DeskBox | None:
    """What has to be checked: helplines first, then what has waited longest."""
    if not desk.may(SEES_LISTINGS):
        return None
    today = timezone.localdate(desk.now)
    facts, count = worst(today, LOOKED_AT)
    of_each = list({fact.service_id: fact for fact in reversed(facts)}.values())[::-1]
    page = "check" if can_step(desk.person, "check") else "change"
    return DeskBox(
        name="due",
        title=_("Due to be checked"),
        count=count,
        rows=[
            DeskRow(
                fact.service.name,
                reverse(f"admin:resources_service_{page}", args=[fact.service_id]),
                f"{fact.label}: {days_words(fact.days_over(today))}",
            )
            for fact in of_each[:SHOWN]
        ],
        links=[DeskLink(_("All that is due"), reverse("staff-due"))],
        nothing=_("Everything that is public was checked in time."),
    )


def watch_box(desk: Desk) -> DeskBox | None:
    """What the watch found on the pages of providers, the oldest first."""
    if not desk.may(SEES_LISTINGS):
        return None
    tasks = open_tasks()
    return DeskBox(
        name="watch",
        title=_("Watch"),
        count=len(tasks),
        rows=[
            DeskRow(
                str(task.page.service or task.page.organization),
                reverse("admin:resources_watchtask_change", args=[task.pk]),
                task.get_kind_display(),
                days_ago(desk, task.opened_at, ""),
            )
            for task in tasks[:SHOWN]
        ],
        links=[DeskLink(_("All that was found"), reverse("admin:resources_watchtask_waiting"))],
        nothing=_("Nothing has changed on the pages that are watched."),
    )


def daily_note(desk: Desk) -> DeskNote | None:
    """Say when the daily command last ran; that it never did, or failed, stands out."""
    if not desk.may(SEES_LISTINGS):
        return None
    ran, whole = desk.counts.ran_at, desk.counts.ran_whole
    if ran is None:
        return DeskNote(_("The daily run has never been started."), is_bad=True)
    at = date_format(timezone.localtime(ran), "j F Y, H:i")
    told = _("Daily run: %(at)s") if whole else _("Daily run: %(at)s, and a part failed")
    return DeskNote(told % {"at": at}, is_bad=desk.now - ran > DAILY or not whole)


def _line_row(desk: Desk, line: Line) -> DeskRow:
    told = _("Given back: %(why)s") % {"why": line.reason} if line.came_back else line.change
    address = reverse(line.route, args=[line.proposal.pk])
    return DeskRow(line.subject, address, told, days_ago(desk, line.at, str(line.author)))
