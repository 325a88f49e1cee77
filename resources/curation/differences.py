"""What differs between two versions of a listing: the field, the old value and the new one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as column
from typing import Any, Final

from resources.choices import KnownAnswer
from resources.curation.document import PLACE_KEYS, Document, places_of
from resources.curation.hours import is_period, period_text
from resources.regions import find_region

# What can hurt somebody when it is wrong comes first.
FIRST: Final = ("contacts", "places", "url", "hours", "terms", "areas", "organization")
UNTOLD: Final = frozenset({"record", "id"})
# Of a part: what its name says, and the numbers of sources, which mean nothing elsewhere.
TOLD_BY_NAME: Final = UNTOLD | {"channel", "label", "value", "name", "address_1", "city", "sources"}
ORDER: Final = "order"
REGION: Final = "region"
# How parts without an id are read out. PostgreSQL does not keep the order in which it got them.
IN_ORDER: Final = (
    *("region", "part", "days", "opens", "closes", "bank_holidays", "valid_from", "valid_to"),
    *("facts", "kind", "checked_on", "precision", "url"),
)

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field with its old and its new value as text; empty where there was or is none.

    `path` has the keys that lead to it; those of parts with an id have the id.
    """

    field: str
    old: str
    new: str
    path: Path = column(default=(), compare=False)


def differences(old: Document, new: Document) -> list[Difference]:
    """Return every field that differs, those that can hurt first.

    A part, such as a way of contact, is named as a person knows it: by what it is called, or else
    by its value. The order of parts is told where it differs between those that stay.
    """
    before, after = _with_places(old), _with_places(new)
    names = _names(before) | _names(after)
    fields = _differing(dict(_fields(before)), dict(_fields(after)))
    found = [_named(path, texts, names) for path, texts in [*fields, *_moved(before, after)]]
    return sorted(found, key=lambda difference: (_rank(difference.field), difference.field))


def as_lines(document: Document) -> Document:
    """Return a listing in which each way of contact and each place is one line of text.

    So two listings can be compared, whose parts have no id in common.
    """
    whole = _with_places(document)
    return {
        key: sorted(map(_line, value)) if _has_ids(value) else value for key, value in whole.items()
    }


def _line(part: Document) -> str:
    rest = {
        key: value
        for key, value in part.items()
        if key not in TOLD_BY_NAME and value != KnownAnswer.NOT_KNOWN
    }
    return f"{_name(part)} ({_text(rest)})" if rest else _name(part)


Texts = tuple[str, str]


def _differing(before: Mapping[Path, str], after: Mapping[Path, str]) -> list[tuple[Path, Texts]]:
    pairs = {path: (before.get(path, ""), after.get(path, "")) for path in {**before, **after}}
    return [(path, texts) for path, texts in pairs.items() if texts[0] != texts[1]]


def _moved(before: Document, after: Document) -> Iterator[tuple[Path, Texts]]:
    """Yield the lists whose parts stand in another order."""
    for key, parts in after.items():
        if not _has_ids(parts) or not _has_ids(before.get(key)):
            continue
        stays = _ids(parts) & _ids(before[key])
        was, now = (
            [part for part in listed if part["id"] in stays] for listed in (before[key], parts)
        )
        if [part["id"] for part in was] != [part["id"] for part in now]:
            yield (key, ORDER), ("\n".join(map(_name, was)), "\n".join(map(_name, now)))


def _ids(parts: Iterable[Document]) -> set[str]:
    return {part["id"] for part in parts}


def _with_places(document: Document) -> Document:
    """Return a listing with its places in one list: which is the first is their order."""
    rest = {name: value for name, value in document.items() if name not in PLACE_KEYS}
    places = places_of(document)
    return rest | ({"places": places} if places else {})


def _names(document: Document) -> dict[str, str]:
    """Return how a person knows each part, by its id."""
    lists = [value for value in document.values() if _has_ids(value)]
    return {part["id"]: _name(part) for parts in lists for part in parts}


def _name(part: Document) -> str:
    """Return "phone Office, 0114 496 0123" or "1 High Street, Sheffield"."""
    called = " ".join(part[key] for key in ("channel", "label") if part.get(key))
    where = [part[key] for key in ("value", "name", "address_1", "city") if part.get(key)]
    return ", ".join([*([called] if called else []), *where]) or str(part["address_visibility"])


def _named(path: Path, texts: Texts, names: Mapping[str, str]) -> Difference:
    return Difference(": ".join(names.get(key, key) for key in path), *texts, path)


def _place_of(key: str) -> tuple[int, str]:
    return IN_ORDER.index(key) if key in IN_ORDER else len(IN_ORDER), key


def _rank(field: str) -> int:
    part = field.split(": ")[0]
    return FIRST.index(part) if part in FIRST else len(FIRST)


def _fields(document: Document, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of each field."""
    for key, value in document.items():
        if key in UNTOLD:
            continue
        where = (*path, key)
        if isinstance(value, dict):
            yield from _fields(value, where)
        elif _has_ids(value):
            for part in value:
                yield from _fields(part, (*where, part["id"]))
        else:
            yield where, area_name(value) if key == REGION else _text(value)


def _has_ids(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(part, dict) and "id" in part for part in value)
    )


def area_name(slug: str) -> str:
    """Return the name of an area; what is no area any more stays as it is written."""
    area = find_region(slug)
    return area.name if area else slug


def _text(value: Any) -> str:
    """Return a value as a person reads it; each part of a list is a line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(_text(part) for part in value)
    if isinstance(value, dict) and is_period(value):
        return period_text(value)
    if isinstance(value, dict) and value.keys() <= {REGION, "part"} and REGION in value:
        return area_name(value[REGION]) + (" (part)" if value.get("part") else "")
    if isinstance(value, dict):
        named = ((key.replace("_", " "), value[key]) for key in sorted(value, key=_place_of))
        return ", ".join(f"{name}: {_text(part)}".replace("\n", " ") for name, part in named)
    return str(value)
