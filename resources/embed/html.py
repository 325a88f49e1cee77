"""The markup that somebody pastes into a post: a dated copy, or a frame around the list here."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from resources.embed.short_list import ShortList

WIDEST: Final = 600
# Pixels of an entry, and of what stands around the entries; a frame that is too low scrolls.
ENTRY_HEIGHT: Final = 190
REST_HEIGHT: Final = 330


def copy_html(request: HttpRequest, found: ShortList) -> SafeString:
    """Return the list as plain HTML with its date: nothing in it is fetched from here."""
    variables = {
        "list": found,
        "page_url": request.build_absolute_uri(found.page_url),
        "site_name": settings.SITE_NAME,
    }
    return SafeString(render_to_string("embed/copy.html", variables).strip())


def frame_html(request: HttpRequest, found: ShortList, width: int, height: int) -> SafeString:
    """Return a frame around the list here, which is always of today."""
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" style="max-width:100%;border:0" '
        'referrerpolicy="no-referrer" loading="lazy"></iframe>',
        request.build_absolute_uri(found.frame_url),
        width,
        height,
        _("A list of services"),
    )


def wordpress_line(request: HttpRequest) -> str:
    """Return the line of PHP that lets WordPress ask for the text of every list that is pasted."""
    lists = request.build_absolute_uri("/lists/*")
    asked = request.build_absolute_uri(reverse("oembed"))
    return f"wp_oembed_add_provider( '{lists}', '{asked}?html_only=1' );"


def frame_height(found: ShortList) -> int:
    """Return the pixels in which a list fits at the usual width."""
    return REST_HEIGHT + ENTRY_HEIGHT * len(found.entries)
