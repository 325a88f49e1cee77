"""What a server has in memory before the first visitor: nothing heavy that no public page needs."""

import json
import os
import subprocess
import sys
from importlib import import_module
from typing import Final

import pytest

from directory.extras import UNUSED, leave_out
from resources.opening_hours import bank_holidays
from tests.infrastructure.served import ROOT

# What may not be there when the server is ready, and who needs it.
LATER: Final = {
    "openpyxl": "spreadsheets, which staff bring and take",
    "resources.admin.sheets": "the pages for spreadsheets",
    "resources.listings.sheets.exporting": "spreadsheets, which staff bring and take",
    "pydantic": "files of listings, and a proposal that is approved",
    "resources.listings.rows": "files of listings, and a proposal that is approved",
    "resources.listings.watch.fetching": "the command that looks at pages of providers",
    "urllib3": "the command that looks at pages of providers",
    "requests": "nothing: Django REST framework takes it where it finds it",
    "pygments": "nothing: Django REST framework takes it where it finds it",
    "django.contrib.postgres": "nothing: Django REST framework takes it where it finds it",
    "psycopg": "PostgreSQL, and the database here is SQLite",
    "drf_spectacular.openapi": "the description of the API for programs, and its page",
    "drf_spectacular.views": "the description of the API for programs",
    "django.test": "the description of the API for programs",
    "unittest": "the description of the API for programs",
    "yaml": "the description of the API for programs",
    "redis": "a cache that several servers share",
    "fido2": "passkeys of staff",
    "qrcode": "the app of staff for codes",
    "allauth.account.forms": "the door of the staff area",
    "allauth.mfa.base.views": "the door of the staff area",
    "holidays.countries": "two hundred countries; ours are loaded alone",
    "holidays.countries.france": "two hundred countries; ours are loaded alone",
    "pytest": "tests",
}
LOADED: Final = """
import json, sys
from directory.serving.checking import mistakes
assert not mistakes()
from django.urls import get_resolver
get_resolver()._populate()
from directory.serving import asking, django_app
print(json.dumps(sorted(sys.modules)))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    folder = tmp_path_factory.mktemp("loaded")
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env={
            **os.environ,
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3",
            "CACHE_URL": "",
            "PLAIN_HTTP": "1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECRET_KEY": "a key of the tests alone, for one run of one server",
            "DJANGO_SETTINGS_MODULE": "directory.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return frozenset(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", LATER)
def test_what_few_need_is_not_loaded_before_they_come(module: str, loaded: frozenset[str]) -> None:
    assert module not in loaded, f"it is for {LATER[module]}"


def test_what_public_pages_need_is_loaded_before_the_fork(loaded: frozenset[str]) -> None:
    pages = {path.stem for path in (ROOT / "resources" / "views").glob("[a-z]*.py")}
    assert {f"resources.views.{name}" for name in pages} <= loaded
    assert {"numpy", "resources.api.v1.views", "resources.embed.views"} <= loaded


def test_whoever_imports_an_unused_package_still_gets_it(loaded: frozenset[str]) -> None:
    leave_out()
    assert not UNUSED & loaded
    for name in UNUSED:
        assert import_module(name).__name__ == name


def test_the_whole_world_of_bank_holidays_can_still_be_asked_for() -> None:
    world = import_module(bank_holidays.COUNTRIES)
    assert world.France(years=2026)
    country, _part = bank_holidays.NATIONS["E92000001"]
    assert country is world.UnitedKingdom
