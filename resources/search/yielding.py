"""What lines for all kinds of abuse and of crime lose to those that are made for what is meant."""

from typing import Final

import numpy as np

from resources.language import ParsedQuery
from resources.search.bitset import Mask
from resources.search.facets import YOUNG
from resources.search.index import Index
from resources.search.standing import OF_MOST_TOPICS
from resources.search.voices import YOUNG_VOICE

# What lines for everyone are made for themselves.
OF_ALL: Final = OF_MOST_TOPICS | {
    "helpline",
    "online-chat",
    "crisis",
    "women",
    "adults",
    "everyone",
}
# So sure is a meaning that it was asked for, and one of those helped.
ASKED_FOR, HELPED = 0.15, 0.3
# What lines for everyone lose where something is asked for that others are made for.
FOR_ALL: Final = 0.3
# The same for so much as one kind of abuse is surer than the next, of those that most come about.
ONE_SUBJECT: Final = 0.3
# What mostly befalls people of some communities. Lines made with them in mind are meant then, and
# those for everyone, few of which know it well, lose that much more.
OF_FEW: Final = frozenset({"fgm", "forced-marriage-honour", "trafficking-modern-slavery"})
FEW_KNOW: Final = 0.4
# What services for the victims of any crime lose at a place, where a kind of abuse is meant.
ALL_CRIME: Final = 0.4
ANY_CRIME: Final = "any-crime"


def lost_by_general(text: ParsedQuery, *, has_areas: bool) -> float:
    """Return what lines for all kinds of abuse lose, where others are made for what is meant."""
    special = (concept.confidence for concept in text.concepts if concept.term not in OF_ALL)
    of_few = (concept.confidence for concept in text.concepts if concept.term in OF_FEW)
    first, second, *_ = (*of_most_topics(text), 0.0, 0.0)
    # At a place there are few lines, and the one for all kinds of abuse may be the nearest. Where a
    # child or a man may write, it leaves nobody out.
    is_sure = not (has_areas or _may_be_left_out(text))
    lead = max(0.0, first - second) if is_sure else 0.0
    less_known = FEW_KNOW * max(of_few, default=0.0)
    return FOR_ALL * max(special, default=0.0) + ONE_SUBJECT * lead + less_known


def about_all_crime(index: Index, text: ParsedQuery) -> Mask:
    """Return for each slot whether it helps after any crime, of which nobody spoke."""
    asked = any(one.term == ANY_CRIME and one.confidence >= ASKED_FOR for one in text.concepts)
    if asked:
        return np.zeros(index.size, dtype=np.bool_)
    return carrying(index, "topic", ANY_CRIME) & ~index.mask("narrow")


def _may_be_left_out(text: ParsedQuery) -> bool:
    """Tell whether a line for women may be no line for whoever writes."""
    people = text.people
    is_young = people.is_child or people.may_be_young or text.voice.child >= YOUNG_VOICE
    is_man = any(one.term == "men" and one.confidence >= HELPED for one in text.concepts)
    children = max((one.confidence for one in text.concepts if one.term in YOUNG), default=0.0)
    is_grown = people.is_grown_up or people.has_partner or people.for_somebody_else
    may_be_man = is_man and not people.gender and people.harmed_by != "man"
    return may_be_man or ((is_young or children >= HELPED) and not is_grown)


def of_most_topics(text: ParsedQuery) -> list[float]:
    """Return how sure a text is of each kind of abuse that most come about, the surest first."""
    sure = (one.confidence for one in text.concepts if one.term in OF_MOST_TOPICS)
    return sorted(sure, reverse=True)


def carrying(index: Index, facet: str, term: str) -> Mask:
    """Return for each slot whether the service carries a term itself."""
    carrying = np.zeros(index.size, dtype=np.bool_)
    carrying[index.carriers(facet, term)] = True
    return carrying
