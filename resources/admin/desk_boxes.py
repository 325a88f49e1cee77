"""The boxes of the desk: each is one function, which returns None for whom it is not."""

from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resources.admin.desk_parts import Desk, DeskBox, DeskLink, DeskRow
from resources.choices import Channel
from resources.curation import desk as work
from resources.curation.desk import Told, Work
from resources.curation.differences import Difference
from resources.curation.roles import can_step
from resources.curation.wording import can_hurt
from resources.listings.telling import rows_of

# So many rows of a box are shown; its link leads to all of them.
SHOWN: Final = 5
LONGEST: Final = 60
SEES_REPORTS: Final = "resources.view_report"
SEES_PEOPLE: Final = "auth.view_user"


def safety_box(desk: Desk) -> DeskBox | None:
    """What cannot wait: what visitors raised, and recalls for a danger without a second look."""
    if not desk.may(SEES_REPORTS):
        return None
    raised = [told for told in desk.reports if told.is_raised]
    rows = [
        *(_recall_row(desk, one) for one in desk.work.recalls),
        *(_report_row(desk, told) for told in raised),
    ]
    reports = reverse("admin:resources_report_changelist")
    links = [DeskLink(_("All that was raised"), f"{reports}?state=raised")]
    if desk.work.recalls:
        recalls = reverse("admin:resources_recall_changelist")
        links.append(DeskLink(_("All recalls"), recalls))
    return DeskBox(
        name="safety",
        title=_("Safety"),
        count=len(rows),
        rows=rows[:SHOWN],
        links=links,
        nothing=_("Nobody felt unsafe, and no address is shown."),
        is_urgent=bool(rows),
    )


def approval_box(desk: Desk) -> DeskBox | None:
    """What waits for a second person, and this one wrote no part of."""
    if not can_step(desk.person, "publish"):
        return None
    waiting = desk.work.to_approve
    shown = waiting[:SHOWN]
    changes = work.changes_of(shown) if shown else {}
    return DeskBox(
        name="waiting",
        title=_("Waiting for me"),
        count=len(waiting),
        rows=[_approval_row(desk, one, changes.get(one.service)) for one in shown],
        links=[
            DeskLink(_("All proposals"), reverse("admin:resources_proposal_waiting")),
            DeskLink(_("All listings in review"), listings(publication__exact="in_review")),
        ],
        nothing=_("Nothing waits that you may approve."),
    )


def returned_box(desk: Desk) -> DeskBox | None:
    """What colleagues gave back to this person, with their reasons."""
    if not can_step(desk.person, "submit"):
        return None
    returned = desk.work.returned
    return DeskBox(
        name="returned",
        title=_("Returned to me"),
        count=len(returned),
        rows=[_returned_row(desk, one) for one in returned[:SHOWN]],
        links=[DeskLink(_("All drafts"), listings(publication__exact="draft"))],
        nothing=_("Nothing was given back to you."),
    )


def reports_box(desk: Desk) -> DeskBox | None:
    """What visitors told that is not raised: other dangers first, then the oldest."""
    if not desk.may(SEES_REPORTS):
        return None
    told = [one for one in desk.reports if not one.is_raised]
    reports = reverse("admin:resources_report_changelist")
    return DeskBox(
        name="reports",
        title=_("Reports of visitors"),
        count=sum(one.count for one in told),
        rows=[_report_row(desk, one) for one in told[:SHOWN]],
        links=[
            DeskLink(_("All open reports"), f"{reports}?state=open"),
            DeskLink(_("Listings with open reports"), listings(needs="reports")),
        ],
        nothing=_("Every report is decided."),
    )


def people_box(desk: Desk) -> DeskBox | None:
    """Who works here: those who have never signed in first."""
    if not desk.may(SEES_PEOPLE):
        return None
    people = sorted(
        User.objects.filter(is_active=True, is_staff=True).values_list(
            "pk", "username", "last_login"
        ),
        key=lambda person: (person[2] is not None, person[2] or desk.now, person[1]),
    )
    rows = [
        DeskRow(name, reverse("admin:auth_user_change", args=[key]), since=_signed_in(at))
        for key, name, at in people[:SHOWN]
    ]
    return DeskBox(
        name="people",
        title=_("People"),
        count=len(people),
        rows=rows,
        links=[DeskLink(_("All people"), reverse("admin:auth_user_changelist"))],
        nothing="",
    )


def listings(**asked: str) -> str:
    """Return the address of a part of the list of listings."""
    return f"{reverse('admin:resources_service_changelist')}?{urlencode(asked)}"


def _signed_in(at: datetime | None) -> str:
    if at is None:
        return _("has never signed in")
    return _("signed in on %(day)s") % {"day": _day(at)}


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")


def _days(desk: Desk, since: date) -> int:
    return max(0, (timezone.localdate(desk.now) - since).days)


def _open_for(desk: Desk, since: date) -> str:
    days = _days(desk, since)
    return ngettext("%(days)d day open", "%(days)d days open", days) % {"days": days}


def _from(desk: Desk, one: Work) -> str:
    return days_ago(desk, one.since, one.who)


def days_ago(desk: Desk, at: datetime, who: str) -> str:
    """Say who it is from, where somebody is named, and how long ago that was."""
    days = _days(desk, timezone.localdate(at))
    ago = ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    since = ago if days else _("today")
    return _("from %(who)s, %(since)s") % {"who": who, "since": since} if who else since


def _report_row(desk: Desk, told: Told) -> DeskRow:
    """Return what visitors told of a listing; the link leads to these reports."""
    ticked = "; ".join(
        f"{kind.label} ({count})" if count > 1 else str(kind.label) for kind, count in told.kinds
    )
    asked = urlencode({"state": "open", "service__id__exact": told.service})
    return DeskRow(
        title=told.name,
        address=f"{reverse('admin:resources_report_changelist')}?{asked}",
        told=ticked,
        since=_open_for(desk, told.since),
        is_urgent=told.is_danger,
    )


def _recall_row(desk: Desk, one: Work) -> DeskRow:
    """Return a recall that waits for a second look; its page opens for who may decide it."""
    may_decide = can_step(desk.person, "recall")
    page = "admin:resources_service_recall" if may_decide else "admin:resources_service_change"
    return DeskRow(
        title=one.name,
        address=reverse(page, args=[one.service]),
        told=_("Recall: %(why)s. It waits for a second look.") % {"why": one.reason},
        since=_from(desk, one),
        is_urgent=True,
    )


def _approval_row(desk: Desk, one: Work, changes: list[Difference] | None) -> DeskRow:
    """Return what waits for a second person, with what changes; the link leads to the decision."""
    if one.proposal:
        address = reverse("admin:resources_proposal_change", args=[one.proposal])
    else:
        address = reverse("admin:resources_service_step", args=[one.service, "publish"])
    told = _("New listing") if changes is None else what_changed(changes)
    return DeskRow(one.name, address, told, _from(desk, one))


def _returned_row(desk: Desk, one: Work) -> DeskRow:
    """Return what was given back, with the reason; the link leads to where it is written anew."""
    address = reverse("admin:resources_service_change", args=[one.service])
    return DeskRow(one.name, address, one.reason, _from(desk, one))


def what_changed(changes: list[Difference]) -> str:
    """Return the change that can hurt most in one line, and how many others there are."""
    if not changes:
        return _("Nothing differs from what was approved")
    first = min(changes, key=lambda one: (not can_hurt(one), one.path[-1] != "value"))
    told = {"what": _heading(first), "old": _short(first.old), "new": _short(first.new)}
    if not first.old:
        line = _("%(what)s: new, %(new)s") % told
    elif not first.new:
        line = _("%(what)s: taken out, %(old)s") % told
    else:
        line = _("%(what)s: %(old)s \N{RIGHTWARDS ARROW} %(new)s") % told
    further = len(changes) - 1
    if not further:
        return line
    others = ngettext("and %(count)d other change", "and %(count)d other changes", further)
    return f"{line}; {others % {'count': further}}"


def _heading(change: Difference) -> str:
    """Return "Phone (Office)" for the number of a way of contact, or else the name of the field."""
    if change.path[0] != "contacts" or change.path[-1] != "value":
        return rows_of([change])[0].name
    called, _comma, _value = change.field.removeprefix("contacts: ").partition(", ")
    channel, _space, label = called.partition(" ")
    name = str(Channel(channel).label)
    return f"{name} ({label})" if label else name


def _short(text: str) -> str:
    return Truncator("; ".join(text.splitlines())).chars(LONGEST)
