"""What every page knows about the site."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest | None) -> dict[str, str]:
    """Return the site's name and the way out, for every template.

    `exit_host` is the host of the exit address, so that a page can say where the link leads.
    `organisation_name` and `contact_email` are empty while nobody has set them.
    """
    return {
        "site_name": settings.SITE_NAME,
        "organisation_name": settings.ORGANISATION_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "exit_url": settings.EXIT_URL,
        "exit_host": urlsplit(settings.EXIT_URL).hostname or "",
    }
