"""A cleaned question: what is asked of the index, in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from resources.language import ParsedQuery
from resources.regions import Point, RegionRecord


@dataclass(frozen=True, slots=True)
class Query:
    """`values` are by the name of a facet. `moment` is aware: what "now" means in the question.

    `text` is what a person typed, parsed; `start` is where distances are measured from. `is_linked`
    says that all of it stands in a link: its areas are nobody's own.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    areas: tuple[RegionRecord, ...] = ()
    text: ParsedQuery | None = None
    start: Point | None = None
    open_now: bool = False
    moment: datetime | None = None
    is_linked: bool = False

    @property
    def open_first(self) -> bool:
        """Whether what is open comes before what fits equally well.

        Not in a list without place or words: who copies it page by page must not miss a row.
        """
        return self.moment is not None and bool(self.areas or self.text)

    @property
    def is_plain(self) -> bool:
        """Whether no words, place or area decide the order: it is that of all services."""
        return not (self.text or self.start or self.areas)

    def without(self, name: str, value: str | None = None) -> "Query":
        """Return the query without a facet, or without one of its values."""
        kept = tuple(one for one in self.values.get(name, ()) if value and one != value)
        rest = {other: values for other, values in self.values.items() if other != name}
        if kept:
            rest[name] = kept
        changed = replace(self, values=rest)
        if name == "region":
            areas = tuple(area for area in self.areas if area.code in kept)
            return replace(changed, areas=areas)
        if name == "words":
            return replace(changed, text=None)
        return replace(changed, open_now=False) if name == "open" else changed
