"""What there is: at `/api/` the versions, at `/api/v1/` each list with what it is for."""

from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from resources.api.v1.asked import refuse_unknown
from resources.api.v1.serializers.display import CC0
from resources.models import DataRevision

LISTS: Final = {
    "services": ("api-service-list", "Services, by area and kind of help."),
    "changes": ("api-changes", "What changed, in order: follow it to keep a copy right."),
    "bulk": ("bulk", "All of it in single files, and a signed snapshot."),
    "removed": ("api-removed-list", "Services that were taken away: delete your copies."),
    "organizations": ("api-organization-list", "Organisations that run a published service."),
    "regions": ("api-region-list", "Areas of the country, with the values of `region`."),
    "terms": ("api-term-list", "Kinds of help, topics and audiences."),
    "collections": ("api-collection-list", "Short lists made for a post."),
}


class Root(APIView):
    """An address that says what stands below it."""

    http_method_names = ("get", "head", "options")
    in_schema = False

    def get(self, request: Request) -> Response:
        """Answer as every address of the API does: a parameter that nobody knows is an error."""
        refuse_unknown(request.query_params, set())
        return Response(self.told(request))

    def told(self, request: Request) -> dict[str, Any]:
        """Return what there is."""
        raise NotImplementedError


class Versions(Root):
    """The versions of the API."""

    def told(self, request: Request) -> dict[str, Any]:
        first = {
            "version": "1",
            "url": request.build_absolute_uri(reverse("api-v1")),
            "docs": request.build_absolute_uri(reverse("api-docs")),
            "schema": request.build_absolute_uri(reverse("api-schema")),
        }
        standard = request.build_absolute_uri(reverse("openreferral"))
        return {"title": settings.SITE_NAME, "versions": [first], "open_referral_uk": standard}


class Lists(Root):
    """The lists of version 1, and where it is described."""

    def told(self, request: Request) -> dict[str, Any]:
        return {
            "title": settings.SITE_NAME,
            "version": "1",
            "revision": DataRevision.objects.current(),
            "licence": CC0,
            "docs": request.build_absolute_uri(reverse("api-docs")),
            "schema": request.build_absolute_uri(reverse("api-schema")),
            "lists": [
                {"name": name, "url": request.build_absolute_uri(reverse(route)), "about": about}
                for name, (route, about) in LISTS.items()
            ],
        }
