"""Where documents come from: files, folders, web archives (WARC) and what is piped in, one after the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

from placet.evidence.intake.unreadable import MOST_BYTES, Unreadable, too_large
from placet.store.store import DATABASE

PIPED = "-"
"""The path that stands for what is piped in."""

_COMPANIONS = frozenset(
    (
        ".css", ".js", ".mjs", ".map", ".json", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".avif",
        ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".mp4", ".webm",
    )
)  # fmt: skip
"""What browsers save beside a page; in a folder it is passed over."""


class Source(msgspec.Struct, frozen=True):
    """Something that may be a document.

    Attributes:
        name: what it is called, for people.
        read: returns its bytes, or raises `Unreadable`.
        address: where on the web it was fetched; None: not known.
        passed: how many bytes of what lies at the paths are passed with it; of a web archive those up to its end.
    """

    name: str
    read: Callable[[], bytes]
    address: str | None = None
    passed: int = 0


def sources(paths: Iterable[str | Path], piped: IO[bytes] | None = None) -> Iterator[Source]:
    """Yield what lies at paths, folders as a whole and in the order of their names; nothing is read yet.

    What is not there or cannot be opened is yielded too: reading it says so, and the others go on.

    Args:
        paths: files, folders and web archives; `-`: what is piped in.
        piped: where that is read from; None: standard input.
    """
    for path in paths:
        if str(path) == PIPED:
            yield Source("piped in", lambda: _read_piped(piped or sys.stdin.buffer))
        elif not str(path).strip():
            # As a path it would be the folder one is in, with all that lies there.
            yield Source("", _refuse_nameless)
        else:
            yield from _at(Path(path))


def size_of(paths: Iterable[str | Path]) -> int:
    """Return how many bytes lie at paths; 0 where something is piped in, whose length nobody knows."""
    size = 0
    for path in paths:
        if str(path) == PIPED:
            return 0
        if not str(path).strip():
            continue
        whole = Path(path)
        size += sum(_size(file) for file in files_in(whole)) if whole.is_dir() else _size(whole)
    return size


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):  # it is told when it is read
        return 0


def _at(path: Path) -> Iterator[Source]:
    if path.is_dir():
        for file in files_in(path):
            yield from _file(file, path)
    else:
        yield from _file(path)


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of those in it, in the order of their names; hidden ones are passed over.

    A link to a folder elsewhere is yielded and not followed: reading it says that it leads out. A store of placet's
    own is passed over: what it keeps was added already.
    """
    for parent, folders, names in os.walk(folder):
        if DATABASE in names:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        names += [name for name in folders if _leads_out(Path(parent) / name, folder)]
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() not in _COMPANIONS:
                yield Path(parent) / name


def _file(path: Path, within: Path | None = None) -> Iterator[Source]:
    name = os.fsencode(path).decode("utf-8", "replace")
    if is_web_archive(path) and not _leads_out(path, within):
        yield from _archived(path, name)
    else:
        yield Source(name, lambda: read_file(path, within), passed=_size(path))


def read_file(path: Path, within: Path | None = None) -> bytes:
    """Return a file's bytes as they were at one moment.

    Args:
        path: the file.
        within: the folder in which it was found; None: somebody named the file.

    Raises:
        Unreadable: it is not there, too large, not to be opened, a link that leads out of its folder, or changed
            meanwhile.
    """
    if _leads_out(path, within):
        raise Unreadable("it is a link that leads out of the folder", "Name what it leads to, if that is meant.")
    try:
        if not path.is_file():
            raise Unreadable(*_absent(path))
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > MOST_BYTES:
                raise too_large(before.st_size)
            raw = file.read(MOST_BYTES + 1)
            after = os.fstat(file.fileno())
        if len(raw) > MOST_BYTES:
            raise too_large(len(raw))
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(raw) != after.st_size:
            raise Unreadable("the file changed while it was read", "Say it again once it is no longer written to.")
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Unreadable(f"the file cannot be opened: {reason}", "Give yourself the right to read it.") from None
    except ValueError:  # a zero byte in the name
        raise Unreadable("there is no such file", "Look at how its name is written.") from None
    return raw


def _leads_out(path: Path, within: Path | None) -> bool:
    """Say whether a file is a link to somewhere outside its folder, as one in somebody else's folder can be."""
    try:
        return within is not None and path.is_symlink() and not path.resolve().is_relative_to(within.resolve())
    except (OSError, RuntimeError):  # a link to itself: that it is none is told when it is opened
        return False


def _absent(path: Path) -> tuple[str, str]:
    if path.exists():
        return "it is neither a file nor a folder", "Give a file, a folder, or `-` for what is piped in."
    if str(path).lower().startswith(("http:/", "https:/")):  # a path has one stroke where an address has two
        return "it is an address, and nothing is fetched", "Save the page in a browser, and give the file."
    return "there is no such file", "Look at how its name is written."


def _refuse_nameless() -> bytes:
    raise Unreadable("no file is named", "Give its name, or `.` for the folder that you are in.")


def _read_piped(stream: IO[bytes]) -> bytes:
    raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"more than {MOST_BYTES:,} bytes are piped in", "Give the article alone.")
    return raw


def is_web_archive(path: Path) -> bool:
    """Say whether a file holds many pages as a web archive (WARC)."""
    return path.name.lower().endswith((".warc", ".warc.gz"))


_MEDIA = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")


def _archived(path: Path, name: str) -> Iterator[Source]:
    """Yield the pages, PDFs and texts of a web archive."""
    from warcio.archiveiterator import ArchiveIterator

    def refuse(message: str) -> Source:
        def read() -> bytes:
            raise Unreadable(message, "Fetch the archive again; what stands before the fault was read.")

        return Source(name, read)

    try:
        count = passed = 0
        with path.open("rb") as file:
            records = ArchiveIterator(file)
            records.INC_RECORD = ""  # what it would write to the terminal where a record is cut off
            headings = _Headings(records)
            for record in records:
                headings.length = 0
                if record.rec_type == "response" and _is_wanted(record):
                    count += 1
                    address = record.rec_headers.get_header("WARC-Target-URI") or ""
                    # The archive is read in one go: a record's bytes are there only until the next one.
                    source = _record(f"{name}#{address}", record, address or None)
                    yield msgspec.structs.replace(source, passed=file.tell() - passed)
                    passed = file.tell()
        if not count:
            yield refuse("the archive holds no page, no PDF and no text, or is none")
    except OSError as error:
        yield refuse(f"the archive cannot be opened: {(error.strerror or 'unknown reason').lower()}")
    except Exception:  # noqa: BLE001 - a damaged archive fails in many ways
        yield refuse("the archive is damaged from here on")


MOST_HEADING = 200_000
"""How many bytes the headings of a record of a web archive may have."""


class _Headings:
    """How long the headings of a record are, which the library reads line by line and without an end."""

    def __init__(self, records: Any) -> None:  # noqa: ANN401 - the library's own
        self.length = 0
        self._read_line: Callable[[int], bytes] = records.reader.readline
        records.reader.readline = self._bounded

    def _bounded(self, length: int = 0) -> bytes:
        line = self._read_line(min(length or MOST_HEADING, MOST_HEADING))
        self.length += len(line)
        if self.length >= MOST_HEADING:
            raise ValueError("a heading without end")
        return line


def _is_wanted(record: Any) -> bool:  # noqa: ANN401 - the library's own
    headers = record.http_headers
    if headers is None or not str(headers.get_statuscode() or "").startswith("2"):
        return False
    media = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return media in _MEDIA


def _record(name: str, record: Any, address: str | None) -> Source:  # noqa: ANN401 - the library's own
    raw = record.content_stream().read(MOST_BYTES + 1)
    is_cut = len(raw) <= MOST_BYTES and _is_cut_off(record.raw_stream)

    def read() -> bytes:
        if len(raw) > MOST_BYTES:
            raise too_large(len(raw))
        if is_cut:
            raise Unreadable("the archive ends within this page", "Fetch the archive again.")
        return bytes(raw)

    return Source(name, read, address)


def _is_cut_off(stream: Any) -> bool:  # noqa: ANN401 - the library's own
    """Say whether what a record announced has an end before its own: nothing comes any more, and some is left."""
    while stream.read(8192):
        pass
    return bool(getattr(stream, "limit", 0) > 0)
