"""URLs of the Open Referral UK feed: each with and without a last stroke, never redirected."""

from typing import Any, Final

from django.urls import URLPattern, re_path

from resources.openreferral import views

KEY: Final = "/(?P<pk>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"


def _at(address: str, view: type[views.Feed], name: str) -> URLPattern:
    answers: Any = view.as_view()
    found: URLPattern = re_path(rf"^openreferral{address}/?$", answers, name=name)
    return found


urlpatterns = [
    _at("", views.Root, "openreferral"),
    _at(r"/openapi\.json", views.Description, "openreferral-openapi"),
    _at("/services", views.Services, "openreferral-service-list"),
    _at(f"/services{KEY}", views.OneService, "openreferral-service-detail"),
    _at("/service_at_locations", views.ServicesAtLocations, "openreferral-place-list"),
    _at(f"/service_at_locations{KEY}", views.OneServiceAtLocation, "openreferral-place-detail"),
    _at("/organizations", views.Organizations, "openreferral-organization-list"),
    _at(f"/organizations{KEY}", views.OneOrganization, "openreferral-organization-detail"),
    _at("/taxonomies", views.Taxonomies, "openreferral-taxonomy-list"),
    _at(f"/taxonomies{KEY}", views.OneTaxonomy, "openreferral-taxonomy-detail"),
    _at("/taxonomy_terms", views.TaxonomyTerms, "openreferral-term-list"),
    _at(f"/taxonomy_terms{KEY}", views.OneTaxonomyTerm, "openreferral-term-detail"),
]
