"""A value of the environment is read as what it has to be, or named; it is never told itself."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured

from directory import environment as env

NAME = "SOMETHING_OF_THE_TESTS"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv(NAME, raising=False)
    return monkeypatch


def test_what_is_not_there_is_as_the_settings_have_it(given: pytest.MonkeyPatch) -> None:
    assert env.text(NAME, default="as it was") == "as it was"
    assert env.answer(NAME, default=True) is True
    assert env.whole(NAME, default=7) == 7
    assert env.number(NAME, default=0.5) == 0.5
    assert env.names(NAME) == []
    assert env.database(NAME, default="sqlite:////tmp/a")["NAME"] == "/tmp/a"  # noqa: S108  no file
    assert env.mail(NAME, default="file:")["EMAIL_HOST"] is None


@pytest.mark.parametrize("value", ["1", "true", "True", "YES", "on"])
def test_a_yes_is_one_however_it_is_written(given: pytest.MonkeyPatch, value: str) -> None:
    given.setenv(NAME, value)
    assert env.answer(NAME, default=False) is True


@pytest.mark.parametrize("value", ["0", "false", "False", "NO", "off"])
def test_a_no_is_one_however_it_is_written(given: pytest.MonkeyPatch, value: str) -> None:
    given.setenv(NAME, value)
    assert env.answer(NAME, default=True) is False


def test_what_can_be_read_is_read(given: pytest.MonkeyPatch) -> None:
    given.setenv(NAME, "12")
    assert (env.whole(NAME, default=0), env.number(NAME, default=0)) == (12, 12.0)
    given.setenv(NAME, "a.example, b.example,")
    assert env.names(NAME) == ["a.example", "b.example"]
    given.setenv(NAME, "postgres://me:secret@db.example/directory")
    assert env.database(NAME)["HOST"] == "db.example"
    assert env.database(NAME)["CONN_MAX_AGE"] == env.CONNECTED
    given.setenv(NAME, "submission://me:secret@mail.example")
    assert env.mail(NAME, default="file:")["EMAIL_PORT"] == 587


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("perhaps", lambda: env.answer(NAME, default=False)),
        ("", lambda: env.answer(NAME, default=False)),
        ("", lambda: env.whole(NAME, default=1)),
        ("1.5", lambda: env.whole(NAME, default=1)),
        ("soon", lambda: env.number(NAME, default=1)),
        ("nan", lambda: env.number(NAME, default=1)),
        ("inf", lambda: env.number(NAME, default=1)),
        ("secret://me:word@db.example/x", lambda: env.database(NAME)),
        ("postgres://me:word@db.example:port/x", lambda: env.database(NAME)),
        ("smtp://me:word@mail.example:port", lambda: env.mail(NAME, default="file:")),
    ],
)
def test_what_cannot_be_read_stops_the_start_and_is_named_and_not_told(
    given: pytest.MonkeyPatch, value: str, told: Callable[[], object]
) -> None:
    given.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured) as stopped:
        told()
    assert NAME in str(stopped.value)
    assert stopped.value.__cause__ is None
    assert stopped.value.__suppress_context__
    assert "word" not in str(stopped.value)
