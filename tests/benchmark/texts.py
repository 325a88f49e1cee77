"""Names and sentences, made of the words of the shipped listings and of names of places."""

import re
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Final

from resources.listings.rows import ServiceRow
from resources.regions import all_regions
from tests.benchmark.lots import Lot, falling, happens
from tests.benchmark.shipped import counties, shipped_services

SHORTEST: Final = 60
LONGEST: Final = 240
SMALL_WORDS: Final = frozenset({"and", "for", "of", "the", "a", "an", "in", "to", "or", "by", "&"})
BESIDE: Final = re.compile(r"\s*[(:].*$")
HERE: Final = "<here>"


def _somewhere() -> re.Pattern[str]:
    """Return what finds the name of an area in a text, the longest there is."""
    names = sorted({one.name for one in all_regions()} | counties(), key=len, reverse=True)
    return re.compile(rf"\b(?:the )?(?:{'|'.join(map(re.escape, names))})\b")


def _without_brackets(name: str) -> str:
    """Return a name without what stands in brackets or after a colon."""
    return BESIDE.sub("", name).strip()


def _endings(names: list[str]) -> list[str]:
    """Return the last two or three words of names, frequent ones first: "legal advice lines"."""
    somewhere = _somewhere()
    found = Counter(
        ending
        for name in names
        if not somewhere.search(name)
        for ending in _last_words(_without_brackets(name).split())
    )
    return sorted(found, key=lambda ending: (-found[ending], ending))


def _last_words(words: list[str]) -> Iterator[str]:
    """Yield the last two and the last three words, unless that begins with a small one."""
    for count in (2, 3):
        if len(words) > count and words[-count].lower() not in SMALL_WORDS:
            yield " ".join(words[-count:])


def _first_words(names: list[str]) -> list[str]:
    """Return the words by which names begin: the ones people remember."""
    words = {_without_brackets(name).split()[0].strip(",") for name in names}
    return sorted(word for word in words if len(word) > 2 and word.lower() not in SMALL_WORDS)


class Words:
    """The words from which names and sentences are put together."""

    def __init__(self, kinds: list[str]) -> None:
        """Cut the shipped listings into words; `kinds` are the names of terms."""
        services = shipped_services()
        names = [row.name for row in services]
        self.endings = falling(_endings(names), by=0.6)
        self.beginnings = falling(_first_words(names), by=0.5)
        self.kinds = falling(kinds)
        self.sentences = Lot((sentence, 1.0) for sentence in _sentences(services))
        self.details = Lot((detail, 1.0) for detail in _details(services))

    def organization(self, place: str, random: Random) -> str:
        """Make the name of an organisation, local in most cases."""
        form = random.random()
        if form < 0.4:
            return f"{place} {self.endings.draw(random)}"
        if form < 0.7:
            return f"{self.beginnings.draw(random)} {self.endings.draw(random)}"
        if form < 0.9:
            return f"{self.beginnings.draw(random)} {place}"
        return f"{self.beginnings.draw(random)} {self.beginnings.draw(random)}"

    def service(self, organization: str, place: str, random: Random) -> str:
        """Make the name of a service; one in five has the name of its organisation."""
        form = random.random()
        if form < 0.2:
            return organization
        if form < 0.5:
            return f"{organization} {self.kinds.draw(random).lower()}"
        if form < 0.75:
            return f"{place} {self.endings.draw(random)}"
        if form < 0.9:
            return f"{self.beginnings.draw(random)} {self.endings.draw(random)} ({place})"
        return f"{self.beginnings.draw(random)} {self.kinds.draw(random).lower()}"

    def summary(self, place: str, random: Random) -> str:
        text = f"For people in {place}." if happens(random, 0.3) else ""
        wanted = random.randint(SHORTEST, 200)
        while len(text) < wanted:
            longer = f"{text} {self._sentence(place, random)}".strip()
            if len(longer) > LONGEST:
                if len(text) >= SHORTEST:
                    break
                continue
            text = longer
        return text

    def _sentence(self, place: str, random: Random) -> str:
        """Draw a sentence, which speaks of the place where a shipped one speaks of any."""
        return self.sentences.draw(random).replace(HERE, place)

    def description(self, place: str, random: Random) -> str:
        """Make a few sentences more, which few services have."""
        if not happens(random, 0.2):
            return ""
        sentences = [self._sentence(place, random) for _number in range(random.randint(2, 5))]
        return " ".join([*sentences, f"We are near {place}."])


def _sentences(services: tuple[ServiceRow, ...]) -> list[str]:
    """Return every sentence of the summaries that is short enough, without where it is."""
    somewhere = _somewhere()
    found = (
        somewhere.sub(HERE, sentence)
        for row in services
        for sentence in re.split(r"(?<=[.])\s+(?=[A-Z])", row.summary)
    )
    return sorted({one.rstrip(".") + "." for one in found if 20 <= len(one) <= LONGEST - SHORTEST})


def _details(services: tuple[ServiceRow, ...]) -> list[str]:
    return sorted({row.accessibility_description for row in services} - {""})
