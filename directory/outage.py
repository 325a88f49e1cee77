"""The page that is given when nothing else works, made and written down while everything does.

It names 999 and the free national lines with their hours. It stands in memory and in a file, and is
made again whenever the data revision has changed. Nothing is read to send it: no database, no
template, no list of static files.
"""

import logging
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.utils.html import escape

from directory.context import site
from directory.replica import reading
from resources.presenters import variables
from resources.search import built_revision
from resources.views.outage import outage_page

log = logging.getLogger("directory.outage")

NAME: Final = "outage.html"
# Where nothing was ever written down.
PLAIN: Final = """<!DOCTYPE html>
<html lang="en-gb"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Something went wrong</title></head>
<body><p><a href="{exit_url}" rel="nofollow noreferrer noopener">Exit this page</a></p>
<main><h1>Our lists do not work at the moment</h1>
<p>Nothing you did was wrong. Wait a little and open the page again.</p>
<p>In danger now: <a href="tel:999">call 999</a>.</p></main></body></html>
"""


class KeptPage:
    """The page as it was last made, and of which data revision that was."""

    def __init__(self) -> None:
        self._content = b""
        self._revision: int | None = None

    @property
    def is_old(self) -> bool:
        """Tell whether the data have changed since, as far as the lists in memory know."""
        return built_revision() not in {None, self._revision}

    def renew(self) -> None:
        """Make the page again, and write it down where it has become another."""
        revision = built_revision()
        try:
            with reading():
                page = outage_page()
            content = render_to_string(page.template, {**variables(page), **site(None)}).encode()
        except DatabaseError:
            return
        except Exception:
            # What was written down before stays, and nobody who asks for a page notices.
            log.exception("The page for an outage could not be made.")
            return
        self._revision = revision
        if content != self.content():
            self._content = content
            _write(content)

    def content(self) -> bytes:
        """Return the page: as it was made, as it was written down, or the least there is to say."""
        if not self._content:
            with suppress(OSError):
                self._content = _file().read_bytes()
        return self._content or PLAIN.format(exit_url=escape(settings.EXIT_URL)).encode()


kept_page = KeptPage()


def _file() -> Path:
    return Path(settings.VAR_DIR) / NAME


def _write(content: bytes) -> None:
    """Put the page where the next process finds it, whole or not at all."""
    try:
        number, name = tempfile.mkstemp(dir=settings.VAR_DIR, prefix=NAME)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
                file.flush()
                # Its name is given to nothing that a power cut would leave empty.
                os.fsync(number)
            Path(name).replace(_file())
        finally:
            # On a full disk half of it is there, and would stay.
            Path(name).unlink(missing_ok=True)
    except OSError:
        log.warning("The page for an outage could not be written down.")
