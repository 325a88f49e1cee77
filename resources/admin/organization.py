"""Organisations, with register numbers. A change of one that the public sees is a proposal."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from resources.admin.permissions import CuratedAdmin, signed_in
from resources.admin.recording import FactForm, ProposedAdmin
from resources.choices import SnapshotWriter
from resources.curation import snapshots
from resources.models import Organization, OrganizationIdentifier


class IdentifierInline(admin.TabularInline[Any, Any]):
    """Register numbers of an organisation."""

    model = OrganizationIdentifier
    extra = 0


class OrganizationForm(FactForm):
    """An organisation, with what the words about it are for."""

    class Meta:
        help_texts: ClassVar = {
            "description": _(
                "What the organisation is, in plain words of your own. Programs that read the "
                "public standard need it. Until it is filled they are told which services it runs."
            ),
        }


@admin.register(Organization)
class OrganizationAdmin(ProposedAdmin, CuratedAdmin):
    """Organisations."""

    form = OrganizationForm
    list_display = ("name", "website", "is_broker", "service_count", "last_modified")
    list_filter = ("is_broker",)
    # Said again, as the count of services drops the order of the model.
    ordering = ("name", "id")
    search_fields = ("name", "alternate_name", "website", "identifiers__identifier")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("code", "last_modified")
    inlines = (IdentifierInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        organizations: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = organizations.annotate(service_total=Count("services"))
        return counted

    def save_model(
        self, request: HttpRequest, obj: Organization, form: ModelForm[Any], change: bool
    ) -> None:
        """Keep what its listings were before anything of it is written."""
        snapshots.found(_services_of(obj), timezone.now())
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool
    ) -> None:
        """Keep a version of each of its listings, under the curator's name."""
        super().save_related(request, form, formsets, change)
        reason = form.cleaned_data["change_reason"] or gettext("The organisation was changed.")
        now, curator = timezone.now(), signed_in(request)
        writing = snapshots.Writing(SnapshotWriter.FORM, now, curator, reason)
        snapshots.written(_services_of(form.instance), writing)

    @admin.display(description=_("services"), ordering="service_total")
    def service_count(self, organization: Any) -> int:
        return int(organization.service_total)


def _services_of(organization: Organization) -> list[UUID]:
    return list(organization.services.values_list("pk", flat=True))
