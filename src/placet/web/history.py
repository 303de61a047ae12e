"""What changed last in a rulebook itself: what its text declares otherwise than the version before did."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections import OrderedDict

import msgspec

from placet.language.redeclared import Redeclared, find_redeclared
from placet.language.versions import GIT
from placet.show.words import title_of
from placet.web.versions import BEFORE, State, files_then, states_of
from placet.web.visit import Visit
from placet.web.worlds import World

MOST_BACK = 8
"""Over how many versions in which only prose was changed one looks back."""

MOST_NAMED = 6
"""How many declarations are named."""

WAIT_S = 0.4
"""How long a page waits for what is being found; then it is without it, and the next one has it."""

MOST_KEPT = 16

KINDS = ("rule", "reading", "term", "relation", "instrument", "statement", "question", "point")
"""What is named first: what an answer hangs on before what it rests on."""

_Key = tuple[str, str, str]
_FOUND: OrderedDict[_Key, Change | None] = OrderedDict()
_BEGUN: dict[_Key, threading.Event] = {}
_LOCK = threading.Lock()


class Edit(msgspec.Struct, frozen=True):
    """A declaration that was added, changed or taken away, and the title of it, or of what it reads."""

    declared: Redeclared
    title: str


class Change(msgspec.Struct, frozen=True):
    """What a rulebook declares otherwise than an earlier version of it.

    Attributes:
        state: the earlier version.
        edits: some of what differs, what answers hang on first.
        left: how many differences more there are.
    """

    state: State
    edits: tuple[Edit, ...]
    left: int

    @property
    def version(self) -> str:
        """The name of the version in an address."""
        value = self.state.value
        return value[: len(GIT) + 12] if value.startswith(GIT) else value

    @property
    def day(self) -> dt.date | None:
        """The day of the version; None where git writes it otherwise."""
        try:
            return dt.date.fromisoformat(self.state.day)
        except ValueError:
            return None

    @property
    def is_before_save(self) -> bool:
        """Whether the version is the text from before a save in the pages, and not one that git keeps."""
        return self.state.value.startswith(BEFORE)


def last_change(visit: Visit, name: str) -> Change | None:
    """Return what changed last in the declarations of a rulebook.

    It is found beside the page, once for a version: an earlier one has to be read for it.

    Returns:
        None where no version is kept, where none of the last ones declares anything else, and while it is being found.
    """
    world = visit.worlds.show(name).world
    states = states_of(visit, name, MOST_BACK) if world is not None else ()
    if world is None or not states:
        return None
    key = (str(world.folder), world.version, states[0].value)
    with _LOCK:
        if key in _FOUND:
            return _FOUND[key]
        done = _BEGUN.get(key)
        if done is None:
            done = _BEGUN[key] = threading.Event()
            threading.Thread(target=_find, args=(visit, world, states, key, done), daemon=True).start()
    done.wait(WAIT_S)
    with _LOCK:
        return _FOUND.get(key)


def _find(visit: Visit, world: World, states: tuple[State, ...], key: _Key, done: threading.Event) -> None:
    found = None
    try:
        with contextlib.suppress(OSError):
            found = _first_that_differs(visit, world, states)
    finally:
        with _LOCK:
            _FOUND[key] = found
            while len(_FOUND) > MOST_KEPT:
                _FOUND.popitem(last=False)
            _BEGUN.pop(key, None)
        done.set()


def _first_that_differs(visit: Visit, world: World, states: tuple[State, ...]) -> Change | None:
    own = world.own_trees
    ids = {id(tree) for tree in own}
    used = [tree for tree in world.trees if id(tree) not in ids]
    for state in states:
        files = files_then(visit, world.name, state.value)
        found = None if files is None else find_redeclared(files, own, used)
        if found is None:
            return None
        if found:
            titles = {one.name: one.title for one in found}
            edits = tuple(
                Edit(one, one.title or title_of(world.book, one.of or one.name) or titles.get(one.of, ""))
                for one in sorted(found, key=_rank)
            )
            return Change(state, edits[:MOST_NAMED], len(edits) - len(edits[:MOST_NAMED]))
    return None


def _rank(one: Redeclared) -> int:
    return KINDS.index(one.kind) if one.kind in KINDS else len(KINDS)
