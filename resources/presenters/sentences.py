"""Names put together as a sentence does."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


def joined(names: Sequence[str], more: str = "", most: int = 3) -> str:
    """Join names: "Leeds", "Leeds and York", "Leeds, York and 3 more areas".

    `more` says what the others are, as "%(names)s and %(count)d more areas"; without it, or with at
    most `most` names, all are named.
    """
    if more and len(names) > most:
        shown = names[: most - 1]
        return more % {"names": ", ".join(shown), "count": len(names) - len(shown)}
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
