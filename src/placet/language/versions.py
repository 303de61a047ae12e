"""Earlier versions of a rulebook: the revisions in which git keeps its folder, and the rulebook as it was in one."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import msgspec

from placet.language.load import Loaded, load_rulebook

GIT = "git:"
"""What the name of a version begins with that git keeps: `git:HEAD~1`."""

WAIT_S = 20.0
"""How long git may take."""

MOST_BYTES = 64_000_000
"""How large an earlier version may be."""


class NoVersion(Exception):
    """There is no such version of a rulebook; `message` says why, `help` what can be named instead."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class Revision(msgspec.Struct, frozen=True):
    """A state of a rulebook's files that git keeps: the commit, its day as git writes it, and its subject."""

    commit: str
    day: str
    subject: str


def find_revisions(folder: Path, most: int = 30) -> tuple[Revision, ...]:
    """Return the latest revisions in which files of a rulebook changed, the latest first.

    Args:
        folder: where the rulebook lies: its folder, or its one file.
        most: how many at most.

    Returns:
        Nothing where git does not keep the folder, or is not there.
    """
    where, inside = _place(folder)
    try:
        told = _git(where, "rev-list", f"--max-count={most}", "--format=%x1e%H%x1f%as%x1f%s", "HEAD", "--", inside)
    except NoVersion:
        return ()
    rows = (row.partition("\n")[0].split("\x1f") for row in told.decode("utf-8", "replace").split("\x1e"))
    return tuple(Revision(*row) for row in rows if len(row) == 3)


def find_commit(folder: Path, revision: str) -> str:
    """Return the commit that a revision stands for: a commit itself, a branch, a tag, `HEAD~1`.

    Raises:
        NoVersion: git knows none of that name, or does not keep the folder.
    """
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise NoVersion(f"`{revision}` is no revision", "Name a commit, a branch or a tag, as in `git:HEAD~1`.")
    where, _inside = _place(folder)
    try:
        return _git(where, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode("ascii").strip()
    except _GitFailed as failed:
        if "not a git repository" in failed.told:
            raise NoVersion(
                f"git does not keep {folder}",
                "Only what is in a git repository has earlier versions; another version can be a folder of its own.",
            ) from None
        told = f": {failed.told}" if failed.told else ""
        raise NoVersion(
            f"git has no `{revision}` of {folder}{told}",
            "Name a commit, a branch or a tag in which the rulebook was kept, as in `git:HEAD~1`.",
        ) from None


def load_revision(folder: Path, revision: str, *, shipped: Path | None = None) -> Loaded:
    """Load a rulebook as it was in a revision.

    Args:
        folder: where it lies now: its folder, or its one file.
        revision: a commit, a branch, a tag, `HEAD~1`.
        shipped: where the rulebooks that come with placet lie; None: where they usually do.

    Raises:
        NoVersion: git keeps no such version of it.
    """
    texts = read_revision(folder, revision)
    with tempfile.TemporaryDirectory() as place:
        _write(texts, Path(place) / folder.name if folder.is_dir() else Path(place))
        loaded = load_rulebook(Path(place) / folder.name, shipped=shipped)
    # Nobody needs to know where it was put meanwhile: what belongs to the rulebook belongs to its folder.
    put, own = (Path(place) / folder.name, folder) if folder.is_dir() else (Path(place), folder.parent)
    for tree in loaded.trees:
        if Path(tree.folder).is_relative_to(put):
            tree.folder = str(own / Path(tree.folder).relative_to(put))
    return loaded


def read_revision(folder: Path, revision: str) -> dict[str, bytes]:
    """Return the files of a rulebook as they were in a revision, by their paths in it; what is no plain file is not.

    Args:
        folder: where it lies now: its folder, or its one file.
        revision: a commit, a branch, a tag, `HEAD~1`.

    Raises:
        NoVersion: git keeps no such version of it.
    """
    commit = find_commit(folder, revision)
    where, inside = _place(folder)
    try:
        listed = _git(where, "ls-tree", "-r", "-z", "-l", commit, "--", inside).decode("utf-8", "surrogateescape")
        rows = (row.partition("\t") for row in listed.split("\0") if row)
        files = [_read_row(facts, path) for facts, _tab, path in rows]
        plain = [one for one in files if one.mode.startswith("100")]
        if not plain:
            raise _GitFailed("there was no file of it")
        if sum(int(one.size) for one in plain) > MOST_BYTES:
            raise NoVersion(f"`{revision}` of {folder} is too large", "Take a copy of it out of git yourself.")
        return _read(where, plain)
    except _GitFailed as failed:
        raise NoVersion(
            f"git has no `{revision}` of {folder}{f': {failed.told}' if failed.told else ''}",
            "Name a commit, a branch or a tag in which the rulebook was kept, as in `git:HEAD~1`.",
        ) from None


class _File(msgspec.Struct, frozen=True):
    """A row of git's list of a tree."""

    mode: str
    kind: str
    digest: str
    size: str
    path: str


class _GitFailed(NoVersion):
    """Git refused; `told` is its last line."""

    def __init__(self, told: str) -> None:
        super().__init__(f"git cannot do it: {told}", "Name a commit, a branch or a tag, as in `git:HEAD~1`.")
        self.told = told


def _read_row(facts: str, path: str) -> _File:
    mode, kind, digest, size = facts.split()
    return _File(mode, kind, digest, size, path)


def _place(folder: Path) -> tuple[Path, str]:
    """Return where git is asked, and which part of it is meant."""
    return (folder, ".") if folder.is_dir() else (folder.parent, folder.name)


def _git(where: Path, *words: str, sent: bytes = b"") -> bytes:
    """Ask git something that reads its own objects and nothing else: it runs no filter, and asks no other machine."""
    command = ["git", "-C", str(where), "-c", "core.fsmonitor=false", "--no-optional-locks", *words]
    own = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    env = {**os.environ, **own}
    try:
        done = subprocess.run(command, input=sent, capture_output=True, check=False, timeout=WAIT_S, env=env)  # noqa: S603 - no shell; a revision is refused that could be taken for an option
    except FileNotFoundError:
        raise NoVersion(
            "git is not installed", "A revision can only be compared where git keeps the rulebook."
        ) from None
    except subprocess.TimeoutExpired:
        raise NoVersion("git takes too long", "Try again, or name a commit.") from None
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _GitFailed(told[-1] if told else "")
    return done.stdout


def _read(where: Path, files: list[_File]) -> dict[str, bytes]:
    """Return what files hold, as git keeps it."""
    told = _git(where, "cat-file", "--batch", sent="".join(f"{one.digest}\n" for one in files).encode("ascii"))
    found: dict[str, bytes] = {}
    at = 0
    for one in files:
        at = told.index(b"\n", at) + 1
        found[one.path] = told[at : at + int(one.size)]
        at += int(one.size) + 1
    return found


def _write(texts: dict[str, bytes], place: Path) -> None:
    """Write files below a folder; what would point out of it is left out."""
    for path, data in texts.items():
        target = (place / path).resolve()
        if target.is_relative_to(place.resolve()):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
