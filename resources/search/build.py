"""Making the index from entries, and letting it follow what has changed.

What changed since is asked for alone; everything is built again only when much has changed.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar
from uuid import UUID

from django.conf import settings

from resources.language import Lexicon, Words, words_of
from resources.models import Change, DataRevision, PublishedRecord
from resources.regions import Point
from resources.search.bitset import bitset
from resources.search.dialled import Dialled, ends_of
from resources.search.entry import Entry
from resources.search.facets import FACETS
from resources.search.hours import Hours
from resources.search.index import Index
from resources.search.reading import all_terms, read_entries
from resources.search.standing import MARKS_OF_TERMS, marks_of, standing
from resources.search.vocabulary import current_thesaurus
from resources.validators import DIALLED

# More changes than this are not picked out one by one.
MUCH: Final = 1_000
# So many entries are read and put in at a time.
CHUNK: Final = 2_000
Key = TypeVar("Key")
Slots = dict[Key, "array[int]"]


def new_slots() -> "array[int]":
    """Return an empty list of slots, of four bytes each."""
    return array("I")


@dataclass
class _Slots:
    """The slots of entries by what they answer, before they become sets."""

    facets: Slots[tuple[str, str]] = field(default_factory=lambda: defaultdict(new_slots))
    marks: Slots[str] = field(default_factory=lambda: defaultdict(new_slots))
    areas: Slots[str] = field(default_factory=lambda: defaultdict(new_slots))
    numbers: dict[str, list[Dialled]] = field(default_factory=lambda: defaultdict(list))
    hours: Slots[Hours] = field(default_factory=lambda: defaultdict(new_slots))
    free_lines: Slots[Hours] = field(default_factory=lambda: defaultdict(new_slots))
    # Of those that have any.
    points: dict[int, list[Point]] = field(default_factory=dict)

    def add(self, entries: Mapping[int, Entry]) -> None:
        """Put some entries in, by their slots."""
        # Many entries answer the same values of a facet: those are put in together.
        alike: Slots[tuple[str, frozenset[str]]] = defaultdict(new_slots)
        terms: Slots[frozenset[tuple[str, frozenset[str]]]] = defaultdict(new_slots)
        for slot, entry in entries.items():
            for name, facet in FACETS.items():
                alike[name, frozenset(facet(entry))].append(slot)
            # Not a parameter: who is named as the audience, and not only welcome.
            alike["", entry.terms.get("audience", frozenset())].append(slot)
            terms[frozenset(entry.terms.items())].append(slot)
            self._add_facts(slot, entry)
        for slots in terms.values():
            for name, holds in MARKS_OF_TERMS.items():
                if holds(entries[slots[0]]):
                    self.marks[name].extend(slots)
        for (name, values), slots in alike.items():
            for value in values:
                self.facets[name, value].extend(slots)

    def _add_facts(self, slot: int, entry: Entry) -> None:
        if points := [place.point for place in entry.places if place.point]:
            self.points[slot] = points
        for contact in entry.contacts:
            if contact.channel in DIALLED:
                for end in ends_of(contact.value):
                    self.numbers[end].append((contact.value, slot))
        _append(self.marks, marks_of(entry), slot)
        _append(self.areas, entry.areas, slot)
        _append(self.hours, entry.hours, slot)
        _append(self.free_lines, entry.free_lines, slot)


def _append(groups: Slots[Key], keys: Iterable[Key], slot: int) -> None:
    for key in keys:
        groups[key].append(slot)


def build(revision: int) -> Index:
    """Build the whole index from the database."""
    return _with_entries(Index(revision), None)


def update(index: Index, revision: int) -> Index:
    """Return the index for a later revision: only what has changed since is asked for."""
    recent = PublishedRecord.objects.filter(revision__gt=index.revision)
    changed = list(recent.values_list("service", flat=True)[: MUCH + 1])
    # Slots of what has gone stay, and each change takes a new one: at some time most are empty.
    is_hollow = index.size > 2 * len(index.slots) + MUCH
    if revision < index.revision or len(changed) > MUCH or is_hollow:
        return build(revision)
    gone = _gone(index, revision, changed)
    gone |= {index.slots[service] for service in changed if service in index.slots}
    return follow(index, revision, gone, changed)


def _gone(index: Index, revision: int, changed: Sequence[UUID]) -> set[int]:
    """Return the slots of services that are not public any more; `changed` are public.

    Nearly always they stand among the changes that copies follow, and are as many as are missing.
    Else, or where something else was published meanwhile, all that is public is read.
    """
    moved = Change.objects.filter(revision__gt=index.revision).order_by()
    left = set(moved.values_list("pk", flat=True)[:MUCH]).difference(changed)
    came = sum(service not in index.slots for service in changed)
    missing = len(index.slots) + came - PublishedRecord.objects.count()
    gone = {index.slots[service] for service in left if service in index.slots}
    if len(gone) == missing and DataRevision.objects.current() == revision:
        return gone
    public = set(PublishedRecord.objects.values_list("service", flat=True))
    return {slot for service, slot in index.slots.items() if service not in public}


def follow(index: Index, revision: int, gone: set[int], changed: Sequence[UUID]) -> Index:
    """Return the index without some slots, and with some services as they are now."""
    followed = _with_entries(_without(index, revision, gone), changed, gone)
    followed.take_over(index)
    return followed


def _without(index: Index, revision: int, gone: set[int]) -> Index:
    """Return the index without some slots, which stay empty from now on."""
    kept = ~bitset(gone, index.size)
    slots = dict(index.slots)
    for slot in gone:
        del slots[index.services[slot]]
    return replace(
        index,
        revision=revision,
        slots=slots,
        all=index.all & kept,
        facets=_left(index.facets, kept),
        marks=_left(index.marks, kept),
        areas=_left(index.areas, kept),
        points=index.points.without(gone),
    )


def _with_entries(
    index: Index, changed: Sequence[UUID] | None, gone: Collection[int] = ()
) -> Index:
    """Return the index with some services put in: those that changed, or all where None.

    `gone` are the slots that it lost just before.
    """
    services, standings, names = list(index.services), list(index.standings), list(index.names)
    checked_on = list(index.checked_on)
    slots, groups = dict(index.slots), _Slots()
    for entries in () if changed == [] else read_entries(changed, CHUNK):
        placed: dict[int, Entry] = {}
        for entry in entries:
            slot = slots[entry.service] = len(services)
            services.append(entry.service)
            standings.append(standing(entry))
            names.append(_spoken_names(entry))
            checked_on.append(entry.checked_on.toordinal() if entry.checked_on else 0)
            placed[slot] = entry
        index.texts.add((slot, _names(entry), entry.summary) for slot, entry in placed.items())
        groups.add(placed)
    size = len(services)
    return replace(
        index,
        services=services,
        slots=slots,
        all=index.all | bitset(range(index.size, size), size),
        facets=_joined(index.facets, _sets(groups.facets, size)),
        marks=_joined(index.marks, _sets(groups.marks, size)),
        areas=_joined(index.areas, _sets(groups.areas, size)),
        numbers=_with_numbers(index.numbers, groups.numbers),
        hours=_longer(index.hours, groups.hours),
        free_lines=_longer(index.free_lines, groups.free_lines),
        points=index.points.with_points(groups.points),
        standings=standings,
        names=names,
        checked_on=checked_on,
        terms=tuple(all_terms()),
        lexicon=_lexicon(index, names, gone, slots.values()),
    )


def _names(entry: Entry) -> str:
    """Return the names of a service, a line for each."""
    return "\n".join((entry.name, *entry.other_names))


def _spoken_names(entry: Entry) -> str:
    """Return the names of a service, a line of words for each."""
    return "\n".join(" ".join(words_of(name)) for name in (entry.name, *entry.other_names))


def _lexicon(
    index: Index, names: Sequence[str], gone: Iterable[int], slots: Collection[int]
) -> Lexicon:
    """Return what words mean now, with those of the names of services.

    The index is that before `names` grew, and after some slots have `gone`.
    """
    thesaurus, known = current_thesaurus(), index.lexicon.vocabulary
    if thesaurus is not index.lexicon.thesaurus:
        named = _words_of(names[slot] for slot in slots)
        return Lexicon(
            thesaurus, Words(thesaurus.english_vocabulary | named), settings.PHONE_REGION
        )
    came = _words_of(names[index.size :])
    # The name of a service that has gone is no word to be suggested.
    lost = _words_of(names[slot] for slot in gone) - came - thesaurus.english_vocabulary
    lost -= _found(lost, (names[slot] for slot in slots)) if lost else set()
    if not lost and came <= known:
        return index.lexicon
    return replace(index.lexicon, vocabulary=Words((known | came) - lost))


def _words_of(names: Iterable[str]) -> set[str]:
    return {word for some in names for word in some.split()}


def _found(words: Collection[str], names: Iterable[str]) -> set[str]:
    """Return those of some words that stand in names."""
    # To look for some letters is much quicker than to part every name into words.
    some = "\n".join(name for name in names if any(word in name for word in words))
    return set(words) & set(some.split())


def _longer(known: Mapping[Key, Sequence[int]], came: Slots[Key]) -> dict[Key, Sequence[int]]:
    """Return the slots by key with some that came; those of services that have gone stay."""
    return {**known, **{key: array("I", (*known.get(key, ()), *came[key])) for key in came}}


def _with_numbers(
    known: Mapping[str, Sequence[Dialled]], came: Mapping[str, Sequence[Dialled]]
) -> dict[str, Sequence[Dialled]]:
    """Return the numbers by their last figures with some that came."""
    return {**known, **{key: [*known.get(key, ()), *some] for key, some in came.items()}}


def _sets(groups: Slots[Key], size: int) -> dict[Key, int]:
    return {key: bitset(slots, size) for key, slots in groups.items()}


def _left(sets: Mapping[Key, int], kept: int) -> dict[Key, int]:
    """Return what is left of sets; of some nothing may be."""
    return {key: left for key, services in sets.items() if (left := services & kept)}


def _joined(first: Mapping[Key, int], second: Mapping[Key, int]) -> dict[Key, int]:
    return {key: first.get(key, 0) | second.get(key, 0) for key in {**first, **second}}
