"""Ways to get in touch, of a service and of its places and contacts; never those of a person."""

import re
from collections.abc import Iterator
from typing import Final
from uuid import UUID, uuid5

import phonenumbers
from django.conf import settings
from phonenumbers import PhoneNumberFormat

from resources.choices import Channel
from resources.listings.openreferral import ours
from resources.listings.openreferral.cleaning import Notes, email, line, parts, said
from resources.listings.openreferral.feeds import Json
from resources.listings.openreferral.words import languages_of
from resources.models.keys import number_key
from resources.validators import is_number

MOST: Final = 20
NOT_KNOWN: Final = "not_known"
# Kinds of number (RFC 6350) and the channel that each is here.
CHANNELS: Final = {
    "": Channel.PHONE,
    "voice": Channel.PHONE,
    "phone": Channel.PHONE,
    "telephone": Channel.PHONE,
    "cell": Channel.PHONE,
    "mobile": Channel.PHONE,
    "text": Channel.TEXT,
    "sms": Channel.TEXT,
}
_SIGNS: Final = re.compile(
    r"[0-9+()\[\]./\s\u00a0\u2010-\u2013-]+((ext\.?|x|extension)\s*\d{1,7})?", re.IGNORECASE
)
# "asha.khan@" is a person; "info@" and "helpline.leeds@" may be anybody.
_PERSON: Final = re.compile(r"[a-z]{2,}[._][a-z]{2,}@", re.IGNORECASE)
_ROLES: Final = re.compile(
    r"admin|advice|contact|enquir|hello|help|hub|info|mail|office|refer|reception|support|team|"
    r"service|line",
    re.IGNORECASE,
)


def contacts_of(service: Json, key: UUID, notes: Notes) -> list[Json]:
    """Return each way of contact once, with an id that the same feed gives it again."""
    found: dict[tuple[str, str], Json] = {}
    # A copy of ours says of each way what it is; its numbers stand in it a second time.
    given = [*ours.contacts_of(service)] or [*_phones(service, notes), *_emails(service, notes)]
    for channel, value, more in given:
        same = (channel, number_key(value) if channel != Channel.EMAIL else value.casefold())
        if same in found:
            continue
        if len(found) == MOST:
            notes.add("contacts", f"there are more than {MOST}, and the rest was left out")
            break
        name = f"openreferral:{channel}:{same[1]}"
        found[same] = {
            "id": str(uuid5(key, name)),
            "channel": str(channel),
            "value": value,
            "cost": NOT_KNOWN,
            **more,
        }
    return list(found.values())


def _owners(service: Json) -> Iterator[Json]:
    """Yield everything of a service that can have numbers."""
    yield service
    yield from parts(service, "contacts")
    for visit in parts(service, "service_at_locations"):
        yield visit
        yield from parts(visit, "contacts")
        for location in parts(visit, "location"):
            yield location
            yield from parts(location, "contacts")


def _phones(service: Json, notes: Notes) -> Iterator[tuple[str, str, Json]]:
    for owner in _owners(service):
        for phone in parts(owner, "phones"):
            made = _phone(phone, notes)
            if made:
                yield made


def _phone(phone: Json, notes: Notes) -> tuple[str, str, Json] | None:
    typed = said(phone, "number")
    kind = said(phone, "type").casefold()
    if not typed:
        return None
    if kind not in CHANNELS:
        notes.add("phones.type", f"{kind[:20]!r} is none of ours, and the number was left out")
        return None
    value, extension = number(typed)
    if not value:
        notes.add("phones.number", f"{typed[:40]!r} is not one number, and was left out")
        return None
    extension = extension or said(phone, "extension").removesuffix(".0")
    label = line(phone, "description", notes, 120)
    languages = languages_of(phone, notes)
    more = {"label": label, "languages": languages}
    if extension.isdecimal():
        more["note"] = f"Extension {extension[:7]}."
    return CHANNELS[kind], value, {name: one for name, one in more.items() if one}


def number(typed: str) -> tuple[str, str]:
    """Return one number as it is dialled, and its extension; blanks where it is none, or two."""
    text = typed.strip().removeprefix("tel:").strip()
    if not _SIGNS.fullmatch(text):
        return "", ""
    try:
        parsed = phonenumbers.parse(text, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return "", ""
    extension = parsed.extension or ""
    parsed.extension = None
    digits = re.sub(r"[^0-9]", "", text)
    if phonenumbers.is_possible_short_number_for_region(parsed, settings.PHONE_REGION):
        return (text if is_number(text) else digits), extension
    is_whole = digits.endswith(str(parsed.national_number) + extension)
    if not is_whole or not phonenumbers.is_possible_number(parsed):
        return "", ""
    if is_number(text):
        return text, extension
    is_here = phonenumbers.region_code_for_country_code(parsed.country_code or 0) == (
        settings.PHONE_REGION
    )
    form = PhoneNumberFormat.NATIONAL if is_here else PhoneNumberFormat.INTERNATIONAL
    return re.sub(r"[^0-9+ ]", " ", phonenumbers.format_number(parsed, form)).strip(), extension


def _emails(service: Json, notes: Notes) -> Iterator[tuple[str, str, Json]]:
    for owner in _owners(service):
        value = email(owner, "email", notes)
        if not value:
            continue
        is_named = owner is not service and bool(said(owner, "name"))
        if is_named or (_PERSON.match(value) and not _ROLES.search(value.partition("@")[0])):
            notes.add("email", "it may be a person's, and was left out")
            continue
        yield Channel.EMAIL, value, {}
