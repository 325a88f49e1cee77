"""URLs of the domain. None of them names a kind of help, a place or a person."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from resources import views
from resources.api.v1.roots import Versions
from resources.bulk import views as bulk
from resources.embed import json_ld
from resources.embed import views as embed
from resources.embed.oembed import oembed
from resources.validators import ALPHABET, CODE_LENGTH


class CodeConverter:
    """The short neutral code in a page's address."""

    regex = f"[{ALPHABET}]{{{CODE_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "code")

urlpatterns: list[URLPattern | URLResolver] = [
    # First, as it is asked for most: each pattern before it would be tried for every record.
    path("api/v1/", include("resources.api.v1.urls")),
    path("", views.home, name="home"),
    path("services/", views.service_list, name="service-list"),
    path("services/<code:code>/", views.service_detail, name="service-detail"),
    path("services/<code:code>/mistake/", views.mistake, name="mistake"),
    path("services/<code:code>/mistake/sent/", views.mistake_sent, name="mistake-sent"),
    path("services/<code:code>/mistake/<str:token>/", views.mistake_again, name="mistake-again"),
    # Before the link itself: its secret may be any text.
    path("confirm/sent/", views.confirm_sent, name="confirm-sent"),
    path("confirm/sent/part/", views.confirm_sent, {"is_part": True}, name="confirm-sent-part"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("confirm/<str:token>/again/", views.confirm_again, name="confirm-again"),
    path("organizations/<code:code>/", views.organization_detail, name="organization-detail"),
    path("lists/<slug:slug>/", views.collection_detail, name="collection-detail"),
    path("lists/<slug:slug>.jsonld", json_ld.collection_json_ld, name="collection-json-ld"),
    path("embed/lists/<slug:slug>/", embed.collection_frame, name="embed-collection"),
    path("embed/in/<slug:slug>/", embed.region_frame, name="embed-region"),
    path("embed/in/<slug:slug>/<str:code>/", embed.area_frame, name="embed-area"),
    path("embed/preview/", embed.preview, name="embed-preview"),
    path("oembed", oembed, name="oembed"),
    path("in/<slug:slug>/", views.area, name="area"),
    path("find", views.find, name="find"),
    path("r/<str:token>/", views.results, name="results"),
    path("safety/", views.safety, name="safety"),
    path("about/", views.about, name="about"),
    path("help/", views.kinds_of_help, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("promises/", views.promises, name="promises"),
    path("api/", Versions.as_view(), name="api-root"),
    path("api/v1/bulk/", bulk.Bulk.as_view(), name="bulk"),
    path("api/v1/bulk/<str:name>", bulk.BulkFile.as_view(), name="bulk-file"),
    path(".well-known/directory-signing-key", bulk.signing_key, name="signing-key"),
    path("", include("resources.openreferral.urls")),
]
