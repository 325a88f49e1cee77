"""Which services have a phone number: found by its last figures, and compared in full only then.

To read one number takes a twentieth of a millisecond, and all of them a tenth of the time in which
an index is built; few questions hold one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.conf import settings

from resources.language import number_key

# So many figures at the end are the same in every writing of a number that has as many.
_LAST: Final = 6
# Shorter ones, such as 999, may stand after the code of a country: "0044", and a nought.
_LAST_OF_SHORT: Final = 3
_MOST_OF_SHORT: Final = _LAST - 1 + len("00440")
_NO_FIGURE: Final = re.compile("[^0-9]+")

# A number as its listing writes it, and the slot of its service.
Dialled = tuple[str, int]


def ends_of(number: str) -> set[str]:
    """Return the last figures under which a number is listed."""
    figures = _NO_FIGURE.sub("", number)
    ends = {figures.lstrip("0")[-_LAST:]}
    if len(figures) <= _MOST_OF_SHORT:
        ends.add(figures[-_LAST_OF_SHORT:])
    return ends


def dialled(numbers: Mapping[str, Sequence[Dialled]], keys: Iterable[str]) -> set[int]:
    """Return the slots that have one of some numbers, given as `number_key` writes them.

    `numbers` are all there are, by the last figures of each (`ends_of`).
    """
    return {
        slot
        for key in keys
        for written, slot in numbers.get(_end_of(key), ())
        if number_key(written, settings.PHONE_REGION) == key
    }


def _end_of(key: str) -> str:
    figures = _NO_FIGURE.sub("", key).lstrip("0")
    return figures[-_LAST:] if len(figures) >= _LAST else figures[-_LAST_OF_SHORT:]
