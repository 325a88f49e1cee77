"""A number, a site or a name in one way of writing, so that its spellings are the same."""

import re
from typing import Final
from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings

_WORDS: Final = re.compile(r"[^\W_]+")


def number_key(text: str) -> str:
    """Return a number as it is dialled from abroad ("+441144960999"); a short code as its digits.

    Empty where the text holds no digit.
    """
    digits = "".join(sign for sign in text if sign.isdecimal())
    try:
        number = phonenumbers.parse(text, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return digits
    # A code such as 116 123 is dialled as it is, and has no form from abroad.
    is_short = phonenumbers.is_possible_short_number_for_region(number, settings.PHONE_REGION)
    if is_short or not phonenumbers.is_possible_number(number):
        return digits
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def host_key(text: str) -> str:
    """Return the host of a link or an e-mail address, without "www."; empty where there is none."""
    typed = text.strip().lower()
    if "//" not in typed:
        typed = "//" + typed.rpartition("@")[2]
    try:
        host = urlsplit(typed).hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def name_key(text: str) -> str:
    """Return the words of a name in small letters, without the signs between them."""
    return " ".join(_WORDS.findall(text.casefold()))


def hosts_above(host: str) -> list[str]:
    """Return a host and those that it is a part of: "a.b.org", "b.org"; never "org" alone."""
    parts = host.split(".")
    return [".".join(parts[start:]) for start in range(max(1, len(parts) - 1))]
