"""Mistakes of deployment are found before the first visitor; good settings are met with silence."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.checks import CheckMessage, Error, run_checks
from django.core.checks import Warning as CheckWarning
from django.utils import timezone

from directory import checks
from resources.content import checks as domain_checks
from resources.content.emergency import read_emergency

KEY = "k3yW1thM4nyD1ff3rentCh4r4cters-and-long-enough-5678"
SQLITE = "django.db.backends.sqlite3"
MISTAKES: list[tuple[str, Any, str, Any, str]] = [
    ("E001", checks.secret_key, "SECRET_KEY", "short", "too short or too simple"),
    ("E001", checks.secret_key, "SECRET_KEY", "ab" * 40, "too short or too simple"),
    ("E002", checks.allowed_hosts, "ALLOWED_HOSTS", ["a.example", "*"], "every host"),
    ("E003", checks.exit_address, "EXIT_URL", "http://news.example/", "https address"),
    ("E003", checks.exit_address, "EXIT_URL", "https:///weather", "https address"),
    ("E003", checks.exit_address, "EXIT_URL", "https://testserver/", "another site"),
    ("E003", checks.exit_address, "EXIT_URL", "", "https address"),
    ("E004", checks.staff_path, "STAFF_PATH", "staff", "not an address of its own"),
    ("E004", checks.staff_path, "STAFF_PATH", "/staff/", "not an address of its own"),
    ("E004", checks.staff_path, "STAFF_PATH", "", "not an address of its own"),
    ("E004", checks.staff_path, "STAFF_PATH", "/", "not an address of its own"),
    ("E004", checks.staff_path, "STAFF_PATH", "services/", "not an address of its own"),
    ("E004", checks.staff_path, "STAFF_PATH", "api/", "not an address of its own"),
    ("E004", checks.staff_path, "STAFF_PATH", "r/", "not an address of its own"),
    ("E004", checks.staff_path, "STAFF_PATH", "in/", "not an address of its own"),
    ("E005", checks.cookie_paths, "SESSION_COOKIE_PATH", "/", "with public pages"),
    ("E005", checks.cookie_paths, "CSRF_COOKIE_PATH", "/", "with public pages"),
    ("E006", checks.headers_first, "MIDDLEWARE", [], "without the safety headers"),
    ("E006", checks.headers_first, "MIDDLEWARE", ["other.First", checks.FIRST_MIDDLEWARE],
     "without the safety headers"),
    ("E007", checks.redacting_logs, "LOGGING", {"handlers": {"file": {}}, "loggers":
     {"django": {}}}, "do not redact: file"),
    ("E007", checks.redacting_logs, "LOGGING", {"handlers": {}}, "those of Django"),
    ("E007", checks.redacting_logs, "LOGGING", {"handlers": {"mail_admins": {"filters":
     ["redact"]}}, "loggers": {"django": {}}}, "those of Django"),
    ("E004", checks.staff_path, "STAFF_PATH", "in/staff/", "not an address of its own"),
    ("E004", checks.staff_path, "STAFF_PATH", "static/", "not an address of its own"),
    ("E004", checks.staff_path, "STAFF_PATH", "help/", "not an address of its own"),
    ("E004", checks.staff_path, "STAFF_PATH", "privacy/", "not an address of its own"),
    ("E004", checks.staff_path, "STAFF_PATH", "accessibility/", "not an address of its own"),
    ("E011", checks.contact_address, "CONTACT_EMAIL", "write to us", "not an email address"),
    ("E010", checks.phone_region, "PHONE_REGION", "UK", "'UK' is not a known country"),
    *(
        ("E008", checks.neutral_name, "SITE_NAME", f"The {word.title()} pages", f"says '{word}'")
        for word in checks.TELLING_WORDS
    ),
]  # fmt: skip
ALL = sorted({row[1] for row in MISTAKES}, key=lambda check: str(check.__name__))


@pytest.fixture(autouse=True)
def _good(settings: LazySettings) -> None:
    """Settings without a mistake."""
    settings.SECRET_KEY = KEY
    settings.ALLOWED_HOSTS = ["directory.example", "testserver"]


def ids(found: list[CheckMessage]) -> list[str | None]:
    return [one.id for one in found]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_and_says_how_to_mend_it(settings: LazySettings, mistake: Any) -> None:
    number, check, setting, value, words = mistake
    setattr(settings, setting, value)
    [found] = check()
    assert isinstance(found, Error)
    assert (found.id, bool(found.hint)) == (f"directory.{number}", True)
    assert words in found.msg


@pytest.mark.parametrize("check", ALL)
def test_good_settings_are_met_with_silence(check: Any) -> None:
    assert check() == []


@pytest.mark.parametrize(
    ("plain_http", "address", "found"),
    [
        (True, "http://127.0.0.1:8001/", []),
        (True, "http://news.example/", ["directory.E003"]),
        (False, "http://127.0.0.1:8001/", ["directory.E003"]),
    ],
)
def test_only_on_ones_own_machine_may_the_way_out_lead_to_another_server_there(
    settings: LazySettings, plain_http: bool, address: str, found: list[str]
) -> None:
    settings.PLAIN_HTTP, settings.EXIT_URL = plain_http, address
    assert ids(checks.exit_address()) == found


@pytest.mark.parametrize("name", ["Support directory", "Somewhere to turn", "Signposts"])
def test_a_name_that_tells_nothing_is_accepted(settings: LazySettings, name: str) -> None:
    settings.SITE_NAME = name
    assert checks.neutral_name() == []


@pytest.mark.parametrize(
    ("name", "engine", "found"),
    [
        ("{folder}/directory.sqlite3", SQLITE, []),
        ("{folder}/missing/directory.sqlite3", SQLITE, ["directory.E009"]),
        (":memory:", SQLITE, []),
        ("file:memorydb?mode=memory", SQLITE, []),
        ("missing/anywhere", "django.db.backends.postgresql", []),
    ],
)
def test_a_database_without_a_folder_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, engine: str, found: list[str]
) -> None:
    database = {"NAME": name.format(folder=tmp_path), "ENGINE": engine}
    monkeypatch.setattr(checks, "settings", SimpleNamespace(DATABASES={"default": database}))
    assert ids(checks.database_folder()) == found


@pytest.mark.parametrize(
    ("plain", "hosts", "found"),
    [
        (True, ["directory.example"], ["directory.W001"]),
        (True, ["localhost", "directory.example"], ["directory.W001"]),
        (True, ["localhost", "127.0.0.1", "[::1]"], []),
        (False, ["directory.example"], []),
    ],
)
def test_plain_http_that_others_can_reach_is_found(
    settings: LazySettings, plain: bool, hosts: list[str], found: list[str]
) -> None:
    settings.PLAIN_HTTP, settings.ALLOWED_HOSTS = plain, hosts
    assert ids(checks.plain_http()) == found


def test_files_that_nobody_collected_are_found(settings: LazySettings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    assert ids(checks.collected_files()) == ["directory.W002"]
    (tmp_path / "staticfiles.json").write_text("{}", encoding="utf-8")
    assert checks.collected_files() == []


@pytest.mark.parametrize(
    ("days", "told", "stopped"),
    [
        (-31, [], []),
        (-30, ["resources.I001"], []),
        (0, ["resources.I001"], []),
        (1, ["resources.W001"], ["resources.E001"]),
    ],
)
def test_emergency_numbers_are_read_through_again_by_their_day(
    monkeypatch: pytest.MonkeyPatch, days: int, told: list[str], stopped: list[str]
) -> None:
    today = read_emergency().review_by + timedelta(days=days)
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    own = {*told, *stopped, "resources.I001", "resources.W001", "resources.E001"}
    assert [name for name in ids(domain_checks.reviews()) if name in own] == told
    assert [name for name in ids(domain_checks.late_reviews()) if name in own] == stopped


def test_the_checks_run_with_every_command_and_the_warnings_when_deployed(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.SITE_NAME, settings.STATIC_ROOT = "The rape pages", str(tmp_path)
    assert "directory.E008" in ids(run_checks())
    assert "directory.W002" not in ids(run_checks())
    deployed = run_checks(include_deployment_checks=True)
    assert {"directory.E008", "directory.W002"} <= set(ids(deployed))
    assert [type(one) for one in deployed if one.id == "directory.W002"] == [CheckWarning]
