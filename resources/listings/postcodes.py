"""The postcode tables, made from the file of the Office for National Statistics.

ONSPD or NSPL, as csv or zip; the rules are those of resources/data/README.md. The file is read
as a stream: of each postcode 14 bytes are kept, so that two million take about 40 MB.
"""

import csv
import io
import re
import zipfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isnan
from pathlib import Path
from string import ascii_uppercase
from typing import Final

from resources.regions import PLACES, Point, all_regions, distance_miles

# What each column is called; years move ("lad24cd", "lad25cd").
COLUMNS: Final = {
    "pcds": re.compile(r"pcds"),
    "doterm": re.compile(r"doterm"),
    "oslaua or lad..cd": re.compile(r"(os)?laua|lad\d\dcd"),
    "rgn": re.compile(r"rgn(\d\dcd)?"),
    "ctry": re.compile(r"ctry(\d\dcd)?"),
    "lat": re.compile(r"lat"),
    "long": re.compile(r"long"),
}
OUTCODE_COLUMNS: Final = (
    *("outcode", "lat", "lon", "regions", "districts", "near", "status", "radius_km_p95"),
)
POSTCODE: Final = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ([0-9])([A-Z])([A-Z])")
ENGLAND: Final = "E92000001"
# Not under the Open Government Licence; the shipped rows, without a point, stay.
NORTHERN_IRELAND: Final = "BT"
KEPT_AREAS: Final = re.compile(r"(BT|GY|JE|IM)[0-9]")
# "No position", written as a latitude; the source has no place north of this one.
NO_LATITUDE: Final = 99
NO_AREA: Final = "99999999"
KM_IN_MILE: Final = 1.609344
LETTERS: Final = len(ascii_uppercase)


class PostcodeFileError(Exception):
    """The file is not one that tables can be made of; the message says what is wrong."""


@dataclass(slots=True)
class Postcodes:
    """The postcodes of one outcode, packed: one entry of each array for each."""

    inwards: "array[int]" = field(default_factory=lambda: array("H"))
    regions: "array[int]" = field(default_factory=lambda: array("H"))
    districts: "array[int]" = field(default_factory=lambda: array("H"))
    lats: "array[float]" = field(default_factory=lambda: array("f"))
    lons: "array[float]" = field(default_factory=lambda: array("f"))


@dataclass(slots=True)
class Gathered:
    """What a file held. Areas are kept as places in `codes`, where 0 is "none"."""

    live: dict[str, Postcodes] = field(default_factory=dict)
    terminated: dict[str, Postcodes] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=lambda: {"": 0})
    live_count: int = 0
    northern_ireland: int = 0
    unusable: int = 0

    def unknown_districts(self) -> list[str]:
        """Return the codes of districts that the shipped list of areas does not have."""
        known = {region.code for region in all_regions()}
        return sorted(code for code in self.codes if code and code not in known)


@contextmanager
def opened(path: Path) -> Iterator[Iterable[str]]:
    """Open the csv file, or the largest csv file in a zip, as lines of text."""
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield lines
        return
    with zipfile.ZipFile(path) as archive:
        members = [
            member for member in archive.infolist() if member.filename.lower().endswith(".csv")
        ]
        if not members:
            raise PostcodeFileError("The zip holds no csv file.")
        # The zip has a csv file for each postcode area too; the whole is the largest.
        with archive.open(max(members, key=lambda member: member.file_size)) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")


def gather(lines: Iterable[str]) -> Gathered:
    """Read the lines of a file; raise PostcodeFileError when columns are missing."""
    reader = csv.reader(lines)
    positions = _positions(next(reader, []))
    gathered = Gathered()
    regions = {region.code for region in all_regions()}
    for row in reader:
        if len(row) > max(positions):
            _take([row[position] for position in positions], gathered, regions)
        else:
            gathered.unusable += 1
    return gathered


def _take(values: list[str], gathered: Gathered, known: set[str]) -> None:
    """Keep one row, given as the values of COLUMNS."""
    pcds, doterm, district, rgn, ctry, lat, long = values
    if pcds.startswith(NORTHERN_IRELAND):
        gathered.northern_ireland += 1
        return
    match = POSTCODE.fullmatch(pcds)
    # Outside England the column of regions holds a placeholder.
    region = rgn if ctry == ENGLAND else ctry
    if match is None or region not in known:
        gathered.unusable += 1
        return
    gathered.live_count += not doterm
    group = gathered.terminated if doterm else gathered.live
    postcodes = group.setdefault(match[1], Postcodes())
    postcodes.inwards.append(_inward(*match.groups()[1:]))
    _add_areas(postcodes, region, district, gathered.codes)
    _add_point(postcodes, lat, long)


def _positions(header: list[str]) -> list[int]:
    """Return where each of COLUMNS is; raise PostcodeFileError naming those that are missing."""
    names = [name.strip().lower() for name in header]
    places = {
        column: next((at for at, name in enumerate(names) if pattern.fullmatch(name)), None)
        for column, pattern in COLUMNS.items()
    }
    missing = [column for column, at in places.items() if at is None]
    if missing:
        raise PostcodeFileError(f"The file has no column {', '.join(missing)}.")
    return [at for at in places.values() if at is not None]


def _inward(digit: str, first: str, second: str) -> int:
    letters = ascii_uppercase.index(first) * LETTERS + ascii_uppercase.index(second)
    return int(digit) * LETTERS**2 + letters


def _written(inward: int) -> str:
    digit, letters = divmod(inward, LETTERS**2)
    first, second = divmod(letters, LETTERS)
    return f"{digit}{ascii_uppercase[first]}{ascii_uppercase[second]}"


def _add_areas(postcodes: Postcodes, region: str, district: str, codes: dict[str, int]) -> None:
    """Keep the areas of a postcode; the islands' "none" is no district."""
    local = "" if district.endswith(NO_AREA) else district
    postcodes.regions.append(codes.setdefault(region, len(codes)))
    postcodes.districts.append(codes.setdefault(local, len(codes)))


def _add_point(postcodes: Postcodes, lat: str, long: str) -> None:
    """Keep the position of a postcode, "not a number" where it has none."""
    try:
        north, east = float(lat), float(long)
    except ValueError:
        north = east = float("nan")
    is_placed = north < NO_LATITUDE
    postcodes.lats.append(north if is_placed else float("nan"))
    postcodes.lons.append(east if is_placed else float("nan"))


def packed(gathered: Gathered) -> bytes:
    """Return a zip of the derived tables, in the shapes of the shipped ones."""
    codes = list(gathered.codes)
    live = sorted(gathered.live.items())
    regions = (
        row
        for name, postcodes in live
        for row in _exceptions(name, postcodes, postcodes.regions, codes)
    )
    districts = (
        row
        for name, postcodes in live
        for row in _exceptions(name, postcodes, postcodes.districts, codes)
    )
    sectors = (row for name, postcodes in live for row in _sectors(name, postcodes))
    files: dict[str, tuple[Sequence[str], Iterable[Sequence[str]]]] = {
        "outcodes.csv": (OUTCODE_COLUMNS, _outcode_rows(gathered, codes)),
        "region_exceptions.csv": (("postcode", "region_code"), regions),
        "district_exceptions.csv": (("postcode", "lad_code"), districts),
        "sectors.csv": (("sector", "lat", "lon"), sectors),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (header, rows) in files.items():
            text = io.StringIO(newline="")
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
            archive.writestr(name, text.getvalue())
    return buffer.getvalue()


def _outcode_rows(gathered: Gathered, codes: list[str]) -> list[Sequence[str]]:
    """Return the rows of outcodes; one without a postcode in use is described by its old ones."""
    shipped = {row["outcode"]: row for row in _shipped("outcodes.csv")}
    towns = [
        (row["name"], Point(float(row["lat"]), float(row["lon"]))) for row in _shipped("places.csv")
    ]
    rows: dict[str, Sequence[str]] = {
        name: [row[column] for column in OUTCODE_COLUMNS]
        for name, row in shipped.items()
        if KEPT_AREAS.match(name)
    }
    for name, postcodes in {**gathered.terminated, **gathered.live}.items():
        point = _middle(postcodes, range(len(postcodes.inwards)))
        near = shipped[name]["near"] if name in shipped else _nearest(point, towns)
        rows[name] = [
            name,
            *_degrees(point, 5),
            _shares(postcodes.regions, codes),
            _shares(postcodes.districts, codes),
            near,
            "live" if name in gathered.live else "terminated",
            _radius(postcodes, point),
        ]
    return [rows[name] for name in sorted(rows)]


def _exceptions(
    outcode: str, postcodes: Postcodes, areas: "array[int]", codes: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield the postcodes that are not in the first area of their outcode, and where they are."""
    counted = _largest_first(areas)
    first = counted[0][0] if counted else 0
    for inward, area in sorted(zip(postcodes.inwards, areas, strict=True)):
        if area not in (0, first):
            yield f"{outcode} {_written(inward)}", codes[area]


def _sectors(outcode: str, postcodes: Postcodes) -> Iterator[tuple[str, ...]]:
    """Yield the sectors of an outcode that have a position, and their middles."""
    members: dict[int, list[int]] = {}
    for at, inward in enumerate(postcodes.inwards):
        members.setdefault(inward // LETTERS**2, []).append(at)
    for digit in sorted(members):
        point = _middle(postcodes, members[digit])
        if point:
            yield f"{outcode} {digit}", *_degrees(point, 4)


def _largest_first(areas: "array[int]") -> list[tuple[int, int]]:
    """Return the areas with the number of their postcodes; "none" is left out."""
    counted = Counter(areas)
    counted.pop(0, None)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _shares(areas: "array[int]", codes: list[str]) -> str:
    """Return "CODE:share|CODE:share", the largest first."""
    counted = _largest_first(areas)
    total = sum(number for _, number in counted)
    return "|".join(f"{codes[area]}:{number / total:.3f}" for area, number in counted)


def _middle(postcodes: Postcodes, members: Iterable[int]) -> Point | None:
    """Return the mean position of some postcodes; None if none of them has one."""
    placed = [at for at in members if not isnan(postcodes.lats[at])]
    if not placed:
        return None
    lats, lons = postcodes.lats, postcodes.lons
    return Point(
        sum(lats[at] for at in placed) / len(placed), sum(lons[at] for at in placed) / len(placed)
    )


def _degrees(point: Point | None, digits: int) -> tuple[str, str]:
    """Return a point as the files have it, blank for none."""
    return (f"{point.lat:.{digits}f}", f"{point.lon:.{digits}f}") if point else ("", "")


def _radius(postcodes: Postcodes, middle: Point | None) -> str:
    """Return within how many kilometres of the middle 95 % of the postcodes lie."""
    if middle is None:
        return ""
    points = zip(postcodes.lats, postcodes.lons, strict=True)
    miles = sorted(distance_miles(middle, Point(*point)) for point in points if not isnan(point[0]))
    return f"{miles[int(len(miles) * 0.95)] * KM_IN_MILE:.1f}"


def _nearest(point: Point | None, towns: list[tuple[str, Point]]) -> str:
    """Return the nearest town of an outcode that is new."""
    return min(towns, key=lambda town: distance_miles(point, town[1]))[0] if point else ""


def _shipped(name: str) -> Iterator[dict[str, str]]:
    with (PLACES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
