"""The files of a rulebook that can be edited: found by their names, read as they are, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
import time
from pathlib import Path
from typing import Literal

import msgspec

import placet
from placet.diagnostics import Diagnostic
from placet.language.files import find_files, read_text
from placet.web.languages import N_
from placet.web.refusals import Refused, unknown
from placet.web.worlds import Worlds

MOST_LETTERS = 800_000
"""How long a text may be that is edited in a page."""

TEMPORARY = ".placet-save"
"""How the name of a file ends that is being written; it begins with a dot, so that no rulebook reads it."""

STALE_S = 3600.0

Why = Literal["full", "read-only", "changed", "gone", "failed"]


class NotWritten(Exception):
    """A file was not written, and is as it was.

    Attributes:
        why: the disk is full, the file or its folder may not be written, it was changed by another program meanwhile,
            its folder is gone, or something else.
        reason: what the system says.
    """

    def __init__(self, why: Why, reason: str = "") -> None:
        super().__init__(f"{why}: {reason}" if reason else why)
        self.why = why
        self.reason = reason


class Open(msgspec.Struct, frozen=True):
    """A file as it is on disk.

    Attributes:
        place: its name in the rulebook.
        path: where it is.
        text: what it holds, its lines ended by a line feed alone.
        digest: of that text.
        newline: how its lines end on disk.
        has_mark: whether a byte order mark stands at its beginning.
        stamp: the digest of its bytes.
        why_not: why it cannot be written; empty: it can.
    """

    place: str
    path: Path
    text: str
    digest: str
    newline: str
    has_mark: bool
    stamp: str
    why_not: str = ""


def editable_files(worlds: Worlds, name: str) -> list[str]:
    """Return the files of a rulebook by their names in it; those of rulebooks that it uses are not among them."""
    place = worlds.folder(name)
    return find_files(place) if place.is_dir() else [place.name]


def open_file(worlds: Worlds, name: str, place: str) -> Open:
    """Read a file of a rulebook.

    Args:
        worlds: the rulebooks that are served.
        name: the rulebook's part of the address.
        place: the file's name in it; nothing is looked for by that name but the files that were found there.

    Raises:
        Refused: it has no such file, or the file lies outside, or is no text, or too large.
    """
    listed = editable_files(worlds, name)
    if place not in listed:
        raise unknown("file", place, listed, status=404)
    folder = worlds.folder(name)
    path = folder / place if folder.is_dir() else folder
    inside = (folder if folder.is_dir() else folder.parent).resolve()
    if not path.resolve().is_relative_to(inside) or _is_link(path, folder):
        raise Refused(
            N_("`%(place)s` is a link to another place"), N_("Edit the file where it lies."), status=403, place=place
        )
    found = read_text(path, place)
    if isinstance(found, Diagnostic):
        raise Refused(found.message, found.help, status=409, code=found.code)
    if len(found) > MOST_LETTERS:
        raise Refused(
            N_("`%(place)s` is too large to be edited in a page"),
            N_("Split it, or use an editor of your own."),
            status=413,
            place=place,
        )
    data = path.read_bytes()
    newline = "\r\n" if found.count("\r\n") * 2 > found.count("\n") else "\n"
    text = plain(found)
    return Open(
        place,
        path,
        text,
        digest_of(text),
        newline,
        data.startswith(b"\xef\xbb\xbf"),
        hashlib.blake2b(data, digest_size=16).hexdigest(),
        why_not_written(path),
    )


def plain(text: str) -> str:
    r"""Return a text with its lines ended by a line feed alone, as a page sends and gets it.

    >>> plain("a\r\nb\rc")
    'a\nb\nc'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def digest_of(text: str) -> str:
    """Return what tells one text from another."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def why_not_written(path: Path) -> str:
    """Return why a file cannot be written: `shipped`, `read-only`, or empty where it can."""
    package = Path(placet.__file__).resolve().parent
    if path.resolve().is_relative_to(package):
        return "shipped"
    try:
        is_marked = not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    except OSError:
        return "read-only"
    if is_marked or not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return "read-only"
    return ""


def write_file(file: Open, text: str) -> None:
    """Put a text in the place of a file, whole or not at all; the file's mode, mark and line ends are kept.

    What is written stands first in a file beside it, on disk to the last byte, and takes its name in one step: whatever
    happens, the old text or the new one is there.

    Raises:
        NotWritten: and the file is as it was.
    """
    if file.why_not:
        raise NotWritten("read-only", file.why_not)
    data = text.replace("\n", file.newline).encode("utf-8")
    if file.has_mark:
        data = b"\xef\xbb\xbf" + data
    try:
        _clear_away(file.path)
        if _stamp(file.path) != file.stamp:
            raise NotWritten("changed")
        mode = stat.S_IMODE(file.path.stat().st_mode)
        put_in_place(file.path, data, mode, before=lambda: _stay_the_same(file))
    except FileNotFoundError as error:
        raise NotWritten("gone", (error.strerror or "").lower()) from None
    except OSError as error:
        raise NotWritten(_why(error), (error.strerror or "").lower()) from None


def put_in_place(path: Path, data: bytes, mode: int, before: object = None) -> None:
    """Write bytes to a file beside a path and give it that name in one step.

    Args:
        path: the name it gets.
        data: what it holds.
        mode: its mode.
        before: called when all is written and before the name is given, so that it can still be stopped.

    Raises:
        OSError: something could not be done; what was at the path is as it was.
    """
    handle, temporary = tempfile.mkstemp(TEMPORARY, f".{path.name}.", path.parent)
    try:
        with open(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fchmod(out.fileno(), mode)
            os.fsync(out.fileno())
        if callable(before):
            before()
        os.replace(temporary, path)
    except BaseException:  # an interruption leaves no half file either; it is raised again
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    with contextlib.suppress(OSError):
        # The name itself is on disk only when its folder is.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _stay_the_same(file: Open) -> None:
    if _stamp(file.path) != file.stamp:
        raise NotWritten("changed")


def _is_link(path: Path, folder: Path) -> bool:
    """Say whether a file, or a folder on the way to it from the rulebook's, is a link."""
    while path != folder:
        if path.is_symlink():
            return True
        if path == path.parent:
            return False
        path = path.parent
    return False


def _stamp(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _why(error: OSError) -> Why:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "read-only"
    return "failed"


def _clear_away(path: Path) -> None:
    """Remove what a save that was killed left beside the file long ago."""
    for left in path.parent.glob(f".{path.name}.*{TEMPORARY}"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE_S:
                left.unlink()
