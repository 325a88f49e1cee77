"""What can be asked of the list of services, and how a question becomes rows."""

from resources.filters.removed import RemovedFilter
from resources.filters.services import ServiceFilter
from resources.filters.starts import Start, find_start, start_in, start_of
from resources.filters.words import Choice, Row, Words, WordsField, WordsFilter

__all__ = [
    "Choice",
    "RemovedFilter",
    "Row",
    "ServiceFilter",
    "Start",
    "Words",
    "WordsField",
    "WordsFilter",
    "find_start",
    "start_in",
    "start_of",
]
