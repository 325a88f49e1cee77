"""`python -m directory.serving`: serve the directory as it is safe to serve it.

`make run`, the unit of systemd and the tests all start it here, so that none of them can forget an
option. Nothing is served while a check says that it would be a mistake.
"""

import os
import resource
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Final

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from directory.serving.server import HeldSocketsServer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")
# Whoever waits for a lock in a page is told soon, and has the text still. A page may wait for more
# than one write.
os.environ.setdefault("DATABASE_WAIT_SECONDS", "0.8")

TARGET: Final = "directory.serving.application:application"
# What waits in the kernel, and what one worker holds open: a connection that sends nothing costs a
# few kilobytes, and is ended when its headers do not come.
BACKLOG: Final = 8_192
OPEN: Final = 4_096
# Milliseconds for the headers of a request, and for the next request on an open connection.
HEADERS: Final = 5_000
# The longest address and headers that anybody needs, in bytes; nearly all are below 1,000.
HEADER_BYTES: Final = 16_384
# MiB; one that has grown past it ends what it is at and is followed by another. A worker with
# 100,000 services holds 400.
LARGEST_WORKER: Final = 700


def arguments(given: Sequence[str]) -> Namespace:
    """Read the command line."""
    parser = ArgumentParser(prog="python -m directory.serving", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args(given)


def serve(options: Namespace, *, is_preloaded: bool) -> None:
    """Serve until a signal ends it."""
    _open_more_files()
    HeldSocketsServer(
        TARGET,
        slow_to_start=not is_preloaded,
        address=options.host,
        port=options.port,
        workers=options.workers,
        interface=Interfaces.RSGI,
        loop=Loops.uvloop,
        # HTTP/2 is the proxy's, with TLS; without TLS no browser speaks it.
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        backpressure=OPEN,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS, max_buffer_size=HEADER_BYTES),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_max_rss=LARGEST_WORKER,
        rss_samples=2,
        workers_kill_timeout=5,
        log_level=LogLevels.error,
    ).serve()


def _open_more_files() -> None:
    """Let a worker hold as many connections as it says that it does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * OPEN if hard == resource.RLIM_INFINITY else min(2 * OPEN, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def main(given: Sequence[str]) -> int:
    """Check, then serve; return 1 where a check found a mistake."""
    # Files of the database are made with the first connection: they are their owner's alone.
    os.umask(0o077)
    from directory.serving.checking import mistakes  # noqa: PLC0415  settings need the umask first

    if found := mistakes():
        sys.stderr.write(found + "\n")
        return 1
    options = arguments(given)
    from directory.serving.preloading import preload  # noqa: PLC0415  what is wrong is told first

    serve(options, is_preloaded=preload())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
