"""The processes that read: each with one thread, and where the system can, children of a server that has loaded all."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing.context import BaseContext

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


def _context() -> BaseContext:
    """Return how processes are started: by a server of this process, or, where that is not safe, each from nothing.

    The server lives as long as this process does, and is used again by the next run.
    """
    import multiprocessing

    # The libraries of numbers of macOS do not survive a process that goes on without loading them anew.
    if sys.platform == "darwin" or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_LOADED])
    # Its modules come from where ours do, and none from the folder that somebody happens to stand in.
    path = os.pathsep.join(os.path.abspath(each) for each in sys.path)
    with environment({"PYTHONPATH": path, "PYTHONSAFEPATH": "1"}):
        forkserver.ensure_running()
    return context


def _begin(told: Mapping[str, str]) -> None:
    """Prepare a process that reads: the one that started it decides when to end, and it does not outlive that one.

    Args:
        told: the environment of the process that started it; the server may have been started with another.
    """
    import multiprocessing
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
