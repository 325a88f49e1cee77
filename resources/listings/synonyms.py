"""Groups of synonyms, from the shipped data."""

import json
import uuid
from pathlib import Path
from typing import Final

from django.db import transaction

from resources.models import SynonymGroup

SYNONYMS: Final = Path(__file__).parents[1] / "data" / "synonyms.json"
# Ids are made from the keys of the file: every copy of the directory has the same.
NAMESPACE: Final = uuid.UUID("a3c5a0b2-2f6e-5d1d-8f0e-0d0b8a5f6c11")


@transaction.atomic
def load_synonyms(path: Path = SYNONYMS) -> int:
    """Add the shipped groups and refresh those that nobody has changed; return how many there are.

    A group whose words staff have changed, or that they no longer use, stays as they left it.
    Nothing is deleted.
    """
    raw = json.loads(path.read_text(encoding="utf-8"))["groups"]
    there = {group.pk: group for group in SynonymGroup.objects.all()}
    rows = []
    for group in raw:
        key = uuid.uuid5(NAMESPACE, group["key"])
        known = there.get(key)
        if known is None or (known.words == known.shipped and known.words != group["words"]):
            rows.append(
                SynonymGroup(
                    id=key,
                    words=group["words"],
                    shipped=group["words"],
                    note=group["note"],
                    is_used=known.is_used if known else True,
                )
            )
    SynonymGroup.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["words", "shipped", "note"],
    )
    return len(raw)
