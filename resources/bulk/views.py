"""`/api/v1/bulk/`: what files there are, each file, and the key of their signature.

What is given is true now: a file of the snapshot where nothing has changed since it was written,
and otherwise one that is made while it is read.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.views import APIView

from resources.api.v1.asked import refuse_unknown
from resources.api.v1.roots import Root
from resources.api.v1.serializers.display import CC0
from resources.bulk import snapshots
from resources.bulk.formats import FORMATS, records
from resources.clock import this_minute
from resources.models import Change

FOR_A_MINUTE: Final = "public, max-age=60"
SIGNED: Final = {
    snapshots.MANIFEST: "application/json",
    snapshots.SIGNATURE: "text/plain; charset=utf-8",
}


def current_manifest(request: Request) -> Mapping[str, Any] | None:
    """Return the manifest of the snapshot if all of it is true here and now, else None.

    It is of today, because records tell days; of the site that is asked; and nothing that is told
    of any service has changed since, so that what was taken away is given to nobody.
    """
    try:
        text = (snapshots.folder() / snapshots.MANIFEST).read_text(encoding="utf-8")
    except OSError:
        return None
    manifest: Mapping[str, Any] = json.loads(text)
    is_of_today = manifest["made_at"][:10] == timezone.localdate().isoformat()
    is_ours = manifest["site"] == request.build_absolute_uri("/").rstrip("/")
    if not is_of_today or not is_ours:
        return None
    return None if Change.objects.after(manifest["revision"], None).exists() else manifest


class Bulk(Root):
    """The files, and whether a signed snapshot of now is there."""

    def told(self, request: Request) -> dict[str, Any]:
        manifest = current_manifest(request)
        files = [
            {
                "name": name,
                "url": request.build_absolute_uri(reverse("bulk-file", args=[name])),
                "media_type": one.media_type,
                "about": one.about,
            }
            for name, one in FORMATS.items()
        ]
        return {
            "licence": CC0,
            "manifest": manifest and _address(request, snapshots.MANIFEST),
            "signature": manifest and _address(request, snapshots.SIGNATURE),
            "key": request.build_absolute_uri(reverse("signing-key")),
            "files": files,
        }


def _address(request: Request, name: str) -> str:
    return request.build_absolute_uri(reverse("bulk-file", args=[name]))


class BulkFile(APIView):
    """One file."""

    http_method_names = ("get", "head", "options")
    in_schema = False

    def get(self, request: Request, name: str) -> HttpResponseBase:
        refuse_unknown(request.query_params, set())
        if name not in FORMATS and name not in SIGNED:
            raise Http404
        manifest = current_manifest(request)
        if manifest is not None:
            answer = _of_snapshot(request, name, manifest)
        elif name in FORMATS:
            answer = _streamed(request, name)
        else:
            raise Http404
        answer["Cache-Control"] = FOR_A_MINUTE
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _of_snapshot(request: Request, name: str, manifest: Mapping[str, Any]) -> HttpResponseBase:
    path: Path = snapshots.folder() / name
    if name in SIGNED:
        return HttpResponse(path.read_bytes(), content_type=SIGNED[name])
    told = next(file for file in manifest["files"] if file["name"] == name)
    tag = f'"{told["sha256"][:32]}"'
    unchanged = get_conditional_response(request._request, etag=tag)
    if unchanged is not None:
        return unchanged
    answer = FileResponse(path.open("rb"), content_type=told["media_type"])
    answer["ETag"] = tag
    return answer


def _streamed(request: Request, name: str) -> HttpResponseBase:
    one = FORMATS[name]
    if request.method == "HEAD":
        return HttpResponse(content_type=one.media_type)
    found = records(this_minute(), request)
    return StreamingHttpResponse(one.pieces(found), content_type=one.media_type)


@require_safe
def signing_key(request: HttpRequest) -> HttpResponse:
    """Give the public key, with which anybody can tell that a snapshot is ours."""
    key = snapshots.read_key(snapshots.key_file())
    if key is None:
        raise Http404
    return HttpResponse(snapshots.public_text(key) + "\n", content_type="text/plain; charset=utf-8")
