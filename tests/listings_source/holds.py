"""The kind of each hold of the research, which says it in words alone.

Words that nobody has sorted are an error: a guess would put a listing on the wrong pile.
"""

import re
from typing import Final

from resources.choices import HoldKind

# The newest source, or the description, or a contact detail, is of a year that is too long ago.
OF_A_YEAR: Final = re.compile(
    r"newest dated source is 20(1\d|2[01])"
    r"|the description dates from (about )?20(1\d|2[01]); only the web address is newer"
    r"|a contact detail dates from 20(1\d|2[01]) \(see notes\)"
)
WORDS: Final[dict[HoldKind, tuple[str, ...]]] = {
    HoldKind.NO_CONTACT: (
        "no way to make contact was confirmed",
        "no contact for the Swindon service was read",
    ),
    HoldKind.UNDATED: (
        "only undated third-party pages",
        "only an undated copy of the own site, looks old",
        "the number was read only on an undated page of another charity (Shelter Scotland)",
        "numbers seen only on an undated school page",
        "the one recent source is an undated copy of a newspaper page",
    ),
    HoldKind.OLD: (
        "nothing read after 2021",
        "old page layout; needs a newer source",
        "old trust page (2019); council page not read",
        "nothing about what it does was read after 2021; its own site showed 020 8539 0427 in 2021",
    ),
    HoldKind.WEAK: (
        "seen only in one weak list",
        "seen only in one council page that looks old",
        "seen only on a web developer's test copy of the own site",
    ),
    HoldKind.WEB_ONLY: ("only a web address was seen",),
    HoldKind.UNSURE: (
        "service status not confirmed: counselling contract was extended only to March 2025",
        "newest dated source is 2018 and it said it might close",
        "its own page says it is closed to new referrals: check",
        "provider changed in 2025; only the former provider's number and site were read",
        "the contract ended in May 2026; who runs the service and its number since "
        "then were not read",
        "a newer page (2024) sends people to NHS 111 instead; check that the line is still open",
    ),
    HoldKind.UNCLEAR: (
        "area served and status not confirmed",
        "the area it serves was not read, and the email was given for privacy questions only",
        "that it gives family law advice was taken from its name, not read",
    ),
    HoldKind.SCOPE: (
        "not for survivors; decide whether this directory lists lines for people "
        "worried about their own behaviour",
    ),
}
KINDS: Final = {words: kind for kind, told in WORDS.items() for words in told}


def kind_of(words: str) -> str:
    """Return the kind of a hold; KeyError for words that are in no list."""
    kind = HoldKind.OLD if OF_A_YEAR.fullmatch(words) else KINDS[words]
    return kind.value
