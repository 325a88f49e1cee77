"""The index in use: one a process, for the data revision of the moment."""

from threading import Lock

from resources.facets.building import build, follow
from resources.facets.index import Index
from resources.models import DataRevision

_making = Lock()
_made: list[Index] = []


def current_index() -> Index:
    """Return the index for the data as they are now: one small query, and what has changed.

    A change that its transaction has announced is seen by the next request.
    """
    revision = DataRevision.objects.current()
    known = _made[-1] if _made else None
    if known is not None and known.revision == revision:
        return known
    with _making:
        known = _made[-1] if _made else None
        if known is None or known.revision != revision:
            known = build(revision) if known is None else follow(known, revision)
            _made[:] = [known]
    return known


def forget() -> None:
    """Drop the index, as when another database takes the place of this one."""
    _made.clear()
