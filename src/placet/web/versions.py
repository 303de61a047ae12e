"""The other side of a comparison: another rulebook that is served, or an earlier version of the same one."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import msgspec

from placet.language import Draft, Loaded, load_rulebook
from placet.language.versions import GIT, NoVersion, Revision, find_commit, find_revisions, load_revision, read_revision
from placet.web.edit_files import editable_files
from placet.web.edit_kept import Kept, folder_of, home_of
from placet.web.languages import N_
from placet.web.refusals import Refused, unknown
from placet.web.visit import Visit
from placet.web.worlds import World

BEFORE = "before:"
"""What the name of a version begins with that was kept before a save in the pages: `before:ID:FILE`."""

MOST_REVISIONS = 30
MOST_KEPT = 20
MOST_LOADED = 3
"""How many earlier versions stay loaded."""

HEAD_HOLDS_S = 5.0
"""How long git is not asked again on which commit it stands."""

_HEADS: dict[Path, tuple[float, str]] = {}
_LOADED: OrderedDict[tuple[str, str], World] = OrderedDict()
_LOCK = threading.Lock()


class Choices(msgspec.Struct, frozen=True):
    """What a rulebook can be compared with, each as the value of `with` and what is said of it.

    Attributes:
        others: other rulebooks that are served.
        revisions: states that git keeps of this one, the latest first.
        kept: this one as it was before a save in the pages, the latest first.
    """

    others: tuple[tuple[str, str], ...]
    revisions: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]

    def called(self, value: str) -> str:
        """Return what is said of a version; a revision that is not listed by its own name."""
        listed = {**dict(self.others), **dict(self.revisions), **dict(self.kept)}
        return listed.get(value, value.removeprefix(GIT))


def choices_of(visit: Visit) -> Choices:
    """Return what the rulebook of a visit can be compared with."""
    world = visit.world
    date = visit.language.date
    folder = visit.worlds.folder(world.name)
    resolved = folder.resolve()
    revisions = _last_states(resolved, _head(resolved), MOST_REVISIONS) if folder.exists() else ()
    kept = _saves(visit, world.name)[:MOST_KEPT]
    return Choices(
        tuple((name, name) for name in visit.worlds.names if name != world.name),
        tuple((f"{GIT}{one.commit[:12]}", f"{_day(one.day, date)} · {one.subject[:80]}") for one in revisions),
        tuple((value, f"{visit.language.moment(at)} · {place}") for at, value, place in kept),
    )


class State(msgspec.Struct, frozen=True):
    """An earlier version of a rulebook: its name in an address, and its day."""

    value: str
    day: str


def states_of(visit: Visit, name: str, most: int) -> tuple[State, ...]:
    """Return the versions of a rulebook that are kept: before saves in the pages, and in git; the latest first.

    Those of one day stand in this order: what was saved in the pages is on its way to git.
    """
    folder = visit.worlds.folder(name)
    if not folder.exists():
        return ()
    resolved = folder.resolve()
    found = [State(f"{GIT}{one.commit}", one.day) for one in _last_states(resolved, _head(resolved), most)]
    saves = [State(value, at.astimezone().date().isoformat()) for at, value, _ in _saves(visit, name)[:most]]
    found = saves + found
    return tuple(sorted(found, key=lambda state: state.day, reverse=True)[:most])


def _saves(visit: Visit, name: str) -> list[tuple[dt.datetime, str, str]]:
    """Return the texts from before saves in the pages, the latest first: when, their name in an address, their file."""
    folder = visit.worlds.folder(name)
    home = home_of(visit.settings)
    if not folder_of(home, folder).is_dir():
        return []
    found = [
        (one.at, f"{BEFORE}{one.id}:{place}", place)
        for place in editable_files(visit.worlds, name)
        for one in Kept(home, folder, place).versions()
        if one.why == "saved"
    ]
    return sorted(found, reverse=True)


def files_then(visit: Visit, name: str, value: str) -> dict[str, bytes] | None:
    """Return the files of a rulebook as they were in one of its kept versions, by their paths in it.

    None where it is not kept any more.
    """
    if value.startswith(GIT):
        try:
            return read_revision(visit.worlds.folder(name).resolve(), value.removeprefix(GIT))
        except NoVersion:
            return None
    draft = _draft(visit, name, value)
    world = visit.worlds.show(name).world
    if draft is None or draft.text is None or world is None:
        return None
    now = {tree.place: tree.text.encode() for tree in world.own_trees}
    return {**now, draft.replaces: draft.text.encode()}


def _head(folder: Path) -> str:
    """Return the commit on which git stands, or stood a few seconds ago; empty where git does not keep the folder."""
    now = time.monotonic()
    with _LOCK:
        asked, commit = _HEADS.get(folder, (-HEAD_HOLDS_S, ""))
        if now - asked < HEAD_HOLDS_S:
            return commit
    try:
        commit = find_commit(folder, "HEAD")
    except NoVersion:
        commit = ""
    with _LOCK:
        _HEADS[folder] = (now, commit)
    return commit


@lru_cache(64)
def _last_states(folder: Path, commit: str, most: int) -> tuple[Revision, ...]:
    """Return the last states of a folder in which its files changed, as of a commit."""
    return find_revisions(folder, most) if commit else ()


def open_kept(visit: Visit, value: str) -> World:
    """Return an earlier version of the rulebook of a visit, to be read.

    Raises:
        Refused: there is none of that name, or it has errors.
    """
    if not value.startswith((GIT, BEFORE)):
        raise unknown("version", value, [name for name, _said in choices_of(visit).revisions])
    return open_version(visit, value)


def open_version(visit: Visit, value: str) -> World:
    """Return another version of the rulebook of a visit.

    Args:
        visit: the request.
        value: the name of a rulebook that is served, `git:REVISION`, or `before:ID:FILE`.

    Raises:
        Refused: there is none of that name, or it has errors.
    """
    if value.startswith(GIT):
        return _revision(visit, value.removeprefix(GIT) or "HEAD")
    if value.startswith(BEFORE):
        return _kept(visit, value)
    if value not in visit.worlds.names:
        raise unknown("rulebook", value, visit.worlds.names)
    shown = visit.worlds.show(value).world
    if shown is None:
        raise Refused(
            N_("`%(name)s` has never been sound since the pages were started"), N_("Mend its files first."), name=value
        )
    return shown


def _revision(visit: Visit, revision: str) -> World:
    folder = visit.worlds.folder(visit.world.name).resolve()
    try:
        commit = find_commit(folder, revision)
        return _loaded(visit, f"{GIT}{commit}", lambda: load_revision(folder, commit, shipped=visit.settings.shipped))
    except NoVersion:
        # What git says itself names folders of this machine.
        raise Refused(
            N_("git keeps no version `%(revision)s` of this rulebook"),
            N_("Choose one of those that are listed, or name a commit, a branch or a tag."),
            revision=revision[:80],
        ) from None


def _kept(visit: Visit, value: str) -> World:
    draft = _draft(visit, visit.world.name, value)
    if draft is None:
        raise Refused(N_("this version is not kept any more"), N_("Choose one of those that are listed."))
    given = _given(visit, visit.world.name)
    return _loaded(
        visit,
        f"{value}:{visit.world.version}",
        lambda: load_rulebook(given, shipped=visit.settings.shipped, drafts=(draft,)),
    )


def _draft(visit: Visit, name: str, value: str) -> Draft | None:
    """Return a file of a rulebook as it was before a save; None where that is not kept."""
    number, _, place = value.removeprefix(BEFORE).partition(":")
    folder = visit.worlds.folder(name)
    files = editable_files(visit.worlds, name)
    text = Kept(home_of(visit.settings), folder, place).version(number) if place in files else None
    if text is None:
        return None
    world = visit.worlds.show(name).world
    trees = world.trees if world is not None else ()
    return Draft(next((tree.file for tree in trees if tree.place == place), str(folder / place)), place, text)


def _given(visit: Visit, name: str) -> str:
    folder = visit.worlds.folder(name)
    return str(folder) if folder.exists() else visit.worlds.given(name)


def _loaded(visit: Visit, version: str, load: Callable[[], Loaded]) -> World:
    """Load a version, or take it from those that were loaded last."""
    folder = visit.worlds.folder(visit.world.name).resolve()
    key = (str(folder), version)
    with _LOCK:
        if key in _LOADED:
            _LOADED.move_to_end(key)
            return _LOADED[key]
    loaded = load()
    if loaded.rulebook is None:
        raise Refused(
            N_("this version of the rulebook has errors, so that it cannot be asked"),
            N_("Choose another one: an earlier one, or a later one."),
            status=409,
        )
    made = World(visit.world.name, loaded.rulebook, loaded.texts, loaded.trees, (), folder)
    made.is_earlier = True
    with _LOCK:
        _LOADED[key] = made
        while len(_LOADED) > MOST_LOADED:
            _LOADED.popitem(last=False)
    return made


def _day(written: str, date: Callable[[dt.date], str]) -> str:
    try:
        return date(dt.date.fromisoformat(written))
    except ValueError:
        return written
