"""A newer postcode file is taken whole or not at all, and then it is what places are found by."""

import csv
import zipfile
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext

from resources.models import PlaceTables, current_tables
from resources.regions import Kind, Precision, resolve, shipped

HEADER = ("pcd7", "pcds", "doterm", "lad26cd", "ctry26cd", "rgn26cd", "lat", "long")
ENGLAND, WALES, NORTHERN_IRELAND = "E92000001", "W92000004", "N92000002"
YORKSHIRE, NORTH_WEST = "E12000003", "E12000002"
ROTHERHAM, CHESTER, FLINTSHIRE = "E08000018", "E06000050", "W06000005"
NO_WALES, NO_PLACE = "W99999999", ("99.999999", "0.000000")

ROWS = (
    # S66: two in use in Rotherham, one of them without a position; one no longer in use.
    ("S66 1AA", "", ROTHERHAM, ENGLAND, YORKSHIRE, "53.4", "-1.2"),
    ("S66 1AB", "", ROTHERHAM, ENGLAND, YORKSHIRE, *NO_PLACE),
    ("S66 1AD", "199606", "E08000039", ENGLAND, YORKSHIRE, "50.0", "-5.0"),
    # CH4: two in England, one in Wales, where the column of regions holds a placeholder.
    ("CH4 7AA", "", CHESTER, ENGLAND, NORTH_WEST, "53.17", "-2.89"),
    ("CH4 7AB", "", CHESTER, ENGLAND, NORTH_WEST, "53.19", "-2.91"),
    ("CH4 0ZZ", "", FLINTSHIRE, WALES, NO_WALES, "53.16", "-2.96"),
    # An outcode whose postcodes are all old, a new one, and one whose district is new.
    ("AB1 0AA", "199606", "S12000033", "S92000003", "S99999999", "57.1", "-2.2"),
    ("S79 1AA", "", ROTHERHAM, ENGLAND, YORKSHIRE, "53.43", "-1.35"),
    ("LS1 1AA", "", "E08000999", ENGLAND, YORKSHIRE, "53.79", "-1.54"),
    ("JE2 3AA", "", "L99999999", "L93000001", "L99999999", *NO_PLACE),
    # Not ours to use, and not a postcode.
    ("BT1 1AA", "", "N09000003", NORTHERN_IRELAND, "N99999999", "54.6", "-5.9"),
    ("S66", "", ROTHERHAM, ENGLAND, YORKSHIRE, "53.4", "-1.2"),
)


def text_of(rows: Iterable[tuple[str, ...]] = ROWS, header: tuple[str, ...] = HEADER) -> str:
    """Return the text of a postcode file."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows((row[0].replace(" ", ""), *row) for row in rows)
    return text.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A csv file as the Office for National Statistics writes it, with a byte order mark."""
    path = tmp_path / "ONSPD_TEST_UK.csv"
    path.write_text(text_of(), encoding="utf-8-sig")
    return path


def load(path: Path, at_least: int = 1) -> str:
    """Run the command and return what it prints."""
    out = StringIO()
    call_command("load_postcodes", str(path), at_least=at_least, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_without_a_newer_file_the_shipped_tables_are_used() -> None:
    assert current_tables() is shipped()


@pytest.mark.django_db
def test_a_postcode_file_takes_the_place_of_the_shipped_tables(file: Path) -> None:
    printed = load(file)
    row = PlaceTables.objects.get()
    assert (row.source_name, row.row_count) == ("ONSPD_TEST_UK.csv", 8)
    assert "8 postcodes in use" in printed
    assert "1 of Northern Ireland, 1 unusable" in printed
    tables = current_tables()
    assert tables is not shipped()
    assert resolve("S79 1AA", tables).precision == Precision.FULL
    assert resolve("S79 1AA").precision == Precision.AREA
    # Names go on working with outcodes that are gone.
    assert resolve("Rotherham", tables).kind == Kind.ONE


@pytest.mark.django_db
def test_outside_england_the_nation_is_the_region(file: Path) -> None:
    load(file)
    tables = current_tables()
    wales = resolve("CH4 0ZZ", tables).places[0]
    assert [area.slug for area in wales.records] == ["flintshire", "wales", "united-kingdom"]
    border = resolve("CH4", tables)
    assert border.kind == Kind.BORDER
    assert [place.region.slug for place in border.places if place.region] == ["north-west", "wales"]


@pytest.mark.django_db
def test_postcodes_no_longer_in_use_or_without_a_position_move_no_point(file: Path) -> None:
    load(file)
    tables = current_tables()
    assert resolve("S66", tables).places[0].point == pytest.approx((53.4, -1.2), abs=0.001)
    assert resolve("CH4 7AA", tables).places[0].point == pytest.approx((53.18, -2.9), abs=0.001)
    assert resolve("AB1", tables).places[0].areas[0].slug == "aberdeen-city"


@pytest.mark.django_db
def test_northern_ireland_and_the_islands_stay_as_they_were_shipped(file: Path) -> None:
    load(file)
    tables = current_tables()
    for text in ("BT1", "BT1 1AA", "JE2 3AA", "IM1"):
        assert resolve(text, tables) == resolve(text)
    assert resolve("BT1", tables).places[0].point is None


@pytest.mark.django_db
def test_a_district_that_has_no_name_here_is_reported_and_its_region_still_known(
    file: Path,
) -> None:
    assert "only their region is known: E08000999" in load(file)
    place = resolve("LS1 1AA", current_tables()).places[0]
    assert [area.slug for area in place.areas] == ["yorkshire-and-the-humber"]


@pytest.mark.django_db
def test_a_zip_is_read_by_its_largest_csv_file(tmp_path: Path) -> None:
    path = tmp_path / "ONSPD_TEST.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Documents/names.csv", "code,name\n")
        archive.writestr("Data/ONSPD_TEST_UK.csv", "\N{ZERO WIDTH NO-BREAK SPACE}" + text_of())
        archive.writestr("User Guide/guide.pdf", "x" * 10_000)
    load(path)
    assert PlaceTables.objects.get().row_count == 8


@pytest.mark.django_db
def test_the_older_spelling_of_the_columns_is_known(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    header = ("pcd", "PCDS", "doterm", "oslaua", "ctry", "rgn", "lat", "long")
    path.write_text(text_of(header=header), encoding="utf-8")
    load(path)
    assert PlaceTables.objects.exists()


@pytest.mark.django_db
def test_a_file_without_a_column_is_refused_by_the_name_of_the_column(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    header = ("pcd7", "pcds", "ended", "district", "ctry26cd", "rgn26cd", "lat", "long")
    path.write_text(text_of(header=header), encoding="utf-8")
    with pytest.raises(CommandError, match=r"no column doterm, oslaua or lad\.\.cd\."):
        load(path)
    assert not PlaceTables.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04 not a zip"])
def test_what_is_no_postcode_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        load(path)
    with pytest.raises(CommandError, match="cannot be read"):
        load(tmp_path / "missing.csv")
    assert not PlaceTables.objects.exists()


@pytest.mark.django_db
def test_a_zip_without_a_csv_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(CommandError, match="no csv file"):
        load(path)


@pytest.mark.django_db
def test_too_few_postcodes_are_refused_and_the_tables_in_use_stay(file: Path) -> None:
    load(file)
    in_use = current_tables()
    with pytest.raises(CommandError, match="8 postcodes in use are fewer than the 9"):
        load(file, at_least=9)
    with pytest.raises(CommandError, match="1,500,000"):
        call_command("load_postcodes", str(file), stdout=StringIO())
    assert PlaceTables.objects.count() == 1
    assert current_tables() is in_use


@pytest.mark.django_db
def test_tables_that_cannot_be_read_back_are_not_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "resources.management.commands.load_postcodes"
    monkeypatch.setattr(f"{module}.packed", lambda gathered: b"not a zip")
    with pytest.raises(zipfile.BadZipFile):
        load(file)
    assert not PlaceTables.objects.exists()
    assert current_tables() is shipped()


@pytest.mark.django_db
def test_tables_are_read_once_and_again_when_newer_ones_come(file: Path) -> None:
    load(file)
    first = current_tables()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert current_tables() is first
    assert len(queries) == 1
    assert "content" not in queries[0]["sql"]
    load(file)
    assert current_tables() is not first
    assert PlaceTables.objects.count() == 2


def test_the_migration_can_be_taken_back() -> None:
    migration = MigrationLoader(None).disk_migrations["resources", "0002_place_tables"]
    assert migration.operations
    assert all(operation.reversible for operation in migration.operations)
