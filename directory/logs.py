"""Logs that cannot hold a visitor.

Redaction happens where a record is written, not where somebody remembers to be careful. The rule:
a record of our own passes; of any other record the message *template* stays and its arguments go,
because paths, hosts and typed text arrive as arguments. Of an exception the types and the places in
the code stay and the message goes, since messages quote input ("invalid literal: 'S60'").
"""

import logging
import time
import traceback
from collections.abc import ItemsView
from contextlib import nullcontext
from typing import Any, Final, TextIO

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

# Loggers whose messages we write ourselves, of nothing but fixed words and safe values.
OWN_LOGGERS = ("directory.", "resources.")

# Level, logger, message: nothing that `Redact` has taken away.
LINE: Final = "%(levelname)s %(name)s: %(message)s"

# What else a record has, for a format that names it.
NOT_LOOKED_UP: Final = {
    **dict.fromkeys(("args", "exc_info", "exc_text", "stack_info", "taskName")),
    **dict.fromkeys(
        ("pathname", "filename", "module", "funcName", "threadName", "processName"), ""
    ),
    **dict.fromkeys(("lineno", "thread", "process", "relativeCreated"), 0),
}


class VisitRecord(logging.LogRecord):
    """The line of one visit.

    For every record logging looks up who wrote it, in which thread and in which process. With that
    the line was half of what an answer from memory cost. Of a visit all of it is known already, or
    is not said.
    """

    # As `LINE` has it, and ended.
    line: str

    def __init__(
        self, name: str, method: str, route: str, status: int, milliseconds: float
    ) -> None:
        now = time.time()
        message = f"{method} {route} {status} {milliseconds:.0f}ms"
        self.__dict__.update(
            NOT_LOOKED_UP,
            name=name,
            levelno=logging.INFO,
            levelname="INFO",
            msg=message,
            created=now,
            msecs=now % 1 * 1000,
            line=f"INFO {name}: {message}\n",
        )


class Lines(logging.StreamHandler[TextIO]):
    """Writes records as lines. The one of a visit is made already, of nothing but words of ours."""

    def handle(self, record: logging.LogRecord) -> bool:
        """Write a record, past filters and formats where it is a visit: there is one with each."""
        if not isinstance(record, VisitRecord):
            return super().handle(record)
        with self.lock or nullcontext():
            try:
                self.stream.write(record.line)
                self.stream.flush()
            except Exception:
                # Nobody is refused a page because its line cannot be written.
                self.handleError(record)
        return True


class Redact(logging.Filter):
    """Strips a log record of everything that could have come from a visitor."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place and let it through."""
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = frames_only(record.exc_info[1])
            record.exc_info = None
        if not record.name.startswith(OWN_LOGGERS):
            # A refusal of Django has no template: its message is the error's, and quotes the host.
            refused = record.name.startswith("django.security")
            record.msg = "A request was refused." if refused else str(record.msg)
            record.args = None
            # Django hangs the whole request on its records, for handlers that print it.
            record.__dict__.pop("request", None)
            record.stack_info = None
        return True


def frames_only(error: BaseException) -> str:
    """Return the chain of exception types with file, line and function, without any message."""
    parts: list[str] = []
    current: BaseException | None = error
    while current is not None:
        frames = traceback.extract_tb(current.__traceback__)
        parts.extend(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
        parts.append(type(current).__name__)
        current = current.__cause__ or current.__context__
    return "\n".join(parts)


class FailuresAlone(logging.Filter):
    """Lets a record pass that brings an error.

    Django logs every answer from 500 up, even an intended one: a page refused because nobody has
    opened it yet. The line of `RequestLog` says that already.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether something went wrong in the code."""
        return bool(record.exc_info)


class NothingReported(SafeExceptionReporterFilter):
    """Django's error reports show neither settings, request nor local variables."""

    def get_safe_settings(self) -> dict[str, Any]:
        """Return no setting at all."""
        return {}

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return no header, address or query."""
        return {}

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return nothing that was typed."""
        return {}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> ItemsView[str, Any]:
        """Return no local variable: any of them may hold what was typed."""
        return dict[str, Any]().items()


def logging_config() -> dict[str, Any]:
    """Return the `logging.config.dictConfig` shape: one handler, redacting, for everything."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "redact": {"()": "directory.logs.Redact"},
            "failures_alone": {"()": "directory.logs.FailuresAlone"},
        },
        "formatters": {"plain": {"format": LINE}},
        "handlers": {
            "console": {
                "class": "directory.logs.Lines",
                "filters": ["redact"],
                "formatter": "plain",
            },
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        # Django gives these two handlers of their own, one of which sends e-mail: take both away.
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Every request has its line from `RequestLog`; here only failures add their frames.
            "django.request": {
                "handlers": [],
                "filters": ["failures_alone"],
                "level": "ERROR",
                "propagate": True,
            },
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
