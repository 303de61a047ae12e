"""Statements proposed while nobody waits: one article after the other, behind the pages; what is found is stored."""

from __future__ import annotations

import logging
import queue
import threading
from pathlib import Path

import msgspec
from starlette.datastructures import State

log = logging.getLogger("placet.web")


class Work(msgspec.Struct, frozen=True):
    """How far the work on an article is: under way, or broken off with a message and what mends it."""

    is_under_way: bool
    message: str = ""
    help: str = ""


class Proposing:
    """Works through articles in a thread of its own; whatever ends in the middle leaves nothing half stored."""

    def __init__(self) -> None:
        self._work: dict[tuple[Path, str], Work] = {}
        self._waiting: queue.SimpleQueue[tuple[Path, str]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def begin(self, home: Path, document: str) -> None:
        """Propose the statements of a stored article as soon as those before it are done."""
        key = (home, document)
        with self._lock:
            if key in self._work and self._work[key].is_under_way:
                return
            self._work[key] = Work(True)
            self._waiting.put(key)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="proposing")
                self._thread.start()

    def of(self, home: Path, document: str) -> Work | None:
        """Return how far the work on an article is; None: nothing is under way and nothing went wrong."""
        with self._lock:
            return self._work.get((home, document))

    def _run(self) -> None:
        while True:
            key = self._waiting.get()
            broken = _propose(*key)
            with self._lock:
                if broken is None:
                    del self._work[key]
                else:
                    self._work[key] = broken


def proposing_of(state: State) -> Proposing:
    """Return who proposes for an application."""
    found = getattr(state, "proposing", None)
    if not isinstance(found, Proposing):
        found = state.proposing = Proposing()
    return found


def _propose(home: Path, document: str) -> Work | None:
    """Propose and store; return what went wrong."""
    from placet.store import StoreTrouble, open_store

    try:
        from placet.evidence.propose import RULES, propose
        from placet.evidence.review import Desk

        with open_store(home) as store:
            found = propose(store.documents.get(document))
            Desk(store).propose(store.documents.get(document), lambda _: found, RULES)
    except ModuleNotFoundError as error:
        name = (error.name or "a part").partition(".")[0]
        help = "`pip install 'placet[evidence]'` installs what reading articles needs."
        return Work(False, f"the package `{name}` is not installed", help)
    except StoreTrouble as trouble:
        return Work(False, trouble.message, trouble.help)
    except Exception as error:
        log.exception("the rules broke on %s", document)
        return Work(False, f"the rules broke on this text ({type(error).__name__})", "The server's own log tells more.")
    return None
