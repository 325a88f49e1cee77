"""The list of what is due to be checked, worst first, and the rows behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from resources.admin.permissions import ReadOnlyAdmin, signed_in
from resources.choices import FactKind, LapseStage, RegionLevel
from resources.curation.cadence import next_step_on, withdrawn_on
from resources.curation.due import due, last_run
from resources.curation.roles import can_step
from resources.models import DailyRun, DueFact, Lapse, ServiceArea, WithdrawalRule
from resources.regions import all_regions

PAGE: Final = "staff/due.html"
ON_A_PAGE: Final = 50
# The listings that were reminded of, above the list: the others stand in it too.
MOST_LAPSES: Final = 5
WIDE: Final = frozenset(
    {RegionLevel.COUNTRY, RegionLevel.NATION, RegionLevel.CROWN_DEPENDENCY, RegionLevel.REGION}
)


def _areas() -> list[tuple[str, str]]:
    """Return the country, its nations and their regions, as choices."""
    return [(area.code, area.name) for area in all_regions() if area.level in WIDE]


class DueForm(forms.Form):
    """Which of the due facts to list. A value that is not known leaves nothing out."""

    kind = forms.ChoiceField(
        choices=[("", _lazy("All facts")), *FactKind.choices],
        required=False,
        label=_lazy("Kind of fact"),
    )
    area = forms.ChoiceField(required=False, label=_lazy("Nation or region"))
    never = forms.BooleanField(required=False, label=_lazy("Only what was never checked"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        area: Any = self.fields["area"]
        area.choices = [("", _("Everywhere")), *_areas()]

    def narrowed(self, facts: "QuerySet[DueFact]") -> "QuerySet[DueFact]":
        """Return the facts that are asked for."""
        self.is_valid()
        if kind := self.cleaned_data.get("kind"):
            facts = facts.filter(kind=kind)
        if area := self.cleaned_data.get("area"):
            within = [region.code for region in all_regions() if area in region.lineage]
            served = ServiceArea.objects.filter(region__in=within).values("service")
            facts = facts.filter(service__in=served)
        return facts.filter(due_on=None) if self.cleaned_data.get("never") else facts


@dataclass(frozen=True, slots=True)
class DueListing:
    """A listing in the list, with those of its facts that stand together there.

    `facts` are the facts by how long they are due, in words.
    """

    service: Any
    is_helpline: bool
    facts: Sequence[tuple[str, Sequence[str]]]
    lapse: str


def due_page(request: HttpRequest) -> HttpResponse:
    """Show what is due to be checked; each listing leads to the page on which that is done."""
    user = signed_in(request)
    if not request.user.has_perms(["resources.view_duefact"]):
        raise PermissionDenied
    today = timezone.localdate()
    form = DueForm(request.GET)
    every = due(today)
    # Keys alone are sorted: whole rows of all that is due would take long on late pages.
    keys = form.narrowed(every).values_list("pk", flat=True)
    page = Paginator(keys, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = every.filter(pk__in=list(page.object_list))
    counts = _stages()
    rules = {rule.kind: rule for rule in WithdrawalRule.objects.in_force()}
    context = {
        **admin.site.each_context(request),
        "title": _("Due to be checked"),
        "form": form,
        "page": page,
        "listings": listings_of(shown, today, rules),
        "asked": _asked(request),
        "lapses": _lapses(rules) if counts else [],
        "stages": [(stage.label, counts.get(stage, 0)) for stage in _PUBLIC_STAGES],
        "run": last_run(),
        "may_check": can_step(user, "check"),
        "may_see_rules": request.user.has_perms(["resources.view_withdrawalrule"]),
    }
    return TemplateResponse(request, PAGE, context)


_PUBLIC_STAGES: Final = (
    LapseStage.REMINDED,
    LapseStage.REMINDED_AGAIN,
    LapseStage.UNCONFIRMED,
)


def days_words(days: int | None) -> str:
    """Say for how long a fact has been due: "12 days over", or "never checked"."""
    if days is None:
        return _("never checked")
    return ngettext("%(days)d day over", "%(days)d days over", days) % {"days": days}


def lapse_words(lapse: Lapse, rules: Mapping[str, WithdrawalRule]) -> str:
    """Say how far it has gone with a listing, and what follows on which day.

    `rules` are those in force, by the kind of listing.
    """
    stage = LapseStage(lapse.stage)
    rule = rules.get(lapse.kind)
    if stage == LapseStage.UNCONFIRMED:
        told = _("Unconfirmed since %(day)s") % {"day": _day(lapse.stage_on)}
        if rule is None:
            return told
        day = _day(withdrawn_on(rule, lapse))
        return _("%(told)s; withdrawn by rule from %(day)s") % {"told": told, "day": day}
    told = _("%(stage)s on %(day)s") % {"stage": stage.label, "day": _day(lapse.stage_on)}
    following = next_step_on(lapse)
    if following is None:
        return told
    words = {
        LapseStage.REMINDED: _("%(told)s; the second time on %(day)s"),
        LapseStage.REMINDED_AGAIN: _("%(told)s; marked as unconfirmed on %(day)s"),
    }[stage]
    return words % {"told": told, "day": _day(following)}


def _day(day: date) -> str:
    return formats.date_format(day, "j F Y")


def listings_of(
    facts: Iterable[DueFact], today: date, rules: Mapping[str, WithdrawalRule]
) -> list[DueListing]:
    """Return the rows of a page, with the facts of a listing together where they follow."""
    rows = list(facts)
    keys = {row.service_id for row in rows}
    lapses = {lapse.service_id: lapse for lapse in Lapse.objects.filter(service__in=keys)}
    found = []
    for service, together in groupby(rows, key=lambda row: row.service):
        own = list(together)
        lapse = lapses.get(service.pk)
        labels: dict[str, list[str]] = {}
        for row in own:
            labels.setdefault(days_words(row.days_over(today)), []).append(row.label)
        found.append(
            DueListing(
                service=service,
                is_helpline=own[0].is_helpline,
                facts=list(labels.items()),
                lapse=lapse_words(lapse, rules) if lapse else "",
            )
        )
    return found


def _stages() -> dict[str, int]:
    """Return how many public listings are at each stage."""
    rows = Lapse.objects.filter(stage__in=_PUBLIC_STAGES).order_by().values_list("stage")
    return dict(rows.annotate(many=Count("pk")))


def _lapses(rules: Mapping[str, WithdrawalRule]) -> list[tuple[Any, str]]:
    """Return the first of the listings that were reminded of, those furthest gone first."""
    rows = Lapse.objects.filter(stage__in=_PUBLIC_STAGES).select_related("service")
    # The names of the stages stand in this order.
    first = rows.order_by("-stage", "stage_on", "pk")[:MOST_LAPSES]
    return [(lapse.service, lapse_words(lapse, rules)) for lapse in first]


def _asked(request: HttpRequest) -> str:
    """Return the query without the page, for the links to other pages."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@admin.register(DueFact)
class DueFactAdmin(ReadOnlyAdmin):
    """Every fact of every public listing, with the day from which it is due."""

    list_display = ("service", "label", "kind", "urgency", "due_on")
    list_filter = ("kind", "urgency")
    list_select_related = ("service", "contact_route")
    search_fields = ("service__name",)
    # The worst first is the page "Due"; to sort all facts for a far page takes half a second.
    ordering = ("pk",)


@admin.register(Lapse)
class LapseAdmin(ReadOnlyAdmin):
    """Listings whose contact nobody has confirmed in its period."""

    list_display = ("service", "kind", "stage", "stage_on", "since", "rule")
    list_filter = ("stage", "kind")
    list_select_related = ("service", "rule")
    search_fields = ("service__name",)


@admin.register(DailyRun)
class DailyRunAdmin(ReadOnlyAdmin):
    """The daily runs: when, for how long, what was done, and what failed."""

    list_display = ("started_at", "took", "counts", "failures")
    search_fields = ("failures",)
    date_hierarchy = "started_at"
