"""The processes that read: each with one thread, and where the system can, children of a server that has loaded all."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing.context import BaseContext
from typing import Any

from placet.evidence.archive.work import environment, one_thread

UNITS_A_PROCESS = 60
"""After so many units a process is replaced by a fresh one, so that what libraries remember of words does not grow."""

_LOADED = "placet.evidence.archive.loaded"


@contextlib.contextmanager
def reading_processes(count: int) -> Iterator[Executor]:
    """Lend processes that read.

    Args:
        count: how many.
    """
    with one_thread():
        told = dict(os.environ)
        with ProcessPoolExecutor(
            count,
            _context(),
            initializer=_begin,
            initargs=(told,),
            max_tasks_per_child=UNITS_A_PROCESS,
        ) as pool:
            try:
                yield pool
            except BaseException:  # an interruption leaves as little behind as an error; it is raised again
                pool.shutdown(wait=True, cancel_futures=True)
                raise


# The libraries of numbers of macOS do not survive a process that goes on without loading them anew.
_HAS_SERVER = "forkserver" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
_STARTING: Any = multiprocessing.get_context("forkserver" if _HAS_SERVER else "spawn")


class _Process(_STARTING.Process):  # type: ignore[misc] # which it is, the system decides
    """A process that reads; it does not heed a request to end."""

    def terminate(self) -> None:
        """End it: this is asked for where another has died, perhaps with a lock for which this one would wait."""
        self.kill()


class _Context(type(_STARTING)):  # type: ignore[misc] # as above
    Process = _Process


def _context() -> BaseContext:
    """Return how processes are started: by a server of this process, or, where that is not safe, each from nothing.

    The server lives as long as this process does, and is used again by the next run.
    """
    started = _Context()
    if _HAS_SERVER:
        from multiprocessing import forkserver

        started.set_forkserver_preload([_LOADED])
        # Its modules come from where ours do, and none from the folder that somebody happens to stand in.
        path = os.pathsep.join(os.path.abspath(each) for each in sys.path)
        with environment({"PYTHONPATH": path, "PYTHONSAFEPATH": "1"}):
            forkserver.ensure_running()
    return started


def _begin(told: Mapping[str, str]) -> None:
    """Prepare a process that reads: the one that started it decides when to end, and it does not outlive that one.

    Args:
        told: the environment of the process that started it; the server may have been started with another.
    """
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(told)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            wait([parent.sentinel])
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()
