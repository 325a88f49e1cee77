"""Granian's server with one listening socket for all workers, that never gives a worker up.

Granian gives each worker on Linux a socket of its own. What the kernel has put into the queue of a
worker that dies is then reset, and while a worker still loads nobody may be listening. One socket
of the parent has one queue: it waits for whichever worker comes next.
"""

import multiprocessing
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from granian._granian import ListenerSpec
from granian.server.mp import MPServer

# Seconds between the death of a worker and the start of the next, so that one that cannot start
# does not keep a processor busy.
PAUSE: Final = 0.3


class SharedSocketServer(MPServer):
    """Serve from worker processes that take their connections from one queue."""

    _sso: socket.socket | None

    def serve(self, *args: Any, **kwargs: Any) -> None:
        """Serve until a signal ends it."""
        # The socket is handed on by the fork; newer Pythons start processes otherwise.
        multiprocessing.set_start_method("fork", force=True)
        super().serve(*args, **kwargs)

    def _init_shared_socket(self) -> None:
        # As granian does it where the kernel cannot give each worker a socket of its own.
        listening = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._ssp = None
        self._shd = listening  # type: ignore[assignment]  # granian types it by its first value, None
        self._sso = socket.socket(fileno=listening.get_fd())
        self._sso.set_inheritable(True)

    def _respawn_workers(
        self,
        workers: Sequence[int],
        spawn_target: Callable[..., None],
        target_loader: Callable[..., Callable[..., Any]],
        delay: float = 0,
    ) -> None:
        """Start workers again that died, or take the place of some that grew too large."""
        time.sleep(PAUSE)
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        # Granian ends the whole server when one place falls empty twice in five seconds: whatever
        # kills a worker twice must not take the directory away.
        self.respawned_wrks.clear()
