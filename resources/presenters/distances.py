"""How far away a service is, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def distance_text(miles: float | None) -> str:
    """Return "About 4 miles away"; empty where no public place is known.

    Never exact: what it is measured from is the middle of a place, not where a person is.
    """
    if miles is None:
        return ""
    if miles < 1:
        return _("Less than a mile away")
    whole = int(miles + 0.5)
    return ngettext("About %(miles)d mile away", "About %(miles)d miles away", whole) % {
        "miles": whole
    }
