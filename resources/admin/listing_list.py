"""The list of listings: what each row says, how rows are found, and the steps that several take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from resources.admin import listing_rows
from resources.admin.checking import ChecksFilter
from resources.admin.forms import ReasonForm
from resources.admin.listing_rows import with_rows
from resources.admin.permissions import CuratedAdmin, signed_in
from resources.admin.sheet_rights import sheet_rights
from resources.choices import HoldKind
from resources.curation import workflow
from resources.curation.finding import (
    found,
    held_as,
    held_by_kind,
    never_confirmed,
    with_open_reports,
    with_waiting_change,
    without_hours,
)
from resources.curation.roles import can_step
from resources.models import Service
from resources.models.service_rules import ANSWER_FIELDS

ANY: Final = "any"
NEEDS: Final[dict[str, tuple[Any, Callable[[QuerySet[Any]], QuerySet[Any]]]]] = {
    "confirmation": (_("Never confirmed by the service"), never_confirmed),
    "hours": (_("No hours"), without_hours),
    "reports": (_("With open reports"), with_open_reports),
    "change": (_("Waiting change"), with_waiting_change),
}
# What an address may say beside the view: the page, the order, what to search.
BESIDE: Final = frozenset({"p", "o", "q", "all", "_facets"})
PUBLIC: Final = {"publication__exact": "published"}
VIEWS: Final[dict[Any, dict[str, str]]] = {
    _("All"): {},
    _("In review"): {"publication__exact": "in_review"},
    _("Waiting change"): {"needs": "change"},
    _("With open reports"): {"needs": "reports"},
    _("Public, never confirmed"): {**PUBLIC, "needs": "confirmation"},
    _("Public, no hours"): {**PUBLIC, "needs": "hours"},
    _("Held"): {"hold": ANY},
}


@dataclass(frozen=True, slots=True)
class View:
    """A link to a part of the list that curators often need; `parts` divide it further."""

    label: str
    query: str
    is_shown: bool
    parts: tuple["View", ...] = ()


def views_of(asked: QueryDict) -> list[View]:
    """Return the saved views; that of what is held is divided by the kinds of hold when shown."""
    params = {name: str(value) for name, value in asked.items() if name not in BESIDE}
    made = []
    for label, wanted in VIEWS.items():
        is_held = wanted == {"hold": ANY} and "hold" in params
        made.append(_view(label, wanted, params, _kinds_of_holds(params) if is_held else ()))
    return made


def _kinds_of_holds(params: dict[str, str]) -> tuple[View, ...]:
    """Return a view for each kind of hold that some listing has, with how many have it."""
    counts = held_by_kind()
    return tuple(
        _view(f"{kind.label} ({counts[kind]})", {"hold": kind.value}, params)
        for kind in HoldKind
        if kind in counts
    )


def _view(
    label: Any, wanted: dict[str, str], params: dict[str, str], parts: tuple[View, ...] = ()
) -> View:
    return View(str(label), f"?{urlencode(wanted)}", params == wanted, parts)


class CheckedFilter(ChecksFilter):
    """The same choice, asked only where it is made: it takes a while for many listings."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter a queryset of listings."""
        if self.value() is None:
            return queryset
        told = super().queryset(request, Service.objects.with_checks())
        return queryset.filter(pk__in=told.order_by().values("pk"))


class HoldFilter(admin.SimpleListFilter):
    """Listings that something keeps from the public, by the kind of it."""

    title = _("what holds it")
    parameter_name = "hold"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(ANY, gettext("Held, for any reason")), *HoldKind.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter a queryset of listings."""
        kind = self.value()
        if kind == ANY:
            return queryset.exclude(hold_reason="")
        return held_as(queryset, HoldKind(kind)) if kind in HoldKind.values else queryset


class WorkFilter(admin.SimpleListFilter):
    """Listings by the work that they need."""

    title = _("what it needs")
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(name, label) for name, (label, _found) in NEEDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter a queryset of listings."""
        chosen = NEEDS.get(self.value() or "")
        return chosen[1](queryset) if chosen else queryset


class ListingChangeList(ChangeList):
    """A page of the list: all that is found is asked for once, by key, and one page of it read.

    Django asks twice, for the count and for the page; some questions take a while.
    """

    def get_results(self, request: HttpRequest) -> None:
        """Find the keys, and read what the rows of the page say."""
        keys = list(self.queryset.values_list("pk", flat=True))
        self.paginator = Paginator(keys, self.list_per_page)
        self.result_count = len(keys)
        is_whole = not (self.get_filters_params() or self.query)
        self.full_result_count = len(keys) if is_whole else self.root_queryset.count()
        self.show_full_result_count = True
        self.show_admin_actions = bool(self.full_result_count)
        self.can_show_all = len(keys) <= self.list_max_show_all
        self.multi_page = len(keys) > self.list_per_page
        if self.multi_page and not (self.show_all and self.can_show_all):
            keys = self._page_of_keys()
        self.result_list: Any = with_rows(keys)

    def _page_of_keys(self) -> list[UUID]:
        try:
            return list(self.paginator.page(self.page_num).object_list)
        except InvalidPage as error:
            raise IncorrectLookupParameters from error


class ListingListAdmin(CuratedAdmin):
    """The list of services. Steps stand on the page of each listing; a few also above the list."""

    # "Due in" comes between what was last confirmed and what is reported.
    list_display = ("named", "number", "area", "confirmed", "reports", "change", "changed")
    list_filter = (
        "publication",
        WorkFilter,
        HoldFilter,
        CheckedFilter,
        "status",
        "cost",
        "referral_routes",
        *ANSWER_FIELDS,
        "terms__taxonomy",
        "terms",
    )
    list_per_page = 50
    # To count each choice of each filter would cost dozens of queries; the desk has the counts.
    show_facets = admin.ShowFacets.NEVER
    # `finding.found` says what is searched; without a name here there is no field to type in.
    search_fields = ("name",)
    search_help_text = _("Words of a listing, or a number in any spelling.")
    action_form = ReasonForm
    # One listing at a time is published or recalled, on a page that shows what it does.
    actions = ("submit", "return_to_author", "withdraw")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ListingChangeList]:
        return ListingChangeList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Offer the views that curators need, and spreadsheets to those who may use them."""
        views = views_of(request.GET)
        is_view = any(one.is_shown for view in views for one in (view, *view.parts))
        offered = {**sheet_rights(request), "views": views, "is_view": is_view}
        return super().changelist_view(request, {**(extra_context or {}), **offered})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find listings by words or by a number, each of them once."""
        return found(queryset, search_term), False

    @admin.display(description=_("listing"), ordering="name")
    def named(self, service: Service) -> str:
        return listing_rows.named(service)

    @admin.display(description=_("main number"))
    def number(self, service: Service) -> str:
        return listing_rows.number(service)

    @admin.display(description=_("area"))
    def area(self, service: Service) -> str:
        return listing_rows.area(service)

    @admin.display(description=_("last confirmed"))
    def confirmed(self, service: Service) -> str:
        return listing_rows.confirmed(service)

    @admin.display(description=_("open reports"))
    def reports(self, service: Service) -> str:
        return listing_rows.reports(service)

    @admin.display(description=_("waiting change"))
    def change(self, service: Service) -> str:
        return listing_rows.change(service)

    @admin.display(description=_("last changed"), ordering="last_modified")
    def changed(self, service: Service) -> str:
        return listing_rows.changed(service)

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return can_step(signed_in(request), "submit")

    def has_return_permission(self, request: HttpRequest) -> bool:
        return can_step(signed_in(request), "return_to_author")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return can_step(signed_in(request), "withdraw")

    @admin.action(permissions=("submit",), description=_("Hand to a colleague for review"))
    def submit(self, request: HttpRequest, services: QuerySet[Service]) -> None:
        """Draft or withdrawn -> in review."""
        self._step(request, services, workflow.submit)

    @admin.action(
        permissions=("return",), description=_("Give back to the author (say the reason)")
    )
    def return_to_author(self, request: HttpRequest, services: QuerySet[Service]) -> None:
        """In review -> draft."""
        self._step(request, services, workflow.return_to_author)

    @admin.action(
        permissions=("withdraw",), description=_("Withdraw from the public now (say the reason)")
    )
    def withdraw(self, request: HttpRequest, services: QuerySet[Service]) -> None:
        """Anything -> withdrawn; a few at most, as nobody takes much of the directory away."""
        try:
            workflow.limit_withdrawals(services, signed_in(request), timezone.localtime())
        except workflow.NotAllowedError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return
        self._step(request, services, workflow.withdraw)

    def _step(
        self,
        request: HttpRequest,
        services: QuerySet[Service],
        step: Callable[[Service, Any, Any, str], object],
    ) -> None:
        """Take one step with each listing; say which ones could not take it, and the reason."""
        done = 0
        actor = signed_in(request)
        now = timezone.localtime()
        for service in services.select_related("organization"):
            try:
                step(service, actor, now, request.POST.get("reason", ""))
            except workflow.NotAllowedError as refusal:
                self.message_user(request, f"{service}: {refusal}", messages.ERROR)
            else:
                done += 1
        if done:
            self.message_user(request, _("%(count)d done.") % {"count": done})
