"""The folder beside the output in which a run keeps what it has done, so that an interrupted one can go on.

`manifest.json` says which run it is. `done.jsonl` has a line for each unit of files that is finished, with the checksum
of what was written of it; a unit that is not in that list is read anew. Units finish in any order.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from placet.bulk.folder_lock import FolderLock
from placet.evidence.archive.job import ArchiveProblem, Tally
from placet.evidence.archive.work import Done, Reject


class Manifest(msgspec.Struct, frozen=True):
    """What a run is: two runs with one manifest make one output."""

    placet: str
    archive: str
    pipelines: tuple[str, ...]


class Unit(msgspec.Struct, frozen=True):
    """A finished unit.

    Attributes:
        first: the number of its first file in the archive, from 0.
        count: how many files it has.
        names: the checksum of their names.
        bytes: how long its lines are.
        checksum: of its lines.
        rejects: the files that could not be read.
        tally: what was found.
    """

    first: int
    count: int
    names: str
    bytes: int
    checksum: str
    rejects: tuple[Reject, ...]
    tally: Tally


def checksum_of_names(names: Iterable[str]) -> str:
    """Return a checksum of names in their order."""
    return hashlib.sha256("\0".join(names).encode("utf-8", "replace")).hexdigest()[:32]


_MANIFEST = "manifest.json"
_DONE = "done.jsonl"
_LOCK = "lock"


class Journal:
    """The folder of one run; made anew, or opened again.

    Attributes:
        path: the folder.
        units: the finished units by the number of their first file.

    Raises:
        ArchiveProblem: another run is at work in it, or it is of another run.
    """

    def __init__(self, path: Path, manifest: Manifest, *, does_resume: bool) -> None:
        self.path = path
        self.units: dict[int, Unit] = {}
        self._lock = FolderLock(path / _LOCK)
        self._take()
        if does_resume:
            self._resume(manifest)
        else:
            for each in path.iterdir():
                if each.name != _LOCK:
                    each.unlink()
            write_whole(path / _MANIFEST, msgspec.json.encode(manifest))

    def file(self, unit: Unit) -> Path:
        """Return the file with a unit's lines."""
        return self._file(unit.first)

    def _file(self, first: int) -> Path:
        return self.path / f"{first:09d}.jsonl"

    def add(self, first: int, names: list[str], done: Done) -> Unit:
        """Keep what came of a unit; it stays finished whatever happens next."""
        checksum = hashlib.sha256(done.lines).hexdigest()
        unit = Unit(first, len(names), checksum_of_names(names), len(done.lines), checksum, done.rejects, done.tally)
        write_whole(self.file(unit), done.lines)
        with (self.path / _DONE).open("ab") as stream:
            stream.write(msgspec.json.encode(unit) + b"\n")
        self.units[first] = unit
        return unit

    def in_order(self) -> list[Unit]:
        """Return the finished units in the order of their files."""
        return [self.units[first] for first in sorted(self.units)]

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
            raise ArchiveProblem(
                f"another run is writing to `{self.path}`", "Wait for it, or give another file with `--out`."
            )

    def _resume(self, manifest: Manifest) -> None:
        try:
            before = msgspec.json.decode((self.path / _MANIFEST).read_bytes(), type=Manifest)
        except (OSError, msgspec.DecodeError):
            self.release()
            raise ArchiveProblem(
                f"`{self.path}` does not say which run it belongs to", "`--force` begins anew."
            ) from None
        if before != manifest:
            self.release()
            different = [
                name for name in Manifest.__struct_fields__ if getattr(before, name) != getattr(manifest, name)
            ]
            words = {
                "placet": "another version of placet",
                "archive": f"of `{before.archive}`",
                "pipelines": "another parser",
            }
            raise ArchiveProblem(
                f"the interrupted run was another one: {', '.join(words[name] for name in different)}",
                "Give what was given then, or begin anew with `--force`.",
            )
        with contextlib.suppress(OSError):
            for line in (self.path / _DONE).read_bytes().splitlines():
                # the last line may be the one that was being written when the run ended
                with contextlib.suppress(msgspec.DecodeError):
                    unit = msgspec.json.decode(line, type=Unit)
                    if self._is_whole(unit):
                        self.units[unit.first] = unit
        write_whole(self.path / _DONE, b"".join(msgspec.json.encode(unit) + b"\n" for unit in self.in_order()))

    def _is_whole(self, unit: Unit) -> bool:
        with contextlib.suppress(OSError):
            lines = self.file(unit).read_bytes()
            return len(lines) == unit.bytes and hashlib.sha256(lines).hexdigest() == unit.checksum
        return False


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one step, so that there is never half of it."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(data)
    os.replace(beside, path)
