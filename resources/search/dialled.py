"""Which services have a phone number: found by its last figures, and compared in full only then.

To read one number takes a twentieth of a millisecond, and all of them a tenth of the time in which
an index is built; few questions hold one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

from django.conf import settings

from resources.language import number_key

# So many figures at the end are the same in every writing of a number.
_LAST: Final = 6
_NO_FIGURE: Final = re.compile("[^0-9]+")

# A number as its listing writes it, and the slot of its service.
Dialled = tuple[str, int]


def figures_of(number: str) -> str:
    """Return what is the same at the end of every writing of a number."""
    return _NO_FIGURE.sub("", number).lstrip("0")[-_LAST:]


def dialled(numbers: Mapping[str, Sequence[Dialled]], keys: Iterable[str]) -> set[int]:
    """Return the slots that have one of some numbers, given as `number_key` writes them.

    `numbers` are all there are, by their last figures.
    """
    return {
        slot
        for key in keys
        for written, slot in _ending_as(numbers, figures_of(key))
        if number_key(written, settings.PHONE_REGION) == key
    }


def _ending_as(numbers: Mapping[str, Sequence[Dialled]], last: str) -> Iterable[Dialled]:
    """Return the numbers that end in some figures: those of a short one may stand after others."""
    if not last or len(last) == _LAST:
        return numbers.get(last, ())
    return chain.from_iterable(some for end, some in numbers.items() if end.endswith(last))
