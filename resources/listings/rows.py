"""The shape of a line of a listings file. Unknown keys are errors: a misspelt one loses facts."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    model_validator,
)

from resources.choices import (
    LANGUAGE_NAMES,
    AddressVisibility,
    Channel,
    ContactCost,
    DatePrecision,
    IdentifierScheme,
    KnownAnswer,
    ReferralRoutes,
    ServiceCost,
    ServiceStatus,
)
from resources.opening_hours import DayCode
from resources.regions import find_region
from resources.validators import CODE_PATTERN, fits

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=f"^{CODE_PATTERN}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


def _web_address(value: str) -> str:
    """Accept an http or https address and keep it as it was written."""
    HttpUrl(value)
    return value


def _region_slug(value: str) -> str:
    """Accept the slug of an area that we ship."""
    if find_region(value) is None:
        raise ValueError(f"no area has the slug {value!r}")
    return value


def _language(value: str) -> str:
    """Accept a language that pages have a name for."""
    if value not in LANGUAGE_NAMES:
        raise ValueError(f"no language has the code {value!r}")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
RegionSlug = Annotated[str, AfterValidator(_region_slug)]
Language = Annotated[str, AfterValidator(_language)]


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
    website: WebAddress | Literal[""] = ""
    identifiers: tuple[IdentifierRow, ...] = ()


class HoursRow(Row):
    """The same hours on one or more days; closing at or before opening is the next day."""

    days: Annotated[tuple[DayCode, ...], Field(min_length=1)]
    opens: Clock
    closes: Clock
    bank_holidays: Literal["open", "closed", "not_known"] = "not_known"


class ContactRow(Row):
    """A way to get in touch. `sources` are places in the listing's list of sources."""

    id: UUID
    channel: Channel
    value: Annotated[Text, Field(max_length=300)]
    label: Annotated[str, Field(max_length=120)] = ""
    note: Annotated[str, Field(max_length=300)] = ""
    cost: ContactCost
    languages: tuple[Language, ...] = ()
    is_crisis_line: bool = False
    do_not_test_call: bool = False
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
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    postcode: str = ""
    region: RegionSlug | Literal[""] = ""

    @model_validator(mode="after")
    def hidden_is_not_stored(self) -> Self:
        """Refuse an address that may not be known."""
        secret = self.address_1 or self.address_2 or self.postcode
        if self.address_visibility is not AddressVisibility.FULL and secret:
            raise ValueError("address_visibility: this place may not have a street or postcode")
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
        """A date without its precision would be told too exactly."""
        if (self.checked_on is None) != (self.precision is None):
            raise ValueError("precision: a date needs a precision, and no date needs none")
        return self


class TermsRow(Row):
    """Slugs of terms, by taxonomy."""

    type: tuple[Slug, ...] = ()
    topic: tuple[Slug, ...] = ()
    audience: tuple[Slug, ...] = ()


class ServiceRow(Row):
    """A service with everything that belongs to it."""

    record: Literal["service"]
    id: UUID
    code: Code
    slug: Slug
    organization: UUID
    name: Annotated[Text, Field(max_length=200)]
    summary: Annotated[Text, Field(max_length=240)]
    status: ServiceStatus
    publication: Literal["published", "draft"]
    hold_reason: Annotated[str, Field(max_length=300)] = ""
    cost: ServiceCost
    referral_routes: ReferralRoutes
    terms: TermsRow
    areas: Annotated[tuple[AreaRow, ...], Field(min_length=1)]
    coverage_description: Annotated[str, Field(max_length=300)] = ""
    languages: tuple[Language, ...] = ()
    interpreter: KnownAnswer
    police_report_needed: KnownAnswer = KnownAnswer.NOT_KNOWN
    pre_trial_therapy: KnownAnswer = KnownAnswer.NOT_KNOWN
    who_answers: str = ""
    what_they_ask: str = ""
    call_back: str = ""
    accessibility_description: str = ""
    contacts: tuple[ContactRow, ...] = ()
    location: LocationRow | None = None
    sources: tuple[SourceRow, ...] = ()
    curator_note: str = ""

    @model_validator(mode="after")
    def published_can_be_reached(self) -> Self:
        """A published listing has a way in; a held one says what holds it."""
        if self.publication == "published" and (self.hold_reason or not self.contacts):
            raise ValueError("publication: a published listing needs a contact and no hold_reason")
        last = len(self.sources) - 1
        for contact in self.contacts:
            if any(index > last for index in contact.sources):
                raise ValueError(f"contacts.sources: there is no source beyond {last}")
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
