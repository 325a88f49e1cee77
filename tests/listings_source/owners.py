"""Which organisation runs a service: one row for each name, but where a name is shared."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

from tests.listings_source.names import Names

Row = dict[str, Any]

SCOTTISH: Final = "SC"
NORTHERN_IRISH: Final = "NIC"


def scheme_of(number: str) -> str:
    """Return the register that a charity number is of."""
    if number.startswith(SCOTTISH):
        return "GB-SC"
    return "GB-NIC" if number.startswith(NORTHERN_IRISH) else "GB-CHC"


class Owners:
    """The organisations of some research: shipped ones keep their ids, codes and slugs."""

    def __init__(self, research: list[Row], shipped: list[Row], moved: Collection[str]) -> None:
        rows = [one for one in shipped if one["record"] == "organization"]
        self._shipped = {one["id"]: one for one in rows}
        self._names = Names("organization", rows)
        self._owner: dict[str, str] = {}
        self._runs: dict[str, list[Row]] = defaultdict(list)
        self._new: dict[str, Row] = {}
        kept = {one["name"]: one["organization"] for one in shipped if one["record"] == "service"}
        by_name: dict[str, set[str]] = defaultdict(set)
        for one in rows:
            by_name[one["name"]].add(one["id"])
        later = []
        for row in research:
            own = kept.get(row["name"])
            same = own is not None and self._shipped[own]["name"] == row["organisation"]
            if own is not None and (same or row["name"] not in moved):
                self._give(row, own)
                by_name[row["organisation"]].add(own)
            else:
                later.append(row)
        for row in later:
            known = by_name[row["organisation"]]
            # A name that two charities share is nobody's: a new row has to be a new organisation.
            own = next(iter(known)) if len(known) == 1 else self._made(row["organisation"])
            known.add(own)
            self._give(row, own)

    def _give(self, row: Row, organization: str) -> None:
        self._owner[row["name"]] = organization
        self._runs[organization].append(row)

    def _made(self, name: str) -> str:
        """Return the id of a new organisation."""
        made = self._names.new(name)
        self._new[made["id"]] = made
        return str(made["id"])

    def of(self, row: Row) -> str:
        """Return the id of the organisation that runs a service."""
        return self._owner[row["name"]]

    def lines(self) -> list[Row]:
        """Return the organisations that run something: shipped ones first, in their order."""
        ids = [key for key in (*self._shipped, *self._new) if key in self._runs]
        return [self._line(key) for key in ids]

    def _line(self, key: str) -> Row:
        rows = self._runs[key]
        own = self._shipped.get(key) or self._new[key]
        line: Row = {"record": "organization"}
        line |= {name: own[name] for name in ("id", "code", "slug")}
        line["name"] = rows[-1]["organisation"]
        sites = {row["organisation_url"] for row in rows if row["organisation_url"]}
        shipped = own.get("website")
        if len(sites) == 1 or shipped in sites:
            line["website"] = shipped if shipped in sites else sites.pop()
        numbers = {row["charity_number"] for row in rows if row["charity_number"]}
        if numbers:
            line["identifiers"] = [
                {"scheme": scheme_of(number), "identifier": number} for number in sorted(numbers)
            ]
        return line
