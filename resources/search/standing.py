"""How a service stands where nothing else decides: whom it can help, and how it is reached.

Marks are facts that no parameter asks for. The order of subjects is that of the people who come
here: abuse before crime, crime before feelings, feelings before addiction.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum
from functools import cache, partial
from types import MappingProxyType
from typing import Final

from resources.choices import Channel, RegionLevel
from resources.language.text import words_of
from resources.regions import all_regions
from resources.search.communities import communities_of
from resources.search.entry import Entry
from resources.search.facets import ADULTS, EVERYONE, FACETS, YOUNG

# Ways by which a person answers.
REACHABLE: Final = (Channel.PHONE, Channel.TEXT, Channel.WEBCHAT)
_NOT_ABUSE: Final = frozenset(
    {"any-crime", "emotional-wellbeing", "suicidal-thoughts", "addiction"}
)
# The kinds of abuse that most people come about: a line for two of them listens to all.
OF_MOST_TOPICS: Final = frozenset({"domestic-abuse", "rape-sexual-assault", "child-sexual-abuse"})
# People whom most services for everyone do not have in mind first.
SPECIAL: Final = YOUNG | {
    "black-minoritised",
    "care-experienced",
    "deaf",
    "disabled",
    "faith",
    "lgbt",
    "migrants",
    "older-people",
    "sex-workers",
    "students",
    "trans-nonbinary",
}
# The reach of what serves most people of the country.
OF_MOST: Final = 0.4
_WIDE: Final = frozenset({EVERYONE, ADULTS, "women", "men"})
# Kinds of help that listen; the others advise, act or take reports.
_LISTENING: Final = frozenset({"helpline", "online-chat", "crisis", "counselling", "peer-support"})


class Subject(IntEnum):
    """What a service is about, as far as the order of lists goes."""

    ABUSE = 0
    CRIME = 1
    FEELINGS = 2
    ADDICTION = 3


def subject_of(entry: Entry) -> Subject:
    """Return the first subject that a service has; one without any counts as feelings."""
    topics = entry.terms.get("topic", frozenset())
    if topics - _NOT_ABUSE:
        return Subject.ABUSE
    if "any-crime" in topics:
        return Subject.CRIME
    return Subject.ADDICTION if topics == {"addiction"} else Subject.FEELINGS


def _is_about(subject: Subject, entry: Entry) -> bool:
    return subject_of(entry) == subject


def _is_support(entry: Entry) -> bool:
    """Not only a place to report or for pets, addiction or the students of one university."""
    is_about_people = subject_of(entry) != Subject.ADDICTION
    is_of_use = not (_is_only("reporting", entry) or _is_only("pets", entry))
    return is_about_people and is_of_use and not _is_for_students(entry)


def _is_for(entry: Entry, *audiences: str) -> bool:
    return entry.carries("audience", *audiences)


def _is_for_students(entry: Entry) -> bool:
    """Of one university or college, for its own students."""
    return entry.terms.get("audience", frozenset()) == {"students"}


def _is_only(kind: str, entry: Entry) -> bool:
    """Of one kind of help and no other, but for information."""
    aside = {"practical", "emotional", "information"}
    return entry.terms.get("type", frozenset()) - aside == {kind}


def _is_narrow(entry: Entry) -> bool:
    """For some people alone, and for nobody else."""
    audiences = entry.terms.get("audience", frozenset())
    return bool(audiences & SPECIAL) and not audiences & _WIDE


def _is_slanted(entry: Entry) -> bool:
    """For everyone, but made with some people in mind."""
    return entry.carries("audience", *(SPECIAL - YOUNG)) and not _is_narrow(entry)


def _is_about_money(entry: Entry) -> bool:
    """About debts and money, and no other kind of help."""
    others = ("crisis", "housing", "advocacy", "counselling", "peer-support", "legal")
    return entry.carries("type", "money") and not entry.carries("type", *others)


def _is_after_a_death(entry: Entry) -> bool:
    """For whom somebody has left: told by its name, as no term says it."""
    told = "bereave"
    # To come apart into words takes longer than all other marks, and few names hold it.
    is_held = told in entry.name.casefold()
    return is_held and any(word.startswith(told) for word in words_of(entry.name))


def _is_led_by_some(entry: Entry) -> bool:
    """Run by people of one community, mostly for their own."""
    return entry.carries("by-and-for", *(f"led-by-{group}" for group in SPECIAL))


def _is_general(entry: Entry) -> bool:
    """A line for everyone to talk about abuse: where little of a question is understood."""
    return (
        subject_of(entry) == Subject.ABUSE
        and _is_for(entry, EVERYONE, ADULTS)
        and len(entry.terms.get("topic", frozenset()) & OF_MOST_TOPICS) > 1
        and entry.carries("type", "helpline", "online-chat")
        and entry.reached_by(*REACHABLE)
    )


def _is_listening(entry: Entry) -> bool:
    """A line of the whole country, day and night, for whoever cannot say what is wrong."""
    return (
        "suicidal-thoughts" in entry.terms.get("topic", frozenset())
        and entry.terms.get("audience", frozenset()) == frozenset({EVERYONE})
        and entry.carries("type", "helpline")
        and any(hours.is_always for hours in entry.hours)
        and not entry.areas.isdisjoint(_codes(RegionLevel.COUNTRY))
    )


def _is_for_any_child(entry: Entry) -> bool:
    """A line of the whole country, day and night, to which a child may tell anything."""
    return (
        "children" in entry.terms.get("audience", frozenset())
        and len(entry.terms.get("topic", frozenset()) & OF_MOST_TOPICS) > 1
        and not _is_for(entry, EVERYONE, ADULTS, "women", "men", "parents-carers")
        and entry.carries("type", "helpline")
        and any(hours.is_always for hours in entry.hours)
        and not entry.areas.isdisjoint(_codes(RegionLevel.COUNTRY))
    )


def _is_for_men_after_sexual_harm(entry: Entry) -> bool:
    """For men wherever most people live, about that and nothing at home."""
    topics = entry.terms.get("topic", frozenset())
    is_about_it = topics & OF_MOST_TOPICS and "domestic-abuse" not in topics
    return bool(is_about_it) and _is_for(entry, "men") and _reach(entry) >= OF_MOST


def _is_of_small_nation(entry: Entry) -> bool:
    """For one nation as a whole, and not for that where most people live."""
    nations = entry.areas & _codes(RegionLevel.NATION)
    return len(nations) == 1 and nations.isdisjoint(_populous_nations())


# Of these hundreds of services each have the same answer: they follow from the terms alone.
MARKS_OF_TERMS: Final[Mapping[str, Callable[[Entry], bool]]] = MappingProxyType(
    {
        "everyone": lambda entry: _is_for(entry, EVERYONE),
        "support": _is_support,
        "narrow": _is_narrow,
        "slanted": _is_slanted,
        "only reporting": partial(_is_only, "reporting"),
        "only pets": partial(_is_only, "pets"),
        "for men": lambda entry: _is_for(entry, "men"),
        "for women": lambda entry: _is_for(entry, "women"),
        "for the young": lambda entry: _is_for(entry, *YOUNG),
        "for lgbt": lambda entry: _is_for(entry, "lgbt", "trans-nonbinary"),
        "helpers only": lambda entry: (
            _is_for(entry, "parents-carers", "supporters")
            and not _is_for(entry, EVERYONE, "women", "men", *SPECIAL)
        ),
        "for parents": lambda entry: _is_for(entry, "parents-carers"),
        "about money": _is_about_money,
        "only about fgm": lambda entry: entry.terms.get("topic", frozenset()) == frozenset({"fgm"}),
        "led by some": _is_led_by_some,
        "for helpers": lambda entry: _is_for(entry, "supporters", "parents-carers"),
        "for older people": lambda entry: _is_for(entry, "older-people"),
        "women only": lambda entry: (
            _is_for(entry, "women") and not _is_for(entry, "men", EVERYONE, ADULTS)
        ),
        "men only": lambda entry: (
            _is_for(entry, "men") and not _is_for(entry, "women", EVERYONE, ADULTS)
        ),
        "young only": lambda entry: (
            _is_for(entry, *YOUNG) and not _is_for(entry, EVERYONE, ADULTS, "women", "men")
        ),
        **{f"about {subject.name.lower()}": partial(_is_about, subject) for subject in Subject},
    }
)
MARKS: Final[Mapping[str, Callable[[Entry], bool]]] = MappingProxyType(
    {
        "urgent": lambda entry: any(contact.is_crisis_line for contact in entry.contacts),
        "deaf": lambda entry: bool(FACETS["sign"](entry)) or _is_for(entry, "deaf"),
        "of most": lambda entry: _reach(entry) >= OF_MOST,
        "of one small nation": _is_of_small_nation,
        "reachable": lambda entry: entry.reached_by(*REACHABLE),
        "unconfirmed": lambda entry: entry.is_unconfirmed,
        "general": _is_general,
        "listening": _is_listening,
        "for any child": _is_for_any_child,
        "men after sexual harm": _is_for_men_after_sexual_harm,
        "after a death": _is_after_a_death,
    }
)


def marks_of(entry: Entry) -> Iterator[str]:
    """Yield what holds of a service beside that which follows from its terms."""
    yield from (name for name, holds in MARKS.items() if holds(entry))
    yield from (f"of {community}" for community in communities_of(entry))


def standing(entry: Entry) -> float:
    """Return how far up a service stands: what serves more people, and is easier to reach, first.

    The figures were set by hand on the table of questions (`make relevance`).
    """
    points = (
        (_reach(entry), 1.0),
        (entry.reached_by(*REACHABLE), 0.10),
        (any(hours.is_always for hours in entry.hours), 0.10),
        (subject_of(entry) == Subject.ABUSE, 0.12),
        (subject_of(entry) == Subject.ADDICTION, -0.20),
        (entry.carries("type", "helpline"), 0.10),
        (entry.carries("type", *_LISTENING), 0.10),
        (_is_general(entry), 0.20),
        (_is_slanted(entry), -0.12),
        (_is_for(entry, EVERYONE, ADULTS), 0.10),
        (_is_narrow(entry), -0.20),
    )
    return sum(float(holds) * weight for holds, weight in points)


def _reach(entry: Entry) -> float:
    """The whole country, the nation where most people live, another nation, or a part of one."""
    codes = entry.areas - entry.partly
    if not codes.isdisjoint(_codes(RegionLevel.COUNTRY)):
        return 0.45
    if not codes.isdisjoint(_populous_nations()):
        return 0.40
    return 0.0 if codes.isdisjoint(_codes(RegionLevel.NATION)) else 0.12


@cache
def _codes(level: RegionLevel) -> frozenset[str]:
    return frozenset(region.code for region in all_regions() if region.level == level)


@cache
def _populous_nations() -> frozenset[str]:
    """Nations with at least half of all districts, which are made for about as many people each."""
    districts = [region for region in all_regions() if region.level == RegionLevel.DISTRICT]
    counts = Counter(code for region in districts for code in region.lineage)
    return frozenset(
        code for code in _codes(RegionLevel.NATION) if counts[code] * 2 >= len(districts)
    )
