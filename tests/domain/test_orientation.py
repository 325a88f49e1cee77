"""A page stands as its device does: no sheet turns it (WCAG 1.3.4)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin

FOLDERS = [*settings.STATICFILES_DIRS, Path(admin.__file__).parent / "static"]
SHEETS = sorted(sheet for folder in FOLDERS for sheet in Path(folder).rglob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_sheet_asks_how_the_device_is_held(sheet: Path) -> None:
    assert not re.search(r"\borientation\s*:", sheet.read_text("utf-8"))


def test_our_sheets_and_those_of_the_staff_are_read() -> None:
    names = {sheet.name for sheet in SHEETS}
    assert {"site.css", "desk.css", "responsive.css"} <= names, names
