"""Bringing rows of a spreadsheet in the staff area, and taking listings out in one."""

import csv
import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook

from resources.choices import Publication, SnapshotWriter
from resources.models import Organization, Service, Snapshot
from tests.factories import ContactRouteFactory, OrganizationFactory, ServiceFactory, UserFactory
from tests.privacy.watching import files_written

PAGE = "/staff/resources/service/import/"
EXPORT = "/staff/resources/service/export/"
SOURCE = "Brought by the network of helplines"


def csv_file(*rows: dict[str, Any]) -> bytes:
    text = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def workbook(*rows: dict[str, str]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    sheet: Any = book.active
    for cells in (list(rows[0]), *(list(row.values()) for row in rows)):
        sheet.append(cells)
    book.save(content)
    return content.getvalue()


def new_row(number: int = 1, **changes: str) -> dict[str, str]:
    """Return the n-th row of a listing that is not there yet."""
    row = {
        "Organisation": f"Friends {number}",
        "Name": f"Friends line {number}",
        "Summary": "Someone to talk to.",
        "Areas": "rotherham",
        "Terms type": "helpline",
        "Contact 1 channel": "phone",
        "Contact 1 value": f"0114 496 {number:04}",
        "Contact 1 hours": "Mon-Fri 9am-5pm",
    }
    return row | changes


def bring(client: Client, content: bytes) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile("any.csv", content)})


def text(answer: HttpResponse) -> str:
    """Return the words of a page, without what stands around it and the help at its end."""
    content = answer.content.decode().partition('id="content-main"')[2]
    content = content.partition("What each column takes")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content)))


def seal_of(answer: HttpResponse) -> str:
    found = re.search(r'name="sealed" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def ticked(answer: HttpResponse) -> list[str]:
    boxes = re.findall(r'<input type="checkbox" name="rows"[^>]+>', answer.content.decode())
    return [re.findall(r'value="(\d+)"', box)[0] for box in boxes if " checked" in box]


def take(client: Client, shown: HttpResponse, rows: list[str], reason: str = SOURCE) -> Any:
    sent = {"sealed": seal_of(shown), "rows": rows, "reason": reason}
    return client.post(PAGE, sent)


def with_rights(*names: str) -> Client:
    user = UserFactory.make(is_superuser=False)
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


@pytest.mark.parametrize("made", [csv_file, workbook])
def test_twenty_rows_are_shown_then_taken_as_drafts_and_left_when_they_come_again(
    staff: Client, curator: User, made: Callable[..., bytes]
) -> None:
    content = made(*(new_row(number) for number in range(1, 21)))
    shown = bring(staff, content)
    assert "20 to create 0 to change 0 to leave 0 to refuse" in text(shown)
    assert 'value="Take 20 as drafts"' in shown.content.decode()
    # An area is told by its name, as a curator knows it.
    assert "Friends line 20 0114 496 0020 Rotherham" in text(shown)
    assert not Service.objects.exists()

    done = take(staff, shown, ticked(shown))
    assert done.status_code == 302
    assert "20 rows are drafts now." in staff.get(done["Location"]).content.decode()
    assert set(Service.objects.values_list("publication", flat=True)) == {Publication.DRAFT}
    assert Organization.objects.count() == Service.objects.count() == 20
    versions = Snapshot.objects.all()
    assert {(row.writer, row.actor_id, row.reason) for row in versions} == {
        (SnapshotWriter.IMPORT, curator.pk, SOURCE)
    }
    again = bring(staff, content)
    assert "0 to create 0 to change 20 to leave 0 to refuse" in text(again)
    assert "There is nothing to take." in text(again)


def test_rows_that_are_not_ticked_stay_out(staff: Client) -> None:
    shown = bring(staff, csv_file(new_row(1), new_row(2)))
    take(staff, shown, ["3"])
    assert Service.objects.get().name == "Friends line 2"
    assert Organization.objects.get().name == "Friends 2"


def test_a_row_that_may_be_a_listing_already_is_shown_beside_it_and_not_ticked(
    staff: Client,
) -> None:
    there = ServiceFactory.make(name="Older line")
    ContactRouteFactory.make(service=there, channel="phone", value="+44 114 496 0001")
    shown = bring(staff, csv_file(new_row(1), new_row(2)))
    assert "Older line (same number)" in text(shown)
    assert ticked(shown) == ["3"]
    assert 'value="Take 1 as drafts"' in shown.content.decode()


def test_a_public_listing_is_refused_with_old_and_new_and_an_equal_row_is_left(
    staff: Client,
) -> None:
    public = ServiceFactory.make(name="Open line", summary="Old words.")
    row = {"Id": str(public.pk), "Name": "Open line"}
    assert "1 to leave" in text(bring(staff, csv_file(row)))
    shown = bring(staff, csv_file({**row, "Summary": "New words."}))
    assert "Refuse it is public: change it by its page" in text(shown)
    assert "summary Old words. New words." in text(shown)
    public.refresh_from_db()
    assert public.summary == "Old words."


def exported(client: Client, form: str = "csv") -> bytes:
    answer: Any = client.post(EXPORT, {"publication": Publication.values, "form": form})
    assert answer.status_code == 200
    content: bytes = answer.content
    return content


def test_a_draft_is_changed_in_the_version_that_was_exported_and_in_no_other(
    staff: Client, curator: User
) -> None:
    draft = ServiceFactory.make(
        name="Draft line", summary="Old words.", publication=Publication.DRAFT
    )
    content = exported(staff).replace(b"Old words.", b"New words.")
    shown = bring(staff, content)
    assert "1 to change" in text(shown)
    other = bring(staff, content)
    assert take(staff, shown, ticked(shown)).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.publication) == ("New words.", Publication.DRAFT)
    assert draft.is_curated
    # Shown before, and taken after: what was shown is not what would be written.
    assert "Something was changed after the rows were shown" in text(
        take(staff, other, ticked(other))
    )
    older = content.replace(b"New words.", b"Newer words.")
    assert "it was changed after this file was exported" in text(bring(staff, older))


def test_with_one_mistake_nothing_can_be_taken_and_each_is_named_by_row_and_column(
    staff: Client,
) -> None:
    wrong = new_row(2, **{"Contact 1 value": "(0114) 496 0123 ext 4", "Minimum age": "old"})
    shown = bring(staff, csv_file(new_row(1) | {"Minimum age": ""}, wrong))
    said = text(shown)
    assert "2 mistakes: nothing can be taken yet" in said
    assert "Row 3, Minimum age: 'old' is no whole number" in said
    assert "sealed" not in shown.content.decode()


def test_a_reason_is_asked_for_and_the_ticks_stay(staff: Client) -> None:
    shown = bring(staff, csv_file(new_row(1), new_row(2)))
    again = take(staff, shown, ["3"], reason="")
    assert "Say where these rows come from." in text(again)
    assert ticked(again) == ["3"]
    none = take(staff, shown, [])
    assert "Tick the rows to take." in text(none)
    assert not Service.objects.exists()


def test_rows_of_somebody_else_or_changed_on_the_way_are_not_taken(
    staff: Client, second: Client
) -> None:
    shown = bring(staff, csv_file(new_row(1)))
    assert "too old, or is not yours" in text(take(second, shown, ["2"]))
    sent = {"sealed": seal_of(shown)[:-2] + "xx", "rows": ["2"], "reason": SOURCE}
    answer: Any = staff.post(PAGE, sent)
    assert "too old, or is not yours" in text(answer)
    assert not Service.objects.exists()


def test_only_who_has_the_right_brings_or_takes_listings(db: None) -> None:
    viewer = with_rights("view_service", "change_service")
    for address in (PAGE, EXPORT, "/staff/resources/service/template/csv/"):
        assert viewer.get(address).status_code == 403
    listing = viewer.get("/staff/resources/service/").content.decode()
    assert "import/" not in listing
    bringer = with_rights("view_service", "import_service")
    assert bringer.get(PAGE).status_code == 200
    assert bringer.get(EXPORT).status_code == 403
    assert "import/" in bringer.get("/staff/resources/service/").content.decode()
    taker = with_rights("view_service", "export_service")
    assert (taker.get(PAGE).status_code, taker.get(EXPORT).status_code) == (403, 200)


def test_a_file_of_somebody_without_the_right_is_not_read(client: Client, db: None) -> None:
    assert bring(client, csv_file(new_row())).status_code == 302
    assert bring(with_rights("view_service"), csv_file(new_row())).status_code == 403
    # Who is not signed in is led there first, whatever the form.
    strict = Client(enforce_csrf_checks=True)
    assert bring(strict, csv_file(new_row())).status_code == 302


def test_a_form_without_its_token_brings_nothing(curator: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(curator)
    assert bring(strict, csv_file(new_row())).status_code == 403


def test_no_other_staff_address_takes_a_file(staff: Client) -> None:
    for address in (EXPORT, "/staff/resources/service/add/"):
        file = SimpleUploadedFile("any.csv", b"a,b")
        assert staff.post(address, {"file": file}).status_code == 400


@pytest.mark.parametrize(
    ("size", "status", "words"),
    [(5_000_000, 200, "The file is larger than 2000 kB."), (9_000_000, 413, "")],
)
def test_a_file_that_is_too_large_is_refused(
    staff: Client, size: int, status: int, words: str
) -> None:
    answer = bring(staff, b"x" * size)
    assert (answer.status_code, words in text(answer)) == (status, True)


def test_a_file_is_held_in_memory_and_no_disk_sees_it(staff: Client) -> None:
    large = csv_file(*(new_row(number, Description="x" * 100_000) for number in range(1, 19)))
    small = workbook(new_row(1))
    with files_written() as files:
        assert "18 to create" in text(bring(staff, large))
        assert "is broken" in text(bring(staff, b"PK" + large))
        assert "Old and new" in text(bring(staff, small))
        exported(staff, "xlsx")
    assert files == []


def test_an_empty_upload_says_what_to_do(staff: Client) -> None:
    assert "Choose a file that is not empty." in text(bring(staff, b""))
    answer: Any = staff.post(PAGE, {})
    assert "Choose a file that is not empty." in text(answer)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_an_example_that_nobody_can_take(staff: Client, form: str) -> None:
    answer = staff.get(f"/staff/resources/service/template/{form}/")
    assert answer["Content-Disposition"] == f'attachment; filename="template.{form}"'
    shown = bring(staff, answer.content)
    assert "this is the example of the template: delete this row" in text(shown)
    assert staff.get("/staff/resources/service/template/exe/").status_code == 404


def test_what_is_internal_is_in_no_export(staff: Client) -> None:
    OrganizationFactory.make()
    ServiceFactory.make(curator_note="Ring Jo first.")
    assert b"Ring Jo first." not in exported(staff)
    nothing: Any = staff.post(EXPORT, {"publication": [], "form": "csv"})
    assert "Tick at least one state." in text(nothing)
