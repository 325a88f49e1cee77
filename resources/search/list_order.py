"""The order of what is as near, in a list that nobody typed words for.

It is the same whatever area is asked for, so it is made once a minute for all of them: what remains
to be sorted of one list is by nearness, and then by this one number.
"""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from resources.search.bitset import Mask, to_mask
from resources.search.index import Index
from resources.search.sorting import Order, Tiers, places_in_order, tiers
from resources.search.standing import Subject


def places_as_near(index: Index, moment: datetime | None, *, open_first: bool) -> Order:
    """Return for each slot its place among what is as near, at an aware moment.

    What is unconfirmed comes last. Of what is about the same, what nobody answers, and what is for
    some people alone, comes later whatever its date; what was not checked of late comes later
    though it is open now. `open_first` needs a moment.
    """
    if moment is None:
        return _made(index, None, open_first=open_first)
    kept, key = index.kept_at(moment), ("as near", open_first)
    if key not in kept:
        kept[key] = _made(index, moment, open_first=open_first)
    places: Order = kept[key]
    return places


def dated_at(index: Index, moment: datetime | None) -> Mask:
    """Return whether each slot has a date within its half-life; none has where no moment is."""
    if moment is None:
        return np.zeros(index.size, dtype=np.bool_)
    return index.dated(moment.date())


def _made(index: Index, moment: datetime | None, *, open_first: bool) -> Order:
    subjects = index.made_once(("subjects",), lambda: _by_subject(index))
    keys: list[NDArray[np.generic]] = [index.mask("unconfirmed"), subjects]
    keys += [~index.mask("reachable"), index.mask("narrow"), ~dated_at(index, moment)]
    if open_first and moment is not None:
        keys.append(~to_mask(index.open_at(moment), index.size))
    return places_in_order([*keys, index.rank])


def _by_subject(index: Index) -> Tiers:
    """Return for each slot what it is about: what comes first comes first in a list."""
    subjects = [index.marks.get(f"about {one.name.lower()}", 0) for one in Subject]
    return tiers(subjects, index.size)
