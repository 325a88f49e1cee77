"""A folder of tables (HSDS 2 and 3 as a data package): its rows put into each other as in JSON."""

import csv
import io
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from resources.listings.openreferral.feeds import Feed, FeedError, Json, Limits, parsed

Rows = list[dict[str, Any]]
PACKAGE: Final = "datapackage.json"
# What a table is called in the parts that its rows belong to.
CHILDREN: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "service": {
        "service_id": (
            "phones",
            "contacts",
            "schedules",
            "regular_schedules",
            "service_areas",
            "languages",
            "cost_options",
            "eligibilities",
            "required_documents",
            "service_at_locations",
            "service_attributes",
            "service_taxonomies",
            "additional_urls",
        )
    },
    "service_at_location": {"service_at_location_id": ("phones", "contacts", "schedules",
                                                       "regular_schedules", "service_areas")},
    "location": {
        "location_id": (
            "addresses",
            "physical_addresses",
            "postal_addresses",
            "accessibility",
            "phones",
            "schedules",
            "regular_schedules",
        )
    },
    "contact": {"contact_id": ("phones",)},
    "organization": {"organization_id": ("organization_identifiers",)},
}  # fmt: skip
# Each table by its name in a package of HSDS 2 (singular) and 3 (plural).
NAMES: Final = {
    "accessibility_for_disabilities": "accessibility",
    "eligibility": "eligibilities",
    "physical_address": "physical_addresses",
    "postal_address": "postal_addresses",
    "service_taxonomy": "service_taxonomies",
    "url": "additional_urls",
    "urls": "additional_urls",
}
_UNCOUNTED: Final = frozenset({"accessibility"})


def add_tables(feed: Feed, folder: Path, limits: Limits) -> None:
    """Add the services of a folder of tables."""
    tables = _read(folder, limits)
    if not tables.get("services"):
        raise FeedError("The folder has no table of services, or it is empty.")
    _nest(tables)
    for row in tables["services"]:
        feed.add(row, limits)


def _read(folder: Path, limits: Limits) -> dict[str, Rows]:
    tables: dict[str, Rows] = {}
    total = 0
    for name, path in _files(folder):
        total += path.stat().st_size
        if total > limits.total:
            raise FeedError(f"The folder is larger than {limits.total // 1_000_000} MB.")
        tables.setdefault(name, []).extend(_rows(path, limits))
    return tables


def _files(folder: Path) -> list[tuple[str, Path]]:
    """Return each table's name and file; those that a package names, or else all in the folder."""
    package = folder / PACKAGE
    if not package.exists():
        return [(_table(file.stem), file) for file in sorted(folder.glob("*.csv"))]
    described = parsed(package.read_bytes())
    resources = described.get("resources") if isinstance(described, dict) else None
    found = []
    for one in resources if isinstance(resources, list) else []:
        path = one.get("path") if isinstance(one, dict) else None
        if not isinstance(path, str) or not path.endswith(".csv"):
            continue
        file = (folder / path).resolve()
        if not file.is_relative_to(folder.resolve()):
            raise FeedError(f"{PACKAGE} names a file outside its folder.")
        # A package describes every table of the standard; most feeds have a few.
        if file.exists():
            found.append((_table(str(one.get("name") or file.stem)), file))
    return found


def _table(name: str) -> str:
    plain = name.strip().lower().replace("-", "_")
    if plain in NAMES:
        return NAMES[plain]
    if plain in _UNCOUNTED or plain.endswith("s"):
        return plain
    return plain[:-1] + "ies" if plain.endswith("y") else plain + "s"


def _rows(path: Path, limits: Limits) -> Rows:
    if path.stat().st_size > limits.answer:
        raise FeedError(f"{path.name} is larger than {limits.answer // 1_000_000} MB.")
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FeedError(f"{path.name} is not UTF-8.") from None
    try:
        names, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except ValueError:
        return []
    except csv.Error as error:
        raise FeedError(f"{path.name} cannot be read: {error}.") from None
    # A cell in which nothing stands says nothing.
    return [
        {name: said for name, said in zip(names, row, strict=False) if name and said}
        for row in rows
    ]


def _nest(tables: dict[str, Rows]) -> None:
    """Put every row into what it belongs to, from the inside out."""
    _put_terms(tables)
    for parent, links in CHILDREN.items():
        by_id = _by_id(tables, _table(parent))
        for key, names in links.items():
            for name in names:
                for row in tables.get(name, []):
                    owner = by_id.get(row.get(key))
                    if owner is not None:
                        owner.setdefault(name, []).append(row)
    _refer(tables.get("services", []), "organization", _by_id(tables, "organizations"))
    _refer(tables.get("service_at_locations", []), "location", _by_id(tables, "locations"))


def _by_id(tables: dict[str, Rows], name: str) -> dict[Any, Json]:
    """Return the rows of a table that have an id: to the others nothing can belong."""
    return {row["id"]: row for row in tables.get(name, []) if "id" in row}


def _refer(rows: Rows, name: str, known: dict[Any, Json]) -> None:
    for row in rows:
        found = known.get(row.get(f"{name}_id"))
        if found is not None:
            row[name] = found


def _put_terms(tables: dict[str, Rows]) -> None:
    """Give attributes their terms, and services their attributes."""
    # HSDS 2.0 has one table for both: a row of it is a term.
    terms = _by_id(tables, "taxonomies") | _by_id(tables, "taxonomy_terms")
    of: dict[Any, Rows] = defaultdict(list)
    for name in ("attributes", "service_attributes", "service_taxonomies"):
        for row in tables.get(name, []):
            term = terms.get(row.get("taxonomy_term_id") or row.get("taxonomy_id"))
            if term is not None:
                row["taxonomy_term"] = term
            if name == "attributes" and row.get("link_entity", "service") == "service":
                of[row.get("link_id")].append(row)
    for service in tables.get("services", []):
        if of.get(service.get("id")):
            service["attributes"] = of[service["id"]]
