"""Lines for whoever may write: a child, a man, or somebody who hints at suicide in their own words.

They are told by the wordings in `people.json`, by how little of a text is sure, and by what it
means as a whole (docs/adr/0031-voices.md). A line is added to a list for them, and nothing else.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.language import ParsedQuery
from resources.language.people import ADULT_FROM
from resources.language.risk import RiskKind
from resources.search.bitset import Mask, to_mask
from resources.search.index import Index

Scores = NDArray[np.float64]
ABOUT_LIFE: Final = frozenset({RiskKind.SUICIDE, RiskKind.SELF_HARM, RiskKind.OVERDOSE})
# Places in a list.
FIRST_PLACE, SECOND, THIRD = 1, 2, 3
# How far above such a place a line is raised, and the first one with it: what is open now, or has
# been looked at lately, gains a little later on.
LEAD, FIRST = 0.05, 0.1
# Where no meaning is surer than this, a text may mean anything.
UNSURE: Final = 0.5
# How likely it must be that a child writes (more so where something speaks of an adult), or
# somebody who does not want to live.
YOUNG_VOICE, SURELY_YOUNG, A_CHILDS, NO_LIFE = 0.3, 0.6, 0.9, 0.4
# The same for it to be no parent or teacher, whose words are near those of a child.
A_CHILDS_OWN, A_CHILDS_OWN_OF_ANOTHER = 0.7, 0.8


@dataclass(frozen=True, slots=True)
class Voices:
    """Who may write: a child, or somebody who hints at suicide.

    `is_unsure` says that a text may as well hint at it; `is_hint` that a line is raised for that.
    `is_childs_own` says that most likely a child writes, and not somebody who looks after one;
    `is_man` that a man does, of whom nothing tells that it happened at home.
    """

    is_young: bool = False
    is_unsure: bool = False
    is_hint: bool = False
    is_child: bool = False
    is_childs_own: bool = False
    is_man: bool = False

    @classmethod
    def in_text(cls, text: ParsedQuery, *, is_little_understood: bool) -> "Voices":
        """Listen to what is told, and to what a text means as a whole."""
        is_little_understood = is_little_understood or _is_vague(text)
        is_meant = text.voice.life >= NO_LIFE
        is_vague = _is_unsure(text)
        return cls(
            _may_be_young(text, is_little_understood=is_little_understood) or _sounds_young(text),
            is_meant or is_vague,
            is_meant or (is_vague and not text.people.for_somebody_else),
            _is_child(text) or _is_a_childs(text),
            _is_childs_own(text),
            _is_man(text),
        )

    def raised(self, index: Index, scores: Scores, beside: int) -> int:
        """Bring lines for them among the first three beside some; return those lines.

        What stands first for its words stays there.
        """
        raised = 0
        inside = to_mask(beside, index.size)
        if inside.any() and (self.is_hint or self.is_young):
            scores[np.argmax(np.where(inside, scores, -np.inf))] += FIRST
        if self.is_man:
            raised |= _raise_best(SECOND, "men after sexual harm", index, scores, beside)
        if self.is_hint:
            _raise_to(THIRD, "listening", index, scores, beside)
            raised |= index.marks.get("listening", 0)
        if self.is_young:
            if self.is_unsure:
                _raise_to(SECOND, "listening", index, scores, beside)
            place = FIRST_PLACE if self._leads(index, scores, inside) else THIRD
            _raise_to(place, "for any child", index, scores, beside)
            raised |= index.marks.get("for any child", 0)
        if self.is_childs_own:
            _put_behind("helpers only", "for any child", index, scores)
        return raised

    def _leads(self, index: Index, scores: Scores, inside: Mask) -> bool:
        """Tell whether a child surely writes, and what stands first is not for the young."""
        if not self.is_child or self.is_unsure or not inside.any():
            return False
        best = int(np.argmax(np.where(inside, scores, -np.inf)))
        return not bool(index.mask("for the young")[best])


def _is_child(text: ParsedQuery) -> bool:
    """Tell whether a child surely writes, and not of a danger to their own life."""
    people = text.people
    is_writer = people.writer_is_child or not people.for_somebody_else
    return people.is_child and is_writer and not text.risk.kinds & ABOUT_LIFE


def _is_a_childs(text: ParsedQuery) -> bool:
    """Tell whether hardly anybody but a child says it so, and nothing speaks against it."""
    people = text.people
    may_be_adult = people.has_partner or people.gender == "man" or not people.may_be_young
    return not may_be_adult and text.voice.child >= A_CHILDS and _sounds_young(text)


def _is_childs_own(text: ParsedQuery) -> bool:
    """Tell whether most likely a child writes, whoever else is spoken of."""
    least = A_CHILDS_OWN_OF_ANOTHER if text.people.for_somebody_else else A_CHILDS_OWN
    return not text.people.is_grown_up and text.voice.child >= least and _sounds_young(text)


def _is_man(text: ParsedQuery) -> bool:
    """Tell whether a grown man writes of what is not clear, and of no woman who harms.

    Men rarely name sexual harm: a line for it stands beside those for harm at home.
    """
    people = text.people
    is_adult = not (people.is_child or people.may_be_young or people.for_somebody_else)
    is_at_home = people.harmed_by == "woman"
    return people.gender == "man" and is_adult and not is_at_home and _is_vague(text)


def _is_unsure(text: ParsedQuery) -> bool:
    """Tell whether a text may as well be of somebody who hints at suicide."""
    people = text.people
    is_told = people.is_harmed or people.harmed_by or people.is_child
    return _is_vague(text) and not (is_told or text.language or people.was_long_ago)


def _is_vague(text: ParsedQuery) -> bool:
    """Tell whether no meaning of a text without a place is sure."""
    surest = max((concept.confidence for concept in text.concepts), default=0.0)
    return surest < UNSURE and not text.areas


def _may_be_young(text: ParsedQuery, *, is_little_understood: bool) -> bool:
    """Tell whether a child may write, by what is told or because nothing speaks of an adult."""
    people = text.people
    if people.is_child:
        return people.writer_is_child or not people.for_somebody_else
    is_grown = people.is_grown_up or people.has_partner or people.was_long_ago or people.is_older
    if is_grown or people.for_somebody_else or people.age_low or people.is_lgbt or text.language:
        return False
    is_anybody = is_little_understood and people.harmed_by != "woman" and people.gender != "man"
    return people.may_be_young or is_anybody


def _sounds_young(text: ParsedQuery) -> bool:
    """Tell whether a text means what children write, and nothing says that an adult does."""
    people = text.people
    if people.was_long_ago or people.is_older or (people.age_low or 0) >= ADULT_FROM:
        return False
    is_partner = people.has_partner or people.gender == "man"
    is_told = people.is_grown_up or people.for_somebody_else
    may_be_adult = is_told or (is_partner and not people.may_be_young)
    return text.voice.child >= (SURELY_YOUNG if may_be_adult else YOUNG_VOICE)


def _raise_best(place: int, mark: str, index: Index, scores: Scores, beside: int) -> int:
    """Bring the best of the services with a mark to a place among some; return it."""
    inside = to_mask(beside, index.size)
    marked = index.mask(mark)
    marked = marked & inside if (marked & inside).any() else marked
    others = np.sort(scores[inside & ~marked])
    if not marked.any() or len(others) < place:
        return 0
    best = int(np.argmax(np.where(marked, scores, -np.inf)))
    scores[best] = max(scores[best], others[-place] + LEAD)
    return 1 << best


def _raise_to(place: int, mark: str, index: Index, scores: Scores, beside: int) -> None:
    """Bring the services with a mark to a place among some, unless they stand higher."""
    marked = index.mask(mark)
    others = np.sort(scores[to_mask(beside, index.size) & ~marked])
    if len(others) >= place:
        scores[marked] = np.maximum(scores[marked], others[-place] + LEAD)


def _put_behind(mark: str, before: str, index: Index, scores: Scores) -> None:
    """Let no service with a mark stand before the best of those with another."""
    first = scores[index.mask(before)]
    if len(first):
        marked = index.mask(mark)
        scores[marked] = np.minimum(scores[marked], first.max() - LEAD)
