"""What a row of the list of listings says: each cell in words, named on a narrow screen."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from resources.choices import Channel, HoldKind, ProposalState, Publication
from resources.models import Proposal, Report, Service, ServiceArea, Snapshot
from resources.models.keys import host_key
from resources.presenters.checked import date_words
from resources.validators import DIALLED, LINKED

# So many areas are named in a row; the others are counted.
AREAS: Final = 2
NOTHING: Final = "-"


def with_rows(keys: Sequence[UUID]) -> list[Any]:
    """Return listings in the order of their keys, with all that their rows say, in three queries.

    Only the listings of one page are asked for: what is said of checks takes a while for many.
    """
    newest = Snapshot.objects.filter(service=OuterRef("pk")).order_by("-version")
    waiting = Proposal.objects.undecided().filter(service=OuterRef("pk"))
    rows: QuerySet[Any] = (
        Service.objects.filter(pk__in=keys)
        .with_checks()
        .annotate(
            open_reports=_number_of(Report.objects.open()),
            raised_reports=_number_of(Report.objects.raised()),
            proposal=Subquery(waiting.values("pk")[:1]),
            proposal_state=Subquery(waiting.values("state")[:1]),
            changed_by=Subquery(newest.values("actor__username")[:1]),
        )
        .prefetch_related(
            "contacts", Prefetch("areas", ServiceArea.objects.select_related("region"))
        )
    )
    found = {service.pk: service for service in rows}
    return [found[key] for key in keys if key in found]


def _number_of(reports: QuerySet[Any]) -> Coalesce:
    """Return how many reports of a listing there are, as a column."""
    of_it = reports.filter(service=OuterRef("pk")).order_by().values("service")
    return Coalesce(Subquery(of_it.annotate(count=Count("pk")).values("count")), 0)


def named(service: Any) -> SafeString:
    """Return the name of a listing with its state in words, and what holds it."""
    return format_html(
        '{} <span class="row-state row-state--{}">{}</span>',
        service.name,
        service.publication,
        state_words(service),
    )


def state_words(service: Service) -> str:
    """Return the state, and what keeps a listing that is held from the public."""
    state = service.get_publication_display()
    if not service.hold_reason:
        return state
    kind = HoldKind(service.hold_kind or HoldKind.OTHER)
    return _("%(state)s, held: %(why)s") % {"state": state, "why": kind.label}


def number(service: Any) -> SafeString:
    """Return the first number, or else the first way of contact."""
    ways = sorted(service.contacts.all(), key=lambda way: way.channel not in DIALLED)
    if not ways:
        return _cell(_("Number"), _("none"), is_missing=True)
    way = ways[0]
    if way.channel == Channel.PHONE:
        return _cell(_("Number"), way.value)
    # A whole link would take the room of all that matters.
    value = host_key(way.value) if way.channel in LINKED else way.value
    return _cell(_("Number"), f"{way.get_channel_display()}: {value}")


def area(service: Any) -> SafeString:
    """Return the first areas by name, and how many more there are."""
    names = [
        _("part of %(area)s") % {"area": one.region} if one.is_partial else str(one.region)
        for one in service.areas.all()
    ]
    further = len(names) - AREAS
    told = ", ".join(names[:AREAS])
    if further > 0:
        told = ngettext("%(areas)s and %(count)d more", "%(areas)s and %(count)d more", further) % {
            "areas": told,
            "count": further,
        }
    return _cell(_("Area"), told or _("not said"), is_missing=not names)


def confirmed(service: Any) -> SafeString:
    """Say when the service confirmed its contacts, or "never", and when they were read."""
    name = _("Last confirmed")
    if service.confirmed_on is not None:
        return _cell(name, date_words(service.confirmed_on, "day"))
    if service.last_checked_precision is None:
        return _cell(name, _("never"), beside=_("not read as it stands now"))
    day = date_words(service.last_checked, service.last_checked_precision)
    return _cell(name, _("never"), beside=_("read %(day)s") % {"day": day})


def reports(service: Any) -> SafeString:
    """Return how many reports are open, and whether the safety lead has to look."""
    name = _("Open reports")
    if not service.open_reports:
        return _cell(name, NOTHING)
    told = str(service.open_reports)
    if service.raised_reports:
        told = _("%(count)s, raised to the safety lead") % {"count": told}
    where = f"{reverse('admin:resources_report_changelist')}?service__id__exact={service.pk}"
    return _cell(name, told, where=where, is_missing=bool(service.raised_reports))


def change(service: Any) -> SafeString:
    """Say whether a change waits, and for whom."""
    name = _("Waiting change")
    if service.proposal is None:
        waits = service.publication == Publication.IN_REVIEW
        return _cell(name, _("the whole listing") if waits else NOTHING)
    is_open = service.proposal_state == ProposalState.OPEN
    told = _("for a second person") if is_open else _("given back to its author")
    return _cell(
        name, told, where=reverse("admin:resources_proposal_change", args=[service.proposal])
    )


def changed(service: Any) -> SafeString:
    """Return the day of the last change and who made it, if it was a person."""
    day = date_format(localtime(service.last_modified), "j M Y")
    return _cell(_("Last changed"), day, beside=service.changed_by or "")


def _cell(
    name: StrOrPromise,
    told: StrOrPromise,
    *,
    where: str = "",
    beside: str = "",
    is_missing: bool = False,
) -> SafeString:
    """Return a cell; its name is seen where the head of the table is not."""
    said = format_html('<a href="{}">{}</a>', where, told) if where else told
    if beside:
        said = format_html('{} <span class="row-beside">{}</span>', said, beside)
    kind = "row-value"
    if is_missing or told == NOTHING:
        kind += " row-value--missing" if is_missing else " row-value--none"
    return format_html(
        '<span class="row-name">{}</span> <span class="{}">{}</span>',
        name,
        kind,
        said,
    )
