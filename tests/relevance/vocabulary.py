"""The terms, areas and ways of contact that a condition of the table may name."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parents[2] / "resources" / "data"
# They come with the second version of the listings. The table may name them already.
COMING: Final = frozenset({"audience/adults", "type/pets"})
CHANNELS: Final = frozenset(
    {
        "phone",
        "text",
        "webchat",
        "email",
        "web_form",
        "whatsapp",
        "video_bsl",
        "relay_uk",
        "in_person",
        "post",
        "website",
    }
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What there is to name: terms with those below them, areas with those around them."""

    terms: Mapping[str, frozenset[str]]
    codes: Mapping[str, str]
    parents: Mapping[str, str]

    def lineage(self, code: str) -> frozenset[str]:
        """Return an area and all that it lies in; an unknown code is an error, not an area."""
        around = {code}
        while code := self.parents[code]:
            around.add(code)
        return frozenset(around)


def _terms(path: Path) -> dict[str, frozenset[str]]:
    """Return each term as `taxonomy/slug`, with itself and the terms below it."""
    below: dict[str, set[str]] = {name: {name} for name in COMING}
    for taxonomy in json.loads(path.read_text(encoding="utf-8"))["taxonomies"]:
        for term in taxonomy["terms"]:
            name = f"{taxonomy['slug']}/{term['slug']}"
            below.setdefault(name, set()).add(name)
            if parent := term.get("parent"):
                below.setdefault(f"{taxonomy['slug']}/{parent}", set()).add(name)
    return {name: frozenset(names) for name, names in below.items()}


@cache
def vocabulary() -> Vocabulary:
    """Return the terms and areas that the project ships."""
    with (DATA / "places" / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Vocabulary(
        terms=_terms(DATA / "terms.json"),
        codes={row["slug"]: row["code"] for row in rows},
        parents={row["code"]: row["parent_code"] for row in rows},
    )
