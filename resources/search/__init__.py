"""THE answerer: which services, how many, in which order, and why. From memory, at any size."""

from resources.search.counting import Counts
from resources.search.current import (
    answering_from,
    built_revision,
    current_index,
    index_of,
    precompute,
    reset_index,
    warm_up,
    write_index,
)
from resources.search.facets import FACETS, NEEDS_ALL
from resources.search.index import Index
from resources.search.national_lines import NationalLines, lines_at_any_time, national_lines
from resources.search.query import Query
from resources.search.reading import TAXONOMIES
from resources.search.results import Results
from resources.search.shown import Gap, Reasons, Section

__all__ = [
    "FACETS",
    "NEEDS_ALL",
    "TAXONOMIES",
    "Counts",
    "Gap",
    "Index",
    "NationalLines",
    "Query",
    "Reasons",
    "Results",
    "Section",
    "answering_from",
    "built_revision",
    "current_index",
    "index_of",
    "lines_at_any_time",
    "national_lines",
    "precompute",
    "reset_index",
    "warm_up",
    "write_index",
]
