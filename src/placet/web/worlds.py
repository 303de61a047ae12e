"""The rulebooks that are served: loaded once, loaded anew when a file changes, the last sound version kept.

A `World` is one version of one rulebook; it never changes, so that a page may use it from the first line to the last.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from placet.diagnostics import Diagnostic
from placet.engine import Decider
from placet.engine.columns.lasting import Lasting
from placet.engine.variation.excerpt import Excerpt, Needed, excerpt_for, needed_values
from placet.language import load_rulebook, shipped_rulebooks
from placet.language.tree import Tree
from placet.model import Answer, Rulebook, Value
from placet.web.carried import Carried
from placet.web.settings import Settings

T = TypeVar("T")

KEPT_RESULTS = 256
"""How many results are kept for one version of a rulebook."""

LARGE = 300
"""From how many rules on a page answers from an excerpt."""

NOT_NAMES = ("api", "help", "openapi", "static", "preferences", "evidence")
"""First parts of an address that are no rulebook's."""

_NOTHING = object()

_LONG = threading.RLock()

_Stamp = tuple[tuple[str, int, int], ...]


class World:
    """One version of a rulebook with everything that was reckoned from it so far.

    Attributes:
        name: its part of the address.
        book: the rulebook.
        texts: its files by their names in diagnostics.
        trees: the same, parsed.
        diagnostics: warnings about it.
        version: changes with every file of it.
        loaded: when it was loaded, in seconds of the clock.
        carried: what was found for its saved questions, or for the same ones in the version before.
        is_earlier: whether it is a version that is kept, and not what lies in the files.
    """

    is_earlier = False

    def __init__(
        self,
        name: str,
        book: Rulebook,
        texts: Mapping[str, str],
        trees: tuple[Tree, ...],
        diagnostics: tuple[Diagnostic, ...],
        folder: Path,
        before: World | None = None,
    ) -> None:
        self.name = name
        self.book = book
        self.texts = dict(texts)
        self.trees = trees
        self.diagnostics = diagnostics
        self.folder = folder
        self.version = _digest(texts)
        self.loaded = time.time()
        self.carried: Carried = Carried(before.carried if before is not None else None)
        self._kept: dict[str, Any] = {}
        self._results: OrderedDict[object, Any] = OrderedDict()
        self._making: dict[object, threading.Lock] = {}
        self._lock = threading.Lock()

    def keep(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` gives of the whole rulebook; it is made once and kept as long as this version is."""
        return self._once(name, make, self._find_kept, self._keep)

    def remember(self, key: object, make: Callable[[], T]) -> T:
        """Return what `make` gives for a question; it must depend on nothing but the key and this version.

        Who asks while it is being made waits for it. What nobody has asked for in a while is forgotten.
        """
        return self._once(key, make, self._find_result, self._keep_result)

    def reckon(self, key: object, make: Callable[[], T]) -> T:
        """Return what `make` gives for a question as `remember` does; for what takes long.

        One such thing is worked on at a time: several at once would all be done later, and every quick page beside
        them too.
        """

        def make_alone() -> T:
            with _LONG:
                return make()

        return self.remember(key, make_alone)

    def _once(
        self,
        key: object,
        make: Callable[[], T],
        find: Callable[[Any], Any],
        keep: Callable[[Any, Any], None],
    ) -> T:
        with self._lock:
            found: T = find(key)
            if found is not _NOTHING:
                return found
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                found = find(key)
            if found is not _NOTHING:
                return found
            try:
                found = make()
                with self._lock:
                    keep(key, found)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return found

    def _find_kept(self, name: str) -> object:
        return self._kept.get(name, _NOTHING)

    def _keep(self, name: str, made: object) -> None:
        self._kept[name] = made
        if self.is_large:
            # The collector of garbage would go through it again and again.
            gc.freeze()

    def _find_result(self, key: object) -> object:
        found = self._results.get(key, _NOTHING)
        if found is not _NOTHING:
            self._results.move_to_end(key)
        return found

    def _keep_result(self, key: object, made: object) -> None:
        self._results[key] = made
        while len(self._results) > KEPT_RESULTS:
            self._results.popitem(last=False)

    @property
    def is_large(self) -> bool:
        """Whether there is so much in the rulebook that what is made of all of it is worth being set aside."""
        return len(self.book.statements) + len(self.book.rules) > LARGE

    @property
    def has_many_rules(self) -> bool:
        """Whether there are so many rules that a page looks only at those that can bear on its situations."""
        return len(self.book.rules) >= LARGE

    @cached_property
    def own_trees(self) -> tuple[Tree, ...]:
        """The files of the rulebook itself, without those of the rulebooks that it uses."""
        return tuple(tree for tree in self.trees if self._is_own(tree))

    def _is_own(self, tree: Tree) -> bool:
        if not self.folder.is_dir():
            return tree.place == self.folder.name
        if Path(tree.folder).resolve() != self.folder.resolve():
            return False
        # A file of an earlier version need not be there any more.
        return self.is_earlier or (self.folder / tree.place).is_file()

    def answer(self, given: Mapping[str, Value], on: dt.date, known: dt.date | None) -> Answer:
        """Answer a question, once for the same facts and days.

        Raises:
            DiagramTooLarge: so much is unknown that no exact answer can be had.
        """
        key = ("answer", tuple(sorted(given.items(), key=lambda fact: fact[0])), on, known)
        return self.remember(key, lambda: Decider(self.book, on, known, fixed=given).answer(given))

    def answer_shortly(self, given: Mapping[str, Value], on: dt.date, known: dt.date | None) -> Answer:
        """Answer a question as `answer` does, but that of a large rulebook silent voices may be left out.

        What cannot bear on the situation is put aside first, which makes the answer of thousands of rules three times
        as fast.

        Raises:
            DiagramTooLarge: so much is unknown that no exact answer can be had.
        """
        if not self.has_many_rules:
            return self.answer(given, on, known)
        key = ("short", tuple(sorted(given.items(), key=lambda fact: fact[0])), on, known)
        return self.remember(key, lambda: Decider(self.excerpt(given).book, on, known, fixed=given).answer(given))

    def excerpt(self, given: Mapping[str, Value], among: Mapping[str, Collection[Value]] | None = None) -> Excerpt:
        """Return what of the rulebook can bear on a situation, or on all in which some fields have these values."""
        return excerpt_for(self.book, given, self._needed, among=among)

    @cached_property
    def lasting(self) -> Lasting | None:
        """What is kept of a large rulebook from one question to the next; a small one is quick enough without."""
        return Lasting(self.book) if self.has_many_rules else None

    @cached_property
    def _needed(self) -> Needed:
        return needed_values(self.book)


class Shown(msgspec.Struct, frozen=True):
    """What there is of a rulebook: its last sound version (None: there never was one), and what is wrong now."""

    world: World | None
    errors: tuple[Diagnostic, ...] = ()
    texts: dict[str, str] = {}


class Worlds:
    """All rulebooks that are served, by their part of the address; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._places: dict[str, tuple[str, Path]] = {}
        self._look_again_s = settings.look_again_s
        self._shipped = settings.shipped
        named = settings.rulebooks
        shipped = shipped_rulebooks(settings.shipped)
        for given in (*named, *(() if settings.only_named else shipped)):
            path = Path(given) if Path(given).exists() else shipped.get(given, Path(given))
            if all(path.resolve() != other.resolve() for _, other in self._places.values()):
                self._places[self._free_name(path)] = (given, path)
        self._lock = threading.Lock()
        self._locks = {name: threading.Lock() for name in self._places}
        self._shown: dict[str, Shown] = {}
        self._stamps: dict[str, _Stamp] = {}
        self._looked: dict[str, float] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The parts of the address, the rulebook that opens first."""
        return tuple(self._places)

    def add(self, place: Path) -> str:
        """Serve one more rulebook, as a copy that was made to be edited, and return its part of the address."""
        with self._lock:
            for name, (_, other) in self._places.items():
                if other.resolve() == place.resolve():
                    return name
            name = self._free_name(place)
            self._locks[name] = threading.Lock()
            self._places = {**self._places, name: (str(place), place)}
            return name

    def folder(self, name: str) -> Path:
        """Return where a rulebook lies: its folder, or its one file."""
        return self._places[name][1]

    def given(self, name: str) -> str:
        """Return how the rulebook was named when the pages were started: what a command takes."""
        return self._places[name][0]

    def show(self, name: str, *, now: bool = False) -> Shown:
        """Return what there is to show of a rulebook, loaded anew where a file has changed.

        Args:
            name: its part of the address.
            now: look at the files even if that was done a moment ago, as after writing one.

        Raises:
            KeyError: there is no such rulebook here.
        """
        given, path = self._places[name]
        looked = self._looked.get(name)
        if not now and looked is not None and time.monotonic() - looked < self._look_again_s:
            return self._shown[name]
        with self._locks[name]:
            looked = self._looked.get(name)
            if not now and looked is not None and time.monotonic() - looked < self._look_again_s:
                return self._shown[name]
            own = _stamp([path])
            if name not in self._shown or own + _stamp(self._used(name)) != self._stamps.get(name):
                used = _stamp(self._used(name)) if name in self._shown else None
                self._shown[name] = self._load(name, given, path)
                # Stamped before it was read, so that what is written meanwhile is seen at the next look.
                self._stamps[name] = own + (_stamp(self._used(name)) if used is None else used)
            self._looked[name] = time.monotonic()
            return self._shown[name]

    def _load(self, name: str, given: str, path: Path) -> Shown:
        loaded = load_rulebook(str(path) if path.exists() else given, shipped=self._shipped)
        errors = tuple(one for one in loaded.diagnostics if one.severity == "error")
        before = self._shown.get(name, Shown(None))
        if loaded.rulebook is None:
            return Shown(before.world, errors, dict(loaded.texts))
        if before.world is not None and before.world.version == _digest(loaded.texts):
            return Shown(before.world)
        warnings = tuple(one for one in loaded.diagnostics if one.severity != "error")
        world = World(name, loaded.rulebook, loaded.texts, loaded.trees, warnings, path, before.world)
        if world.is_large:
            _set_aside()
        return Shown(world)

    def _used(self, name: str) -> list[Path]:
        """Return the folders of the rulebooks that one uses, as far as it has been loaded."""
        shown = self._shown.get(name)
        if shown is None or shown.world is None:
            return []
        folders = {tree.folder for tree in shown.world.trees if tree.folder}
        return sorted(Path(folder) for folder in folders if Path(folder) != self._places[name][1])

    def _free_name(self, path: Path) -> str:
        stem = path.resolve().name if path.is_dir() or not path.suffix else path.stem
        letters = (letter if letter.isalnum() or letter in "-_" else "-" for letter in stem)
        name = "".join(letters).strip("-") or "rulebook"
        found, number = name, 1
        while found in self._places or found in NOT_NAMES:
            number += 1
            found = f"{name}-{number}"
        return found


def _set_aside() -> None:
    """Spare the collector of garbage what was just loaded: going through it again and again would hold answers up."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _stamp(places: list[Path]) -> _Stamp:
    """Return what tells whether a file was written, added or taken away: every file with its time and size."""
    found = []
    for place in places:
        for file in sorted(_files_below(place)) if place.is_dir() else [place]:
            try:
                status = file.stat()
            except OSError:
                continue
            found.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(found)


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield every file that is not hidden: relations are read from tables beside the Markdown files."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place) / name for name in files if not name.startswith("."))


def _digest(texts: Mapping[str, str]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for name, text in sorted(texts.items()):
        digest.update(f"{name}\0{len(text)}\0{text}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
