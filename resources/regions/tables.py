"""The postcode tables in memory: sorted arrays and packed text, about three megabytes.

A postcode is a number here: its outcode's place in the list, then sector digit, then letters.
resources/data/README.md describes the files, which the database may hold in a newer version.
"""

import csv
import gzip
import io
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase
from typing import Final

from resources.precomputed import precomputed
from resources.regions.data import PLACES
from resources.regions.gazetteer import Gazetteer, gazetteer
from resources.regions.points import Point

# The files that `load_postcodes` rebuilds; place names do not come from that source.
DERIVED: Final = (
    "outcodes.csv",
    "region_exceptions.csv",
    "district_exceptions.csv",
    "sectors.csv",
)
LETTER_PAIRS: Final = 26 * 26
NO_POINT: Final = float("nan")
NOT_FOUND: Final = -1
CODE_BITS: Final = 16

# Gives the bytes of one file by its name.
Source = Callable[[str], bytes]


def letters_number(letters: str) -> int:
    """Return the place of a postcode's last two letters among all pairs: AA is 0."""
    return (ord(letters[0]) - 65) * 26 + ord(letters[1]) - 65


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Exceptions:
    """Postcodes that are not in the first area of their outcode, sorted by number."""

    numbers: "array[int]"
    positions: "array[int]"
    codes: tuple[str, ...]

    def find(self, number: int) -> str | None:
        """Return the code of the area of a postcode, if it is an exception."""
        at = bisect_left(self.numbers, number)
        if at < len(self.numbers) and self.numbers[at] == number:
            return self.codes[self.positions[at]]
        return None

    def within(self, sector: int) -> set[str]:
        """Return the codes of the areas of all exceptions in a sector."""
        start = bisect_left(self.numbers, sector * LETTER_PAIRS)
        end = bisect_left(self.numbers, (sector + 1) * LETTER_PAIRS)
        return {self.codes[position] for position in set(self.positions[start:end])}


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Outcodes:
    """The first halves of postcodes, sorted, with the shares of their areas as in the file."""

    names: tuple[str, ...]
    points: "array[float]"
    regions: tuple[str, ...]
    districts: tuple[str, ...]
    nears: tuple[str, ...]

    def index(self, name: str) -> int:
        """Return the place of an outcode in the list, or NOT_FOUND."""
        at = bisect_left(self.names, name)
        return at if at < len(self.names) and self.names[at] == name else NOT_FOUND

    def point(self, index: int) -> Point | None:
        """Return the middle of an outcode, None where none is free to use."""
        return _point(self.points, index)

    def starting(self, letters: str) -> range:
        """Return the places in the list of the outcodes of a postcode area, such as "S"."""
        # Digits come before ":" and letters after it, so "SA1" is not among those of "S".
        return range(bisect_left(self.names, letters + "0"), bisect_left(self.names, letters + ":"))


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Tables:
    """Everything that turning words into places takes."""

    outcodes: Outcodes
    sectors: "array[int]"
    sector_points: "array[float]"
    region_exceptions: Exceptions
    district_exceptions: Exceptions
    names: Gazetteer

    def sector_point(self, sector: int) -> Point | None:
        """Return the middle of a sector, None if the sector is not known."""
        at = bisect_left(self.sectors, sector)
        if at < len(self.sectors) and self.sectors[at] == sector:
            return _point(self.sector_points, at)
        return None


@lru_cache(maxsize=1)
@precomputed
def shipped() -> Tables:
    return read_tables(_shipped_file)


def tables_from_zip(content: bytes) -> Tables:
    """Return the tables of a zip of the DERIVED files.

    Raises KeyError for a missing file or column and ValueError for a malformed number.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return read_tables(archive.read)


def read_tables(source: Source) -> Tables:
    """Build the tables from the bytes of the DERIVED files, each sorted by its first column."""
    outcodes = _outcodes(source)
    places = {name: index for index, name in enumerate(outcodes.names)}
    sectors, points = _sectors(source, places)
    return Tables(
        outcodes=outcodes,
        sectors=sectors,
        sector_points=points,
        region_exceptions=_exceptions(
            rows(source("region_exceptions.csv"), "postcode", "region_code"), places
        ),
        district_exceptions=_exceptions(
            rows(source("district_exceptions.csv"), "postcode", "lad_code"), places
        ),
        names=gazetteer(),
    )


def rows(content: bytes, *columns: str) -> Iterator[list[str]]:
    """Yield the values of the named columns of a csv file; raise KeyError if one is missing."""
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""))
    header = {name: position for position, name in enumerate(next(reader))}
    wanted = [header[column] for column in columns]
    if wanted == list(range(len(header))):
        yield from reader
        return
    for row in reader:
        yield [row[position] for position in wanted]


def _shipped_file(name: str) -> bytes:
    path = PLACES / name
    if path.exists():
        return path.read_bytes()
    return gzip.decompress(path.with_name(f"{name}.gz").read_bytes())


def _outcodes(source: Source) -> Outcodes:
    """Read the outcodes; equal texts are stored once."""
    lines = sorted(
        rows(source("outcodes.csv"), "outcode", "lat", "lon", "regions", "districts", "near")
    )
    points = array("d")
    for _, lat, lon, *_rest in lines:
        points.extend((float(lat), float(lon)) if lat else (NO_POINT, NO_POINT))
    once: dict[str, str] = {}
    kept = [[once.setdefault(text, text) for text in line[3:]] for line in lines]
    return Outcodes(
        names=tuple(line[0] for line in lines),
        points=points,
        regions=tuple(line[0] for line in kept),
        districts=tuple(line[1] for line in kept),
        nears=tuple(line[2] for line in kept),
    )


def _sectors(source: Source, places: dict[str, int]) -> tuple["array[int]", "array[float]"]:
    """Return the numbers of the sectors in order, and their points."""
    sectors = sorted(
        (places[sector[:-2]] * 10 + int(sector[-1]), float(lat), float(lon))
        for sector, lat, lon in rows(source("sectors.csv"), "sector", "lat", "lon")
    )
    points = array("d")
    for _, lat, lon in sectors:
        points.extend((lat, lon))
    return array("I", (number for number, _, _ in sectors)), points


def _exceptions(pairs: Iterator[list[str]], places: dict[str, int]) -> Exceptions:
    """Pack the exceptions: six bytes each."""
    letters = {
        first + second: letters_number(first + second)
        for first in ascii_uppercase
        for second in ascii_uppercase
    }
    starts: dict[str, int] = {}
    codes: dict[str, int] = {}
    # Number and code in one integer each: a list of pairs would take ten times the memory.
    packed = array("Q")
    for postcode, code in pairs:
        sector = postcode[:-2]
        start = starts.get(sector)
        if start is None:
            number = places[sector[:-2]] * 10 + int(sector[-1])
            start = starts[sector] = number * LETTER_PAIRS
        position = codes.setdefault(code, len(codes))
        packed.append((start + letters[postcode[-2:]]) << CODE_BITS | position)
    ordered = sorted(packed)
    return Exceptions(
        numbers=array("I", (both >> CODE_BITS for both in ordered)),
        positions=array("H", (both & (1 << CODE_BITS) - 1 for both in ordered)),
        codes=tuple(codes),
    )


def _point(points: "array[float]", index: int) -> Point | None:
    lat, lon = points[2 * index : 2 * index + 2]
    return Point(lat, lon) if lat == lat else None  # Only "not a number" differs from itself.
