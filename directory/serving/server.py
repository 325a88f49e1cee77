"""Granian's server with listening sockets that outlive their workers, of which it gives none up.

Granian lets each worker open a socket of its own. What the kernel has put into the queue of a
worker that dies is then reset. Here the parent opens them and holds them open: a queue waits for
the worker that takes the place of the dead one. Should the parent be killed itself, its workers
stay (`directory.serving.succession`).
"""

import multiprocessing
import os
import socket
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from granian._granian import ListenerSpec
from granian.server.mp import MPServer, WorkerProcess

from directory.serving.succession import Succession

# Seconds between the death of a worker and the start of the next, so that one that cannot start
# does not keep a processor busy.
PAUSE: Final = 0.3


class HeldSocketsServer(MPServer):
    """Serve from worker processes whose connections wait in queues of the parent.

    The kernel deals new connections out among the queues. Workers that share one race for it, and
    whoever wakes first takes all that came together: of eight connections of a proxy one worker
    answered eight, and the other none. A queue of one's own is right where the next worker is
    there within a second; where each has to load first (`slow_to_start`), all share one.
    """

    def __init__(self, *args: Any, slow_to_start: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._slow_to_start = slow_to_start
        self._queues: list[socket.socket] = []
        self._held: list[Any] = []

    def serve(self, *args: Any, **kwargs: Any) -> None:
        """Serve until a signal ends it."""
        # The socket is handed on by the fork; newer Pythons start processes otherwise.
        multiprocessing.set_start_method("fork", force=True)
        self._succession = Succession(self.bind_port)
        super().serve(*args, **kwargs)

    def _init_shared_socket(self) -> None:
        spec = ListenerSpec(self.bind_addr, self.bind_port, self.backlog)
        self._ssp = None
        for _queue in range(1 if self._slow_to_start else self.workers):
            listening = spec.build()
            queue = socket.socket(fileno=listening.get_fd())
            queue.set_inheritable(True)
            self._held.append(listening)
            self._queues.append(queue)

    def _drop_shared_socket(self) -> None:
        for queue in self._queues:
            queue.close()

    def _spawn_worker(
        self,
        idx: int,
        target: Callable[..., None],
        callback_loader: Callable[[], Any],
        *args: Any,
    ) -> WorkerProcess:
        # Granian hands a worker what stands here, as where the kernel gives all only one socket.
        place = idx % len(self._queues)
        self._shd, self._sso = self._held[place], self._queues[place]
        load = partial(self._load, callback_loader, place)
        return super()._spawn_worker(idx, target, load, *args)

    def _load(self, load: Callable[[], Any], place: int) -> Any:
        """Return the application, in a worker that was forked just now."""
        self._give_up_others(place)
        application = load()
        self._succession.begin()
        return application

    def _give_up_others(self, own: int) -> None:
        """Hold no queue but one's own: without a parent nobody takes what is put into another."""
        nothing = os.open(os.devnull, os.O_RDWR)
        for place, queue in enumerate(self._queues):
            if place != own:
                # Its number stays taken: granian closes it at the end, whatever it is of by then.
                os.dup2(nothing, queue.fileno(), inheritable=False)
        os.close(nothing)

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
