"""A setting that is missing or malformed stops the start with a sentence that names it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from directory.secret import secret_key

ROOT = Path(__file__).parents[2]
KEY = "k3yW1thM4nyD1ff3rentCh4r4cters-and-long-enough-5678"
SAFE = (
    "from django.conf import settings as s; print(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE,"
    " s.CSRF_COOKIE_SECURE, s.DEBUG)"
)


def start(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start Python with Django's settings in an environment that has only what is named."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in {"PATH", "HOME", "LANG"} or name.startswith("COVERAGE_")
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=kept
        | {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "directory.settings"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_starts_without_a_secret_key(tmp_path: Path) -> None:
    ended = start(tmp_path, "manage.py", "check")
    assert ended.returncode != 0
    last = ended.stderr.strip().splitlines()[-1]
    assert "SECRET_KEY is not set, and there is no secret_key in" in last
    assert "make run" in last


def test_the_key_of_the_file_is_enough(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text(f"{KEY}\n", encoding="ascii")
    ended = start(tmp_path, "manage.py", "check")
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("name", ["PLAIN_HTTP", "DEBUG", "BEHIND_TLS_PROXY"])
def test_an_answer_that_is_neither_yes_nor_no_is_named(tmp_path: Path, name: str) -> None:
    ended = start(tmp_path, "manage.py", "check", SECRET_KEY=KEY, **{name: "perhaps"})
    assert ended.returncode != 0
    assert name in ended.stderr.strip().splitlines()[-1]


def test_a_mistake_stops_every_command(tmp_path: Path) -> None:
    ended = start(tmp_path, "manage.py", "check", SECRET_KEY="short")
    assert ended.returncode != 0
    assert "directory.E001" in ended.stderr


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ({"SECRET_KEY": "a"}, "directory.E001"),
        ({"ALLOWED_HOSTS": "*"}, "directory.E002"),
        ({"EXIT_URL": "http://127.0.0.1:8000/"}, "directory.E003"),
        ({"STAFF_PATH": "services/"}, "directory.E004"),
    ],
)
def test_nothing_is_served_with_a_mistake(
    tmp_path: Path, mistake: dict[str, str], told: str
) -> None:
    ended = start(tmp_path, "-m", "directory.serving", **{"SECRET_KEY": KEY, **mistake})
    assert ended.returncode == 1
    assert told in ended.stderr
    assert "HINT" in ended.stderr


def test_nothing_is_said_over_plain_http_unless_somebody_chose_it(tmp_path: Path) -> None:
    safe = start(tmp_path, "-c", SAFE, SECRET_KEY=KEY)
    assert safe.stdout.split() == ["True", "True", "True", "False"]
    plain = start(tmp_path, "-c", SAFE, SECRET_KEY=KEY, PLAIN_HTTP="1")
    assert plain.stdout.split() == ["False", "False", "False", "False"]


def test_no_header_of_a_visitor_pretends_tls_unless_a_proxy_was_named(tmp_path: Path) -> None:
    code = "from django.conf import settings as s; print(s.SECURE_PROXY_SSL_HEADER)"
    assert start(tmp_path, "-c", code, SECRET_KEY=KEY).stdout.strip() == "None"
    behind = start(tmp_path, "-c", code, SECRET_KEY=KEY, BEHIND_TLS_PROXY="1")
    assert behind.stdout.strip() == "('HTTP_X_FORWARDED_PROTO', 'https')"


def test_the_server_finds_its_application(tmp_path: Path) -> None:
    code = "from directory.serving.application import application as a; print(type(a).__name__)"
    (tmp_path / "static").mkdir()
    ended = start(tmp_path, "-c", code, SECRET_KEY=KEY)
    assert ended.stdout.strip() == "Application"
    # There is no table yet in this folder: it starts all the same.
    assert ended.stderr.count("\n") == 1
    assert "could not be made ready" in ended.stderr


def test_a_given_key_outranks_the_file(tmp_path: Path) -> None:
    file = tmp_path / "secret_key"
    with pytest.raises(ImproperlyConfigured, match="no secret_key in"):
        secret_key("", file)
    file.write_text("from the file\n", encoding="ascii")
    assert secret_key("", file) == "from the file"
    assert secret_key("given", file) == "given"
