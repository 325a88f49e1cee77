"""What a provider wants to be different, put into a listing's fields where that is safe.

A name, a kind of help, an area or a place is never changed in this way: a person reads that. Nor
is anything that does not read as one value of its field. `CannotPutIn` says what stood against it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumberType

from resources.choices import (
    Channel,
    DatePrecision,
    KnownAnswer,
    ReferralRoutes,
    ReferralStatus,
    ServiceCost,
)
from resources.curation.checks import FactToCheck
from resources.curation.confirmation_addresses import is_role_address
from resources.curation.document import Document, places_of
from resources.curation.wording import LEADS_SOMEWHERE
from resources.listings.sheets.hours import hours_rows
from resources.models import Service
from resources.models.confirmation import LONGEST_WORDS
from resources.models.facts import CONTACT, HOURS, REFERRAL_STATUS
from resources.validators import DIALLED, LINKED, fits

# Such a number costs whoever rings it, or leads wherever its owner likes.
COSTLY: Final = frozenset(
    {
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.PAGER,
    }
)
AGES: Final = frozenset({"minimum_age", "maximum_age"})
LINKS: Final = frozenset({"url", "easy_read_url", "bsl_url"})
WORDS: Final = frozenset(
    {
        "summary",
        "description",
        "eligibility_description",
        "excludes_description",
        "what_happens_next",
        "who_answers",
        "what_they_ask",
        "call_back",
        "confidentiality",
        "fees_description",
        "accessibility_description",
        "coverage_description",
    }
)
# Closed lists: taken where the provider writes exactly one of the answers.
ANSWERS: Final[Mapping[str, Any]] = {
    "cost": ServiceCost,
    "referral_routes": ReferralRoutes,
    REFERRAL_STATUS: ReferralStatus,
    "interpreter": KnownAnswer,
    "police_report_needed": KnownAnswer,
    "pre_trial_therapy": KnownAnswer,
}
LINE_ENDS: Final = re.compile(r"\r\n?")


class CannotPutInError(Exception):
    """Somebody has to read it; the text is a sentence for staff, without the provider's words."""


def cleaned(words: str) -> str:
    """Return what was typed, without signs that nobody sees, and not longer than is kept."""
    lines = LINE_ENDS.sub("\n", words)
    seen = (sign for sign in lines if sign == "\n" or unicodedata.category(sign)[0] != "C")
    return "".join(seen).strip()[:LONGEST_WORDS].strip()


def with_words(
    content: Document, service: Service, fact: FactToCheck, words: str, today: date
) -> Document:
    """Return a listing in which one fact is as a provider wrote."""
    if not words:
        raise CannotPutInError(_("They did not say what it should be."))
    name = fact.fact
    if name == CONTACT:
        return _with_contact(content, service, fact, words)
    if name == HOURS:
        return _with_hours(content, fact, words)
    reader = _reader(name)
    if reader is None:
        raise CannotPutInError(_("This is never changed by a link: somebody has to look."))
    changed = {**content, name: reader(words)}
    if name in ANSWERS:
        changed[name] = _answer(ANSWERS[name], words)
    if name == REFERRAL_STATUS:
        changed["referral_status_as_of"] = today.isoformat()
        changed["referral_status_precision"] = DatePrecision.DAY.value
    return changed


def _reader(name: str) -> Callable[[str], Any] | None:
    if name in AGES:
        return _age
    if name in LINKS:
        return _link
    if name in WORDS:
        return _plain_words
    return str if name in ANSWERS else None


def _with_contact(content: Document, service: Service, fact: FactToCheck, words: str) -> Document:
    route = fact.route
    if route is None:
        raise CannotPutInError(_("This way of contact is not there any more."))
    _refuse_contact(service, Channel(route.channel), words)
    contacts = [
        {**contact, "value": words} if contact["id"] == str(route.pk) else contact
        for contact in content.get("contacts", [])
    ]
    return {**content, "contacts": contacts}


def _refuse_contact(service: Service, channel: Channel, words: str) -> None:
    """Refuse what is not one value of its channel, and what would lead people somewhere bad."""
    if channel not in DIALLED | LINKED | {Channel.EMAIL} or not fits(channel, words):
        raise CannotPutInError(_("This is not one number, link or address by itself."))
    if channel in DIALLED:
        _refuse_number(words)
    if channel == Channel.EMAIL and not is_role_address(service, words):
        raise CannotPutInError(_("This looks like a person's own address."))


def _refuse_number(words: str) -> None:
    try:
        number = phonenumbers.parse(words, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise CannotPutInError(_("This is no number that is in use."))
    if phonenumbers.number_type(number) in COSTLY:
        raise CannotPutInError(_("This number costs extra, or is no number of an office."))


def _with_hours(content: Document, fact: FactToCheck, words: str) -> Document:
    try:
        rows = hours_rows(words)
    except ValueError as error:
        raise CannotPutInError(_("These hours could not be read.")) from error
    if not rows:
        raise CannotPutInError(_("These hours could not be read."))
    if fact.route is not None:
        key = str(fact.route.pk)
        contacts = [
            {**contact, "hours": rows} if contact["id"] == key else contact
            for contact in content.get("contacts", [])
        ]
        return {**content, "contacts": contacts}
    if any(place.get("hours") for place in places_of(content)):
        raise CannotPutInError(_("A place has hours of its own: somebody has to look."))
    return {**content, "hours": rows}


def _age(words: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", words) or int(words) > 120:
        raise CannotPutInError(_("This is no age."))
    return int(words)


def _link(words: str) -> str:
    if not fits(Channel.WEBSITE, words):
        raise CannotPutInError(_("This is no web address by itself."))
    return words


def _plain_words(words: str) -> str:
    if LEADS_SOMEWHERE.search(words):
        raise CannotPutInError(_("There is a number, an address or a link in the words."))
    return words


def _answer(choices: Any, words: str) -> str:
    """Return the answer whose words were written, whatever the case."""
    for choice in choices:
        if words.rstrip(".").casefold() == str(choice.label).casefold():
            return str(choice.value)
    raise CannotPutInError(_("This is none of the answers that a listing can give."))
