"""Bringing and exporting spreadsheets by command, as the staff area does it."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from resources.choices import Publication, SnapshotWriter
from resources.models import Service, Snapshot
from tests.commands.sheet_files import HEADINGS, ROW, csv_of
from tests.factories import ContactRouteFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db


def written(folder: Path, text: str) -> Path:
    file = folder / "rows.csv"
    file.write_text(text, encoding="utf-8")
    return file


def run(name: str, *arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command(name, *(str(one) for one in arguments), stdout=out, **options)
    return out.getvalue()


def test_a_dry_run_says_what_each_row_would_do_and_a_commit_does_it(tmp_path: Path) -> None:
    asha = UserFactory.make(username="asha")
    file = written(tmp_path, csv_of(HEADINGS, ROW))
    assert run("import_listings", file).splitlines() == [
        "create Friends line, row 2",
        "1 to create, 0 to change, 0 to leave, 0 to refuse",
        "Nothing was written. Run again with --commit to write this.",
    ]
    assert not Service.objects.exists()
    done = run("import_listings", file, commit=True, by="asha", reason="A list.")
    assert done.endswith("1 rows are drafts now.\n")
    version = Snapshot.objects.get()
    assert (version.writer, version.actor_id, version.reason) == (
        SnapshotWriter.IMPORT,
        asha.pk,
        "A list.",
    )
    assert run("import_listings", file).startswith("0 to create, 0 to change, 1 to leave")


def test_nobody_in_particular_writes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, csv_of(HEADINGS, ROW))
    with pytest.raises(CommandError, match="Say --by whom"):
        run("import_listings", file, commit=True, by="nobody", reason="A list.")
    assert not Service.objects.exists()


def test_a_row_that_may_be_another_listing_stays_out(tmp_path: Path) -> None:
    UserFactory.make(username="asha")
    there = ServiceFactory.make(name="Older line")
    ContactRouteFactory.make(service=there, channel="phone", value="+441144960123")
    file = written(tmp_path, csv_of(HEADINGS, ROW))
    done = run("import_listings", file, commit=True, by="asha", reason="A list.")
    assert "it may be Older line (same number), and stays out" in done
    assert Service.objects.count() == 1


def test_mistakes_are_printed_and_a_missing_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, csv_of(HEADINGS, [*ROW[:3], "atlantis", ROW[4]]))
    with pytest.raises(CommandError, match="1 mistakes; nothing was written"):
        run("import_listings", file)
    assert "row 2: Areas: no area is called 'atlantis'" in capsys.readouterr().err
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_listings", tmp_path / "none.csv")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_by_command_comes_back_and_changes_nothing(tmp_path: Path, form: str) -> None:
    ServiceFactory.make()
    ServiceFactory.make(publication=Publication.DRAFT)
    file = tmp_path / f"listings.{form}"
    assert run("export_listings", file) == f"2 listings are in listings.{form}.\n"
    assert "2 to leave" in run("import_listings", file)
    assert "1 listings" in run("export_listings", file, "--state", "draft")
    with pytest.raises(CommandError, match="ends in none of: csv, xlsx"):
        run("export_listings", tmp_path / "listings.ods")


def test_a_change_and_a_refusal_are_printed_with_old_and_new(tmp_path: Path) -> None:
    public = ServiceFactory.make(name="Open line", summary="Old words.")
    told = run("import_listings", written(tmp_path, f"Id,Summary\n{public.pk},New words.\n"))
    assert told.splitlines()[:2] == [
        "refuse Open line, row 2 (it is public: change it by its page)",
        "    summary: 'Old words.' -> 'New words.'",
    ]
