"""URLs of the API, version 1."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from resources.api.v1 import changes, docs, roots, views

router = SimpleRouter()
router.register("services", views.ServiceViewSet, basename="api-service")
router.register("removed", views.RemovedViewSet, basename="api-removed")
router.register("organizations", views.OrganizationViewSet, basename="api-organization")
router.register("regions", views.RegionViewSet, basename="api-region")
router.register("terms", views.TermViewSet, basename="api-term")
router.register("collections", views.CollectionViewSet, basename="api-collection")

urlpatterns = [
    *router.urls,
    path("", roots.Lists.as_view(), name="api-v1"),
    path("schema/", docs.schema, name="api-schema"),
    path("changes/", changes.Changes.as_view(), name="api-changes"),
    path("docs/", docs.docs, name="api-docs"),
]
