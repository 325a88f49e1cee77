"""Forms of visitors: sent from our own pages, without a cookie, and answered with another address.

A token against forged forms would need a cookie. None is wanted: a form here acts for nobody, so
another site gains nothing by a visitor's browser that it could not send by itself. Where a browser
says that a form comes from another site, it is refused all the same.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect

# A form of another site could make a person's browser search here. A browser that does not say
# where a form comes from is an old one, or a bookmark.
OWN_FORMS = frozenset({"same-origin", "none", ""})


class SeeOther(HttpResponseRedirect):
    """Tells the browser to fetch another address with GET, and to forget the body it sent."""

    status_code = 303


def refuse_other_sites(request: HttpRequest) -> None:
    """Raise PermissionDenied for a form that comes from a page of another site."""
    if request.headers.get("Sec-Fetch-Site", "") not in OWN_FORMS:
        raise PermissionDenied
