"""The addresses of the directory, and three at which a mistake was made."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from directory import urls
from directory.outage import kept_page
from directory.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def fail(request: HttpRequest) -> HttpResponse:
    """Fail as code does: with a message that repeats what a visitor typed, and its cause."""
    # As the server does it, after each change.
    kept_page.renew()
    try:
        int(request.get_full_path())
    except ValueError as error:
        raise LookupError(f"{request.META} {request.body!r}") from error
    raise AssertionError("an address is no number")


def give_a_cookie(request: HttpRequest) -> HttpResponse:
    """Set a cookie, as a library might do unasked."""
    response = HttpResponse("a page")
    response.set_cookie("visitor", "7")
    return response


urlpatterns: list[URLPattern | URLResolver] = [
    *urls.urlpatterns,
    path("broken/", fail, name="broken"),
    path("api/broken/", fail, name="api-broken"),
    path("forgetful/", give_a_cookie, name="forgetful"),
]
