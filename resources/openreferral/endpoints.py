"""The addresses of the feed and their parameters, for answers and for the description alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from resources.filters import ServiceFilter
from resources.openreferral.asked import DEFAULT_SIZE, FORMATS, FURTHEST, MOST, OURS
from resources.openreferral.schedules import WEEK
from resources.search.facets import OLDEST

VERSION: Final = "HSDS-UK-3.0"
TEXT: Final = {"type": "string"}
ID: Final = {"type": "string", "format": "uuid"}
YES_OR_NO: Final = {"type": "boolean", "default": False}
AGE: Final = {"type": "integer", "minimum": 0, "maximum": OLDEST}
TIME: Final = {"type": "string", "examples": ["09:30"]}
PARAMETERS: Final[Mapping[str, tuple[Mapping[str, Any], str]]] = {
    "search": (
        TEXT,
        "Words. Services are found as by the pages of the directory, what fits best first; "
        "organisations by their names; terms by name and description. Never pass on what a visitor "
        "has typed.",
    ),
    "page": ({"type": "integer", "minimum": 1, "default": 1}, "The number of a page."),
    "per_page": (
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_SIZE},
        "How many a page has. With `minimal` all stand on one page unless this says otherwise.",
    ),
    "format": (
        {"type": "string", "enum": [*FORMATS], "default": FORMATS[0]},
        "`ndjson` answers all that was found, one record a line, without pages.",
    ),
    "taxonomy_term_id": (ID, "Only what carries this term or one below it."),
    "taxonomy_id": (ID, "Only what carries any term of this taxonomy."),
    "organization_id": (ID, "Only what this organisation runs."),
    "modified_after": (
        {"type": "string", "format": "date-time"},
        "Only what changed then or later. A day will do; without an offset it is UTC. What was "
        "removed is not told here: see `/api/v1/removed/`.",
    ),
    "minimal": (YES_OR_NO, "Only `id` and `last_modified`."),
    "full": (YES_OR_NO, "Everything that a record by itself has."),
    "full_service": (YES_OR_NO, "Organisations with all that is known of their services."),
    "minimum_age": (AGE, "Only what takes somebody of this age or above it."),
    "maximum_age": (AGE, "Only what takes somebody of this age or below it."),
    "ages": (
        {"type": "string", "examples": ["15,16"]},
        "Ages with commas: only what takes somebody of one of them.",
    ),
    "day": ({"type": "string", "enum": [*WEEK]}, "Only what has known hours on this day."),
    "start_time": (TIME, "Only what has known hours at or after this local time."),
    "end_time": (TIME, "Only what has known hours at or before this local time."),
    "postcode": (
        {"type": "string", "pattern": "^[A-Za-z]{1,2}[0-9][0-9A-Za-z]?$", "examples": ["S60"]},
        "The first half of a postcode: only what serves a part of it. A whole one is somebody's "
        "home, and is refused.",
    ),
    "proximity": (
        {"type": "integer", "minimum": 1, "maximum": FURTHEST},
        "With `postcode`: only places within so many metres of its middle.",
    ),
    "top_only": (YES_OR_NO, "Only terms with none above them."),
    "parent_id": (ID, "Only terms directly below this one."),
}
PAGED: Final = ("search", "page", "per_page", "format")
NARROWED: Final = ("taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full")
HOURS: Final = ("day", "start_time", "end_time")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the feed. `shapes` are what a record may be; `is_required` by the standard."""

    path: str
    summary: str
    shapes: Sequence[str]
    parameters: Sequence[str] = ()
    is_required: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it answers pages of records."""
        return self.path not in {"/", "/openapi.json"} and "{" not in self.path


ENDPOINTS: Final = (
    Endpoint("/", "What the feed is", ("root",), is_required=True),
    Endpoint(
        "/services",
        "Public services",
        ("service", "service_minimal"),
        (*PAGED, *NARROWED, "minimal", "minimum_age", "maximum_age", *HOURS, *sorted(OURS)),
        is_required=True,
    ),
    Endpoint("/services/{id}", "One service, whole", ("service",), is_required=True),
    Endpoint(
        "/service_at_locations",
        "Where services can be visited, at places whose address is public",
        ("service_at_location",),
        (*PAGED, *NARROWED, "postcode", "proximity", "ages", *HOURS),
    ),
    Endpoint("/service_at_locations/{id}", "One of these, whole", ("service_at_location",)),
    Endpoint(
        "/organizations",
        "Organisations that run public services",
        ("organization",),
        (*PAGED, "full", "full_service", "taxonomy_term_id", "taxonomy_id"),
    ),
    Endpoint(
        "/organizations/{id}", "One organisation, whole", ("organization",), ("full_service",)
    ),
    Endpoint("/taxonomies", "Lists of terms", ("taxonomy",), PAGED),
    Endpoint("/taxonomies/{id}", "One list, with its terms", ("taxonomy",)),
    Endpoint(
        "/taxonomy_terms",
        "Terms",
        ("taxonomy_term",),
        (*PAGED, "taxonomy_id", "top_only", "parent_id"),
    ),
    Endpoint("/taxonomy_terms/{id}", "One term", ("taxonomy_term",)),
)


def parameter(name: str) -> tuple[Mapping[str, Any], str]:
    """Return the shape of a parameter and what it means; a filter of ours says that itself."""
    if name in OURS:
        about = str(ServiceFilter.base_filters[name].extra.get("help_text", ""))
        return {"type": "array", "items": TEXT}, about
    return PARAMETERS[name]


def parameters_of(path: str) -> Sequence[str]:
    """Return the parameters that an address takes; none where it is not listed."""
    return next((one.parameters for one in ENDPOINTS if one.path == path), ())
