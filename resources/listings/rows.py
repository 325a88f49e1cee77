"""The shape of a line of a listings file. Unknown keys are errors: a misspelt one loses facts."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from resources.choices import (
    AddressVisibility,
    Channel,
    ContactCost,
    DatePrecision,
    HoldKind,
    IdentifierScheme,
    KnownAnswer,
    ReferralRoutes,
    ReferralStatus,
    ServiceCost,
    ServiceStatus,
    TombstoneReason,
    TraceAnswer,
)
from resources.listings.facts import FactName
from resources.listings.values import (
    Age,
    Clock,
    Code,
    Language,
    RegionSlug,
    Slug,
    Text,
    WebAddress,
)
from resources.opening_hours import DayCode
from resources.validators import fits


class Row(BaseModel):
    """A part of a line."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class IdentifierRow(Row):
    """A number in a register of organisations."""

    scheme: IdentifierScheme
    identifier: Text


class OrganizationRow(Row):
    """An organisation."""

    record: Literal["organization"]
    id: UUID
    code: Code
    slug: Slug
    name: Annotated[Text, Field(max_length=200)]
    description: str = ""
    website: WebAddress | Literal[""] = ""
    identifiers: tuple[IdentifierRow, ...] = ()


class HoursRow(Row):
    """The same hours on one or more days; closing at or before opening is the next day."""

    days: Annotated[tuple[DayCode, ...], Field(min_length=1)]
    opens: Clock
    closes: Clock
    bank_holidays: Literal["open", "closed", "not_known"] = "not_known"
    valid_from: date | None = None
    valid_to: date | None = None


class ContactRow(Row):
    """A way to get in touch. `sources` are indexes in the listing's list of sources."""

    id: UUID
    channel: Channel
    value: Annotated[Text, Field(max_length=300)]
    label: Annotated[str, Field(max_length=120)] = ""
    note: Annotated[str, Field(max_length=300)] = ""
    cost: ContactCost
    languages: tuple[Language, ...] = ()
    is_crisis_line: bool = False
    do_not_test_call: bool = False
    on_itemised_bill: TraceAnswer = TraceAnswer.NOT_KNOWN
    voicemail: TraceAnswer = TraceAnswer.NOT_KNOWN
    caller_id: TraceAnswer = TraceAnswer.NOT_KNOWN
    needs_name: TraceAnswer = TraceAnswer.NOT_KNOWN
    needs_account: TraceAnswer = TraceAnswer.NOT_KNOWN
    transcript_kept: TraceAnswer = TraceAnswer.NOT_KNOWN
    hours: Literal["24/7"] | tuple[HoursRow, ...] = ()
    sources: tuple[Annotated[int, Field(ge=0)], ...] = ()

    @model_validator(mode="after")
    def value_fits_channel(self) -> Self:
        """A number has digits, a link is a link, an e-mail address has a host."""
        if not fits(self.channel, self.value):
            raise ValueError(f"value: {self.value!r} is not a {self.channel.value} address")
        return self


class AreaRow(Row):
    """An area served, or a part of it."""

    region: RegionSlug
    part: bool = False


class LocationRow(Row):
    """A place. Only one whose full address is public may have a street or a postcode."""

    id: UUID
    address_visibility: AddressVisibility
    name: Annotated[str, Field(max_length=200)] = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    postcode: str = ""
    region: RegionSlug | Literal[""] = ""
    latitude: Annotated[float | None, Field(ge=-90, le=90)] = None
    longitude: Annotated[float | None, Field(ge=-180, le=180)] = None
    description: Annotated[str, Field(max_length=300)] = ""
    hours: tuple[HoursRow, ...] = ()
    step_free: KnownAnswer = KnownAnswer.NOT_KNOWN
    accessible_toilet: KnownAnswer = KnownAnswer.NOT_KNOWN
    hearing_loop: KnownAnswer = KnownAnswer.NOT_KNOWN
    parking: KnownAnswer = KnownAnswer.NOT_KNOWN
    public_transport: KnownAnswer = KnownAnswer.NOT_KNOWN

    @model_validator(mode="after")
    def hidden_is_not_stored(self) -> Self:
        """Refuse an address that may not be known."""
        secret = (self.name, self.address_1, self.address_2, self.postcode)
        is_near = any(secret) or self.latitude is not None or self.longitude is not None
        if self.address_visibility is not AddressVisibility.FULL and is_near:
            raise ValueError("address_visibility: this place may not have a street or postcode")
        if self.address_visibility is not AddressVisibility.FULL and self.description:
            raise ValueError("description: nothing is said of the way to a hidden place")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude: a point needs a latitude and a longitude")
        if self.address_visibility is AddressVisibility.HIDDEN and (self.city or self.region):
            raise ValueError("address_visibility: a hidden place may not have a town or an area")
        return self


class SourceRow(Row):
    """A public page, what was read in it, and its date when it showed one."""

    facts: Annotated[Text, Field(max_length=600)]
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$", max_length=20)]
    url: WebAddress | Literal[""] = ""
    checked_on: date | None = None
    precision: DatePrecision | None = None

    @model_validator(mode="after")
    def date_has_precision(self) -> Self:
        """A date without its precision would be shown too exactly."""
        if (self.checked_on is None) != (self.precision is None):
            raise ValueError("precision: a date needs a precision, and no date needs none")
        return self


class TermsRow(Row):
    """Slugs of terms, by taxonomy."""

    type: tuple[Slug, ...] = ()
    topic: tuple[Slug, ...] = ()
    audience: tuple[Slug, ...] = ()
    by_and_for: Annotated[tuple[Slug, ...], Field(alias="by-and-for")] = ()

    def by_taxonomy(self) -> Iterator[tuple[str, tuple[Slug, ...]]]:
        """Yield the slug of each taxonomy, as the file has it, with its terms."""
        for name, slugs in self:
            yield name.replace("_", "-"), slugs


class ServiceRow(Row):
    """A service with everything that belongs to it."""

    record: Literal["service"]
    id: UUID
    code: Code
    slug: Slug
    organization: UUID
    name: Annotated[Text, Field(max_length=200)]
    alternate_name: Annotated[str, Field(max_length=200)] = ""
    summary: Annotated[Text, Field(max_length=240)]
    card_line: Annotated[str, Field(max_length=90)] = ""
    description: str = ""
    url: WebAddress | Literal[""] = ""
    status: ServiceStatus
    publication: Literal["published", "draft", "withdrawn"]
    hold_kind: HoldKind | None = None
    hold_reason: Annotated[str, Field(max_length=300)] = ""
    removal_reason: TombstoneReason | None = None
    minimum_age: Age | None = None
    maximum_age: Age | None = None
    eligibility_description: str = ""
    excludes_description: str = ""
    what_happens_next: str = ""
    who_answers: str = ""
    what_they_ask: str = ""
    call_back: str = ""
    confidentiality: str = ""
    cost: ServiceCost
    fees_description: str = ""
    referral_routes: ReferralRoutes
    referral_status: ReferralStatus = ReferralStatus.NOT_KNOWN
    referral_status_as_of: date | None = None
    referral_status_precision: DatePrecision = DatePrecision.DAY
    alert: Annotated[str, Field(max_length=300)] = ""
    alert_until: date | None = None
    terms: TermsRow
    areas: Annotated[tuple[AreaRow, ...], Field(min_length=1)]
    coverage_description: Annotated[str, Field(max_length=300)] = ""
    languages: tuple[Language, ...] = ()
    interpreter: KnownAnswer
    police_report_needed: KnownAnswer = KnownAnswer.NOT_KNOWN
    pre_trial_therapy: KnownAnswer = KnownAnswer.NOT_KNOWN
    accessibility_description: str = ""
    easy_read_url: WebAddress | Literal[""] = ""
    bsl_url: WebAddress | Literal[""] = ""
    contacts: tuple[ContactRow, ...] = ()
    hours: tuple[HoursRow, ...] = ()
    location: LocationRow | None = None
    other_locations: tuple[LocationRow, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    fact_sources: dict[FactName, tuple[Annotated[int, Field(ge=0)], ...]] = Field(
        default_factory=dict
    )
    curator_note: str = ""

    @property
    def locations(self) -> tuple[LocationRow, ...]:
        """All places, the first one first."""
        first = () if self.location is None else (self.location,)
        return (*first, *self.other_locations)

    @model_validator(mode="after")
    def published_can_be_reached(self) -> Self:
        """A published listing has a way in; a held one says what holds it."""
        if self.publication == "published" and (self.hold_reason or not self.contacts):
            raise ValueError("publication: a published listing needs a contact and no hold_reason")
        if self.hold_kind and not self.hold_reason:
            raise ValueError("hold_reason: a kind of hold is said in words too")
        if (self.publication == "withdrawn") != (self.removal_reason is not None):
            raise ValueError("removal_reason: a withdrawn listing needs one, and no other has one")
        if self.removal_reason is TombstoneReason.MERGED_INTO:
            raise ValueError("removal_reason: a merger is told in the staff area")
        return self

    @model_validator(mode="after")
    def facts_go_together(self) -> Self:
        """Ages are in order, a waiting time has its date, an alert's end date has an alert."""
        low, high = self.minimum_age, self.maximum_age
        if low is not None and high is not None and low > high:
            raise ValueError("maximum_age: this may not be below minimum_age")
        if self.referral_status is not ReferralStatus.NOT_KNOWN and not self.referral_status_as_of:
            raise ValueError("referral_status_as_of: a waiting time needs its date")
        if self.alert_until and not self.alert:
            raise ValueError("alert: an end date needs the words it ends")
        return self

    @model_validator(mode="after")
    def sources_are_there(self) -> Self:
        """Every index of a source is one that the line has."""
        last = len(self.sources) - 1
        for contact in self.contacts:
            if any(index > last for index in contact.sources):
                raise ValueError(f"contacts.sources: there is no source beyond {last}")
        if any(index > last for places in self.fact_sources.values() for index in places):
            raise ValueError(f"fact_sources: there is no source beyond {last}")
        return self


class EntryRow(Row):
    """A service in a collection."""

    service: UUID
    note: Annotated[str, Field(max_length=240)] = ""


class CollectionRow(Row):
    """A list made for a post."""

    record: Literal["collection"]
    slug: Slug
    title: Annotated[Text, Field(max_length=120)]
    intro: Text
    post_url: WebAddress | Literal[""] = ""
    entries: Annotated[tuple[EntryRow, ...], Field(min_length=1)]


AnyRow = Annotated[OrganizationRow | ServiceRow | CollectionRow, Field(discriminator="record")]
