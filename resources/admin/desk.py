"""The desk: the first page of the staff area, which leads everybody to their work.

A box is made by one function in `BOXES`, a line below the heading by one in `NOTES`. Each returns
None for whom it is not for. What several of them ask for is asked once, by `Desk`.
"""

from collections.abc import Callable
from typing import Final

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from resources.admin import desk_boxes, desk_other
from resources.admin.coverage import coverage_note
from resources.admin.desk_boxes import listings
from resources.admin.desk_parts import Desk, DeskBox, DeskLink, DeskNote
from resources.admin.permissions import signed_in
from resources.choices import Publication

PAGE: Final = "admin/index.html"
SEES_LISTINGS: Final = "resources.view_service"
# In the order of the page. A new kind of work is one more function.
BOXES: Final[tuple[Callable[[Desk], DeskBox | None], ...]] = (
    desk_boxes.safety_box,
    desk_boxes.approval_box,
    desk_other.records_box,
    desk_boxes.returned_box,
    desk_other.due_box,
    desk_boxes.reports_box,
    desk_other.watch_box,
    desk_boxes.people_box,
)
# What somebody has to know besides: when something last ran, what was last counted.
NOTES: Final[tuple[Callable[[Desk], DeskNote | None], ...]] = (desk_other.daily_note, coverage_note)


@require_safe
def desk_page(request: HttpRequest) -> HttpResponse:
    """Show each box that somebody may see, and how many listings there are in each state."""
    desk = Desk(signed_in(request), timezone.localtime())
    boxes = [box for make in BOXES if (box := make(desk))]
    context = {
        **admin.site.each_context(request),
        "title": _("Your desk"),
        "boxes": boxes,
        "notes": [note for make in NOTES if (note := make(desk))],
        "states": _states(desk),
        "app_list": admin.site.get_app_list(request),
    }
    return TemplateResponse(request, PAGE, context)


def _states(desk: Desk) -> list[tuple[int, DeskLink]]:
    """Return how many listings there are in each state, and how many drafts are held."""
    if not desk.may(SEES_LISTINGS):
        return []
    told = [
        (desk.counts.by_state.get(state, 0), str(state.label), listings(publication__exact=state))
        for state in Publication
    ]
    held = (desk.counts.held, _("Held drafts"), listings(publication__exact="draft", hold="any"))
    return [(count, DeskLink(label, address)) for count, label, address in [*told, held]]
