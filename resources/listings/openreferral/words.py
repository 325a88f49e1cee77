"""What words of others mean here: the curated file `data/openreferral_terms.json`, and no guess."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from resources.choices import LANGUAGE_NAMES, OUR_PREFIX
from resources.listings.openreferral.cleaning import Notes, parts, said
from resources.listings.openreferral.feeds import Json
from resources.listings.openreferral.ours import term_of
from resources.models.keys import name_key
from resources.regions import RegionRecord, Tables, find_region, resolve
from resources.regions.answers import Kind, Precision, Sureness

FILE: Final = Path(__file__).parents[2] / "data" / "openreferral_terms.json"
Terms = dict[str, list[str]]
_ONS: Final = re.compile(r"(?<![A-Za-z0-9])[EWSNKLM][0-9]{8}(?![0-9])")
# A name of these is an area, or lies in one that it is a part of.
_WHOLE: Final = frozenset(
    {Precision.DISTRICT, Precision.COUNTY, Precision.REGION, Precision.NATION, Precision.COUNTRY}
)
_WITHIN: Final = frozenset({Precision.TOWN, Precision.VILLAGE})


@dataclass(frozen=True, slots=True)
class Words:
    """The curated file: each name as its words in small letters."""

    terms: Mapping[str, tuple[str, ...]]
    uris: Mapping[str, tuple[str, ...]]
    areas: Mapping[str, tuple[str, ...]]
    refuge: tuple[str, ...]
    # Every term there is here, as taxonomy and slug.
    known: frozenset[str]


def shipped_words(known: Iterable[tuple[str, str]]) -> Words:
    """Return the file as shipped, for the terms that there are: taxonomy and slug of each."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    return Words(
        {name_key(name): tuple(meant) for name, meant in content["names"].items()},
        {uri.rstrip("/"): tuple(meant) for uri, meant in content["uris"].items()},
        {name_key(name): tuple(meant) for name, meant in content["areas"].items()},
        tuple(name_key(words) for words in content["refuges"]),
        frozenset(f"{taxonomy}/{slug}" for taxonomy, slug in known),
    )


def is_of_refuge(texts: Iterable[str], words: Words) -> bool:
    """Tell whether some texts speak of a place that nobody may find."""
    told = f" {name_key(' '.join(texts))} "
    return any(f" {one} " in told for one in words.refuge)


def attributes(service: Json) -> list[Json]:
    """Return the terms that a service is given: of HSDS 3, and of both shapes of HSDS 2."""
    found = []
    for one in parts(service, "attributes", "service_attributes", "service_taxonomies",
                     "service_taxonomy", "service_attribute"):  # fmt: skip
        terms = parts(one, "taxonomy_term", "taxonomy")
        found += terms or ([one] if said(one, "name") else [])
    return found


def terms_of(service: Json, words: Words, notes: Notes) -> Terms:
    """Return our terms of a service; what the file does not know is told and left out."""
    found: dict[str, set[str]] = {}
    for term in attributes(service):
        meant = _meant(term, words)
        if meant is None:
            notes.unknown_terms.append(_called(term))
        for one in words.known.intersection(meant or ()):
            taxonomy, _slash, slug = one.partition("/")
            found.setdefault(taxonomy, set()).add(slug)
    return {taxonomy: sorted(slugs) for taxonomy, slugs in sorted(found.items())}


def _meant(term: Json, words: Words) -> tuple[str, ...] | None:
    own = term_of(term)
    if own in words.known:
        return (own,)
    uri = said(term, "term_uri").rstrip("/")
    if uri in words.uris:
        return words.uris[uri]
    return words.terms.get(name_key(said(term, "name") or said(term, "term")))


def _called(term: Json) -> str:
    named = said(term, "name") or said(term, "term") or said(term, "id") or "a term without a name"
    return " ".join(named.split())[:60]


def areas_of(service: Json, words: Words, tables: Tables, notes: Notes) -> list[Json]:
    """Return the areas served: by ONS code, by the curated file, or by a name that only one has."""
    found: dict[str, bool] = {}
    places = parts(service, "service_areas", "service_area")
    for visit in parts(service, "service_at_locations"):
        places += parts(visit, "service_areas")
    for one in places:
        meant = _areas(one, words, tables)
        if not meant:
            called = said(one, "name") or said(one, "service_area") or said(one, "uri")
            notes.add("service_areas", f"no area is {called[:60]!r}, and it was left out")
        for slug, is_part in meant.items():
            # The whole of an area holds its parts.
            is_partial = is_part or one.get(f"{OUR_PREFIX}is_partial") is True
            found[slug] = found.get(slug, True) and is_partial
    return [_area(slug, is_part=part) for slug, part in sorted(found.items())]


def _area(slug: str, *, is_part: bool) -> Json:
    return {"region": slug, **({"part": True} if is_part else {})}


def _areas(one: Json, words: Words, tables: Tables) -> dict[str, bool]:
    """Return slugs of areas, and whether only a part of each is meant; a code counts before words.

    A code that is none of ours (a ward) is not looked for by its name: it would be made wider.
    """
    for key in ("uri", "extent", "id"):
        code = _ONS.search(said(one, key))
        if code:
            region = find_region(code[0])
            return {region.slug: False} if region else {}
    for key in ("name", "service_area", "extent"):
        name = said(one, key)
        if name_key(name) in words.areas:
            return dict.fromkeys(words.areas[name_key(name)], False)
        named = named_areas(name, tables) if name else {}
        if named:
            return {region.slug: part for region, part in named.items()}
    return {}


def named_areas(name: str, tables: Tables) -> dict[RegionRecord, bool]:
    """Return the areas that a name means for certain, each with whether it is a part of it."""
    region = find_region(name)
    if region is not None:
        return {region: False}
    answer = resolve(name, tables)
    if answer.kind != Kind.ONE or answer.sureness != Sureness.CERTAIN:
        return {}
    if answer.precision not in _WHOLE | _WITHIN:
        return {}
    is_part = answer.precision in _WITHIN
    return dict.fromkeys(answer.places[0].areas, is_part)


def languages_of(service: Json, notes: Notes) -> list[str]:
    """Return codes of the languages in which a service is given."""
    names = {str(name).casefold(): code for code, name in LANGUAGE_NAMES.items()}
    found = set()
    for one in parts(service, "languages"):
        typed = [text for key in ("code", "name", "language") if (text := said(one, key))]
        code = next(
            (
                known
                for text in typed
                if (known := text.lower() if text.lower() in LANGUAGE_NAMES else names.get(
                    text.casefold()))
            ),
            None,
        )  # fmt: skip
        if code:
            found.add(code)
        elif typed:
            notes.add("languages", f"no language is {typed[0][:40]!r}, and it was left out")
    return sorted(found)
