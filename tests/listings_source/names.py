"""Ids, codes and slugs: those of the shipped listings stay, new ones are made of the name alone.

The same names give the same results on every run, so that a second run writes the same bytes.
"""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Iterator
from typing import Any, Final

from resources.validators import ALPHABET, CODE_LENGTH

Row = dict[str, Any]

NAMESPACE: Final = uuid.UUID("5b0f3c52-6c8e-5f0a-9d3c-3f7c1a6e2b90")
LONGEST_SLUG: Final = 80


def made_id(kind: str, name: str) -> str:
    """Return the id of a new row."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}:{name}"))


def codes_of(kind: str, name: str) -> Iterator[str]:
    """Yield codes for a name, the first of which that is free is taken."""
    attempt = 0
    while True:
        number = int.from_bytes(hashlib.sha256(f"{kind}:{name}:{attempt}".encode()).digest())
        letters = []
        for _ in range(CODE_LENGTH):
            number, rest = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[rest])
        yield "".join(letters)
        attempt += 1


def slugs_of(name: str) -> Iterator[str]:
    """Yield slugs for a name, the first of which that is free is taken."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore")
    words = re.findall(r"[a-z0-9]+", plain.decode().lower().replace("'", ""))
    slug = "-".join(words)
    while len(slug) > LONGEST_SLUG - 3:
        slug = slug.rpartition("-")[0]
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1


class Names:
    """What is taken already, of one kind of row."""

    def __init__(self, kind: str, shipped: list[Row]) -> None:
        self.kind = kind
        self.ids = {row["id"] for row in shipped}
        self.codes = {row["code"] for row in shipped}
        self.slugs = {row["slug"] for row in shipped}

    def new(self, name: str) -> Row:
        """Return the id, code and slug of a new row."""
        code = next(one for one in codes_of(self.kind, name) if one not in self.codes)
        slug = next(one for one in slugs_of(name) if one not in self.slugs)
        # The slug tells two rows of one name apart.
        key = made_id(self.kind, name)
        key = made_id(self.kind, f"{name}:{slug}") if key in self.ids else key
        self.ids.add(key)
        self.codes.add(code)
        self.slugs.add(slug)
        return {"id": key, "code": code, "slug": slug}
