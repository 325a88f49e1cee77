"""What a partner's developer reads: a start, recipes, each field, limits, promises, a licence.

What a field means comes from `fields.json`, as in the description for programs, and what an error
means from `problems.py`. The code of a recipe is a file in `recipes/`, one for each language; a
test runs them all.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from resources.api.v1.asked import MOST_IDS
from resources.api.v1.description import fields
from resources.api.v1.serializers.display import CC0, attribution

FOLDER: Final = Path(__file__).with_name("recipes")
LANGUAGES: Final = {"curl": "curl", "python": "Python (httpx)", "javascript": "JavaScript"}
# The host of the files, in whose place the page puts its own.
HOST: Final = "https://directory.example/"


@dataclass(frozen=True, slots=True)
class Code:
    """A recipe in one language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the guide; `name` is the end of its address, and that of its files."""

    name: str
    title: str
    paragraphs: Sequence[str]
    codes: Sequence[Code] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """What a field means, and what one looks like; `example` is empty for a part of its own."""

    name: str
    about: str
    example: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer with its fields."""

    name: str
    fields: Sequence[Field]


# Each with the files of its name.
RECIPES: Final = (
    (
        "start",
        "Start in five minutes",
        "Ask for an area and a kind of help. You need no key. You get a page of the list, with "
        "each number in it.",
        "A slip is an error, and never the whole list. The message says which part was wrong.",
    ),
    (
        "copy",
        "Keep a full copy",
        "Do this each night. Follow `next` to the last page. Each page has a `revision`. Is it not "
        "the same on all of them? Then the list changed while you read it: begin again.",
        "Put what you read in the place of your old copy. Do not add to the old one. What is not "
        "in the new list must not stay.",
    ),
    (
        "changes",
        "Keep a copy in step",
        "Begin at the start, and ask for `next` until a page has no items. Keep that `next` with "
        "your copy. Go on from there every quarter of an hour, and once a day at least.",
        "Each item says what to do: put `data` in the place of your record, or delete yours. With "
        "filters the copy of a part is exact: what has left it is told as deleted.",
        "What only the clock changes is not in `data`, such as `intervals`. Ask for the record "
        "when you show that.",
        "Did `modified` grow by a billion? We took back a backup. Read all of it again into an "
        "empty copy.",
    ),
    (
        "bulk",
        "Take all of it in one file",
        "One file has a record on each line. There are tables and a map too: the list says which.",
        "Once a day the files are signed. The list then names a `manifest` with the digest of each "
        "file, and its `signature`.",
    ),
    (
        "cache",
        "Ask only for what is new",
        "Each answer has an `ETag`. Send it back as `If-None-Match`. If nothing is new you get 304 "
        "and no text.",
        "Lists and records say `no-store`. A person may read your page at home, next to who hurts "
        "them. Their browser must not keep what they looked for. Keep your copy on your server.",
        "The lists of areas and terms say `public`. You may keep those for five minutes.",
    ),
    (
        "hours",
        "Show when somebody answers",
        "Each contact has `intervals`. They are times with their own offset. They end at "
        "`intervals_until`.",
        "`null` means that we do not know. `is_sure` is false on a bank holiday of which nobody "
        "told us. Then say that you do not know. Never say that it is closed.",
    ),
    (
        "removals",
        "Delete what was removed",
        "Read this list at least once a day. Delete your copy of each one in it. A number or an "
        "address in it may put somebody at risk.",
        "Ask for one that was removed, and you get 410 with the same words.",
    ),
    (
        "post",
        "Put a list in a post",
        "This makes the lines of a list on your server. Run it once a day: each record says in "
        "`must_refresh_by` how long it may be shown.",
        "You do not write code? Then copy a list from our page for posts. It is linked above.",
    ),
)
RULES: Final = (
    Section(
        "display",
        "What a screen must show",
        (
            "Each record has a field `display`. It names what belongs together, what you must show "
            "and what you must not.",
            "Show the date of a check beside the number. After `must_refresh_by` take the copy "
            "away, or read it again.",
            "A field with no value is `null`, an empty text, an empty list or `not_known`. Each "
            "means that nobody told us. It never means no.",
        ),
    ),
    Section(
        "limits",
        "Limits",
        (
            f"One address may ask {settings.API_REQUESTS_A_MINUTE} times a minute. A burst of 100 "
            "is fine. `RateLimit` says how much is left, and `RateLimit-Policy` what the rule is.",
            "Too many? You get 429. Wait for as many seconds as `Retry-After` says.",
            f"A page has at most 500 records. You can ask for {MOST_IDS} by `id` at once.",
            "We count in memory. We do not write down who asks.",
        ),
    ),
    Section(
        "versions",
        "What stays the same",
        (
            "The 1 in the address is the version. In it no field goes away, and none gets another "
            "meaning. An address stays. An `id` stays.",
            "New fields, new values of a list and new addresses may come. Write your program so "
            "that it skips what it does not know.",
            "Should we need a version 2, then both run side by side for a year or more. Answers of "
            "version 1 then say so in the headers `Deprecation` and `Sunset`.",
        ),
    ),
    Section(
        "changelog",
        "What is new",
        (
            "29 November 2026. Errors are `application/problem+json`. A value that is left blank "
            "is an error. A page may have 500 records. `id`, `fields`, `include` and `ordering` "
            "are new, and so is `revision`.",
            "Records have `intervals`, `e164`, `href`, `display`, `licence` and "
            "`must_refresh_by`. Answers have an `ETag`, and say how much is left of your limit.",
            "`/api/v1/changes/` is new: follow it to keep a copy in step. `/api/v1/bulk/` is new: "
            "all of it in single files.",
        ),
    ),
)


@cache
def recipes() -> tuple[Section, ...]:
    """Return each recipe with its code in every language."""
    return tuple(Section(name, title, told, [*_codes(name)]) for name, title, *told in RECIPES)


def _codes(name: str) -> Iterable[Code]:
    for language, shown in LANGUAGES.items():
        text = FOLDER.joinpath(f"{name}.{language}.txt").read_text(encoding="utf-8")
        yield Code(shown, text)


@cache
def parts() -> tuple[Part, ...]:
    """Return every field of every answer, as the description for programs has it."""
    own: Mapping[str, Mapping[str, Any]] = fields()
    listed = own["Service"].keys()
    return tuple(
        Part(
            name,
            [
                Field(field, told["about"], _example(told))
                for field, told in meanings.items()
                # A whole record has these too; they are told once.
                if not (name == "ServiceDetail" and field in listed)
            ],
        )
        for name, meanings in own.items()
    )


def _example(told: Mapping[str, Any]) -> str:
    return json.dumps(told["example"], ensure_ascii=False) if "example" in told else ""


def licence_text() -> str:
    """Return the words that a page with our records shows."""
    return f"{attribution()} {settings.SITE_NAME}: CC0 1.0, {CC0}"
