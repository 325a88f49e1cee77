"""What each record of a feed would do, by the plan of a listings file: nothing is written here."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from resources.choices import Publication
from resources.curation.duplicates import Duplicate, KnownListings, NewListing, find_duplicates
from resources.listings.openreferral.cleaning import Notes, RefusedError
from resources.listings.openreferral.feeds import Feed, Json, Record
from resources.listings.openreferral.making import Made, Setting, key_of, make
from resources.listings.openreferral.organisations import Organisations, Owner
from resources.listings.openreferral.ours import is_ours, said_otherwise
from resources.listings.plan import Action, Plan, Step, plan
from resources.listings.reading import Line, Reading
from resources.listings.rows import OrganizationRow, ServiceRow
from resources.listings.sheets.owners import free_slug
from resources.listings.sheets.planning import FIXED
from resources.models import Organization, Service
from resources.validators import new_code

# Rows that a feed has written begin so, and go on with which feed it was.
MARK: Final = "openreferral"
TAKEN: Final = "a listing that this feed has not made has it"


@dataclass(frozen=True, slots=True)
class FeedStep:
    """A record: what would happen, the field and the reason why not, and what was cleaned."""

    record: Record
    action: Action
    name: str
    of: str = ""
    why: str = ""
    notes: Notes = field(default_factory=Notes)
    duplicates: tuple[Duplicate, ...] = ()


@dataclass(slots=True)
class FeedPlan:
    """Every record in order, and what applying writes."""

    steps: list[FeedStep] = field(default_factory=list)
    writing: Plan = field(default_factory=Plan)

    def count(self, action: Action) -> int:
        return sum(step.action is action for step in self.steps)

    @property
    def unknown_terms(self) -> Counter[str]:
        """Words of the feed that mean nothing here, with the number of records."""
        return Counter(word for step in self.steps for word in set(step.notes.unknown_terms))


def plan_feed(feed: Feed, setting: Setting, *, with_duplicates: bool = False) -> FeedPlan:
    """Clean each record and compare it with the database; one that is bad costs no other."""
    return _Planning(feed, setting, with_duplicates=with_duplicates).run()


class _Planning:
    """One run over a feed, with what it needs of the database fetched at once."""

    def __init__(self, feed: Feed, setting: Setting, *, with_duplicates: bool) -> None:
        self._feed, self._setting, self._with_duplicates = feed, setting, with_duplicates
        self._mark = f"{MARK}:{_digest(setting.host)[:8]}:"
        self._steps: dict[int, FeedStep] = {}
        self._keys: dict[UUID, Record] = {}
        self._made: dict[int, Made] = {}
        self._lines: dict[int, Line[ServiceRow]] = {}
        self._owners: dict[UUID, Owner] = {}
        self._slugs = set(Service.objects.values_list("slug", flat=True))
        self._owner_slugs = set(Organization.objects.values_list("slug", flat=True))
        self._organisations = Organisations(setting.host, self._owner_slug, self._is_own)
        self._services: Mapping[UUID, Service] = {}

    def run(self) -> FeedPlan:
        for record in self._feed.records:
            self._guarded(record, self._identify)
        found = Service.objects.for_detail()
        self._services = found.in_bulk(list(self._keys))
        for record in self._keys.values():
            self._guarded(record, self._make)
        for record in self._feed.records:
            if record.number in self._made:
                self._guarded(record, self._place)
        made = plan(self._reading())
        self._told(made)
        steps = [self._steps[record.number] for record in self._feed.records]
        return FeedPlan(steps, self._only_needed(made))

    def _guarded(self, record: Record, work: Any) -> None:
        """Do something with a record; what is wrong with it is told."""
        notes = self._made[record.number].notes if record.number in self._made else Notes()
        try:
            work(record, notes)
        except RefusedError as error:
            self._refuse(record, error.field, error.why, notes)
        except ValidationError as error:
            self._refuse(record, *_of_error(error), notes)

    def _refuse(self, record: Record, of: str, why: str, notes: Notes) -> None:
        made = self._made.get(record.number)
        name = made.document["name"] if made else ""
        self._steps[record.number] = FeedStep(record, Action.REFUSE, name, of, why, notes)

    def _identify(self, record: Record, _notes: Notes) -> None:
        if record.wrong:
            raise RefusedError(*record.wrong)
        key = key_of(record, self._setting.host)
        if key in self._keys:
            raise RefusedError("id", f"record {self._keys[key].number} has it too")
        self._keys[key] = record

    def _make(self, record: Record, notes: Notes) -> None:
        """Make the listing of a record, or leave one of our own that came round."""
        there = self._services.get(key_of(record, self._setting.host))
        if there is None or self._is_own(there.listing_digest):
            self._made[record.number] = make(record, self._setting, notes)
            return
        if not is_ours(record.content, there):
            raise RefusedError("id", TAKEN)
        other = said_otherwise(record.content, there)
        if other:
            raise RefusedError(", ".join(other), "it is ours, and says otherwise here")
        self._steps[record.number] = FeedStep(record, Action.LEAVE, there.name)

    def _place(self, record: Record, _notes: Notes) -> None:
        """Find the owner and the listing that is there, and make the row that is planned."""
        made = self._made[record.number]
        there = self._services.get(made.key)
        owner = self._organisations.find(made.owner, made.guard)
        document = {
            **made.document,
            "organization": str(owner.key),
            "code": there.code if there else new_code(),
            "slug": there.slug if there else self._slug(made.document["name"]),
        }
        line = self._line(record, document)
        if there and there.publication in FIXED and there.listing_digest != line.digest:
            # A draft in a listings file takes a public listing away; one in a feed changes nothing.
            raise RefusedError("record", FIXED[Publication(there.publication)])
        self._lines[record.number] = line
        if owner.document is not None:
            OrganizationRow.model_validate(owner.document)
            self._owners.setdefault(owner.key, owner)

    def _line(self, record: Record, document: Json) -> Line[ServiceRow]:
        row = ServiceRow.model_validate(document)
        return Line(record.number, row, self._mark + _content(document))

    def _is_own(self, digest: str) -> bool:
        """Tell whether this feed has written a row, by what the row remembers of it."""
        return digest.startswith(self._mark)

    def _slug(self, name: str) -> str:
        slug = free_slug(name.replace("_", " "), self._slugs)
        self._slugs.add(slug)
        return slug

    def _owner_slug(self, name: str) -> str:
        slug = free_slug(name.replace("_", " "), self._owner_slugs)
        self._owner_slugs.add(slug)
        return slug

    def _reading(self) -> Reading:
        """Return the rows as a listings file would have brought them."""
        reading = Reading()
        for owner in self._owners.values():
            row = OrganizationRow.model_validate(owner.document)
            reading.organizations.append(Line(0, row, self._mark + _content(owner.document)))
        reading.services = list(self._lines.values())
        return reading

    def _told(self, made: Plan) -> None:
        """Take over what the plan says of each record, and what a new one may be already."""
        known = None if self._with_duplicates else KnownListings()
        refused = {
            step.line.row.id: step.why for step in made.of("organization", Action.REFUSE)
            if step.why not in FIXED.values()
        }  # fmt: skip
        # Records of one feed are different services: its own ids say so.
        own = set(
            Service.objects.filter(listing_digest__startswith=self._mark).values_list(
                "pk", flat=True
            )
        )
        for step in made.of("service", *Action):
            record = self._feed.records[step.line.number - 1]
            notes = self._made[record.number].notes
            if step.action is Action.REFUSE:
                owner = refused.get(step.line.row.organization)
                of, why = ("organization", owner) if owner else _parted(step.why)
                self._refuse(record, of, why, notes)
                continue
            offered: tuple[Duplicate, ...] = ()
            if step.action is Action.CREATE and known is not None:
                offered = tuple(
                    one for one in find_duplicates(_new_listing(step.line.row), known)
                    if one.key not in own
                )  # fmt: skip
            self._steps[record.number] = FeedStep(
                record, step.action, step.name, notes=notes, duplicates=offered
            )

    def _only_needed(self, made: Plan) -> Plan:
        """Return a plan without what may be another listing, and without owners of nothing."""
        kept = [
            step for step in made.of("service", *Action)
            if not self._steps[step.line.number].duplicates
        ]  # fmt: skip
        written = {step.line.row.organization for step in kept if _is_written(step)}
        owners = [
            step for step in made.of("organization", *Action)
            if step.action is not Action.CREATE or step.line.row.id in written
        ]  # fmt: skip
        return Plan([*owners, *kept], made.untouched)


def _is_written(step: Step) -> bool:
    return step.action in {Action.CREATE, Action.CHANGE}


def _parted(why: str) -> tuple[str, str]:
    """Return the field that a reason of the plan begins with, and the rest."""
    head, colon, rest = why.partition(": ")
    is_field = bool(colon) and " " not in head
    return (head, rest) if is_field else ("record", why)


def _of_error(error: ValidationError) -> tuple[str, str]:
    """Return the field and the reason of a mistake; of a choice between kinds, the last one."""
    told = error.errors()[-1]
    names = [str(part) for part in told["loc"] if str(part).replace("_", "").isalnum()]
    return ".".join(names) or "record", told["msg"].removeprefix("Value error, ")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _content(document: Json | None) -> str:
    """Return what tells a content from another; codes and slugs are made here and say nothing."""
    told = {key: value for key, value in (document or {}).items() if key not in {"code", "slug"}}
    return _digest(json.dumps(told, sort_keys=True, ensure_ascii=False, default=str))[:40]


def _new_listing(row: Any) -> NewListing:
    return NewListing(
        name=row.name,
        organization=row.organization,
        contacts=[(contact.channel, contact.value) for contact in row.contacts],
        links=[row.url] if row.url else [],
        regions=[area.region for area in row.areas],
    )
