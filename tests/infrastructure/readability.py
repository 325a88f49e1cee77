"""How hard a page is to read: its words as sentences, their school grade, and words we never use.

Only our own words are measured. A page is made with `DATA` wherever a fact would stand (a name, a
summary, an address), so that a fact counts as one short word, and a text of nothing but facts not
at all. A heading, a link or a label without a full stop is no sentence: it is looked through for
banned words and for its length, but its few words may not pull the average down.
"""

import re
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from tests.pages.reading import INLINE, Element

# textstat asks for a part of setuptools that is no longer made, and only for its lists of easy
# words, which no grade below needs.
sys.modules.setdefault("pkg_resources", types.ModuleType("pkg_resources"))
textstat = import_module("textstat")

DATA = "Quill"
HARDEST, HARDEST_IN_DANGER = 6.0, 5.0
LONGEST, LONGEST_ON_AVERAGE = 25, 15.0
BANNED = re.compile(
    r"\b(why|alleg(?:ed|edly|ation\w*)|claim\w*|should(?:n.t|\s+not)?\s+have|crisis|crises"
    r"|perpetrators?|cases?|clients?|journeys?|signpost\w*|historic(?:al)?|victims?)\b|!",
    re.IGNORECASE,
)
# What a browser reads out or keeps, beside the text itself.
SPOKEN = ("aria-label", "alt", "title", "placeholder", "content")
UNSEEN = {"script", "style", "template"}
# Facts of another kind: names of areas in a menu, words for programs, markup to copy.
FACTS = {"select", "code", "textarea"}
# Quotation marks as they are printed, by their numbers: they look like others.
OPENING, CLOSING = '\u201c\u2018("', '\u201d\u2019)`"'
ENDED = re.compile(rf"[.?!:…][{CLOSING}]*$")
BETWEEN = re.compile(rf"(?<=[.?!…])[{CLOSING}]*\s+(?=`|[{OPENING}]?[A-Z0-9])")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeioudty]ed$|[^aeiouscxzgh]es$")
WORD = re.compile(r"[^\W_]+(?:[\u2019'./@:-][^\W_]+)*")


@dataclass(frozen=True)
class Text:
    """The words of a page, or of a part of it."""

    sentences: tuple[str, ...]
    fragments: tuple[str, ...]

    @property
    def everything(self) -> tuple[str, ...]:
        """Every piece of text, sentence or not."""
        return self.sentences + self.fragments


def length(text: str) -> int:
    """Return how many words a text has; a number, a date's part or a web address is one."""
    return len(WORD.findall(text))


def average(sentences: tuple[str, ...]) -> float:
    return sum(map(length, sentences)) / max(len(sentences), 1)


def syllables(word: str) -> int:
    """Return how many syllables a word is spoken with, by its groups of vowels.

    textstat counts where a printer may break a word, and so hears one syllable in "abuse". This
    errs the other way, and the harder of the two counts.
    """
    groups = len(VOWELS.findall(word.lower()))
    return max(groups - bool(SILENT.search(word.lower())), 1)


def grade(sentences: tuple[str, ...]) -> float:
    """Return the Flesch-Kincaid grade: the harder of textstat's own and that of spoken syllables.

    Full stops inside a word (a web address) would count as ends of sentences, so they are taken
    out first.
    """
    words = [word for one in sentences for word in WORD.findall(one)]
    if not words:
        return 0.0
    text = " ".join(re.sub(r"(?<=\w)[.:/](?=\w)", "", one) for one in sentences)
    spoken = sum(map(syllables, words))
    by_ear = 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59
    return max(float(textstat.flesch_kincaid_grade(text)), by_ear)


def banned(text: str) -> list[str]:
    """Return the words of a text that our pages never use."""
    return [found[0] for found in BANNED.finditer(text)]


def read_text(part: Element) -> Text:
    """Return the sentences and fragments of a page, or of a part of it."""
    sentences: list[str] = []
    fragments: list[str] = []
    for run in _runs(part):
        for piece in BETWEEN.split(run):
            if set(WORD.findall(piece)) <= {DATA}:
                continue
            (sentences if ENDED.search(piece) else fragments).append(piece)
    spoken = [one.attrs[name] for one in part.walk() for name in SPOKEN if one.attrs.get(name)]
    # What is said on every card is read once: it may not stand in for the rest of the page.
    return Text(tuple(dict.fromkeys(sentences)), tuple(dict.fromkeys((*fragments, *spoken))))


def complaints(page: Element) -> list[str]:
    """Return what makes a page too hard to read, or unkind; nothing for a good one."""
    found = _too_hard(read_text(page), HARDEST, "page")
    danger = [one for one in page.walk() if "danger" in one.attrs.get("class", "").split()]
    for part in danger:
        found += _too_hard(read_text(part), HARDEST_IN_DANGER, "danger block")
    return list(dict.fromkeys(found))


def _too_hard(text: Text, hardest: float, name: str) -> list[str]:
    """Measure a part by the limits."""
    found = [f"{length(one)} words: {one}" for one in text.everything if length(one) > LONGEST]
    found += [f"{word!r} in: {one}" for one in text.everything for word in banned(one)]
    if (grade_ := grade(text.sentences)) > hardest:
        found.append(f"{name}: grade {grade_:.2f}")
    if (average_ := average(text.sentences)) > LONGEST_ON_AVERAGE:
        found.append(f"{name}: {average_:.1f} words a sentence")
    return found


def _runs(part: Element) -> Iterator[str]:
    """Yield each run of text that is read in one go: blocks, and links that stand alone, end it."""
    run = ""
    for one in part.children:
        if isinstance(one, str):
            run += one
        elif one.tag in INLINE and not _stands_alone(one, run):
            run += "".join(_inline(one))
        else:
            yield from filter(None, (" ".join(run.split()),))
            run = ""
            if not _is_foreign(one):
                yield from _runs(one)
    yield from filter(None, (" ".join(run.split()),))


def _inline(one: Element) -> Iterator[str]:
    """Yield the text of a part of a sentence; a fact in it is one word."""
    if one.tag == "bdi":
        yield DATA
        return
    if _is_foreign(one):
        return
    for child in one.children:
        yield from ([child] if isinstance(child, str) else _inline(child))


def _stands_alone(one: Element, before: str) -> bool:
    """Tell whether a link is a sentence or a label of its own: nothing before it is unfinished."""
    text = before.strip()
    return one.tag == "a" and (not text or bool(ENDED.search(text)))


def _is_foreign(one: Element) -> bool:
    """Tell whether an element holds facts, or nothing that anybody reads."""
    return one.tag in UNSEEN | FACTS
