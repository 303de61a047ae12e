"""The folder beside the output in which a run keeps what it has done, so that an interrupted one can go on.

`manifest.json` says which run it is; `done.jsonl` has a line for each part that is finished, with the checksums of what
it was made from and of what was written. A part that is not in that list is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

import msgspec

from placet.bulk.folder_lock import FolderLock
from placet.bulk.problems import TableProblem


class Manifest(msgspec.Struct, frozen=True):
    """What a run is: two runs with one manifest make one output.

    `table_bytes` and `table_tail` (a checksum of the file's last bytes) are the table's; `rulebook` is the checksum of
    the rulebook as it was understood; `options` are what was typed, by name.
    """

    placet: str
    table: str
    table_bytes: int
    table_tail: str
    rulebook: str
    options: dict[str, str]
    columns: tuple[str, ...]


class Part(msgspec.Struct, frozen=True):
    """A finished part.

    Attributes:
        number: which part it is.
        unit: the unit of the table it was made from, as (start, end, group, skipped).
        source: the checksum of the unit's bytes; empty where it was not taken.
        rows: how many rows the unit has.
        answered: how many of them were answered.
        file: the name of its file; empty where nothing was written.
        bytes: how long the file is.
        checksum: the checksum of the file.
        rejects_bytes: how long the file of rejects is after this part.
        reasons: how many rejects there are of a kind in a column, with an example.
        tallies: for each output that is counted, how often it says what.
    """

    number: int
    unit: tuple[int, int, int, int]
    source: str
    rows: int
    answered: int
    file: str = ""
    bytes: int = 0
    checksum: str = ""
    rejects_bytes: int = 0
    reasons: tuple[tuple[str, str, int, str], ...] = ()
    tallies: dict[str, dict[str, int]] = {}


_MANIFEST = "manifest.json"
_DONE = "done.jsonl"
_REJECTS = "rejects.csv"


class PartFolder:
    """The folder of one run; made anew, or opened again.

    Raises:
        TableProblem: another run is at work in it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts: list[Part] = []
        self._lock = FolderLock(path / _LOCK)

    @property
    def rejects(self) -> Path:
        """The file of rejects."""
        return self.path / _REJECTS

    @property
    def whole(self) -> Path:
        """The file that becomes the output."""
        return self.path / "whole"

    def file(self, number: int, suffix: str) -> Path:
        """Return the file of a part."""
        return self.path / f"{number:06d}{suffix}"

    def begin(self, manifest: Manifest) -> None:
        """Make the folder; what is in it goes."""
        self._take()
        for path in self.path.iterdir():
            if path.name != _LOCK:
                path.unlink()
        _write_whole(self.path / _MANIFEST, msgspec.json.encode(manifest))

    def resume(self, manifest: Manifest) -> None:
        """Open the folder of an interrupted run and take over the parts that are whole.

        Raises:
            TableProblem: it was another run, and what is different; or it cannot be read.
        """
        self._take()
        try:
            before = msgspec.json.decode((self.path / _MANIFEST).read_bytes(), type=Manifest)
        except (OSError, msgspec.DecodeError):
            raise TableProblem(
                f"`{self.path}` does not say which run it belongs to", "`--force` begins anew."
            ) from None
        different = _differences(before, manifest)
        if different:
            raise TableProblem(
                f"the interrupted run was another one: {different}",
                "Give what was given then, or begin anew with `--force`.",
            )
        self.parts = []
        with contextlib.suppress(OSError):
            for line in (self.path / _DONE).read_bytes().splitlines():
                part = _decoded(line)
                if part is None or part.number != len(self.parts) or not self._is_whole(part):
                    break
                self.parts.append(part)
        _write_whole(self.path / _DONE, b"".join(msgspec.json.encode(part) + b"\n" for part in self.parts))
        wanted = self.parts[-1].rejects_bytes if self.parts else 0
        if self.rejects.exists():
            os.truncate(self.rejects, wanted)

    def add(self, part: Part) -> None:
        """Note that a part is finished; it stays finished whatever happens next."""
        with (self.path / _DONE).open("ab") as stream:
            stream.write(msgspec.json.encode(part) + b"\n")
        self.parts.append(part)

    def remove(self) -> None:
        """Remove the folder with everything in it."""
        self.release()
        shutil.rmtree(self.path, ignore_errors=True)

    def release(self) -> None:
        """Let others work in the folder again."""
        self._lock.release()

    def _take(self) -> None:
        """Keep others out for as long as this process lives; the lock ends with it, however it ends."""
        if not self._lock.take():
            raise TableProblem(
                f"another run is writing to `{self.path}`", "Wait for it, or give another file with `--out`."
            )

    def _is_whole(self, part: Part) -> bool:
        if self.rejects_size() < part.rejects_bytes:
            return False
        if not part.file:
            return True
        path = self.path / part.file
        return path.is_file() and path.stat().st_size == part.bytes and checksum_of(path) == part.checksum

    def rejects_size(self) -> int:
        """Return how long the file of rejects is."""
        return self.rejects.stat().st_size if self.rejects.exists() else 0


_LOCK = "lock"


def checksum_of(path: Path, tail: int | None = None) -> str:
    """Return the checksum of a file, or of its last bytes."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        if tail is not None:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - tail))
        while data := stream.read(1 << 22):
            found.update(data)
    return found.hexdigest()


def _decoded(line: bytes) -> Part | None:
    try:
        return msgspec.json.decode(line, type=Part)
    except msgspec.DecodeError:
        return None  # the line that was being written when the run ended


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file in one step."""
    beside = path.with_suffix(".new")
    beside.write_bytes(data)
    beside.replace(path)


def _differences(before: Manifest, now: Manifest) -> str:
    found = []
    if before.placet != now.placet:
        found.append(f"placet was {before.placet} and is {now.placet}")
    if (before.table_bytes, before.table_tail) != (now.table_bytes, now.table_tail):
        found.append(f"`{now.table}` is not the table it was")
    if before.rulebook != now.rulebook:
        found.append("the rulebook is not what it was")
    for name in dict.fromkeys((*before.options, *now.options)):
        then, here = before.options.get(name, ""), now.options.get(name, "")
        if then != here:
            found.append(f"{name} was {_said(then)} and is {_said(here)}")
    if not found and before.columns != now.columns:
        found.append("the columns are not what they were")
    return "; ".join(found)


def _said(value: Any) -> str:  # noqa: ANN401 - a text or nothing
    return f"`{value}`" if value else "not given"
