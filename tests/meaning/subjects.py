"""Which subjects a question is about, told by the answers that its judge called right."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from resources.language.voice import SUBJECTS

# Lines for whoever comes, for children, and for reports: they tell no subject.
FOR_ANYTHING: Final = ("victim support", "police", "crimestoppers", "childline", "samaritans")
_SEXUAL: Final = ("rape-sexual-assault", "child-sexual-abuse")
_OF_LINES: Final[Mapping[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        ("domestic-abuse",): (
            "national domestic abuse",
            "national centre for domestic",
            "womens aid",
            "women s aid",
            "mens advice",
            "men s advice",
            "mens advisory",
            "men s advisory",
            "mankind",
            "respect",
            "galop",
            "live fear free",
            "scotlands domestic abuse",
            "scotland s domestic abuse",
            "fearfree",
            "surviving economic",
            "financial support line",
            "flows",
            "loving me",
        ),
        _SEXUAL: (
            "rape and sexual",
            "rape crisis",
            "survivors trust",
            "safeline",
            "1in6",
            "survivorsuk",
            "we are survivors",
            "nexus",
            "moira anderson",
            "one in four",
        ),
        ("domestic-abuse", *_SEXUAL): ("domestic and sexual abuse",),
        ("rape-sexual-assault",): ("find a sexual", "archway", "rowan"),
        ("child-sexual-abuse",): ("napac", "marie collins", "stop it now"),
        ("child-sexual-abuse", "online-abuse"): ("report remove", "ceop"),
        ("online-abuse",): ("revenge porn",),
        ("stalking-harassment",): ("national stalking", "paladin"),
        ("forced-marriage-honour",): ("forced marriage",),
        ("forced-marriage-honour", "domestic-abuse"): ("karma nirvana", "savera", "ikwro"),
        ("trafficking-modern-slavery",): ("modern slavery", "salvation army", "kalayaan"),
    }
)
# So many of the right answers tell a subject that the question is about it, or is not.
SURELY, HARDLY = 0.5, 0.2


def subjects(expected: str) -> Mapping[str, bool | None]:
    """Say for each subject whether a question is about it (None: it may be)."""
    told = [_told(one) for one in expected.split(";")]
    telling = [one for one in told if one is not None]
    if not telling:
        return dict.fromkeys(SUBJECTS)
    shares = {name: sum(name in one for one in telling) / len(telling) for name in SUBJECTS}
    return {
        name: True if share >= SURELY else False if share <= HARDLY else None
        for name, share in shares.items()
    }


def _told(alternative: str) -> tuple[str, ...] | None:
    """Return the subjects of one right answer; None where it is for anything."""
    conditions = [one.strip() for one in alternative.split("+")]
    held = [one for one in conditions if not one.startswith("not:")]
    by_term = tuple(one[11:] for one in held if one.startswith("term:topic/"))
    if by_term:
        return by_term
    names = [_plain(one[5:]) for one in held if one.startswith("name:")]
    if any(name.startswith(FOR_ANYTHING) for name in names):
        return None
    return next(
        (told for told, lines in _OF_LINES.items() if any(n.startswith(lines) for n in names)), ()
    )


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
