"""The pages on which a second person looks at proposals, and decides."""

from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from resources.admin.deciding import DecidingAdmin, SeenWithListings, Subject, Waiting
from resources.admin.recording import proposals_of
from resources.curation.records import waits
from resources.listings import proposals, record_proposals
from resources.listings.deciding import AnyProposal
from resources.listings.waiting import model_of, queue, subject_of, whole
from resources.models import Proposal, ProposalRevision, RecordProposal, RecordRevision

LIST: Final = "admin/resources/proposal/waiting.html"
ON_A_PAGE: Final = 10


@admin.register(Proposal)
class ProposalAdmin(DecidingAdmin):
    """Changes to public listings: those that wait, and each with its decision."""

    rules = proposals
    related = ("service__organization", "decided_by")
    list_display = ("service", "state", "decided_by", "decided_at", "decision_reason")
    list_filter = ("state",)
    list_select_related = ("service", "decided_by")
    search_fields = ("service__name", "decision_reason", "revisions__reason")

    def get_urls(self) -> list[URLPattern]:
        """Add the list of all that waits."""
        guard = self.admin_site.admin_view
        name = "resources_proposal_waiting"
        return [path("waiting/", guard(self.waiting_page), name=name), *super().get_urls()]

    def waiting_page(self, request: HttpRequest) -> HttpResponse:
        """List what waits, the oldest first; what is wording alone is approved from here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = Paginator(queue(), ON_A_PAGE).get_page(request.GET.get("page"))
        waiting = [Waiting.of(one, decide, request.user) for one, decide in whole(list(page))]
        context = self.context(request, _("Proposals that wait")) | {
            "waiting": waiting,
            "page": page,
        }
        return TemplateResponse(request, LIST, context)

    def subject(self, proposal: AnyProposal) -> Subject:
        """Name the listing, and who runs it."""
        listing = proposal.service
        return Subject(
            name=str(listing),
            about=_("Run by %(name)s.") % {"name": listing.organization.name},
            write_url=reverse("admin:resources_service_change", args=[listing.pk]),
            history_url=reverse("admin:resources_service_history", args=[listing.pk]),
            public_url=listing.get_absolute_url(),
        )


@admin.register(RecordProposal)
class RecordProposalAdmin(DecidingAdmin):
    """Changes to what is beside listings: terms, collections, synonyms, organisations, places."""

    rules = record_proposals
    list_display = ("__str__", "named", "state", "decided_by", "decided_at", "decision_reason")
    list_filter = ("state", "kind")
    list_select_related = ("decided_by",)
    search_fields = ("decision_reason", "revisions__reason")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Read what each proposes with it, to name it."""
        every: models.QuerySet[Any] = super().get_queryset(request)
        return every.prefetch_related("revisions")

    @admin.display(description=_("what"))
    def named(self, proposal: RecordProposal) -> str:
        """Name what it changes."""
        *_before, last = [None, *sorted(proposal.revisions.all(), key=lambda one: one.number)]
        return subject_of(proposal, last) if last else ""

    def subject(self, proposal: AnyProposal) -> Subject:
        """Name the row, and where it is written."""
        model = model_of(proposal)
        row: Any = model._default_manager.filter(pk=proposal.key).first()
        leads = row is not None and hasattr(row, "get_absolute_url")
        return Subject(
            name=subject_of(proposal, proposal.last),
            about="" if row else _("It is not there yet."),
            write_url=reverse(
                f"admin:resources_{model._meta.model_name}_change", args=[proposal.key]
            ),
            history_url=proposals_of(proposal.kind, proposal.key),
            public_url=row.get_absolute_url()
            if leads and waits(proposal.kind, proposal.key)
            else "",
        )


class RevisionAdmin(SeenWithListings):
    """Versions of proposals. What one would change is told on the proposal's page."""

    list_display: Any = ("at", "proposal", "number", "author", "reason", "source")
    date_hierarchy = "at"


@admin.register(ProposalRevision)
class ProposalRevisionAdmin(RevisionAdmin):
    """Every version of every proposal for a listing."""

    list_select_related = ("proposal__service", "author")
    search_fields = ("proposal__service__name", "reason", "source")


@admin.register(RecordRevision)
class RecordRevisionAdmin(RevisionAdmin):
    """Every version of every proposal for a row beside listings."""

    list_select_related = ("proposal", "author")
    search_fields = ("reason", "source")
