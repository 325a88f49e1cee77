"""The closed lists of the domain. Values follow Open Referral where it has a word for them."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

# Stands before the names of our own facts in Open Referral, on the way out and in.
OUR_PREFIX: Final = "sd_"


class Publication(models.TextChoices):
    """How far a listing is on its way to the public. Ours, not Open Referral's."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HoldKind(models.TextChoices):
    """What keeps a listing from the public. The words beside it say it of this listing."""

    NO_CONTACT = "no_contact", _("No way to make contact was confirmed")
    UNDATED = "undated", _("Only pages without a date were read")
    OLD = "old", _("What was read is too old")
    WEAK = "weak", _("Seen in one weak source only")
    WEB_ONLY = "web_only", _("Only a web address was seen")
    UNSURE = "unsure", _("It is not sure that it still runs")
    UNCLEAR = "unclear", _("Not read: what it does, for whom or where")
    SCOPE = "scope", _("Not decided: does it belong here?")
    CLOSED = "closed", _("It has closed")
    OTHER = "other", _("Another reason")


class ServiceStatus(models.TextChoices):
    """Whether the service itself is running (Open Referral `service.status`)."""

    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Inactive")
    DEFUNCT = "defunct", _("Defunct")
    TEMPORARILY_CLOSED = "temporarily closed", _("Temporarily closed")


class Channel(models.TextChoices):
    """A way to get in touch."""

    PHONE = "phone", _("Phone")
    TEXT = "text", _("Text message")
    WEBCHAT = "webchat", _("Online chat")
    EMAIL = "email", _("Email")
    WEB_FORM = "web_form", _("Form on a website")
    WHATSAPP = "whatsapp", _("WhatsApp")
    VIDEO_BSL = "video_bsl", _("Video call in British Sign Language")
    RELAY_UK = "relay_uk", _("Relay UK")
    IN_PERSON = "in_person", _("In person")
    POST = "post", _("Post")
    WEBSITE = "website", _("Website")


class TraceAnswer(models.TextChoices):
    """Does a contact leave this trace? Never guessed: what nobody has read is not known."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    DEPENDS = "depends", _("It depends")
    NOT_KNOWN = "not_known", _("Not known")


class KnownAnswer(models.TextChoices):
    """A fact that is true, false or not known. A "no" is shown, not hidden."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class Certainty(models.TextChoices):
    """How sure a person wants to be that a yes-or-no fact is as they need it."""

    KNOWN = "yes", _("Known")
    NOT_RULED_OUT = "maybe", _("Known, or not known yet")


class AccessNeed(models.TextChoices):
    """What a person may need in order to get in. The values are fields of a place."""

    STEP_FREE = "step_free", _("Step-free access")
    ACCESSIBLE_TOILET = "accessible_toilet", _("Accessible toilet")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    PARKING = "parking", _("Parking for disabled people")
    PUBLIC_TRANSPORT = "public_transport", _("Reached by public transport")


class DeafAccess(models.TextChoices):
    """Ways for people who are deaf, or cannot speak on the phone."""

    BSL = "bsl", _("In British Sign Language")
    RELAY = "relay", _("By Relay UK")


class ServiceCost(models.TextChoices):
    """What the service costs the person who uses it."""

    FREE = "free", _("Free")
    LOW_COST = "low_cost", _("Low cost")
    PAID = "paid", _("Paid")
    NOT_KNOWN = "not_known", _("Not known")


class ContactCost(models.TextChoices):
    """What one contact costs. Read in a source, never guessed from a number's prefix."""

    FREE = "free", _("Free")
    CHARGED = "charged", _("Charged")
    NOT_KNOWN = "not_known", _("Not known")


class ReferralRoutes(models.TextChoices):
    """The people who may make the first contact."""

    SELF = "self", _("You can contact them yourself")
    PROFESSIONAL = "professional", _("A professional has to refer you")
    SELF_OR_PROFESSIONAL = (
        "self_or_professional",
        _("You can contact them yourself, or a professional can refer you"),
    )
    NOT_KNOWN = "not_known", _("Not known")


class ReferralStatus(models.TextChoices):
    """Whether the service takes new people now. It goes out of date, so it always has a date."""

    OPEN = "open", _("Taking new people")
    WAITING_LIST = "waiting_list", _("Waiting list")
    CLOSED = "closed", _("Not taking new people")
    NOT_KNOWN = "not_known", _("Not known")


class AddressVisibility(models.TextChoices):
    """How much of a place may be known. A hidden address is not stored at all."""

    FULL = "full", _("Full address is public")
    AREA_ONLY = "area_only", _("Only the town or area is public")
    HIDDEN = "hidden", _("Hidden: nothing is stored")


class RegionLevel(models.TextChoices):
    """The kinds of area, from the widest to the most local."""

    COUNTRY = "country", _("Country")
    NATION = "nation", _("Nation")
    REGION = "region", _("Region")
    DISTRICT = "district", _("District")
    CROWN_DEPENDENCY = "crown-dependency", _("Crown dependency")


class IdentifierScheme(models.TextChoices):
    """Registers of organisations, by their org-id.guide code."""

    GB_CHC = "GB-CHC", _("Charity Commission for England and Wales")
    GB_SC = "GB-SC", _("Scottish Charity Register")
    GB_NIC = "GB-NIC", _("Charity Commission for Northern Ireland")
    GB_COH = "GB-COH", _("Companies House")


class VerificationMethod(models.TextChoices):
    """How a fact was checked."""

    PUBLIC_SOURCE = "public_source", _("Read in a public source")
    WEBSITE = "website", _("Seen on the service's own website")
    REGISTER = "register", _("Seen in an official register")
    PHONE = "phone", _("Rang this line, and the service confirmed it")
    OFFICE_LINE = "office_line", _("Rang the service's office line, and it confirmed it")
    EMAIL = "email", _("The service confirmed it in writing")


# Methods in which the service itself confirms the facts.
CONFIRMING_METHODS = frozenset(
    {VerificationMethod.PHONE, VerificationMethod.OFFICE_LINE, VerificationMethod.EMAIL}
)


class SnapshotWriter(models.TextChoices):
    """In which way a version of a listing was written."""

    FORM = "form", _("Form of the staff area")
    LOAD = "load", _("Listings file")
    IMPORT = "import", _("Rows of a spreadsheet")
    CHECK = "check", _("Check of facts")
    PROPOSAL = "proposal", _("Approved proposal")
    REDACTION = "redaction", _("A confidential value was taken out")
    FOUND = "found", _("Found changed in another way")


class RecordKind(models.TextChoices):
    """What is changed by a proposal, beside listings."""

    ORGANIZATION = "organization", _("Organisation")
    LOCATION = "location", _("Place")
    COLLECTION = "collection", _("Collection")
    TAXONOMY = "taxonomy", _("List of terms")
    TERM = "term", _("Term")
    SYNONYMS = "synonyms", _("Group of synonyms")


class ProposalState(models.TextChoices):
    """Whether a change waits for somebody, and for whom."""

    OPEN = "open", _("Waits for a second person")
    RETURNED = "returned", _("Given back to the author")
    APPROVED = "approved", _("Approved")
    DROPPED = "dropped", _("Dropped")


class ProviderRole(models.TextChoices):
    """The part that somebody has in a service, when they confirm a fact. Never a name."""

    MANAGER = "manager", _("Manager or coordinator")
    SUPPORT = "support", _("Somebody who answers or gives support")
    OFFICE = "office", _("Office or reception")
    COMMUNICATIONS = "communications", _("Press or website")
    TRUSTEE = "trustee", _("Trustee")
    OTHER = "other", _("Somebody else of the service")


class DatePrecision(models.TextChoices):
    """How exactly the date of a source is known."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    ABOUT = "about", _("About that year")


class FactKind(models.TextChoices):
    """The kinds of fact that are checked, each with a half-life of its own."""

    CONTACT = "contact", _("Ways to get in touch")
    HOURS = "hours", _("Opening hours")
    ADDRESS = "address", _("Address")
    ELIGIBILITY = "eligibility", _("Who it is for")
    ACCESS = "access", _("Getting in")
    REFERRAL = "referral", _("Whether it takes new people")
    DESCRIPTION = "description", _("What it does")


class CadenceKind(models.TextChoices):
    """Kinds of listing by how often their contact is to be confirmed (`curation.cadence`)."""

    HELPLINE = "helpline", _("Helpline or chat")
    REFUGE = "refuge", _("Way into a refuge")
    LOCAL = "local", _("Local service")
    NATIONAL = "national", _("Service of a nation or the whole country")
    WEBSITE = "website", _("Website alone")


class LapseStage(models.TextChoices):
    """How far it has gone with a listing whose contact nobody has confirmed in its period."""

    REMINDED = "reminded", _("Reminded once")
    REMINDED_AGAIN = "reminded_again", _("Reminded twice")
    UNCONFIRMED = "unconfirmed", _("Unconfirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn by rule")


class Urgency(models.IntegerChoices):
    """The order in which facts are checked that are due: what hurts most people first."""

    HELPLINE_CONTACT = 0, _("How to reach a helpline")
    HELPLINE = 1, _("What else is told of a helpline")
    CONTACT = 2, _("How to reach a service")
    OTHER = 3, _("What else is told")


class ReportKind(models.TextChoices):
    """What a visitor may tick to say that a listing is wrong. The values are fields of a report."""

    NUMBER_WRONG = "number_wrong", _("The number or link did not work")
    SERVICE_CLOSED = "service_closed", _("The service has closed")
    HOURS_WRONG = "hours_wrong", _("The opening hours are wrong")
    PEOPLE_WRONG = "people_wrong", _("It is not for the people it says it is for")
    FELT_UNSAFE = "felt_unsafe", _("It felt unsafe")
    ADDRESS_SHOWN = "address_shown", _("It shows an address that should not be here")
    SOMETHING_ELSE = "something_else", _("Something else is wrong")


# What the safety lead has to look at, and before everything else.
DANGER_KINDS = frozenset({ReportKind.FELT_UNSAFE, ReportKind.ADDRESS_SHOWN})


class ReportOutcome(models.TextChoices):
    """What came of a visitor's report."""

    CHANGED = "changed", _("The listing was wrong, and was changed or withdrawn")
    RIGHT_ALREADY = "right_already", _("The listing was right already")
    NOT_FOUND_OUT = "not_found_out", _("It could not be found out")
    NOT_ABOUT_IT = "not_about_it", _("It was not about this listing")
    MERGED = "merged", _("The listing became part of another one")
    NOT_RECORDED = "not_recorded", _("Dealt with before outcomes were kept")


class SuppressedKind(models.TextChoices):
    """What may be on the list of what must not come back."""

    NUMBER = "number", _("Number")
    HOST = "host", _("Website, by its host")
    NAME = "name", _("Name")


class WatchState(models.TextChoices):
    """What came of looking at a provider's page."""

    OK = "ok", _("As it was")
    UNREACHABLE = "unreachable", _("Nothing answers")
    OTHER_HOST = "other_host", _("It leads to another site")
    CERTIFICATE = "certificate", _("Its certificate is not right")
    NUMBER_GONE = "number_gone", _("A number of ours is no longer there")
    NOT_ALLOWED = "not_allowed", _("It leads to an address that is not public")
    REFUSED = "refused", _("The site does not want to be read by programs")
    UNREADABLE = "unreadable", _("It is no page of text")


class WatchOutcome(models.TextChoices):
    """What came of a task of the watch."""

    CHANGED = "changed", _("The listing was wrong, and was changed or withdrawn")
    RIGHT = "right", _("The listing is right as it is")
    PASSED = "passed", _("It has passed by itself")
    NOT_FOUND_OUT = "not_found_out", _("It could not be found out")


class TombstoneReason(models.TextChoices):
    """The reason why a listing was removed, as given to people who copied it."""

    CLOSED = "closed", _("The service has closed")
    NUMBER_REASSIGNED = "number_reassigned", _("The number belongs to somebody else now")
    ADDRESS_EXPOSED = "address_exposed", _("A private address was shown")
    SAFEGUARDING = "safeguarding", _("Safeguarding")
    MERGED_INTO = "merged_into", _("It is now part of another listing")
    WITHDRAWN = "withdrawn", _("Withdrawn")


SIGNED = "bfi"  # British Sign Language, as a language code

# Languages in which a service may be given, by ISO 639-1 code, or 639-3 where there is no shorter
# one. A volunteer adds a line here; the loader and the pages follow.
LANGUAGE_NAMES = {
    "en": _("English"),
    "cy": _("Welsh"),
    "gd": _("Scottish Gaelic"),
    "ga": _("Irish"),
    "bfi": _("British Sign Language"),
    "ar": _("Arabic"),
    "bn": _("Bengali"),
    "fa": _("Persian"),
    "fr": _("French"),
    "gu": _("Gujarati"),
    "hi": _("Hindi"),
    "ku": _("Kurdish"),
    "lt": _("Lithuanian"),
    "pa": _("Panjabi"),
    "pl": _("Polish"),
    "pt": _("Portuguese"),
    "ro": _("Romanian"),
    "so": _("Somali"),
    "es": _("Spanish"),
    "sw": _("Swahili"),
    "ta": _("Tamil"),
    "ti": _("Tigrinya"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
    "yue": _("Cantonese"),
    "zh": _("Chinese"),
}
