"""The eleven addresses of Open Referral UK: read only, JSON, for everybody."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from resources.api.v1.problems import BY_NAME, MEDIA_TYPE, problem
from resources.api.v1.serializers import RemovedSerializer
from resources.clock import this_minute
from resources.models import DataRevision, Service, Taxonomy, TaxonomyTerm
from resources.openreferral import taxonomies
from resources.openreferral.asked import Asked, refusal
from resources.openreferral.description import description
from resources.openreferral.endpoints import VERSION, parameters_of
from resources.openreferral.found import (
    holds,
    organizations_found,
    services_found,
    times_changed,
    visits_found,
)
from resources.openreferral.pages import Listing, answer
from resources.openreferral.told import Teller
from resources.openreferral.values import Addresses, Object, filled
from resources.search import current_index

# Organisations of a stream that are made together where each is told with its services.
FEW: Final = 10
PROFILE: Final = "https://openreferraluk.org/developers/specifications"


class Feed(APIView):
    """An address of the feed. A parameter that is not understood is an error, not passed over."""

    http_method_names = ("get", "head", "options")
    in_schema = False
    # As the description names it; one that takes no parameter needs none.
    path = ""

    def get(self, request: Request, **key: str) -> HttpResponseBase:
        ids = {name: UUID(text) for name, text in key.items()}
        return self.told(request, Asked(request, parameters_of(self.path)), **ids)

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        raise NotImplementedError


def addresses_of(request: Request) -> Addresses:
    """Return where the feed stands for whoever asks."""
    site = request.build_absolute_uri("/").rstrip("/")
    return Addresses(feed=site + reverse("openreferral"), site=site)


def teller_of(request: Request, asked: Asked) -> Teller:
    index, addresses = current_index(), addresses_of(request)
    return Teller(index, this_minute(), addresses, keeps=not asked.wants_stream())


class Root(Feed):
    """What the feed is, and where it is described."""

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        addresses = addresses_of(request)
        publisher = filled(
            name=settings.SITE_NAME, email=settings.CONTACT_EMAIL, website=f"{addresses.site}/"
        )
        return Response(
            {
                "version": VERSION,
                "profile": PROFILE,
                "openapi_url": f"{addresses.feed}/openapi.json",
                "description": (
                    "Services that support survivors of abuse in the United Kingdom, as the pages "
                    "of the directory show them."
                ),
                "publisher": publisher,
            }
        )


class Description(Feed):
    """The OpenAPI description of the feed: every field that it sends."""

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        return Response(description(addresses_of(request)))


class Services(Feed):
    """Public services."""

    path = "/services"

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        teller = teller_of(request, asked)
        keys = services_found(teller.index, asked, teller.moment)
        is_whole, is_minimal = asked.is_true("full"), asked.is_true("minimal")
        if is_whole and is_minimal:
            raise refusal("minimal", "Give full or minimal, not both.")
        if not is_minimal:
            tell = teller.whole_services if is_whole else teller.services
            return answer(request, asked, Listing(keys, tell, teller.index.revision))
        changed = times_changed()
        dated = [(key, changed[key]) for key in keys if key in changed]
        size = max(1, len(dated))
        found = Listing(dated, teller.minimal_services, teller.index.revision, size)
        return answer(request, asked, found)


class OneService(Feed):
    """A public service with all that is known of it; 410 for what was public once."""

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        found = teller_of(request, asked).whole_services([key["pk"]])
        if found:
            return Response(found[0])
        removal = get_object_or_404(Service.objects.removed(), pk=key["pk"])
        told = problem(BY_NAME["removed"], **RemovedSerializer(removal).data)
        return Response(told, status=410, content_type=MEDIA_TYPE)


class ServicesAtLocations(Feed):
    """Where public services can be visited, at places whose address is public."""

    path = "/service_at_locations"

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        teller = teller_of(request, asked)
        keys = visits_found(teller.index, asked, teller.moment)
        tell = teller.whole_visits if asked.is_true("full") else teller.visits
        return answer(request, asked, Listing(keys, tell, teller.index.revision))


class OneServiceAtLocation(Feed):
    """One place at which a service can be visited, with all of both."""

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        return Response(_only(teller_of(request, asked).whole_visits([key["pk"]])))


class Organizations(Feed):
    """Who runs public services."""

    path = "/organizations"

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        teller = teller_of(request, asked)
        keys = organizations_found(teller.index, asked)
        tell = teller.organizations
        if asked.is_true("full"):
            tell = teller.whole_organizations
        found = Listing(keys, tell, teller.index.revision)
        if asked.is_true("full_service"):
            # Some of them run very many.
            found = replace(found, tell=teller.organizations_with_services, at_once=FEW)
        return answer(request, asked, found)


class OneOrganization(Feed):
    """One organisation with its services: their names, or all that is known of them."""

    path = "/organizations/{id}"

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        teller = teller_of(request, asked)
        with_all = asked.is_true("full_service")
        tell = teller.organizations_with_services if with_all else teller.whole_organizations
        return Response(_only(tell([key["pk"]])))


class Taxonomies(Feed):
    """Our lists of terms."""

    path = "/taxonomies"

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        addresses = addresses_of(request)
        rows = matching(Taxonomy.objects.order_by("slug"), asked)

        def tell(some: Sequence[Taxonomy]) -> list[Object]:
            return [taxonomies.taxonomy(row, addresses) for row in some]

        return answer(request, asked, Listing(rows, tell, DataRevision.objects.current()))


class OneTaxonomy(Feed):
    """One list of terms, with its terms."""

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        addresses = addresses_of(request)
        row = get_object_or_404(Taxonomy, pk=key["pk"])
        terms = TaxonomyTerm.objects.to_show().filter(taxonomy=row)
        listed = [taxonomies.taxonomy_term(term, addresses) for term in terms]
        return Response(taxonomies.taxonomy(row, addresses) | filled(taxonomy_terms=listed))


class TaxonomyTerms(Feed):
    """The terms of all lists."""

    path = "/taxonomy_terms"

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        addresses = addresses_of(request)
        rows = TaxonomyTerm.objects.to_show().order_by("taxonomy__slug", "position", "slug")
        for name in ("taxonomy_id", "parent_id"):
            wanted = asked.id(name)
            if wanted is not None:
                rows = rows.filter(**{name: wanted})
        if asked.is_true("top_only"):
            rows = rows.filter(parent__isnull=True)

        def tell(some: Sequence[TaxonomyTerm]) -> list[Object]:
            return [taxonomies.taxonomy_term(row, addresses) for row in some]

        found = matching(rows, asked)
        return answer(request, asked, Listing(found, tell, DataRevision.objects.current()))


class OneTaxonomyTerm(Feed):
    """One term."""

    def told(self, request: Request, asked: Asked, **key: UUID) -> HttpResponseBase:
        row = get_object_or_404(TaxonomyTerm.objects.to_show(), pk=key["pk"])
        addresses = addresses_of(request)
        told = taxonomies.taxonomy_term(row, addresses)
        return Response(told | {"taxonomy_detail": taxonomies.taxonomy(row.taxonomy, addresses)})


def matching(rows: Any, asked: Asked) -> list[Any]:
    """Return the rows whose name or description holds every word: these lists are short."""
    words = asked.words()
    return [row for row in rows if holds(f"{row.name} {row.description}", words)]


def _only(found: Sequence[Object]) -> Object:
    if not found:
        raise Http404
    return found[0]
