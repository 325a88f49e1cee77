"""Which organisation a row names: one that is there, or one that is new with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from django.utils.text import slugify
from pydantic import ValidationError

from resources.listings.plan import Action, Step
from resources.listings.reading import Line
from resources.listings.rows import OrganizationRow
from resources.listings.sheets import headings as names
from resources.listings.sheets.cells import EMPTY, Cell, text_of
from resources.models import Organization
from resources.validators import new_code

# The same rows have the same ids, so that a file that is sent again changes nothing.
SPACE: Final = UUID("6f0c2f58-3b6e-4f0e-9d7e-0a7b4d1c5e11")
SLUG_LENGTH: Final = 80


def free_slug(name: str, taken: Iterable[str]) -> str:
    """Return the slug of a name, with a number where it is another's."""
    base = slugify(name)[: SLUG_LENGTH - 5].strip("-") or "listing"
    used, slug, number = set(taken), base, 1
    while slug in used:
        number += 1
        slug = f"{base}-{number}"
    return slug


@dataclass(frozen=True, slots=True)
class NewOwner:
    """An organisation of a row; `is_new` where the row would make it."""

    row: OrganizationRow
    is_new: bool

    @property
    def id(self) -> UUID:
        return self.row.id

    def service_id(self, name: str) -> UUID:
        return uuid5(self.row.id, f"sheet:{name.casefold()}")

    def slug_of(self, name: str, taken: Iterable[str]) -> str:
        return free_slug(name, taken)

    def step(self) -> Step:
        return Step(Action.CREATE, "organization", self.row.name, Line(1, self.row, ""))


class Owners:
    """All organisations, by code and by name."""

    def __init__(self, organizations: Iterable[Organization]) -> None:
        self.by_code: dict[str, Organization] = {}
        self.by_name: dict[str, list[Organization]] = defaultdict(list)
        self.by_id: dict[UUID, Organization] = {}
        self.made: dict[str, NewOwner] = {}
        for organization in organizations:
            self.by_code[organization.code] = organization
            self.by_name[organization.name.casefold()].append(organization)
            self.by_id[organization.pk] = organization

    def find(self, cells: Mapping[str, Cell]) -> NewOwner:
        """Return the organisation of a row; ValueError says why it is not plain which."""
        code = text_of(cells.get(names.ORGANIZATION_CODE, EMPTY)).lower()
        name = text_of(cells.get(names.ORGANIZATION, EMPTY))
        if code:
            return self._coded(code, name)
        if not name:
            raise ValueError("a new listing needs the name of its organisation")
        same = self.by_name.get(name.casefold(), [])
        if len(same) > 1:
            raise ValueError(f"several organisations are called {name}: give the organisation code")
        if same:
            return _known(same[0])
        website, description = (
            text_of(cells.get(key, EMPTY)) for key in (names.WEBSITE, names.DESCRIPTION)
        )
        return self._new(name, website, description)

    def _coded(self, code: str, name: str) -> NewOwner:
        found = self.by_code.get(code)
        if found is None:
            raise ValueError(f"no organisation has the code {code!r}")
        if name and name.casefold() != found.name.casefold():
            raise ValueError(f"the organisation {code} is called {found.name}")
        return _known(found)

    def _new(self, name: str, website: str, description: str) -> NewOwner:
        if name.casefold() in self.made:
            return self.made[name.casefold()]
        key = uuid5(SPACE, name.casefold())
        if key in self.by_id:
            raise ValueError(f"this organisation is called {self.by_id[key].name} now")
        slugs = [one.slug for one in self.by_id.values()]
        slugs += [owner.row.slug for owner in self.made.values()]
        try:
            row = OrganizationRow(
                record="organization",
                id=key,
                code=new_code(),
                slug=free_slug(name, slugs),
                name=name,
                description=description,
                website=website,
            )
        except ValidationError as error:
            told = error.errors()[0]
            raise ValueError(f"{'.'.join(map(str, told['loc'][:1]))}: {told['msg']}") from None
        self.made[name.casefold()] = NewOwner(row, is_new=True)
        return self.made[name.casefold()]


def _known(organization: Organization) -> NewOwner:
    """Wrap an organisation that is there; its row is never written."""
    row = OrganizationRow.model_construct(
        record="organization",
        id=organization.pk,
        name=organization.name,
        slug=organization.slug,
        code=organization.code,
    )
    return NewOwner(row, is_new=False)
