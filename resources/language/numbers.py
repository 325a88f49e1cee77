"""Phone numbers in any writing: with spaces, dashes, or the code of the country before them."""

import re
from typing import Final

import phonenumbers

_WRITTEN: Final = re.compile(r"(?:\+|00)?\(?[0-9](?:[0-9 ().\-/]{0,24}[0-9])")
_SHORTEST: Final = 3
_MOSTLY_FIGURES: Final = re.compile(r"\b[0-9oO][0-9oO ().\-/]{4,24}[0-9oO]\b")
_FEWEST_FIGURES: Final = 4


def number_key(value: str, country: str) -> str:
    """Return what is the same for every writing of a number; empty where it is none.

    `country` is the ISO code of the country in which it is dialled, such as "GB".
    """
    digits = re.sub(r"[^0-9+]", "", re.sub(r"\A\s*00", "+", value))
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return digits if len(digits) >= _SHORTEST else ""
    home = phonenumbers.country_code_for_region(country)
    # Short numbers, such as 116 123 or 85258, are dialled as they stand.
    is_long = phonenumbers.is_possible_number(number)
    if number.country_code != home:
        return digits
    return str(number.national_number) if is_long else digits.lstrip("0")


def e164(value: str, country: str) -> str | None:
    """Return a number in the form that can be dialled from anywhere (ITU-T E.164).

    None where it has none: a short number, or one behind the prefix of a relay.
    """
    try:
        number = phonenumbers.parse(value, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.extension:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def written_numbers(text: str, country: str) -> tuple[str, ...]:
    """Return the key of each number that a text may hold, in their order."""
    figures = _MOSTLY_FIGURES.sub(_with_zeros, text)
    keys = (number_key(found, country) for found in _WRITTEN.findall(figures))
    return tuple(key for key in keys if key)


def _with_zeros(found: re.Match[str]) -> str:
    """Read the letter for the figure in what is otherwise a number: "O8O8 8O1"."""
    text = found.group()
    is_number = sum(sign.isdigit() for sign in text) >= _FEWEST_FIGURES
    return re.sub("[oO]", "0", text) if is_number else text
