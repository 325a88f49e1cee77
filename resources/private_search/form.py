"""What a person asked, between the form they sent and the address that answers it.

A typed place is reduced to areas here and then dropped, also where it stands among words (`box`):
what goes on is the name of the place in our own tables, the codes of its areas, and the choices of
the form; where the nearest are asked for, also its point to about a kilometre. Typed words go on
as they are, but for postcodes, encrypted in the address of the answer. Nothing else is kept.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify

from resources.filters import ServiceFilter, start_in, start_of
from resources.language import LONGEST_TEXT, parse
from resources.models import current_tables
from resources.private_search.box import is_understood, read_box, without_postcodes
from resources.private_search.token import decrypt, encrypt
from resources.regions import Answer, Kind, Place, Sureness, find_region, resolve
from resources.search import current_index

# A form of ours sends less; more is somebody else's doing.
MOST_VALUES: Final = 40
MOST_PLACES: Final = 10
# More of a text is never read (`resources.language`).
LONGEST: Final = LONGEST_TEXT
# What holds a figure was meant as a postcode.
_CODED: Final = re.compile(r"\d").search
# What stands behind a name in a menu.
_COUNTED: Final = re.compile(r" \(\d+\)\Z")
# What was typed for a place and looked for as words.
WORDS: Final = "words"
# Names of a token's parts that are not parameters: a parameter never begins like this.
LABEL, NOTE, PLACES, REST = "_label", "_note", "_places", "_rest"
# What the tick sends where nobody knows yet from where; no parameter understands it.
FROM_PLACE: Final = "place"
NEEDS_PLACE: Final = "needs a place"
NO_POSTCODE: Final = "postcode not known"
# The field of a place holds what the page before had found, if the person has not changed it.
FOUND_BEFORE: Final = "place_found"


Parameters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place that the person may mean: its name, and the codes of its areas.

    `near` is where distances start, as `ServiceFilter.near` reads it, if the nearest are asked for.
    """

    label: str
    areas: tuple[str, ...]
    near: str = ""


@dataclass(frozen=True, slots=True)
class PrivateSearch:
    """A search by form, complete: `parameters` are those of `ServiceFilter`.

    `place` is the name of the place in our tables. `note` says what the page tells about it: "" for
    nothing, "words" where no place was meant, "nothing found", "perhaps meant", "several places",
    "border of nations", "postcode not known", "needs a place" to be near, or where outside the
    country. `choices` are the places that were meant perhaps. `rest` are the words without those
    that name the place, for another place or none; None where they stay as they are.
    """

    parameters: Parameters = field(default_factory=dict)
    place: str = ""
    note: str = ""
    choices: tuple[PlaceChoice, ...] = ()
    rest: str | None = None

    def with_parameters(self, parameters: Iterable[tuple[str, str]]) -> "PrivateSearch":
        """Return the same search with other parameters; the place goes when its areas go."""
        grouped: dict[str, tuple[str, ...]] = {}
        for name, value in parameters:
            grouped[name] = (*grouped.get(name, ()), value)
        if grouped.get("region") == self.parameters.get("region"):
            return PrivateSearch(grouped, self.place, rest=self.rest)
        return PrivateSearch(self._elsewhere(grouped))

    def for_place(self, choice: PlaceChoice) -> "PrivateSearch":
        """Return the same search for one of the places to choose from."""
        parameters = {**self._elsewhere(self.parameters), "region": choice.areas}
        return PrivateSearch(_starting(parameters, choice.near), choice.label)

    def _elsewhere(self, parameters: Parameters) -> Parameters:
        """Return parameters whose words do not name the place of this search."""
        if self.rest is None or "words" not in parameters:
            return parameters
        others = {name: values for name, values in parameters.items() if name != "words"}
        return {**others, "words": (self.rest,)} if self.rest else others

    @property
    def data(self) -> QueryDict:
        """The parameters as a filter set reads them."""
        data = QueryDict(mutable=True)
        for name, values in self.parameters.items():
            data.setlist(name, list(values))
        return data


def read_form(form: MultiValueDict[str, str]) -> PrivateSearch:
    """Read a posted form. Unknown fields are dropped; a typed place outranks a chosen area.

    The box of words is read for a place as well, unless a place was typed by itself. What is typed
    for a place and is none, such as "someone to talk to", is looked for as words.
    """
    known = {
        name: tuple(value[:LONGEST] for value in form.getlist(name)[:MOST_VALUES] if value)
        for name in ServiceFilter.base_filters
    }
    known["region"] = tuple(area_code(text) for text in known["region"])
    # Only what is made here goes on: a postcode could stand in this field as well.
    known["near"] = (FROM_PLACE,) if known["near"] else ()
    box = next((text for text in known.pop("words") if text.strip()), "")
    search = PrivateSearch({name: values for name, values in known.items() if values})
    linked = form.get("near", "")
    place = form.get("place", "").strip()
    is_found_before = bool(place) and place == form.get(FOUND_BEFORE, "").strip()
    if not box:
        return _at_place(search, place, linked)
    if place and not is_found_before:
        return _at_place(_with_words(search, without_postcodes(box)), place, linked)
    return _with_box(search, box, place, linked)


def _with_box(search: PrivateSearch, box: str, place: str, linked: str) -> PrivateSearch:
    """Put the text of the one box into a search, and the place found before where it has none."""
    read = read_box(box, current_index())
    worded = _with_words(search, read.words)
    if read.place is not None:
        return replace(_placed(worded, read.place), rest=read.rest)
    placed = _at_place(worded, place, linked)
    if read.has_unknown_postcode:
        return replace(placed, note=NO_POSTCODE)
    if not read.offered or placed.place:
        return placed
    is_near = "near" in placed.parameters
    choices = tuple(_choice(place, is_near) for place in read.offered[:MOST_PLACES])
    return replace(placed, note=Kind.SLIP.value, choices=choices, rest=read.rest)


def _with_words(search: PrivateSearch, words: str) -> PrivateSearch:
    if not words.strip():
        return search
    return replace(search, parameters={**search.parameters, "words": (words,)})


def _at_place(search: PrivateSearch, typed: str, linked: str) -> PrivateSearch:
    if not typed:
        return _in_area(search, linked)
    answer = resolve(typed, current_tables(), current_index().lexicon.knows)
    if answer.kind is Kind.NOTHING and _are_words(search, typed):
        read = _with_box(search, typed[:LONGEST], "", linked)
        return replace(read, note=WORDS) if read.note in {"", NEEDS_PLACE} else read
    return _placed(search, answer)


def _are_words(search: PrivateSearch, typed: str) -> bool:
    """Tell whether a text that is no place finds services by its words, just as they are."""
    if "words" in search.parameters or _CODED(typed):
        return False
    lexicon = current_index().lexicon
    text = parse(typed, lexicon)
    is_plain = all(lexicon.knows(word) for word in text.spoken)
    return not text.corrected and (is_plain or is_understood(text) or text.mention is not None)


def area_code(text: str) -> str:
    """Return the code of an area that a form names, or the text itself when there is none.

    The menu sends names, with the count that stands behind them: beside 377 of them, as many codes
    would be a tenth of the page.
    """
    region = find_region(slugify(_COUNTED.sub("", text)))
    return region.code if region else text


def _starting(parameters: Parameters, near: str) -> Parameters:
    """Return parameters whose distances start somewhere, if the nearest was asked for."""
    return {**parameters, "near": (near,)} if "near" in parameters and near else parameters


def _in_area(search: PrivateSearch, linked: str = "") -> PrivateSearch:
    """Let distances start in the area chosen, or in one that a link named; ask for a place else."""
    if "near" not in search.parameters:
        return search
    codes = (*search.parameters.get("region", ()), linked)
    area = next((found for code in codes if (found := find_region(code))), None)
    start = start_in([area]) if area else None
    if start is None:
        return replace(search, note=search.note or NEEDS_PLACE)
    return replace(search, parameters=_starting(search.parameters, start.code))


def _placed(search: PrivateSearch, answer: Answer) -> PrivateSearch:
    """Put a place into a search, or the reason for which there is none."""
    others = {name: values for name, values in search.parameters.items() if name != "region"}
    is_near = "near" in others
    choices = tuple(_choice(place, is_near) for place in answer.places[:MOST_PLACES])
    if answer.kind is Kind.NOT_SAID:
        return _in_area(PrivateSearch(others))
    if answer.kind is Kind.BORDER:
        areas = tuple(code for choice in choices for code in choice.areas)
        everywhere = PrivateSearch(
            _starting({**others, "region": tuple(dict.fromkeys(areas))}, choices[0].near)
        )
        return replace(everywhere, note=answer.kind.value, choices=choices)
    if answer.is_outside:
        # A hamlet here may have a country's name; an island is its own answer.
        here = choices if answer.kind is Kind.OVERSEAS else ()
        return PrivateSearch(others, note=answer.kind.value, choices=here)
    if not answer.places or answer.sureness is Sureness.UNSURE:
        return PrivateSearch(others, note=answer.kind.value, choices=choices)
    first, *rest = choices
    note = Kind.SEVERAL.value if rest else ""
    return replace(PrivateSearch(others).for_place(first), note=note, choices=tuple(rest))


def _choice(place: Place, is_near: bool) -> PlaceChoice:
    """Return a place as a token can carry it, with its point only if the nearest is asked for."""
    start = start_of(place) if is_near else None
    areas = tuple(area.code for area in place.areas)
    return PlaceChoice(place.label, areas, start.code if start else "")


def encrypt_search(search: PrivateSearch, now: datetime) -> str:
    """Return the token that stands for a search; `now` is aware."""
    state: dict[str, list[str]] = {name: list(v) for name, v in search.parameters.items()}
    state[LABEL] = [search.place] if search.place else []
    state[NOTE] = [search.note] if search.note else []
    state[PLACES] = [
        "|".join((choice.label, choice.near, *choice.areas)) for choice in search.choices
    ]
    state[REST] = [] if search.rest is None else [search.rest]
    return encrypt(state, now)


def decrypt_search(token: str, now: datetime) -> PrivateSearch:
    """Return the search behind a token; StaleTokenError when it is too old or not ours."""
    state = decrypt(token, now, timedelta(minutes=settings.SEARCH_TOKEN_MINUTES))
    choices = []
    for text in state.pop(PLACES, []):
        label, near, *areas = text.split("|")
        choices.append(PlaceChoice(label, tuple(areas), near))
    return PrivateSearch(
        place=_first(state.pop(LABEL, [])),
        note=_first(state.pop(NOTE, [])),
        choices=tuple(choices),
        rest=next(iter(state.pop(REST, [])), None),
        parameters={name: tuple(values) for name, values in state.items()},
    )


def _first(values: list[Any]) -> str:
    return str(values[0]) if values else ""
