"""What each row of a sheet would do, with old and new values: nothing is written here.

Rows become drafts. Of a listing that is public, in review or withdrawn nothing is changed, and a
draft is changed only in the version that the sheet was exported from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from resources.choices import Publication
from resources.curation.approval import digest_of
from resources.curation.differences import Difference, area_name, differences
from resources.curation.document import Document, listing_document
from resources.curation.duplicates import (
    Duplicate,
    KnownListings,
    NewListing,
    find_duplicates,
)
from resources.listings.plan import PUBLIC, WITHDRAWN, Action, Plan, Step
from resources.listings.reading import Line
from resources.listings.sheets import headings as names
from resources.listings.sheets.cells import EMPTY, Cell, plain
from resources.listings.sheets.columns import EXAMPLE
from resources.listings.sheets.owners import NewOwner, Owners
from resources.listings.sheets.rows import BadCell, all_terms, change_document, validated
from resources.listings.sheets.tables import Sheet
from resources.listings.suppressed import suppressed_in_line
from resources.models import Organization, Service, ServiceAtLocation, Suppression
from resources.validators import new_code

FIXED: Final = {
    Publication.PUBLISHED: PUBLIC,
    Publication.IN_REVIEW: "it is in review: give it back to its author first",
    Publication.WITHDRAWN: WITHDRAWN,
}
MOVED: Final = "it was changed after this file was exported: export it again"
# Letters of the digest that names the version of a row.
VERSION_LENGTH: Final = 12
# Each new row is compared with every listing, and each row that is written is a box to tick.
MOST_NEW: Final = 200
MOST_WRITTEN: Final = 500
# What a person does not need to see of a new listing.
UNTOLD: Final = frozenset({"code", "slug", "organization", "id", "record"})


@dataclass(frozen=True, slots=True)
class SheetStep:
    """A row: what would happen, what would change, why not, and what a new one may be already."""

    number: int
    action: Action
    name: str
    service: UUID
    changes: tuple[Difference, ...] = ()
    why: str = ""
    duplicates: tuple[Duplicate, ...] = ()
    step: Step | None = None
    owner: NewOwner | None = None

    @property
    def areas(self) -> list[str]:
        """The names of the areas of a listing that would be taken."""
        row = self.step.line.row if self.step else None
        return [area_name(area.region) for area in getattr(row, "areas", ())]


@dataclass(slots=True)
class SheetPlan:
    """Every row in order, and every mistake: with one mistake nothing can be taken."""

    steps: list[SheetStep] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    notices: tuple[str, ...] = ()

    @property
    def taken(self) -> list[SheetStep]:
        """The rows that can be taken."""
        return [step for step in self.steps if step.step is not None]

    @property
    def seen(self) -> str:
        """What names exactly what these rows would do."""
        told = [
            [step.number, step.action, str(step.service), [[*_texts(one)] for one in step.changes]]
            for step in self.taken
        ]
        return digest_of(told)

    def count(self, action: Action) -> int:
        return sum(step.action is action for step in self.steps)

    def of(self, numbers: Iterable[int]) -> Plan:
        """Return the plan of some rows, with the organisations that they need."""
        wanted = set(numbers)
        steps = [step for step in self.taken if step.number in wanted]
        owners = {step.owner.row.id: step.owner for step in steps if step.owner}
        made = Plan([owner.step() for owner in owners.values()])
        made.steps += [step.step for step in steps if step.step]
        return made


def _texts(change: Difference) -> tuple[str, str, str]:
    return change.field, change.old, change.new


def version_of(document: Document) -> str:
    """Return what names a version of a listing in a sheet."""
    return digest_of(document)[:VERSION_LENGTH]


def plan_sheet(sheet: Sheet, *, offers: bool = True) -> SheetPlan:
    """Compare a sheet with the database, row by row.

    `offers` says whether to look for listings that a new one may be.
    """
    plan = SheetPlan(notices=sheet.notices)
    for at, why in sheet.headings.wrong:
        plan.bad.append(BadCell(1, f"column {at}", why))
    plan.bad += _missing(sheet.headings.keys)
    if not plan.bad:
        _Planning(sheet, plan, offers=offers).run()
    plan.bad.sort(key=lambda one: one.row)
    return plan


def _missing(keys: Sequence[str]) -> list[BadCell]:
    needed = () if names.ID in keys else (names.ORGANIZATION, "name")
    return [
        BadCell(1, names.heading_of(key), "this column is needed where rows have no id")
        for key in needed
        if key not in keys
    ]


class _Planning:
    """One run over a sheet, with what it needs of the database fetched at once."""

    def __init__(self, sheet: Sheet, plan: SheetPlan, *, offers: bool) -> None:
        self.sheet = sheet
        self.offers = offers
        self.plan = plan
        self.owners = Owners(Organization.objects.all())
        self.listed = Suppression.objects.listed()
        self.terms = all_terms()
        self.known = {
            (organization, name.casefold()): key
            for key, organization, name in Service.objects.values_list("pk", "organization", "name")
        }
        self.services: Mapping[UUID, Service] = {}
        self.slugs = set(Service.objects.values_list("slug", flat=True))

    @cached_property
    def _compared(self) -> KnownListings:
        """All listings that new rows are compared with, read once for all of them."""
        return KnownListings()

    def run(self) -> None:
        rows = [(number, cells, self._which(number, cells)) for number, cells in self.sheet.rows]
        found = Service.objects.for_detail().prefetch_related("organization__identifiers")
        self.services = found.in_bulk([which[0] for _n, _c, which in rows if which])
        twice = Counter(which[0] for _number, _cells, which in rows if which)
        for number, cells, which in rows:
            if which and twice[which[0]] > 1:
                self._bad(number, "Name", "another row of this file is the same listing")
            elif which:
                self._plan_row(number, cells, *which)
        if self.plan.count(Action.CREATE) > MOST_NEW:
            why = f"more than {MOST_NEW} rows are new: make several files of it"
            self._bad(1, "file", why)
        elif len(self.plan.taken) > MOST_WRITTEN:
            why = f"more than {MOST_WRITTEN} rows would be written: make several files of it"
            self._bad(1, "file", why)

    def _bad(self, row: int, column: str, why: str) -> None:
        self.plan.bad.append(BadCell(row, column, why))

    def _which(self, number: int, cells: Mapping[str, Cell]) -> tuple[UUID, NewOwner | None] | None:
        """Return which listing a row is, and the organisation that is new with it."""
        typed = plain(cells.get(names.ID, EMPTY).text)
        if plain(cells.get("name", EMPTY).text) == EXAMPLE:
            self._bad(number, "Name", "this is the example of the template: delete this row")
            return None
        if typed:
            return self._identified(number, typed)
        try:
            owner = self.owners.find(cells)
        except ValueError as error:
            self._bad(number, names.WHICH[names.ORGANIZATION], str(error))
            return None
        name = plain(cells.get("name", EMPTY).text)
        if not name:
            self._bad(number, "Name", "a new listing needs a name")
            return None
        key = self.known.get((owner.id, name.casefold())) or owner.service_id(name)
        return key, owner

    def _identified(self, number: int, typed: str) -> tuple[UUID, None] | None:
        try:
            key = UUID(typed)
        except ValueError:
            self._bad(
                number,
                names.WHICH[names.ID],
                f"{typed!r} is no id; leave it empty for a new listing",
            )
            return None
        if key not in self.known.values():
            self._bad(
                number,
                names.WHICH[names.ID],
                "no listing has this id; leave it empty for a new one",
            )
            return None
        return key, None

    def _plan_row(
        self, number: int, cells: Mapping[str, Cell], key: UUID, owner: NewOwner | None
    ) -> None:
        service = self.services.get(key)
        before = listing_document(service) if service else {}
        start = before or self._new(key, owner, cells)
        after, bad = change_document(number, deepcopy(start), cells)
        if service is not None:
            bad += self._other_owner(number, service, cells)
        name = str(after.get("name") or before.get("name", ""))
        if not bad and after == before:
            self.plan.steps.append(SheetStep(number, Action.LEAVE, name, key))
            return
        why = self._refusal(service, before, after, cells) if service and not bad else ""
        if why:
            changes = tuple(differences(before, after))
            self.plan.steps.append(SheetStep(number, Action.REFUSE, name, key, changes, why))
            return
        row, more = validated(number, after, self.terms)
        told = {one.column for one in bad}
        bad += [one for one in more if one.column not in told]
        self.plan.bad += bad
        if row is not None and not bad:
            self._plan_writing(number, row, (before, after), owner)

    def _plan_writing(
        self, number: int, row: Any, versions: tuple[Document, Document], owner: NewOwner | None
    ) -> None:
        before, after = versions
        new = {key: value for key, value in after.items() if before or key not in UNTOLD}
        changes = tuple(differences(before, new))
        action = Action.CHANGE if before else Action.CREATE
        is_new_owner = owner is not None and owner.is_new
        texts = [row, *([owner.row] if owner and is_new_owner else [])]
        listed = "; ".join(filter(None, (suppressed_in_line(one, self.listed) for one in texts)))
        if listed:
            refused = SheetStep(number, Action.REFUSE, row.name, row.id, changes, listed)
            self.plan.steps.append(refused)
            return
        step = Step(action, "service", row.name, Line(number, row, ""))
        is_offered = self.offers and not before
        listing = _new_listing(row, is_new_owner)
        duplicates = tuple(find_duplicates(listing, self._compared)) if is_offered else ()
        new_owner = owner if is_new_owner else None
        self.plan.steps.append(
            SheetStep(number, action, row.name, row.id, changes, "", duplicates, step, new_owner)
        )

    def _new(self, key: UUID, owner: NewOwner | None, cells: Mapping[str, Cell]) -> Document:
        """Return a listing of which nothing is known yet."""
        if owner is None:
            raise LookupError(key)
        slug = owner.slug_of(plain(cells["name"].text), self.slugs)
        self.slugs.add(slug)
        return {
            "record": "service",
            "id": str(key),
            "code": new_code(),
            "slug": slug,
            "organization": str(owner.id),
            "status": "active",
            "cost": "not_known",
            "referral_routes": "not_known",
            "interpreter": "not_known",
            "terms": {},
        }

    def _other_owner(
        self, number: int, service: Service, cells: Mapping[str, Cell]
    ) -> list[BadCell]:
        """Refuse to give a listing to another organisation."""
        own = service.organization
        for key, value in ((names.ORGANIZATION, own.name), (names.ORGANIZATION_CODE, own.code)):
            typed = plain(cells.get(key, EMPTY).text)
            if typed and typed != plain(value):
                why = f"it is run by {value}; that is changed by its page"
                return [BadCell(number, names.WHICH[key], why)]
        return []

    def _refusal(
        self, service: Service, before: Document, after: Document, cells: Mapping[str, Cell]
    ) -> str:
        """Say why a listing that is there may not be changed so; empty if it may."""
        fixed = FIXED.get(Publication(service.publication))
        if fixed:
            return fixed
        version = plain(cells.get(names.VERSION, EMPTY).text)
        if not version:
            return "it is there already: export it, and change it in the file with its version"
        if version != version_of(before):
            return MOVED
        place = before.get("location")
        if place and place != after.get("location"):
            others = ServiceAtLocation.objects.filter(location=place["id"]).exclude(service=service)
            if others.exists():
                return "its place is the place of other listings too: change it by its page"
        return ""


def _new_listing(row: Any, is_new_owner: bool) -> NewListing:
    return NewListing(
        name=row.name,
        organization=None if is_new_owner else row.organization,
        contacts=[(contact.channel, contact.value) for contact in row.contacts],
        links=[row.url] if row.url else [],
        regions=[area.region for area in row.areas],
    )
