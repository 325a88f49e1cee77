"""The addresses of the directory, and three at which something goes wrong, for their pages."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from directory import urls
from directory.outage import kept_page
from directory.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def refuse(request: HttpRequest, status: int) -> HttpResponse:
    """Fail in the way that ends in an error page of this status."""
    if status == 400:
        raise SuspiciousOperation
    if status == 403:
        raise PermissionDenied
    # As the server does it, after each change.
    kept_page.renew()
    raise LookupError


urlpatterns: list[URLPattern | URLResolver] = [
    *urls.urlpatterns,
    path("fault/<int:status>/", refuse, name="fault"),
]
