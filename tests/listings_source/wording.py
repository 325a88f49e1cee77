"""How notes of research are worded for the public: labels that tell lines apart, and whole notes.

Most notes stay as they were written. A few speak to a curator, or of what was read elsewhere; they
are worded again here, or left out.
"""

import re
from typing import Final

# By the note: the label and the note that are shown.
WORDED: Final = {
    "Adults. One version of the page gives longer hours, with weekends.": (
        "Adults",
        "One page gives longer hours, with weekends.",
    ),
    "Advice line (North Yorkshire, York and Barnsley).": (
        "Advice line",
        "For North Yorkshire, York and Barnsley.",
    ),
    "Address under the former name; may redirect.": ("", "The web address uses the former name."),
    "Called the crisis line on the service's own site.": ("Urgent line", ""),
    "Children, option 3.": ("Children", "Choose option 3."),
    "Crisis line.": ("Urgent line", ""),
    "Daytime.": ("Daytime", ""),
    "Evenings and weekends: 0300 343 1505 (Glasgow and Partners Emergency Social Work, listed "
    "under Glasgow).": (
        "",
        "Evenings and weekends: 0300 343 1505 (Glasgow and Partners Emergency Social Work).",
    ),
    "Forums where you need no name, web chat and an email form; cover-your-tracks help.": (
        "",
        "There are forums where you need no name, web chat and an email form.",
    ),
    "From a legal charity's list; the phone line has had limits.": ("", ""),
    "Listed as 'You can also text to 60777'; the keyword is on the website.": (
        "",
        "The word to text is on the website.",
    ),
    "Listed as call or WhatsApp; open from the GamCare site.": (
        "",
        "Open WhatsApp from the GamCare site.",
    ),
    "Live chat on the website was read in a 2022 report.": (
        "",
        "A report of 2022 says that there is live chat on the website.",
    ),
    "Newer support line number.": ("", ""),
    "Non-emergency. Not stated to be 24/7 by police.uk or GOV.UK.": ("Not an emergency", ""),
    "Office number in the lists seen; helpline is mainly chat-based (not verified).": (
        "",
        "Office number.",
    ),
    "On The Meadows website callers choose option 2 for Durham.": (
        "",
        "For Durham, The Meadows website says to choose option 2.",
    ),
    "Open 7 days a week; times not stated.": ("", "Open 7 days a week. We do not know the times."),
    "Outside office hours call 0300 333 2222 (shared line, listed under Carmarthenshire).": (
        "",
        "Outside office hours call 0300 333 2222.",
    ),
    "Reach the partnership through SERICC; its own web address was not confirmed.": (
        "",
        "Reach the partnership through SERICC.",
    ),
    "Out of hours: weekdays after 5pm, weekends and holidays.": (
        "Out of hours",
        "Weekdays after 5pm, weekends and holidays.",
    ),
    "Read as free from a landline.": ("", "One page says that it is free from a landline."),
    "Rotherham Council lists local support; the charity's own address was not confirmed.": (
        "",
        "Rotherham Council lists local support.",
    ),
    "Touchstone office, for a referral form.": ("Touchstone office", "For a referral form."),
    "for questions about who the service can see": (
        "",
        "For questions about who the service can see.",
    ),
    "printed for people who want to talk about a referral": (
        "",
        "For people who want to talk about a referral.",
    ),
}
LONGEST_LABEL: Final = 60
# What says how to use a line, or when it rests, does not name it.
_NO_LABEL: Final = re.compile(
    r"(?:not|also|ask|say|read|press|choose|option|members|covers|closed|bank|search|leave|a call"
    r"|on-call|voicemail|free|charged|this|the|to|if|for)\b",
    re.IGNORECASE,
)
_KEYWORD: Final = re.compile(r"Text (\w+) to ([\d ]+)")


def words_of(note: str | None, *, is_one_of_several: bool) -> tuple[str, str]:
    """Return the label and the note of a way of contact.

    Where several share a channel, a short first sentence tells which is which.
    """
    text = (note or "").strip()
    if text in WORDED:
        return WORDED[text]
    first, _dot, rest = text.partition(". ")
    label = first.removesuffix(".")
    is_label = (
        is_one_of_several
        and 0 < len(label) <= LONGEST_LABEL
        and ":" not in label
        and not _NO_LABEL.match(label)
        and not re.search(r"\d{4}|option", label, re.IGNORECASE)
    )
    return (label, rest) if is_label else ("", text)


def keyword_apart(value: str) -> tuple[str, str]:
    """Return a number, and the word that has to be texted to it, as a sentence."""
    found = _KEYWORD.fullmatch(value)
    if found is None:
        return value, ""
    return found[2], f"Text the word {found[1]} to this number."
