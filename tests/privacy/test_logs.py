"""The log filter: our own words pass, what others say loses its arguments, errors lose messages."""

import logging
import sys
from io import StringIO
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from directory.logs import (
    LINE,
    FailuresAlone,
    Lines,
    NothingReported,
    Redact,
    VisitRecord,
    frames_only,
    logging_config,
)
from directory.middleware import log_request

WORD = "qxsentinelqx"


def record(name: str, message: str, *args: Any, **more: Any) -> logging.LogRecord:
    made = logging.LogRecord(
        name, logging.ERROR, "file.py", 1, message, args, more.pop("exc", None)
    )
    made.__dict__.update(more)
    return made


def written(one: logging.LogRecord) -> str:
    """Return what a record becomes behind the filter and the formatter."""
    assert Redact().filter(one) is True
    return logging.Formatter(LINE).format(one)


def raised(error: BaseException) -> Any:
    """Return what a logger knows of an error that was raised."""
    try:
        raise error
    except type(error):
        return sys.exc_info()


def chained() -> BaseException:
    """Return an error with a cause that has a cause."""
    try:
        try:
            try:
                int(WORD)
            except ValueError:
                dict[str, str]()[WORD]
        except KeyError as error:
            raise RuntimeError(WORD) from error
    except RuntimeError as error:
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize("name", ["directory.requests", "resources.loading"])
def test_our_own_words_pass(name: str) -> None:
    assert written(record(name, "%s %d", "home", 200)) == f"ERROR {name}: home 200"


@pytest.mark.parametrize("name", ["django.request", "django.db.backends", "directoryish", "root"])
def test_what_others_say_loses_its_arguments(name: str) -> None:
    assert written(record(name, "Not Found: %s", WORD)) == f"ERROR {name}: Not Found: %s"


def test_a_refusal_of_django_quotes_nobody() -> None:
    """Its message is not a template: it is the text of the error, with the host in it."""
    message = f"Invalid HTTP_HOST header: '{WORD}'."
    assert WORD not in written(record("django.security.DisallowedHost", message))


def test_a_record_that_is_no_text_is_written_as_one() -> None:
    one = record("library", "")
    one.msg = ["a", "list"]
    assert written(one) == "ERROR library: ['a', 'list']"


def test_a_record_loses_the_request_that_django_hangs_on_it() -> None:
    request = RequestFactory().get(f"/{WORD}/")
    one = record("django.request", "%s", WORD, request=request, stack_info=WORD, status_code=404)
    assert WORD not in written(one)
    assert "request" not in one.__dict__


@pytest.mark.parametrize("name", ["directory.requests", "django.request"])
def test_an_error_keeps_its_kind_and_places_and_loses_its_message(name: str) -> None:
    one = record(name, "Failed", exc=raised(ValueError(f"invalid literal: {WORD}")))
    lines = written(one).splitlines()
    assert lines[0] == f"ERROR {name}: Failed"
    assert lines[1].startswith("  ")
    assert lines[1].endswith(" in raised")
    assert lines[2:] == ["ValueError"]
    assert one.exc_info is None


def test_the_causes_of_an_error_are_named_without_their_messages() -> None:
    text = frames_only(chained())
    kinds = [line for line in text.splitlines() if not line.startswith("  ")]
    assert kinds == ["RuntimeError", "KeyError", "ValueError"]
    assert text.count(" in chained") == 3
    assert WORD not in text


def test_an_error_that_was_never_raised_has_no_places() -> None:
    assert frames_only(ValueError(WORD)) == "ValueError"


def test_an_answer_that_was_meant_is_no_failure() -> None:
    meant = record("django.request", "%s: %s", "Service Unavailable", WORD)
    failed = record("django.request", "%s: %s", exc=raised(ValueError(WORD)))
    assert [FailuresAlone().filter(one) for one in (meant, failed)] == [False, True]


def test_a_record_without_an_error_stays_without_one() -> None:
    one = record("django.request", "Failed", exc=(None, None, None))
    assert WORD not in written(one)


def test_every_handler_redacts_and_nobody_is_sent_mail() -> None:
    config = logging_config()
    assert set(config["handlers"]) == {"console"}
    for handler in config["handlers"].values():
        assert handler["filters"] == ["redact"]
        assert handler["formatter"] == "plain"
    for name in ("django", "django.request", "django.server"):
        assert config["loggers"][name]["handlers"] == []


@pytest.mark.proves("SAFETY 2.3")
def test_an_error_report_of_django_says_nothing_of_the_visit() -> None:
    request: HttpRequest = RequestFactory().post(
        f"/?q={WORD}", {"place": WORD}, headers={"User-Agent": WORD, "Cookie": f"a={WORD}"}
    )
    kept = NothingReported()
    assert kept.get_safe_settings() == {}
    assert kept.get_safe_request_meta(request) == {}
    assert kept.get_post_parameters(request) == {}
    frame = sys._getframe()
    assert list(kept.get_traceback_frame_variables(request, frame)) == []


def test_the_settings_choose_that_report() -> None:
    reporter = ExceptionReporter(None, None, None, None)
    assert isinstance(reporter.filter, NothingReported)


def test_the_line_of_a_visit_can_be_written_with_all_that_logging_tells() -> None:
    told = (
        "%(asctime)s %(created)f %(filename)s %(funcName)s %(levelname)s %(levelno)d %(lineno)d "
        "%(message)s %(module)s %(msecs)d %(name)s %(pathname)s %(process)d %(processName)s "
        "%(relativeCreated)d %(taskName)s %(thread)d %(threadName)s"
    )
    one = VisitRecord("directory.requests", "GET", "home", 200, 1.6)
    assert " INFO 20 0 GET home 200 2ms " in logging.Formatter(told).format(one)


def test_the_line_of_a_visit_is_the_one_that_a_format_would_make() -> None:
    one = VisitRecord("directory.requests", "GET", "home", 200, 1.6)
    stream = StringIO()
    handler = Lines(stream)
    handler.setFormatter(logging.Formatter(LINE))
    for record_of_it in (one, logging.makeLogRecord(one.__dict__)):
        handler.handle(record_of_it)
    assert stream.getvalue() == "INFO directory.requests: GET home 200 2ms\n" * 2


def test_a_line_that_cannot_be_written_refuses_nobody_a_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    closed = StringIO()
    closed.close()
    one = VisitRecord("directory.requests", "GET", "home", 200, 1.6)
    assert Lines(closed).handle(one)


def test_a_visit_is_not_written_where_its_logger_is_set_to_say_less(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, "directory.requests"):
        log_request("GET", "home", 200, 1)
    assert not caplog.records
    with caplog.at_level(logging.INFO, "directory.requests"):
        log_request("GET", "home", 200, 1)
    assert [one.getMessage() for one in caplog.records] == ["GET home 200 1ms"]
