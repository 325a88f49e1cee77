"""What the index knows of one public service. Facts alone: what they answer stands in `facets`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from resources.choices import Channel
from resources.regions import Point
from resources.search.hours import Hours


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to get in touch, and what is known of the traces it leaves (`TraceAnswer`)."""

    channel: str
    value: str
    languages: frozenset[str]
    is_crisis_line: bool
    on_itemised_bill: str
    needs_name: str
    needs_account: str

    @property
    def is_direct(self) -> bool:
        """Whether somebody answers there; a website is only read."""
        return self.channel != Channel.WEBSITE


@dataclass(frozen=True, slots=True)
class Place:
    """A place to visit: the needs that it is known to meet, and its point if that is public."""

    needs_met: frozenset[str]
    point: Point | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One public service, as it was at one data revision.

    `terms` are slugs by taxonomy, each with the branch it belongs to. `all_audiences` are those
    that can be asked for: what is for everyone is for each of them. `areas` are GSS codes;
    `partly` those of them of which only a part is served. `free_lines` are the hours of the ways
    to talk or write that a source calls free, where the service is a national line. `checked_on`
    is `Service.last_checked`: None too where a way to get in touch is not checked as it is now.
    `is_unconfirmed` says that nobody confirmed it in its period, and that its page tells so.
    """

    service: UUID
    name: str
    other_names: tuple[str, ...]
    summary: str
    cost: str
    referral_routes: str
    languages: frozenset[str]
    interpreter: str
    police_report_needed: str
    pre_trial_therapy: str
    minimum_age: int | None
    maximum_age: int | None
    terms: Mapping[str, frozenset[str]]
    all_audiences: frozenset[str]
    areas: frozenset[str]
    partly: frozenset[str]
    contacts: tuple[Contact, ...]
    places: tuple[Place, ...]
    hours: frozenset[Hours]
    free_lines: frozenset[Hours]
    checked_on: date | None
    is_unconfirmed: bool = False

    def carries(self, taxonomy: str, *slugs: str) -> bool:
        """Tell whether the service carries one of some terms."""
        return not self.terms.get(taxonomy, frozenset()).isdisjoint(slugs)

    def reached_by(self, *channels: str) -> bool:
        """Tell whether there is a way of contact through one of some channels."""
        return any(contact.channel in channels for contact in self.contacts)
