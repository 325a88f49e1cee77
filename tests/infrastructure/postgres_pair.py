"""A PostgreSQL primary and a replica that follows it, over a link that a test can cut."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tests.infrastructure.postgres import (
    DATABASE,
    FAST_SETTINGS,
    PORT,
    SUPERUSER,
    _make_cluster,
    _wait_until_ready,
    _workspace,
)
from tests.infrastructure.postgres_programs import (
    Account,
    find_account,
    find_programs,
    process_options_for,
    usable_programs,
)

REPLICA_NAME = "replica"
PATIENCE = 30
# What a test may not make faster: it is about what is written when, and where.
PAIR_SETTINGS = {
    **FAST_SETTINGS,
    "wal_level": "replica",
    "max_wal_senders": "4",
    "synchronous_commit": "on",
    "wal_receiver_status_interval": "1s",
    "wal_retrieve_retry_interval": "500ms",
}


class Link:
    """Carries bytes from one socket to another, until it is cut."""

    def __init__(self, entrance: Path, target: Path) -> None:
        self._target = target
        self._whole = threading.Event()
        self._whole.set()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(entrance))
        entrance.chmod(0o777)  # the folder around it is closed
        self._listener.listen()
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    def cut(self) -> None:
        """Carry nothing, as a network that drops everything."""
        self._whole.clear()

    def mend(self) -> None:
        self._whole.set()

    def close(self) -> None:
        for end in (self._listener, *self._ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                one, _ = self._listener.accept()
                self._whole.wait()
                other = socket.socket(socket.AF_UNIX)
                self._ends += [one, other]
                try:
                    other.connect(str(self._target))
                except OSError:
                    one.close()
                    continue
                for pair in ((one, other), (other, one)):
                    threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65_536):
                self._whole.wait()
                target.sendall(piece)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@dataclass
class Server:
    """One of the two, in a folder of its own."""

    programs: Path
    account: Account | None
    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        settings = {
            **PAIR_SETTINGS,
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(self.folder),
        }
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        log = self.folder / "log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [
                    *(str(self.programs / "postgres"), "-D", str(self.data)),
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **process_options_for(self.account),
            )
        _wait_until_ready(self.process, self.data, log)

    def kill(self) -> None:
        """End it and all that it started at once, as when its machine loses power."""
        if self.process is not None and self.process.poll() is None:
            # Its children end by themselves when their parent is gone, but not at once.
            for child in _children(self.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            self.process.kill()
            self.process.wait(PATIENCE)

    def asked(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(
            host=str(self.folder), port=PORT, user=SUPERUSER, dbname=DATABASE, autocommit=True
        ) as line:
            found = line.execute(statement.encode())
            return found.fetchall() if found.description else []


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


@dataclass
class Pair:
    """Both, with their addresses as the settings of the product name them."""

    primary: Server
    replica: Server
    link: Link
    settings: dict[str, str] = field(default_factory=dict)

    def wait_for(self, column: str, wanted: str) -> None:
        """Wait until the primary says something of its replica, and of no other."""
        until = time.monotonic() + PATIENCE
        asked = "SELECT row_to_json(one) FROM pg_stat_replication AS one"
        while [row[0][column] for row in self.primary.asked(asked)] != [wanted]:
            if time.monotonic() > until:
                raise TimeoutError(f"{column} is not {wanted}")
            time.sleep(0.1)

    def confirm_by_both(self, *, both: bool) -> None:
        """Let a commit wait for the replica, or not."""
        name = REPLICA_NAME if both else ""
        self.primary.asked(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
        self.primary.asked("SELECT pg_reload_conf()")
        wanted = "sync" if both else "async"
        self.wait_for("sync_state", wanted)


def _addresses(primary: Path, replica: Path) -> dict[str, str]:
    """Name both servers in each address: writes go to whichever takes them."""

    def address(first: Path, second: Path, wanted: str) -> str:
        hosts = quote(f"{first},{second}", safe="")
        given = f"host={hosts}&port={PORT}%2C{PORT}&target_session_attrs={wanted}"
        return f"postgres://{SUPERUSER}@/{DATABASE}?{given}"

    return {
        "DATABASE_URL": address(primary, replica, "read-write"),
        "DATABASE_REPLICA_URL": address(replica, primary, "any"),
    }


@contextlib.contextmanager
def postgres_pair() -> Iterator[Pair]:
    """Start a primary, copy it, and let the copy follow."""
    account = find_account()
    found, version = find_programs()
    with _workspace(account) as folder:
        programs = usable_programs(found, folder, account)
        primary, replica = (Server(programs, account, folder / name) for name in "pr")
        for one in (primary, replica):
            one.folder.mkdir(mode=0o700)
            if account is not None:
                os.chown(one.folder, account.uid, account.gid)
        _make_cluster(programs, primary.data, version, account)
        primary.start()
        # Servers look for a socket by the number of its port.
        entrance = folder / f".s.PGSQL.{PORT}"
        link = Link(entrance, primary.folder / f".s.PGSQL.{PORT}")
        try:
            _copy(primary, replica, folder)
            replica.start()
            pair = Pair(primary, replica, link, _addresses(primary.folder, replica.folder))
            pair.wait_for("state", "streaming")
            yield pair
        finally:
            link.mend()
            for one in (replica, primary):
                one.kill()
            link.close()


def _copy(primary: Server, replica: Server, entrance: Path) -> None:
    conninfo = f"host={entrance} port={PORT} user={SUPERUSER} application_name={REPLICA_NAME}"
    copied = subprocess.run(
        [
            *(primary.programs / "pg_basebackup", "--pgdata", replica.data),
            *("--dbname", conninfo, "--write-recovery-conf", "--checkpoint=fast", "--no-sync"),
        ],
        cwd=replica.folder,
        capture_output=True,
        text=True,
        check=False,
        **process_options_for(primary.account),
    )
    if copied.returncode != 0:
        raise RuntimeError(f"The primary could not be copied:\n{copied.stderr}")


@contextlib.contextmanager
def running_redis(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Start Redis on a socket in a folder; give its address and its process."""
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError("Redis was not found: install Debian's package 'redis-server'.")
    socket_file = folder / "redis.sock"
    server = subprocess.Popen(
        [
            *(program, "--port", "0", "--unixsocket", str(socket_file), "--unixsocketperm", "700"),
            *("--save", "", "--appendonly", "no", "--dir", str(folder)),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + PATIENCE
        while not socket_file.exists() and time.monotonic() < until:
            time.sleep(0.05)
        yield f"unix://{socket_file}", server
    finally:
        server.kill()
        server.wait(PATIENCE)
